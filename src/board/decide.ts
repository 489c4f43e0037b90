import type { Tx } from '../database/database.ts'
import type { MessageId, PersonId } from '../ids.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import { answerDue } from './answer-due.ts'
import { movePost } from './move.ts'
import type { KnownPost } from './post.ts'

/** A decision of a person about what may be published. */
export interface Decision {
  readonly by: PersonId
  readonly note?: string | undefined
  readonly now: Date
  readonly messageId?: MessageId | undefined
}

/** A moderator passes a post: from now on it may be published, and where one is owed the staff have to answer. */
export async function passPost(
  tx: Tx,
  post: KnownPost,
  { by, note, now, messageId, calendar }: Decision & { readonly calendar: WorkCalendar },
): Promise<KnownPost> {
  const due = post.answeredAt ? null : answerDue(post, now, calendar)
  return movePost(tx, post, {
    action: 'pass',
    by: { hat: 'moderator', personId: by },
    set: { passedAt: now, answerDueAt: due, reminded: 0 },
    ...{ note, now, messageId },
  })
}

/** A moderator refuses a post, or takes one down that was passed. The copies of it are for the caller to take back. */
export async function refusePost(tx: Tx, post: KnownPost, { by, note, now, messageId }: Decision): Promise<KnownPost> {
  return movePost(tx, post, {
    action: 'refuse',
    by: { hat: 'moderator', personId: by },
    set: { passedAt: null, answerDueAt: null },
    ...{ note, now, messageId },
  })
}

/** The author of a refused post asks for another look. */
export async function appealPost(tx: Tx, post: KnownPost, { by, note, now, messageId }: Decision): Promise<KnownPost> {
  return movePost(tx, post, { action: 'appeal', by: { hat: 'author', personId: by }, ...{ note, now, messageId } })
}
