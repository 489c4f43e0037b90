import type { Db, Tx } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId } from '../ids.ts'
import type { Chat } from './incoming.ts'

/** So much of a text is shown, in characters. */
const FIRST_WORDS = 10

/** A message that only people can settle: nobody knows whether it arrived, or it was given up. */
export interface StuckRow {
  readonly id: number
  readonly chat: Chat
  readonly state: 'UNKNOWN' | 'FAILED'
  /** when it was said, or last tried; when it was written if that is not known */
  readonly at: Date
  /** how it begins; undefined for what was meant for one person, and for a picture */
  readonly firstWords: string | undefined
}

/** Which messages somebody means: one by its number, or all of them. */
export type StuckChoice = number | 'all'

function stuckOn(account: AccountId) {
  // A list of two states, each with its own condition, so that the index by account and state serves.
  return {
    account,
    state: { in: ['UNKNOWN' as const, 'FAILED' as const] },
    OR: [{ state: 'UNKNOWN' as const }, { givenUpAt: { not: null } }],
  }
}

/** The messages of this account that only people can settle, the oldest first; all of them unless `most` is given. */
export async function stuckRows(db: Db, account: AccountId, most?: number): Promise<readonly StuckRow[]> {
  const rows = await db.outboxMessage.findMany({
    where: stuckOn(account),
    orderBy: { id: 'asc' },
    ...(most === undefined ? {} : { take: most }),
  })
  return rows.map(stuckRow)
}

/** How many there are. */
export async function countStuck(db: Db, account: AccountId): Promise<number> {
  return await db.outboxMessage.count({ where: stuckOn(account) })
}

function stuckRow(row: OutboxMessage): StuckRow {
  const letters = [...row.text.replace(/\s+/g, ' ').trim()]
  const words = letters.slice(0, FIRST_WORDS).join('') + (letters.length > FIRST_WORDS ? '…' : '')
  return {
    id: row.id,
    chat: { kind: row.chatKind === 'GROUP' ? 'group' : 'private', id: row.chatId } as Chat,
    state: row.state as StuckRow['state'],
    at: row.sentAt ?? row.givenUpAt ?? row.createdAt,
    firstWords: row.chatKind === 'PRIVATE' || words === '' ? undefined : words,
  }
}

/** Somebody has seen that these arrived. Returns which they were; none where there is no such number. */
export async function confirmArrived(tx: Tx, account: AccountId, choice: StuckChoice): Promise<StuckRow[]> {
  return settle(tx, account, choice, (row) => ({
    state: 'SENT',
    sentAt: row.sentAt ?? row.createdAt,
    givenUpAt: null,
  }))
}

/**
 * Somebody wants these said again, once: they go back among the waiting, and if that fails too they are given up or
 * unknown as before. Returns which they were; none where there is no such number.
 */
export async function sayAgain(tx: Tx, account: AccountId, choice: StuckChoice, now: Date): Promise<StuckRow[]> {
  return settle(tx, account, choice, () => ({ state: 'PENDING', notBefore: now, givenUpAt: null, leaseUntil: null }))
}

type Settled = Partial<Pick<OutboxMessage, 'state' | 'sentAt' | 'givenUpAt' | 'notBefore' | 'leaseUntil'>>

async function settle(
  tx: Tx,
  account: AccountId,
  choice: StuckChoice,
  become: (row: OutboxMessage) => Settled,
): Promise<StuckRow[]> {
  const rows = await tx.outboxMessage.findMany({
    where: { ...stuckOn(account), ...(choice === 'all' ? {} : { id: choice }) },
    orderBy: { id: 'asc' },
  })
  for (const row of rows) await tx.outboxMessage.update({ where: { id: row.id }, data: become(row) })
  return rows.map(stuckRow)
}
