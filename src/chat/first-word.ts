import type { Tx } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId, MessageId } from '../ids.ts'

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

/**
 * The row at the head of an account's queue, if this very message caused it. What stands before it has waited longer or is
 * more urgent; so has a row that waits to be tried again, behind which its chat's others wait.
 */
export async function headCausedBy(
  tx: Tx,
  { account, id }: { readonly account: AccountId; readonly id: MessageId },
  now: Date,
): Promise<OutboxMessage | undefined> {
  const head = await tx.outboxMessage.findFirst({
    where: { account, state: 'PENDING', held: false, OR: [{ notBefore: { lte: now } }, { attempts: { gt: 0 } }] },
    orderBy: [{ priority: 'asc' }, { id: 'asc' }],
  })
  return head && head.causeId === id && head.notBefore <= now ? head : undefined
}
