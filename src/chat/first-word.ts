import type { Tx } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId, MessageId } from '../ids.ts'
import { writtenIn } from './written-rows.ts'

/**
 * What a message has the bot say first, claimed in the message's own transaction, so that an answer need not wait for a
 * second one. It is the sender's until it hears what became of that transaction: exactly one of the two must be called.
 */
export interface FirstWord {
  /** The transaction is committed: it is said at once, or put back where that is no longer possible. */
  committed(): void
  /** It failed, so nothing was claimed, as far as is known. */
  undone(): void
}

/** Claims the first word of a message at the end of its transaction; undefined when that is left to the sender's rounds. */
export type ClaimFirstWord = (
  tx: Tx,
  message: { readonly account: AccountId; readonly id: MessageId },
) => Promise<FirstWord | undefined>

/** What a message has the bot say first, of what was written in its transaction; undefined where that may not be said now. */
export function firstCausedBy(
  tx: Tx,
  { account, id }: { readonly account: AccountId; readonly id: MessageId },
  now: Date,
): OutboxMessage | undefined {
  const [first] = writtenIn(tx)
    .filter((row) => row.account === account && row.causeId === id && row.notBefore <= now)
    .sort((one, other) => one.priority - other.priority || one.id - other.id)
  return first
}
