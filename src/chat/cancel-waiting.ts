import type { GroupPlace } from '../community/groups.ts'
import type { Tx } from '../database/database.ts'

/** Cancels what waits to be said in a group that is no more. Returns how many rows. */
export async function cancelWaiting(tx: Tx, { account, chatId }: GroupPlace): Promise<number> {
  const { count } = await tx.outboxMessage.updateMany({
    where: {
      account,
      chatId,
      chatKind: 'GROUP',
      OR: [{ state: 'PENDING' }, { state: 'FAILED', givenUpAt: null }],
    },
    data: { state: 'CANCELLED' },
  })
  return count
}
