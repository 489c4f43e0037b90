import { appealPost } from '../board/decide.ts'
import { type KnownPost, nameOf, postOf } from '../board/post.ts'
import type { Tx } from '../database/database.ts'
import type { CommunityId, MessageId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { lastRefusal, openHold, reasonsOf, type Waiting, waitingOf } from './hold.ts'

const LONGEST_APPEAL = 200

/** The refused posts of an author, each with how it was refused, the newest first. */
export async function refusedPosts(tx: Tx, communityId: CommunityId, author: PersonId): Promise<Waiting[]> {
  const rows = await tx.post.findMany({
    where: { communityId, authorId: author, state: 'REFUSED' },
    orderBy: { id: 'desc' },
    include: { holds: { where: { state: 'REFUSED' }, orderBy: { id: 'desc' }, take: 1 } },
  })
  return rows.flatMap(({ holds, ...post }) => holds.map((hold) => waitingOf({ ...hold, post: postOf(post) })))
}

/**
 * The author of a refused post asks for another look, once, with words of their own. @throws Refusal where it is not theirs,
 * was not refused, or was looked at again already
 */
export async function appeal(
  tx: Tx,
  post: KnownPost,
  {
    by,
    words,
    now,
    messageId,
  }: { readonly by: PersonId; readonly words: string; readonly now: Date; readonly messageId: MessageId },
): Promise<KnownPost> {
  const { length } = [...words]
  if (length > LONGEST_APPEAL) throw new Refusal(`想说的话请写在${LONGEST_APPEAL}个字以内，现在有${length}个字。`)
  if (await hasAppealed(tx, post)) {
    throw new Refusal(`${nameOf(post)} 已经请别的同事再看过一次了。还有不明白的，欢迎到社区当面说。`)
  }
  const refusal = await lastRefusal(tx, post)
  const held = await appealPost(tx, post, { by, now, messageId })
  await openHold(tx, held, {
    stage: 'APPEAL',
    reasons: refusal ? reasonsOf(refusal) : [],
    appeal: words,
    refusedBy: refusal?.decidedById ?? null,
    now,
  })
  return held
}

/** Whether these words of the post were appealed for: whoever has changed the words may do so again. */
export async function hasAppealed(tx: Tx, post: KnownPost): Promise<boolean> {
  const count = await tx.postHold.count({ where: { postId: post.id, stage: 'APPEAL', at: { gte: post.changedAt } } })
  return count > 0
}
