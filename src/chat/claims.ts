import type { Db, Tx } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId } from '../ids.ts'

/**
 * How long nobody else may think that whoever is saying a row has died: longer than the longest saying, which is reading
 * a picture, 20 s to find the chat and 20 s to hand the message over.
 */
export const LEASE_MS = 60_000

/** What became of a row that was being said. */
export interface Fate {
  readonly id: number
  readonly data: Partial<
    Pick<
      OutboxMessage,
      | 'state'
      | 'sentAt'
      | 'messageId'
      | 'lastError'
      | 'notBefore'
      | 'givenUpAt'
      | 'leaseUntil'
      | 'attempts'
      | 'claimedBy'
    >
  >
}

/**
 * Takes a waiting row for saying it; false when it is no longer waiting: taken back, also while
 * it was said in vain, or another process has it. Saying it
 * may begin only after the commit.
 */
export async function claim(tx: Tx, id: number, owner: string, now: Date): Promise<boolean> {
  const { count } = await tx.outboxMessage.updateMany({
    where: { id, state: 'PENDING', recall: null },
    data: {
      state: 'SENDING',
      claimedBy: owner,
      leaseUntil: new Date(now.getTime() + LEASE_MS),
      attempts: { increment: 1 },
      // It may have been said before, under an id that an echo of now does not bear.
      messageId: null,
    },
  })
  return count === 1
}

/**
 * The same for a row that this transaction has written, if it still says that and no other of its account is to be said
 * before it: one that has waited longer, is more urgent, or waits to be tried again, behind which its chat's others wait.
 * One statement in place of a reading and a writing, as every answer to a message waits for it; both databases understand it.
 */
export async function claimIfFirst(
  tx: Tx,
  { id, account, chatId, text, priority }: OutboxMessage,
  owner: string,
  now: Date,
): Promise<boolean> {
  const leaseUntil = new Date(now.getTime() + LEASE_MS)
  const claimed = await tx.$executeRaw`
    UPDATE "OutboxMessage"
    SET "state" = 'SENDING', "claimedBy" = ${owner}, "leaseUntil" = ${leaseUntil}, "attempts" = "attempts" + 1
    WHERE "id" = ${id} AND "state" = 'PENDING' AND "chatId" = ${chatId} AND "text" = ${text} AND NOT EXISTS (
      SELECT 1 FROM "OutboxMessage" AS "ahead"
      WHERE "ahead"."account" = ${account} AND "ahead"."state" = 'PENDING' AND NOT "ahead"."held"
        AND ("ahead"."notBefore" <= ${now} OR "ahead"."attempts" > 0)
        AND ("ahead"."priority" < ${priority} OR ("ahead"."priority" = ${priority} AND "ahead"."id" < ${id})))`
  return claimed === 1
}

/** Writes down what became of a row, unless it was settled in the meantime: by its echo, or as unknown. */
export async function writeFate(tx: Tx, { id, data }: Fate): Promise<void> {
  await tx.outboxMessage.updateMany({ where: { id, state: 'SENDING' }, data })
}

/** The fate of a row that was claimed and certainly not handed to the chat: as if nobody had claimed it. */
export function unclaimed({ id, attempts, claimedBy, messageId }: OutboxMessage): Fate {
  return { id, data: { state: 'PENDING', attempts, claimedBy, messageId, leaseUntil: null } }
}

export interface Settling {
  readonly account: AccountId
  /** this process */
  readonly owner: string
  /** the rows that this process has in hand */
  readonly inHand: readonly number[]
  /** whether no other process can have this database: then every row of another owner is of one that has died */
  readonly alone: boolean
  readonly now: Date
}

/**
 * The rows that were being said by somebody who cannot be saying them any more: a process whose lease ran out, or this one
 * before something went wrong. They may or may not have arrived. Reads only.
 */
export async function findAbandoned(db: Db, settling: Settling): Promise<readonly number[]> {
  const rows = await db.outboxMessage.findMany({ where: abandoned(settling), select: { id: true } })
  return rows.map(({ id }) => id)
}

/** Calls them unknown (design rule 2). Returns how many they were. */
export async function settleAbandoned(tx: Tx, settling: Settling): Promise<number> {
  const { count } = await tx.outboxMessage.updateMany({
    where: abandoned(settling),
    data: {
      state: 'UNKNOWN',
      sentAt: settling.now,
      leaseUntil: null,
      lastError: 'whoever was sending it ended before it was known to be sent',
    },
  })
  return count
}

function abandoned({ account, owner, inHand, alone, now }: Settling) {
  return {
    account,
    state: 'SENDING' as const,
    id: { notIn: [...inHand] },
    ...(alone
      ? {}
      : { OR: [{ claimedBy: owner }, { claimedBy: null }, { leaseUntil: null }, { leaseUntil: { lt: now } }] }),
  }
}
