import type { Db } from '../database/database.ts'
import type { IssueState } from '../database/types.ts'
import { SILENCE_MS, SUPPLY_WAIT_MS } from './guards.ts'
import { OPEN_STATES } from './lifecycle.ts'
import { PLACE_WAIT_MS } from './placeless.ts'
import { RUNNING, SHORTEST_PROGRESS_MS, WORKED_ON } from './reminders.ts'
import { UNSETTLED } from './settle-limits.ts'

/** What time does to issues. */
export type TimeStep = 'closed' | 'unanswered' | 'resumed' | 'settled' | 'reminded' | 'silent' | 'placeless'

/**
 * Which of them may find an issue now. One question about all open issues, so that a minute in which nothing is due, as most are,
 * begins no transaction: seven of them took 8 ms. Each looks again for itself, and more closely.
 */
export async function mayBeDue(db: Db, now: Date): Promise<ReadonlySet<TimeStep>> {
  const groups = await db.issue.groupBy({
    by: ['state'],
    where: { state: { in: [...OPEN_STATES] } },
    _count: { _all: true, dueAt: true },
    _min: { resolvedAt: true, pausedAt: true, holdUntil: true, reportedAt: true },
  })
  const among = (states: readonly IssueState[]) => groups.filter(({ state }) => states.includes(state))
  const isPast = (at: Date | null, waited: number) => at !== null && now.getTime() - at.getTime() >= waited
  const may: Record<TimeStep, boolean> = {
    closed: among(['RESOLVED']).some(({ _min }) => isPast(_min.resolvedAt, SILENCE_MS)),
    unanswered: among(['NEED_INFO']).some(({ _min }) => isPast(_min.pausedAt, SUPPLY_WAIT_MS)),
    resumed: among(['ON_HOLD']).some(({ _min }) => isPast(_min.holdUntil, 0)),
    settled: among(UNSETTLED).some(({ _count }) => _count.dueAt < _count._all),
    reminded: among(RUNNING).length > 0,
    silent: among(WORKED_ON).some(({ _min }) => isPast(_min.reportedAt, SHORTEST_PROGRESS_MS)),
    placeless: among(['DRAFT']).some(({ _min }) => isPast(_min.reportedAt, PLACE_WAIT_MS)),
  }
  return new Set((Object.keys(may) as TimeStep[]).filter((step) => may[step]))
}
