import type { Tx } from '../../database/database.ts'

/** What the bot says while somebody answers carries a key that begins so: which page it was tells what led to it. */
export const pageKey = (turnId: number, part: string) => `survey:${turnId}:${part}`

/** So long said pages keep their words, for the chat's receipts. */
const KEEP_MS = 24 * 60 * 60_000

/**
 * Takes the words out of pages that were said: of one turn, because its answers stand with nobody's name now, and a page
 * that was asked only after a certain answer would tell it.
 */
export async function forgetPages(
  tx: Tx,
  turnId: number,
  { account, chatId }: { readonly account: string; readonly chatId: string },
): Promise<void> {
  await tx.outboxMessage.updateMany({
    where: {
      account,
      chatId,
      key: { startsWith: pageKey(turnId, '') },
      state: { in: ['SENT', 'ECHOED', 'CANCELLED'] },
    },
    data: { text: '' },
  })
}

/** The same of all that were said a day ago, whatever became of them. Resolves with how many there were. */
export async function forgetOldPages(tx: Tx, now: Date): Promise<number> {
  const { count } = await tx.outboxMessage.updateMany({
    where: {
      key: { startsWith: 'survey:' },
      createdAt: { lt: new Date(now.getTime() - KEEP_MS) },
      state: { notIn: ['PENDING', 'SENDING'] },
      text: { not: '' },
    },
    data: { text: '' },
  })
  return count
}
