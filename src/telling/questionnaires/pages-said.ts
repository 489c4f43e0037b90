import { KEEP_SAID_DAYS } from '../../chat/forget-old-words.ts'
import { beginningWith } from '../../database/beginning.ts'
import type { Tx } from '../../database/database.ts'

/** What the bot says while somebody answers carries a key that begins so: which page it was tells what led to it. */
export const pageKey = (turnId: number, part: string) => `survey:${turnId}:${part}`

/** So long said pages keep their words, for the chat's receipts. */
const KEEP_MS = 24 * 60 * 60_000
/** A day more than the words of anything are kept. */
const LOOKED_BACK_MS = (KEEP_SAID_DAYS + 1) * 24 * 60 * 60_000

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
      key: beginningWith(pageKey(turnId, '')),
      state: { in: ['SENT', 'ECHOED', 'CANCELLED'] },
    },
    data: { text: '' },
  })
}

/**
 * The same of all that were said a day ago, whatever became of them. Of those of a week ago the words are gone, as of all that was
 * said. Resolves with how many there were.
 */
export async function forgetOldPages(tx: Tx, now: Date): Promise<number> {
  const { count } = await tx.outboxMessage.updateMany({
    where: {
      key: { startsWith: 'survey:' },
      createdAt: { lt: new Date(now.getTime() - KEEP_MS) },
      // By these two they are found: the pages of all years are far more than what was said in a week.
      state: { in: ['SENT', 'ECHOED', 'FAILED', 'UNKNOWN', 'CANCELLED'] },
      notBefore: { gt: new Date(now.getTime() - LOOKED_BACK_MS) },
      text: { not: '' },
    },
    data: { text: '' },
  })
  return count
}
