import type { Tx } from '../database/database.ts'
import type { MessageId, PersonId } from '../ids.ts'
import { movePost } from './move.ts'
import type { KnownPost } from './post.ts'

/**
 * Its author takes a post away: its words, picture and name are gone with it, its number stays. The copies of it are for the
 * caller to take back.
 */
export async function withdrawPost(
  tx: Tx,
  post: KnownPost,
  {
    author,
    now,
    messageId,
  }: { readonly author: PersonId; readonly now: Date; readonly messageId?: MessageId | undefined },
): Promise<KnownPost> {
  return movePost(tx, post, {
    action: 'withdraw',
    by: { hat: 'author', personId: author },
    set: { words: '', signature: null, sha256: null, changedAt: now, passedAt: null, answerDueAt: null },
    ...{ now, messageId },
  })
}
