import { nobody, nobodyYet } from '../community/nobody.ts'
import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'

/** Stands where somebody's own words stood. */
export const WORDS_GONE = '（原话已删除）'

/** In these hats people speak for themselves; in all others they do their work. */
export const OWN_HATS = ['reporter', 'supporter'] as const

/**
 * Takes out of closed issues all that may tell whose they were: the words, the place, what was said on the way, the pictures,
 * who reported and who supported it. That it was, what it was about, in which grid, when and how it ended stay. Resolves with
 * how many issues there were. What the bot said of them is emptied too.
 *
 * @param ids few enough for one statement
 */
export async function anonymiseIssues(tx: Tx, ids: readonly number[], now: Date): Promise<number> {
  if (ids.length === 0) return 0
  const reporterId = await nobody(tx, now)
  const about = { issueId: { in: [...ids] } }
  await tx.issueAttachment.deleteMany({ where: about })
  await tx.supporter.deleteMany({ where: about })
  await tx.issueEvent.updateMany({ where: about, data: { note: null, before: {} } })
  await tx.issueEvent.updateMany({
    where: { ...about, hat: { in: [...OWN_HATS] } },
    data: { personId: reporterId },
  })
  // Where somebody was to look at the work may be at their door. What was taken back is counted by what stands there.
  const placed = { NOT: { action: 'undo' }, OR: [{ hat: { in: [...OWN_HATS] } }, { action: 'witness' }] }
  await tx.issueEvent.updateMany({ where: { ...about, ...placed }, data: { data: {} } })
  await emptySaid(tx, about)
  const { count } = await tx.issue.updateMany({
    where: { id: { in: [...ids] } },
    data: { words: WORDS_GONE, place: null, ratingWords: null, reporterId },
  })
  await leaveChat(tx, { id: { in: [...ids] } })
  return count
}

/** Where it was said in private, or is nobody else's business, there is nobody left to tell of it. */
export async function leaveChat(tx: Tx, where: Prisma.IssueWhereInput): Promise<void> {
  await tx.issue.updateMany({
    where: { AND: [where, { OR: [{ chatKind: 'PRIVATE' }, { isPrivate: true }] }] },
    data: { chatId: '' },
  })
}

/** The words go out of whatever the bot said; what waits and would repeat them is not said. */
async function emptySaid(tx: Tx, about: Prisma.OutboxMessageWhereInput): Promise<void> {
  const waiting = { ...about, state: { in: ['PENDING' as const, 'FAILED' as const, 'UNKNOWN' as const] } }
  await tx.outboxMessage.updateMany({ where: waiting, data: { state: 'CANCELLED' } })
  await tx.outboxMessage.updateMany({ where: { ...about, text: { not: '' } }, data: { text: '', mentions: [] } })
}

/** So long after it was closed an issue is anybody's (privacy 8), in months. */
export const KEEP_CLOSED_MONTHS = 24

/**
 * Makes closed issues nobody's: after two years, and those at once whose reporter wanted to be forgotten while they were open.
 * At most `limit` at a time; resolves with how many there were.
 */
export async function anonymiseClosed(tx: Tx, now: Date, limit: number): Promise<number> {
  const none = await nobodyYet(tx)
  const before = new Date(now)
  before.setUTCMonth(before.getUTCMonth() - KEEP_CLOSED_MONTHS)
  const rows = await tx.issue.findMany({
    where: {
      state: 'CLOSED',
      OR: [
        { closedAt: { lt: before }, ...(none === undefined ? {} : { reporterId: { not: none } }) },
        ...(none === undefined ? [] : [{ reporterId: none, words: { not: WORDS_GONE } }]),
      ],
    },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true },
  })
  return anonymiseIssues(
    tx,
    rows.map(({ id }) => id),
    now,
  )
}
