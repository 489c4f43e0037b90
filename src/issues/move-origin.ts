import type { GroupPlace } from '../community/groups.ts'
import type { Tx } from '../database/database.ts'

/**
 * The group in which issues were reported or supported is another chat now: their news go there from now on, those of
 * closed ones too, should they be reopened. Nothing of what came about after `until` is moved, if it is given.
 */
export async function moveOrigin(tx: Tx, from: GroupPlace, to: GroupPlace, until?: Until): Promise<void> {
  const { account, chatId } = to
  await tx.issue.updateMany({
    where: { ...placeOf(from), ...(until ? { id: { lte: until.lastIssue } } : {}) },
    data: { account, chatId },
  })
  await tx.supporter.updateMany({
    where: { ...placeOf(from), ...(until ? { at: { lte: until.at } } : {}) },
    data: { account, chatId },
  })
}

/** A moment in the life of the issues: the number of the last row there was, and the time. */
export interface Until {
  readonly lastIssue: number
  readonly at: Date
}

/** The last issue there is now. */
export async function untilNow(tx: Tx, now: Date): Promise<Until> {
  const last = await tx.issue.findFirst({ orderBy: { id: 'desc' }, select: { id: true } })
  return { lastIssue: last?.id ?? 0, at: now }
}

function placeOf({ account, chatId }: GroupPlace) {
  return { account, chatId, chatKind: 'GROUP' as const }
}
