import type { Call } from '../../chat/call.ts'
import { wordingOf } from '../../chat/wording.ts'
import { numberNamed, type Order } from '../../directives/directive.ts'
import { orderNumbered } from '../../directives/draft.ts'
import { Refusal } from '../../refusal.ts'
import type { DrawnTable } from '../../telling/directives/follow-up.ts'
import { communityFor } from '../issue-act.ts'
import { type DirectiveDesk, isStaffHere } from './desk.ts'

/**
 * What is done with an order that is there: 进度, 改 … `rest` is what follows that word, as it was written; `drawn` its table,
 * where one was asked for.
 */
export type Subcommand = (call: Call, desk: DirectiveDesk, rest: string, drawn: DrawnTable | undefined) => Promise<void>

const NUMBER = /^(?:任务|通知|#|第|编号|\s)*(\d{1,7})号?(?=$|[\s,:])\s*/

/**
 * The order whose number is written there, or else whose message is quoted. `example` is a whole line somebody could type.
 * @throws Refusal when there is neither, or no such order
 */
export async function numbered(call: Call, rest: string, example = '/转发 进度 3'): Promise<Order> {
  const written = numberIn(rest)
  const { quotation } = call.message
  const quoted = quotation?.fromBot ? numberNamed(quotation.text.trimStart().split('\n', 1)[0] ?? '') : undefined
  const number = written ?? quoted
  if (number === undefined) throw new Refusal(`请写上编号，比如 ${example}。`)
  return orderNumbered(call.tx, communityFor(call), number)
}

/** The number that is written there. */
export function numberIn(rest: string): number | undefined {
  const number = NUMBER.exec(wordingOf(rest).text)?.[1]
  return number === undefined ? undefined : Number(number)
}

/** What follows the number, as it was written. */
export function wordsAfterNumber(rest: string): string {
  const said = wordingOf(rest)
  return said.after(NUMBER.exec(said.text)?.[0].length ?? 0).own
}

/**
 * What concerns only the staff is not shown where residents or units read along, nor to the staff of another community.
 * @throws Refusal there
 */
export function amongStaff(call: Call): void {
  const { message, group } = call
  if (!isStaffHere(call)) throw new Refusal('这个由本社区的工作人员使用。')
  if (message.chat.kind === 'private' || group?.purpose === 'STAFF') return
  throw new Refusal('这个请在工作群里或者私聊小格发。')
}
