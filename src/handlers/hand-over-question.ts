import type { Call } from '../chat/call.ts'
import { UNKNOWN_CATEGORY } from '../issues/categories.ts'
import { Refusal } from '../refusal.ts'
import type { Reading } from '../understanding/reading.ts'
import { askWorker } from './guess-dialog.ts'
import { forgetPhotos, type IssueDesk } from './issue-act.ts'
import { register } from './register.ts'
import { addToWaitingGuess } from './waiting-guess.ts'

/** 政策咨询/办事 */
const QUESTION_CATEGORY = 'J01'

/**
 * A question that nobody has written an answer to goes to the worker in private, who says whether it becomes an issue;
 * one that is there already and waits for that is not asked again. Resolves with the issue, and whether it is new.
 * @throws Refusal when nobody can be asked; nothing is kept then
 */
export async function handOver(
  call: Call,
  desk: IssueDesk,
  words: string,
  reading: Reading,
): Promise<{ readonly issueId: number; readonly isNew: boolean }> {
  const unknown = reading.category === undefined || reading.category === UNKNOWN_CATEGORY
  const category = unknown ? QUESTION_CATEGORY : reading.category
  const waiting = await addToWaitingGuess(call, desk, { ...reading, category }, words)
  if (waiting !== undefined) {
    await forgetPhotos(call)
    return { issueId: waiting, isNew: false }
  }
  const { issue } = await register(call, desk, {
    words,
    category,
    dangerous: reading.danger === 2,
    reporter: call.person,
    guess: { kind: '咨询', confidence: 1, register: 'ask' },
  })
  if (await askWorker(call, issue, {})) return { issueId: issue.id, isNew: true }
  throw new Refusal('这个问题社区还没有写好答案，也没找到该问哪位网格员。可以发 /报事 加上您的问题，登记下来。')
}
