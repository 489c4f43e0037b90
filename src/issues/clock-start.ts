import type { Tx } from '../database/database.ts'
import type { Issue } from '../database/types.ts'

/** When the main clock of an issue began, and how many milliseconds of it were paused, up to `now`. */
export async function clockStart(
  tx: Tx,
  issue: Pick<Issue, 'id' | 'reportedAt'>,
  now: Date,
): Promise<{ start: Date; paused: number }> {
  const events = await tx.issueEvent.findMany({ where: { issueId: issue.id }, orderBy: { seq: 'asc' } })
  let start = issue.reportedAt
  let paused = 0
  let since: Date | undefined
  for (const { action, at, to } of events) {
    if (action === 'reopen') {
      start = at
      paused = 0
    }
    const isPause = to === 'NEED_INFO' || to === 'ON_HOLD'
    if (isPause) since ??= at
    else if (since) {
      paused += at.getTime() - since.getTime()
      since = undefined
    }
  }
  if (since) paused += now.getTime() - since.getTime()
  return { start, paused }
}
