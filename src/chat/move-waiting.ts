import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import type { AccountId, ChatId } from '../ids.ts'
import { PRIORITY } from './outbox.ts'

const HOUR = 3_600_000
/** How long what an account left behind may still be claimed. */
const LEFT_BEHIND_MS = 7 * 24 * HOUR

/**
 * How long what was to be said is worth saying, in milliseconds: an answer while whoever asked may still wait for it, a
 * digest for its day, news of an issue for a week, as what waits for somebody in private.
 */
const WORTH_SAYING_MS: Readonly<Record<number, number>> = {
  [PRIORITY.danger]: LEFT_BEHIND_MS,
  [PRIORITY.reply]: 6 * HOUR,
  [PRIORITY.news]: LEFT_BEHIND_MS,
  [PRIORITY.digest]: 24 * HOUR,
}

/** Keys of what speaks of a moment that has passed: that messages may have been missed, that a chat is not bound. */
const OF_ITS_MOMENT = ['gap:', 'unbound:']

/**
 * Cancels what accounts that sit nowhere any more should have said and what is older than a week: to people in private,
 * whose ids mean nobody now, and in groups that nobody has known again. Returns how many rows.
 */
export async function cancelLeftBehind(tx: Tx, now: Date): Promise<number> {
  const noted = await tx.account.findMany({ orderBy: { epoch: 'asc' } })
  const sitting = new Map(noted.map(({ seat, account }) => [seat, account]))
  const gone = noted.filter(({ seat, account }) => sitting.get(seat) !== account)
  if (gone.length === 0) return 0
  const { count } = await tx.outboxMessage.updateMany({
    where: {
      account: { in: gone.map(({ account }) => account) },
      OR: [{ state: 'PENDING' }, { state: 'FAILED', givenUpAt: null }],
      createdAt: { lt: new Date(now.getTime() - LEFT_BEHIND_MS) },
    },
    data: { state: 'CANCELLED' },
  })
  return count
}

export interface Place {
  readonly account: AccountId
  readonly chatId: ChatId
}

/**
 * What waits to be said in a group is to be said in another chat, because the group is that chat now. Contact ids of
 * before mean nobody any more, so nobody is called with an @. What is too old is cancelled; what may have been said
 * stays unknown. Returns how many rows will be said and how many were cancelled.
 */
export async function moveWaiting(
  tx: Tx,
  from: Place,
  to: Place,
  now: Date,
): Promise<{ readonly moved: number; readonly cancelled: number }> {
  const there: Prisma.OutboxMessageWhereInput = { ...from, chatKind: 'GROUP' }
  const waiting: Prisma.OutboxMessageWhereInput = {
    ...there,
    OR: [{ state: 'PENDING' }, { state: 'FAILED', givenUpAt: null }],
  }
  const stale = await tx.outboxMessage.updateMany({
    where: {
      ...waiting,
      AND: {
        OR: [
          ...Object.entries(WORTH_SAYING_MS).map(([priority, age]) => ({
            priority: Number(priority),
            createdAt: { lt: new Date(now.getTime() - age) },
          })),
          ...OF_ITS_MOMENT.map((begin) => ({ key: { startsWith: begin } })),
        ],
      },
    },
    data: { state: 'CANCELLED' },
  })
  // What the chat of before refused need not wait for its next attempt.
  await tx.outboxMessage.updateMany({ where: { ...waiting, attempts: { gt: 0 } }, data: { notBefore: now } })
  const moved = await tx.outboxMessage.updateMany({
    where: waiting,
    data: { ...to, mentions: [], state: 'PENDING', attempts: 0, lastError: null },
  })
  // Nobody settles rows of an account that does not log in any more, unless it is this very process at this moment.
  await tx.outboxMessage.updateMany({
    where: { ...there, state: 'SENDING', OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }] },
    data: { state: 'UNKNOWN', sentAt: now, lastError: 'the account logged in anew while it was being sent' },
  })
  await tx.outboxMessage.updateMany({ where: { ...there, state: 'UNKNOWN' }, data: { ...to, mentions: [] } })
  return { moved: moved.count, cancelled: stale.count }
}
