import type { Tx } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import { Unsealable } from '../sealing/sealer.ts'
import type { Fate } from './claims.ts'
import { SendRejected } from './gateway.ts'
import { PRIORITY } from './outbox.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Waiting times before a message that was certainly not taken is tried again; the chat's later messages wait with it. */
const AT_ONCE_MS = [5_000, 30_000, 2 * MINUTE, 10 * MINUTE]
/** After that it stands aside as FAILED, and is tried once more after each of these; then it is given up. */
const LATER_MS = [30 * MINUTE, 2 * HOUR, 6 * HOUR]
/** Who asked something and got no answer in this time has found another way. */
const ANSWER_KEEPS_MS = 6 * HOUR
const NEWS_KEEPS_MS = DAY

/**
 * Until when it is worth saying something: the answer to a command for six hours, anything else for a day (an answer that
 * tells of an issue is news of it).
 */
export function worthSayingUntil({
  createdAt,
  priority,
  issueId,
}: Pick<OutboxMessage, 'createdAt' | 'priority' | 'issueId'>): Date {
  const keeps = priority === PRIORITY.reply && issueId === null ? ANSWER_KEEPS_MS : NEWS_KEEPS_MS
  return new Date(createdAt.getTime() + keeps)
}

/** What is written down after saying a row failed. Only what was certainly not said is ever tried again (design rule 2). */
export function fateAfter(row: OutboxMessage, error: unknown, now: Date): Fate {
  const { id } = row
  const lastError = error instanceof Error ? error.message.slice(0, 500) : String(error).slice(0, 500)
  // The key does not come by itself: people say it again when it is back.
  if (error instanceof Unsealable) {
    return { id, data: { state: 'FAILED', givenUpAt: now, sentAt: null, lastError, leaseUntil: null } }
  }
  if (!(error instanceof SendRejected)) {
    return { id, data: { state: 'UNKNOWN', sentAt: now, lastError, leaseUntil: null } }
  }
  const after = (ms: number) => new Date(now.getTime() + ms)
  const common = { lastError, leaseUntil: null, sentAt: null }
  // `attempts` is that of before this attempt.
  const soon = AT_ONCE_MS[row.attempts]
  if (soon !== undefined) return { id, data: { ...common, state: 'PENDING', notBefore: after(soon) } }
  const later = LATER_MS[row.attempts - AT_ONCE_MS.length]
  if (later !== undefined) return { id, data: { ...common, state: 'FAILED', notBefore: after(later) } }
  return { id, data: { ...common, state: 'FAILED', givenUpAt: now } }
}

/**
 * Puts rows that failed back among the waiting when their next time has come, and gives up those that have become
 * pointless: see `worthSayingUntil`. For a job that comes round every few minutes; doing it again changes nothing.
 */
export async function retryFailed(tx: Tx, now: Date): Promise<{ readonly retried: number; readonly givenUp: number }> {
  // By account, because the indexes are.
  const accounts = await tx.account.findMany({ select: { account: true } })
  const waiting = { account: { in: accounts.map(({ account }) => account) }, state: 'FAILED', givenUpAt: null } as const
  const before = (ms: number) => ({ lt: new Date(now.getTime() - ms) })
  const givenUp = await tx.outboxMessage.updateMany({
    where: {
      ...waiting,
      OR: [
        { createdAt: before(NEWS_KEEPS_MS) },
        { createdAt: before(ANSWER_KEEPS_MS), priority: PRIORITY.reply, issueId: null },
      ],
    },
    data: { givenUpAt: now },
  })
  const retried = await tx.outboxMessage.updateMany({
    where: { ...waiting, notBefore: { lte: now } },
    data: { state: 'PENDING' },
  })
  return { retried: retried.count, givenUp: givenUp.count }
}
