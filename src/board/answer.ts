import type { Tx } from '../database/database.ts'
import type { WishFate } from '../database/types.ts'
import type { MessageId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { movePost } from './move.ts'
import { type KnownPost, nameOf } from './post.ts'

export interface Answer {
  /** exactly what the staff say */
  readonly text: string
  /** of a wish: what became of it */
  readonly fate?: WishFate | undefined
  readonly by: PersonId
  readonly now: Date
  readonly messageId?: MessageId | undefined
}

/**
 * The staff answer a post, and say of a wish what became of it. Nothing is owed any more; another answer may follow.
 * @throws Refusal for a fate of what is no wish
 */
export async function answerPost(tx: Tx, post: KnownPost, answer: Answer): Promise<KnownPost> {
  const { text, fate, by, now, messageId } = answer
  if (fate && post.kind !== 'WISH') throw new Refusal(`${nameOf(post)} 不是心愿，直接写答复的话就行。`)
  return movePost(tx, post, {
    action: 'answer',
    by: { hat: 'staff', personId: by },
    set: {
      ...{ answer: text, answeredAt: now, answeredById: by, answerDueAt: null },
      ...(post.kind === 'WISH' ? { lastWordAt: now, yearAskedAt: null } : {}),
      ...(fate ? { fate } : {}),
    },
    note: text,
    ...(fate ? { data: { fate } } : {}),
    now,
    messageId,
  })
}
