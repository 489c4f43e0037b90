import type { Call } from '../../chat/call.ts'
import { questionsText } from '../../telling/directives/questions-text.ts'
import { amongStaff, numbered } from './numbered.ts'

/** /转发 问题 3: what was asked about it, summed up. */
export async function showQuestions(call: Call, rest: string): Promise<void> {
  amongStaff(call)
  await call.reply(await questionsText(call.tx, await numbered(call, rest, '/转发 问题 3')))
}
