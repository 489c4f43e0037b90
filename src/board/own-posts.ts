import type { Tx } from '../database/database.ts'
import type { CommunityId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { type KnownPost, postOf, unknownPost } from './post.ts'

/** The posts of one author that are still there, the newest first. */
export async function postsOf(tx: Tx, communityId: CommunityId, author: PersonId, most: number): Promise<KnownPost[]> {
  const rows = await tx.post.findMany({
    where: { communityId, authorId: author, state: { not: 'WITHDRAWN' } },
    orderBy: { id: 'desc' },
    take: most,
  })
  return rows.map(postOf)
}

/**
 * The post its author means: with this number, else the last one.
 * @throws Refusal where there is none of theirs: of somebody else's they learn nothing
 */
export async function ownPost(
  tx: Tx,
  communityId: CommunityId,
  author: PersonId,
  number: number | undefined,
): Promise<KnownPost> {
  if (number === undefined) {
    const [last] = await postsOf(tx, communityId, author, 1)
    if (last) return last
    throw new Refusal('您还没有留言。想说什么，发 /留言 加上要说的话。')
  }
  const row = await tx.post.findUnique({ where: { communityId_number: { communityId, number } } })
  if (row?.authorId === author && row.state !== 'WITHDRAWN') return postOf(row)
  if (row?.state === 'PASSED') throw new Refusal(`留言${number} 不是您写的，只能由写的人来改或删。`)
  throw unknownPost(number)
}
