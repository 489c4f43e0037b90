import type { Answer } from '../../answers/answer.ts'
import { meantBy } from '../../answers/within.ts'
import type { Call } from '../../chat/call.ts'
import { keepQuestion } from '../../directives/questions.ts'
import { entryOf, spokenOf } from '../../directives/relayed.ts'
import { summary } from '../../telling/summary.ts'
import { isPrivateMatter } from '../../understanding/private-words.ts'
import type { IssueDesk } from '../issue-act.ts'

/** So much of a question is kept, for the staff. */
const LONGEST = 120

/** What became of a question. */
export type Became = { readonly answer: string } | { readonly issueId: number } | undefined

/** Keeps what was asked about an order for the staff who sent it, without what is personal in it. */
export async function noteQuestion(call: Call, directiveId: number, words: string, became: Became): Promise<void> {
  if (isPrivateMatter(words)) return
  const { tx, message, group, person, now } = call
  await keepQuestion(tx, {
    directiveId,
    gridId: group?.gridId,
    person,
    words: summary(words, LONGEST),
    ...became,
    account: message.account,
    messageId: message.id,
    now,
  })
}

/** The same where a question was answered with the words of an order; nothing where the answer stood elsewhere. */
export async function noteAnswer(call: Call, words: string, { words: answer, origin }: Answer): Promise<void> {
  if (origin.kind !== 'notice' || origin.directiveId === undefined) return
  await noteQuestion(call, origin.directiveId, words, { answer })
}

/** The same where the worker was asked, as far as the words are about what was said in that grid within the day. */
export async function noteHandedOver(
  call: Call,
  { entryBook }: Pick<IssueDesk, 'entryBook'>,
  words: string,
  issueId: number,
): Promise<void> {
  const { tx, community, group, now } = call
  if (community === undefined || group?.gridId === undefined) return
  const orders = await spokenOf(tx, { communityId: community, gridId: group.gridId, now })
  const meant = meantBy(orders, entryOf, words, entryBook)
  if (meant) await noteQuestion(call, meant.id, words, { issueId })
}
