import type { GroupPlace } from '../community/groups.ts'
import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
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

/** A row whose sender must have died. */
const leaseOver = (now: Date) => ({
  state: 'SENDING' as const,
  OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }],
})

/**
 * Settles what accounts that sit nowhere any more should have said: nobody else does. What was being said when they went
 * is unknown. What is older than a week is cancelled: to people in private, whose ids mean nobody now, and in groups that
 * nobody has known again; what was given up or is unknown too, since nobody can look any more whether it arrived.
 */
export async function cancelLeftBehind(
  tx: Tx,
  now: Date,
): Promise<{ readonly unknown: number; readonly cancelled: number }> {
  const noted = await tx.account.findMany({ orderBy: { epoch: 'asc' } })
  const sitting = new Map(noted.map(({ seat, account }) => [seat, account]))
  const gone = noted.filter(({ seat, account }) => sitting.get(seat) !== account)
  if (gone.length === 0) return { unknown: 0, cancelled: 0 }
  const account = { in: gone.map((one) => one.account) }
  const cut = await tx.outboxMessage.updateMany({
    where: { account, ...leaseOver(now) },
    data: {
      state: 'UNKNOWN',
      sentAt: now,
      leaseUntil: null,
      lastError: 'the account logged in anew while it was being sent',
    },
  })
  const { count } = await tx.outboxMessage.updateMany({
    where: {
      account,
      state: { in: ['PENDING', 'FAILED', 'UNKNOWN'] },
      createdAt: { lt: new Date(now.getTime() - LEFT_BEHIND_MS) },
    },
    data: { state: 'CANCELLED' },
  })
  return { unknown: cut.count, cancelled: count }
}

/** What became of the rows that waited in a group. */
export interface Moved {
  /** how many will be said in the other chat */
  readonly moved: number
  /** how many were too old to be said */
  readonly cancelled: number
  /** the rows that are in the other chat now, also those of which nobody knows whether they were said */
  readonly rows: readonly number[]
}

/**
 * What waits to be said in a group is to be said in another chat, from `notBefore` on, because the group is that chat
 * now. Contact ids of before mean nobody any more, so nobody is called with an @. What is too old is cancelled; what may
 * have been said stays unknown.
 */
export async function moveWaiting(
  tx: Tx,
  from: GroupPlace,
  to: GroupPlace,
  { now, notBefore }: { readonly now: Date; readonly notBefore: Date },
): Promise<Moved> {
  const there = { account: from.account, chatId: from.chatId, chatKind: 'GROUP' as const }
  const where = { account: to.account, chatId: to.chatId }
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
  // Nobody settles rows of an account that does not log in any more, unless it is this very process at this moment.
  await tx.outboxMessage.updateMany({
    where: { ...there, ...leaseOver(now) },
    data: { state: 'UNKNOWN', sentAt: now, lastError: 'the account logged in anew while it was being sent' },
  })
  const rows = await tx.outboxMessage.findMany({
    where: { ...there, OR: [{ state: 'PENDING' }, { state: 'FAILED', givenUpAt: null }, { state: 'UNKNOWN' }] },
    select: { id: true },
  })
  // What the chat of before refused need not wait for its next attempt.
  await tx.outboxMessage.updateMany({
    where: { AND: [waiting, { OR: [{ attempts: { gt: 0 } }, { notBefore: { lt: notBefore } }] }] },
    data: { notBefore },
  })
  const moved = await tx.outboxMessage.updateMany({
    where: waiting,
    data: { ...where, mentions: [], state: 'PENDING', attempts: 0, lastError: null },
  })
  await tx.outboxMessage.updateMany({ where: { ...there, state: 'UNKNOWN' }, data: { ...where, mentions: [] } })
  return { moved: moved.count, cancelled: stale.count, rows: rows.map(({ id }) => id) }
}

/** Takes `moveWaiting` back for what was not said meanwhile. */
export async function moveWaitingBack(tx: Tx, rows: readonly number[], { account, chatId }: GroupPlace): Promise<void> {
  await tx.outboxMessage.updateMany({
    where: { id: { in: [...rows] }, state: { in: ['PENDING', 'UNKNOWN'] } },
    data: { account, chatId },
  })
}
