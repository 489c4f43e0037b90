import type { Call } from '../chat/call.ts'
import { Refusal } from '../refusal.ts'
import { askWorker } from './guess-dialog.ts'
import type { IssueDesk } from './issue-act.ts'
import { register } from './register.ts'

/** 政策咨询/办事 */
const QUESTION_CATEGORY = 'J01'

/**
 * A question that nobody has written an answer to goes to the worker in private, who says whether it becomes an issue.
 * @throws Refusal when nobody can be asked; nothing is kept then
 */
export async function handOver(call: Call, desk: IssueDesk, words: string): Promise<void> {
  const guess = { kind: '咨询', confidence: 1, register: 'ask' } as const
  const { issue } = await register(call, desk, { words, category: QUESTION_CATEGORY, reporter: call.person, guess })
  if (await askWorker(call, issue, {})) return
  throw new Refusal('这个社区还没有写下来，也没找到该问哪位网格员。可以发 /报事 加上您的问题，登记下来。')
}
