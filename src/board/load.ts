import type { Tx } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'

/**
 * Loads the wishes of a community file, each once: they are the community's own, known before there was a bot, and open to be
 * supported at once. Resolves with how many are new.
 */
export async function loadWishes(
  tx: Tx,
  wishes: readonly string[],
  { communityId, now }: { readonly communityId: CommunityId; readonly now: Date },
): Promise<number> {
  if (wishes.length === 0) return 0
  const known = await tx.post.findMany({ where: { communityId, authorId: null }, select: { words: true } })
  const fresh = wishes.filter((wish) => !known.some(({ words }) => words === wish))
  for (const words of fresh) {
    const { postCounter: number } = await tx.community.update({
      where: { id: communityId },
      data: { postCounter: { increment: 1 } },
      select: { postCounter: true },
    })
    await tx.post.create({
      data: {
        ...{ communityId, number, kind: 'WISH', state: 'PASSED', words, signature: '社区' },
        ...{ at: now, changedAt: now, passedAt: now },
        events: { create: { seq: 1, action: 'load', to: 'PASSED', at: now, data: {} } },
      },
    })
  }
  return fresh.length
}
