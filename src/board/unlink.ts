import type { Tx } from '../database/database.ts'
import type { MessageId, PersonId } from '../ids.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import { answerDue } from './answer-due.ts'
import { movePost } from './move.ts'
import { postOf } from './post.ts'

/**
 * The author of a post takes back that it became an issue: where it is passed, the staff owe it an answer again, as if it had
 * been passed now. Nothing where no post of theirs became that issue, or none any more.
 */
export async function unlinkPost(
  tx: Tx,
  issueId: number,
  { author, now, messageId, calendar }: UnlinkedBy & { readonly calendar: WorkCalendar },
): Promise<void> {
  const row = await tx.post.findUnique({ where: { issueId } })
  if (!row || row.authorId !== author || row.state === 'WITHDRAWN') return
  const post = postOf(row)
  const owed = post.state === 'PASSED' && !post.answeredAt
  await movePost(tx, post, {
    action: 'unlink',
    by: { hat: 'author', personId: author },
    set: { issueId: null, answerDueAt: owed ? answerDue({ kind: post.kind, issueId: null }, now, calendar) : null },
    ...{ now, messageId },
  })
}

interface UnlinkedBy {
  readonly author: PersonId
  readonly now: Date
  readonly messageId?: MessageId | undefined
}
