import type { Tx } from '../database/database.ts'
import { addRowsReturning, type NewRow } from '../database/many-rows.ts'
import type { OutboxMessage } from '../database/types.ts'

/** What the table fills in by itself. */
const AS_WRITTEN = {
  state: 'PENDING',
  sealed: null,
  attempts: 0,
  lastError: null,
  claimedBy: null,
  leaseUntil: null,
  givenUpAt: null,
  sentAt: null,
  messageId: null,
  recall: null,
  recallAt: null,
  held: false,
} satisfies Partial<OutboxMessage>

/** A new row of the outbox, in so far as it differs from others. */
export type OutboxRow = Omit<OutboxMessage, 'id' | 'mentions' | Exclude<keyof typeof AS_WRITTEN, 'sealed'>> & {
  readonly mentions: string[]
}

const written = new WeakMap<Tx, OutboxMessage[]>()

/** Writes rows into the outbox, in this order; resolves with their numbers, in the same. */
export async function writeRows(tx: Tx, rows: readonly OutboxRow[]): Promise<number[]> {
  const added = await addRowsReturning(tx, 'OutboxMessage', rows as readonly NewRow<'OutboxMessage'>[], ['id'])
  // They come back in no promised order, but are added in this one.
  const ids = added.map(({ id }) => id).sort((one, other) => one - other)
  const known = written.get(tx) ?? []
  written.set(tx, known)
  for (const [at, row] of rows.entries()) known.push({ ...AS_WRITTEN, ...row, id: ids[at] ?? 0 })
  return ids
}

/** What was written into the outbox in this transaction, as it was written: so that an answer need not be read back. */
export function writtenIn(tx: Tx): readonly OutboxMessage[] {
  return written.get(tx) ?? []
}
