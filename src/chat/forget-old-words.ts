import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import { EMPTIED } from './secret-words.ts'

/** So long what the bot said keeps its words, for whoever looks into why it said so, in days. */
export const KEEP_SAID_DAYS = 7
/** What did not arrive, or perhaps did not, staff may have said again for so long, in days. */
export const KEEP_STUCK_DAYS = 30
const DAY = 24 * 60 * 60_000

/** What nobody will say any more. */
const OVER = { state: { in: ['SENT', 'ECHOED', 'CANCELLED'] } } satisfies Prisma.OutboxMessageWhereInput
/** What only people can settle. */
const STUCK = {
  OR: [{ state: 'UNKNOWN' }, { state: 'FAILED', givenUpAt: { not: null } }],
} satisfies Prisma.OutboxMessageWhereInput

/**
 * Takes the words and names out of what was said a week ago, and lets go of the files that the program wrote for somebody; that
 * something was said, where and when, stays. What staff may have said again keeps its words for a month, and is not said any
 * more then. At most `limit` rows of each at a time; resolves with how many there were.
 */
export async function forgetOldWords(tx: Tx, now: Date, limit: number): Promise<number> {
  const stuck = { ...STUCK, createdAt: { lt: new Date(now.getTime() - KEEP_STUCK_DAYS * DAY) } }
  await tx.outboxMessage.updateMany({ where: stuck, data: { state: 'CANCELLED' }, limit })
  const old = { ...OVER, createdAt: { lt: new Date(now.getTime() - KEEP_SAID_DAYS * DAY) } }
  const said = await tx.outboxMessage.updateMany({
    where: { ...old, OR: [{ text: { not: '' } }, { sealed: { not: null } }] },
    data: { ...EMPTIED, mentions: [], lastError: null },
    limit,
  })
  const files = await tx.outboxMessage.updateMany({
    where: { ...old, fileName: { not: null }, deliveryId: null },
    data: { fileName: null, sha256: null, mentions: [] },
    limit,
  })
  return said.count + files.count
}
