import type { Tx } from '../database/database.ts'
import type { PostCopy } from '../database/types.ts'
import type { KnownPost } from './post.ts'

/** Where posts were published together. */
export interface Published {
  /** wall, selection, festival, news: for people who look into the table */
  readonly medium: string
  /** the key of the outbox rows that say it, or what stands in their keys before a colon: so the copy is found again */
  readonly outboxKey: string
}

/**
 * Notes in the transaction that publishes them that these posts stand somewhere, so that an edit or a deletion reaches it.
 * @throws Error for a post that was not passed: nothing else is ever published
 */
export async function noteCopies(tx: Tx, posts: readonly KnownPost[], published: Published, now: Date): Promise<void> {
  const { medium, outboxKey } = published
  for (const post of posts) {
    if (post.state !== 'PASSED') throw new Error(`post ${post.id} is ${post.state} and was to be published`)
    await tx.postCopy.create({
      data: { postId: post.id, version: post.version, medium, outboxKey, at: now },
    })
  }
}

/** The copies of a post that still stand. */
export function copiesOf(tx: Tx, post: Pick<KnownPost, 'id'>): Promise<PostCopy[]> {
  return tx.postCopy.findMany({ where: { postId: post.id, goneAt: null }, orderBy: { id: 'asc' } })
}

/** Notes that copies were taken back as far as that could be. */
export async function copiesGone(tx: Tx, ids: readonly number[], now: Date): Promise<void> {
  await tx.postCopy.updateMany({ where: { id: { in: [...ids] } }, data: { goneAt: now } })
}
