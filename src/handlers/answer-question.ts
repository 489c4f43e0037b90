import type { Call } from '../chat/call.ts'
import type { IncomingMessage } from '../chat/incoming.ts'
import { quotedIssueNumbers } from '../chat/issue-number.ts'
import { findPerson } from '../community/people.ts'
import type { Tx } from '../database/database.ts'
import { doToIssue, type IssueDesk } from './issue-act.ts'

/** What people say to a card out of courtesy: nothing to add to the issue. */
const SMALL_TALK = /^(好|谢|多谢|感谢|收到|辛苦|知道|明白|嗯|哦|噢|行|可以|ok|没事|\p{P}|\p{S})/iu

/**
 * The issue of this sender that waits for an answer and that the message must mean: the one whose card is quoted, or, in
 * private chat and for a picture, the only one that waits.
 */
export async function waitingFor(tx: Tx, message: IncomingMessage): Promise<number | undefined> {
  const { account, chat, sender, quotation, attachment } = message
  const numbers = quotedIssueNumbers(quotation)
  if (numbers.length === 0 && chat.kind === 'group' && !attachment) return undefined
  const person = await findPerson(tx, account, sender.id)
  if (person === undefined) return undefined
  // Quoting the card of one's own open issue says which is meant; without it only a question that waits is answered.
  const open = numbers.length > 0 && !SMALL_TALK.test(message.text.trim())
  const waiting = await tx.issue.findMany({
    where: {
      reporterId: person,
      state: open ? { notIn: ['RESOLVED', 'CLOSED'] } : 'NEED_INFO',
      ...(numbers.length > 0 ? { number: { in: [...numbers] } } : {}),
      ...(chat.kind === 'group' ? { account, chatId: chat.id } : {}),
    },
    select: { number: true },
    take: 2,
  })
  return waiting.length === 1 ? waiting[0]?.number : undefined
}

/** Takes a plain answer (words or a picture) to a question about an issue as what it is. False: it is not one. */
export async function answerQuestion(call: Call, desk: IssueDesk): Promise<boolean> {
  const number = await waitingFor(call.tx, call.message)
  if (number === undefined) return false
  const text = call.message.text.trim()
  if (!text && call.photos.length === 0) return false
  await doToIssue(call, desk, number, { action: 'supply', input: text ? { text } : {} })
  return true
}
