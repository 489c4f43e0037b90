import type { Db, Tx } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId, CommunityId } from '../ids.ts'
import type { Chat } from './incoming.ts'
import { chatOfRow } from './outbox.ts'
import { worthSayingUntil } from './retries.ts'
import { communitiesOfRows } from './row-community.ts'

/** So much of a text is shown, in characters. */
const FIRST_WORDS = 10

/** A message that only people can settle: nobody knows whether it arrived, or it was given up. */
export interface StuckRow {
  readonly id: number
  readonly chat: Chat
  readonly state: 'UNKNOWN' | 'FAILED'
  /** when it was said, or last tried; when it was written if that is not known */
  readonly at: Date
  /** until when it is worth saying: after that whoever it is for has found another way, or it is no news any more */
  readonly worthUntil: Date
  /** how it begins, of a file its name; undefined for what was meant for one person, and for a picture */
  readonly firstWords: string | undefined
}

/** Which messages somebody means: one by its number, some, or all of them. */
export type StuckChoice = number | readonly number[] | 'all'

function stuckOn(account: AccountId) {
  // A list of two states, each with its own condition, so that the index by account and state serves.
  return {
    account,
    state: { in: ['UNKNOWN' as const, 'FAILED' as const] },
    OR: [{ state: 'UNKNOWN' as const }, { givenUpAt: { not: null } }],
  }
}

/**
 * The messages of this account that only people can settle and that concern one of these communities, the oldest first, and
 * how many concern others: an account may serve several, and the staff of one have no business with the messages of another.
 * What nothing can be told of is anybody's.
 */
export async function stuckRowsOf(
  db: Db,
  account: AccountId,
  communities: readonly CommunityId[],
): Promise<{ readonly rows: readonly StuckRow[]; readonly others: number }> {
  const all = await db.outboxMessage.findMany({ where: stuckOn(account), orderBy: { id: 'asc' } })
  const known = await communitiesOfRows(db, account, all)
  const theirs = known.filter(({ community }) => community === undefined || communities.includes(community))
  return { rows: theirs.map(({ row }) => stuckRow(row)), others: all.length - theirs.length }
}

function stuckRow(row: OutboxMessage): StuckRow {
  const letters = [...(row.fileName ?? row.text).replace(/\s+/g, ' ').trim()]
  const words = letters.slice(0, FIRST_WORDS).join('') + (letters.length > FIRST_WORDS ? '…' : '')
  return {
    id: row.id,
    chat: chatOfRow(row),
    state: row.state as StuckRow['state'],
    at: row.sentAt ?? row.givenUpAt ?? row.createdAt,
    worthUntil: worthSayingUntil(row),
    firstWords: row.chatKind === 'PRIVATE' || row.sealed !== null || words === '' ? undefined : words,
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
  const chosen = choice === 'all' ? {} : { id: { in: typeof choice === 'number' ? [choice] : [...choice] } }
  const rows = await tx.outboxMessage.findMany({ where: { ...stuckOn(account), ...chosen }, orderBy: { id: 'asc' } })
  const settled: StuckRow[] = []
  for (const row of rows) {
    // Its echo may have come this very moment: then it has arrived.
    const { id, state } = row
    const { count } = await tx.outboxMessage.updateMany({ where: { id, state }, data: become(row) })
    if (count > 0) settled.push(stuckRow(row))
  }
  return settled
}
