import { beginningWith } from '../database/beginning.ts'
import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import type { MessageId } from '../ids.ts'

const BEGIN = 'last-words:'
/** Should they not have been said by then, nobody waits for them any more. */
const WAIT_MS = 24 * 60 * 60_000

/** What the bot says last to somebody who is forgotten is known by this key: the row names their chat, and goes once it is said. */
export const lastWordsKey = (message: MessageId) => `${BEGIN}${message}`

/** Rows that are no such last words. */
export const NO_LAST_WORDS = {
  OR: [{ key: null }, { NOT: { key: { startsWith: BEGIN } } }],
} satisfies Prisma.OutboxMessageWhereInput

/** Removes last words that were said, or that could not be for a day. At most `limit`; resolves with how many there were. */
export async function forgetLastWords(tx: Tx, now: Date, limit: number): Promise<{ count: number }> {
  return tx.outboxMessage.deleteMany({
    where: {
      key: beginningWith(BEGIN),
      OR: [
        { state: { in: ['SENT', 'ECHOED', 'CANCELLED'] } },
        { state: { not: 'SENDING' }, createdAt: { lt: new Date(now.getTime() - WAIT_MS) } },
      ],
    },
    limit,
  })
}
