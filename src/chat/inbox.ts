import type { Tx } from '../database/database.ts'
import { isUniqueViolation } from '../database/database.ts'
import { addRows } from '../database/many-rows.ts'
import type { AccountId, MessageId } from '../ids.ts'
import type { Undo } from './call.ts'
import type { IncomingMessage } from './incoming.ts'

/** The message has already had its effect. */
export class AlreadyHandled extends Error {
  override readonly name = 'AlreadyHandled'
}

/** A message, or what the chat says in its own name. */
type Handled = Pick<IncomingMessage, 'account' | 'id' | 'chat' | 'at'> & { readonly sender: { readonly id: string } }

/**
 * Writes down that a message has had its effect, and how that can be taken back. The last statement of every transaction
 * that a message causes: a second delivery of the same message, at the same moment or after a crash, fails here, and
 * nothing of what it did is kept.
 *
 * @throws AlreadyHandled
 */
export async function markHandled(tx: Tx, message: Handled, now: Date, undo?: Undo): Promise<void> {
  await markAllHandled(tx, [{ ...message, undo }], now)
}

/** The same for many that one transaction has decided about. */
export async function markAllHandled(
  tx: Tx,
  messages: readonly (Handled & { readonly undo?: Undo | undefined })[],
  now: Date,
): Promise<void> {
  const rows = messages.map(({ account, id: messageId, chat, sender, at: saidAt, undo = null }) => ({
    ...{ account, messageId, chatId: chat.id, contactId: sender.id, at: now, saidAt, undo },
  }))
  try {
    await addRows(tx, 'HandledMessage', rows)
  } catch (error) {
    if (isUniqueViolation(error)) throw new AlreadyHandled(messages.map(({ id }) => id).join(' '))
    throw error
  }
}

/** Which of these messages of one account were handled. */
export async function handledAmong(
  tx: Pick<Tx, 'handledMessage'>,
  account: AccountId,
  ids: readonly MessageId[],
): Promise<ReadonlySet<MessageId>> {
  const rows = await tx.handledMessage.findMany({
    where: { account, messageId: { in: [...ids] } },
    select: { messageId: true },
  })
  return new Set(rows.map(({ messageId }) => messageId as MessageId))
}

/** Whether the message was handled: a cheap look before work that needs no second time, such as fetching a picture. */
export async function wasHandled(tx: Pick<Tx, 'handledMessage'>, message: IncomingMessage): Promise<boolean> {
  const { account, id: messageId } = message
  return (await tx.handledMessage.count({ where: { account, messageId } })) > 0
}
