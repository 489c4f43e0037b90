import { movePost } from '../../board/move.ts'
import { findPost, type KnownPost, nameOf } from '../../board/post.ts'
import type { Call } from '../../chat/call.ts'
import { type Dialog, type DialogResult, dialogPlace, openDialog } from '../../chat/dialog.ts'
import { communityFor, finish } from '../issue-act.ts'
import { askWhereIfUnknown, register } from '../register.ts'
import { shortAnswer } from '../short-answer.ts'
import type { BoardDesk } from './desk.ts'
import { DRAFT_WAIT_MS, type Draft } from './draft.ts'

const ISSUE_DIALOG = 'post-issue'

interface Asked {
  readonly number: number
  /** what the issue will say: those at work need the door that the wall does not show */
  readonly own: string
  readonly picture: Draft['picture']
}

/** 要不要登记成事项: asks the author of a problem. */
export async function askWhetherIssue(call: Call, post: KnownPost, { own, picture }: Draft): Promise<void> {
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: ISSUE_DIALOG,
    state: { number: post.number, own, picture: picture && { ...picture } },
    expiresAt: new Date(call.now.getTime() + DRAFT_WAIT_MS),
  })
  await call.reply('要不要登记成事项，请网格员去办？办的人会知道是您报的。要就回「登记」，不要回「不用」。')
}

/** The author's 登记 or 不用. The issue and the post know each other from then on. */
export function becomeIssueDialog(desk: BoardDesk): Dialog {
  return {
    kind: ISSUE_DIALOG,
    waitMs: DRAFT_WAIT_MS,
    answer: async (call, state): Promise<DialogResult> => {
      const answer = shortAnswer(call.message.text)
      if (!answer || answer.number !== undefined) return 'not mine'
      const { number, own, picture } = state as Asked
      const post = await findPost(call.tx, communityFor(call), number)
      if (!post || post.authorId !== call.person || post.state === 'WITHDRAWN' || post.issueId !== null)
        return 'not mine'
      if (answer.yes && !answer.plain) {
        // A second 好 was meant for the posting.
        await call.reply('要登记成事项，请回「登记」；不要，回「不用」。')
        return 'open'
      }
      if (!answer.yes) {
        await call.reply(`好的，不登记。${nameOf(post)} 工作人员会在两个工作日内答复。`)
        return 'done'
      }
      const withPicture: Call = { ...call, photos: picture ? [picture] : [] }
      const done = await register(withPicture, desk, { words: own, reporter: call.person, byCommand: true })
      await movePost(call.tx, post, {
        action: 'link',
        by: { hat: 'author', personId: call.person },
        set: { issueId: done.issue.id, answerDueAt: null },
        data: { issue: done.issue.number },
        now: call.now,
        messageId: call.message.id,
      })
      await finish(withPicture, done)
      if (done.issue.gridId !== null) return 'done'
      // Where it is is asked next, in the place of this question.
      await askWhereIfUnknown(call, done)
      return 'open'
    },
  }
}
