import type { Tx } from '../database/database.ts'
import type { PersonId } from '../ids.ts'
import { writeAudit } from './audit.ts'
import type { BoundGroup } from './groups.ts'

/**
 * Unbinds a suspended group of which staff say that it is no more: nobody is asked about it again. Whoever calls it has
 * asked who may. False when it is no longer suspended.
 */
export async function giveUpGroup(
  tx: Tx,
  { id }: Pick<BoundGroup, 'id'>,
  { by, now }: { readonly by: PersonId; readonly now: Date },
): Promise<boolean> {
  const { count } = await tx.chatGroup.updateMany({
    where: { id, unboundAt: null, suspendedAt: { not: null } },
    data: { unboundAt: now, suspendedAt: null, likelyAccount: null, likelyChatId: null },
  })
  if (count === 0) return false
  await writeAudit(tx, { at: now, by, action: 'group.give-up', subject: `group:${id}` })
  return true
}
