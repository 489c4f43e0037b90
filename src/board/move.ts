import type { Tx } from '../database/database.ts'
import type { PostState, Prisma } from '../database/types.ts'
import type { MessageId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { MOVES, type PostAction, STATE_LABELS } from './lifecycle.ts'
import { type KnownPost, nameOf, reread } from './post.ts'

/** Who acts on a post; `moderator` or `staff` says in what capacity, where they hold it. */
export type PostActor =
  | { readonly hat: 'author' | 'moderator' | 'staff'; readonly personId: PersonId }
  | { readonly hat: 'bot' }

export interface PostChange {
  readonly action: PostAction
  readonly by: PostActor
  readonly now: Date
  readonly messageId?: MessageId | undefined
  /** where the table leaves it to the judge */
  readonly to?: PostState
  /** why, as a person at work wrote it; never the author's words */
  readonly note?: string | undefined
  readonly data?: Prisma.InputJsonObject
  /** what else changes in the row */
  readonly set?: Omit<Prisma.PostUncheckedUpdateManyInput, 'id' | 'state' | 'version'>
}

/**
 * Does one row of the table: asks hat and state, and writes the change against the version that was read together with one
 * event. @throws Refusal where that does not hold; then nothing was written
 */
export async function movePost(tx: Tx, post: KnownPost, change: PostChange): Promise<KnownPost> {
  const { action, by, now } = change
  const row = MOVES[action]
  checkHat(post, change)
  if (!row.from.includes(post.state)) {
    throw new Refusal(`${nameOf(post)} 现在是「${STATE_LABELS[post.state]}」，不能${row.label}。`)
  }
  const to = row.to === 'same' ? post.state : row.to === 'judged' ? (change.to ?? 'HELD') : row.to
  const { count } = await tx.post.updateMany({
    where: { id: post.id, version: post.version },
    data: { ...change.set, state: to, version: { increment: 1 } },
  })
  if (count === 0) throw new Refusal(`${nameOf(post)} 刚才有别人动过，请再看一下再发。`)
  await tx.postEvent.create({
    data: {
      postId: post.id,
      // Every move raises the version, and the posting was the first event.
      seq: post.version + 2,
      action,
      from: post.state,
      to,
      personId: by.hat === 'bot' ? null : by.personId,
      at: now,
      note: change.note ?? null,
      data: change.data ?? {},
      messageId: change.messageId ?? null,
    },
  })
  return reread(tx, post)
}

function checkHat(post: KnownPost, { action, by }: PostChange): void {
  const { who, label } = MOVES[action]
  const own = by.hat !== 'bot' && post.authorId === by.personId
  if (by.hat === 'author' && !own) throw new Refusal(`${nameOf(post)} 不是您写的，只能由写的人来${label}。`)
  if (by.hat === 'moderator' && own) throw new Refusal(`${nameOf(post)} 是您自己写的，要请别的同事来定。`)
  if (!who.includes(by.hat)) throw new Refusal(`${nameOf(post)} 不能这样${label}。`)
}
