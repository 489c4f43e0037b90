import type { Tx } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId, ChatId } from '../ids.ts'

export type SaidRow = Pick<OutboxMessage, 'id' | 'chatId' | 'text' | 'issueId' | 'createdAt'>

/**
 * What the bot has said in a chat since a moment, says or is about to say, the newest first. What it said elsewhere is read too
 * and left out: it is little, and by the chat SQLite would find all that was ever said there.
 */
export async function saidSince(
  tx: Tx,
  { account, chatId }: { readonly account: AccountId; readonly chatId: ChatId },
  since: Date,
): Promise<SaidRow[]> {
  const select = { id: true, chatId: true, text: true, issueId: true, createdAt: true } as const
  const said = await tx.outboxMessage.findMany({
    where: { account, state: { in: ['SENT', 'ECHOED', 'UNKNOWN'] }, sentAt: { gt: since } },
    select,
  })
  const waiting = await tx.outboxMessage.findMany({
    where: { account, state: { in: ['PENDING', 'SENDING'] } },
    select,
  })
  return [...said, ...waiting].filter((row) => row.chatId === chatId).sort((one, other) => other.id - one.id)
}
