import type { Tx } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { type Order, orderOf, WITH_FILES } from './directive.ts'

/**
 * Takes files out of all orders and notices of a community, because somebody who is to be seen in them does not want that any
 * more. What was to go out with them is a draft again, which somebody has to look at and confirm; what was already handed to
 * the outbox is for the caller to take back. Resolves with the drafts.
 */
export async function withdrawFiles(
  tx: Tx,
  communityId: CommunityId,
  sha256s: readonly string[],
  now: Date,
): Promise<Order[]> {
  const files = { sha256: { in: [...sha256s] } }
  const toCome = await tx.directive.findMany({
    where: { communityId, state: { in: ['DRAFT', 'SCHEDULED'] }, files: { some: files } },
    select: { id: true },
    orderBy: { number: 'asc' },
  })
  await tx.directiveFile.deleteMany({ where: { ...files, directive: { communityId } } })
  const drafts: Order[] = []
  for (const { id } of toCome) {
    const row = await tx.directive.update({
      where: { id },
      data: { state: 'DRAFT', previewedAt: now, version: { increment: 1 } },
      include: WITH_FILES,
    })
    drafts.push(orderOf(row))
  }
  return drafts
}
