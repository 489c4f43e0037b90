import type { Tx } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId, ChatId } from '../ids.ts'

interface Place {
  readonly account: AccountId
  readonly chatId: ChatId
}

export type SaidRow = Pick<OutboxMessage, 'id' | 'chatId' | 'text' | 'issueId' | 'createdAt'>

/**
 * What the bot has said in a chat since a moment, says or is about to say, the newest first. What it said elsewhere is read too
 * and left out: it is little, and by the chat SQLite would find all that was ever said there.
 */
export async function saidSince(tx: Tx, { account, chatId }: Place, since: Date): Promise<SaidRow[]> {
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

const NOT_TAKEN_BACK = ['PENDING', 'SENDING', 'SENT', 'ECHOED', 'FAILED', 'UNKNOWN'] as const

/**
 * What the bot said last in a chat, or is to say, however long ago that was. State by state, as each state is kept in its order;
 * together they would all be read.
 */
export async function lastSaid(
  tx: Tx,
  { account, chatId }: Place,
): Promise<Pick<OutboxMessage, 'id' | 'issueId'> | undefined> {
  let last: Pick<OutboxMessage, 'id' | 'issueId'> | undefined
  for (const state of NOT_TAKEN_BACK) {
    const row = await tx.outboxMessage.findFirst({
      where: { account, chatId, state },
      orderBy: { id: 'desc' },
      select: { id: true, issueId: true },
    })
    if (row && row.id > (last?.id ?? 0)) last = row
  }
  return last
}
