import type { AccountId, MessageId } from '../ids.ts'
import type { AttachmentKind, Chat, IncomingMessage, Quotation, Sender } from './incoming.ts'
import { quotedIssueNumbers } from './issue-number.ts'

/** So much is one thing to read, in messages and in characters; whoever goes on begins another. */
export const MOST_PARTS = 30
const MOST_CHARACTERS = 4_000

export interface BurstPart {
  readonly messageId: MessageId
  readonly at: Date
  readonly text: string
  readonly attachment?: AttachmentKind | undefined
}

/** What one person has said in one chat, one thing after the other, without a longer pause. */
export interface Burst {
  readonly account: AccountId
  readonly chat: Chat
  readonly topic: string
  readonly sender: Sender
  /** one of the parts spoke to the bot */
  readonly mentionsBot: boolean
  /** the first thing that was quoted */
  readonly quotation?: Quotation | undefined
  readonly parts: readonly BurstPart[]
  /** when the first part was heard */
  readonly since: Date
  /** the issue that it became before its author was quiet, because it could not wait */
  readonly issueId?: number | undefined
}

/** `nothing`: people's talk, not to be kept. `maybe`: read when its author is quiet. `now`: cannot wait. */
export type Weight = 'nothing' | 'maybe' | 'now'

/** Nothing has been said yet. */
export function begun({ account, chat, topic, sender }: IncomingMessage, since: Date): Burst {
  return { account, chat, topic, sender, mentionsBot: false, parts: [], since }
}

/** With one thing more. */
export function withPart(burst: Burst, message: IncomingMessage): Burst {
  const { id: messageId, at, text, attachment } = message
  return {
    ...burst,
    sender: message.sender,
    mentionsBot: burst.mentionsBot || message.mentionsBot,
    quotation: burst.quotation ?? numbersOf(message.quotation),
    parts: [...burst.parts, { messageId, at, text, attachment }],
  }
}

/** Of what was quoted only the numbers of issues are read later: the rest may be what the bot told one person alone. */
function numbersOf(quotation: Quotation | undefined): Quotation | undefined {
  const numbers = quotedIssueNumbers(quotation)
  return quotation && { ...quotation, text: numbers.map((number) => `#${number}`).join(' ') }
}

/** Whether whoever goes on begins another. */
export function isFull({ parts }: Burst): boolean {
  return parts.length >= MOST_PARTS || parts.reduce((sum, { text }) => sum + text.length, 0) >= MOST_CHARACTERS
}

/** What was said, a line each, as one message of its author; it bears the id and the moment of the last part. */
export function folded(burst: Burst): IncomingMessage {
  const { account, chat, topic, sender, mentionsBot, quotation, parts } = burst
  const last = parts.at(-1)
  if (!last) throw new RangeError('nothing was said')
  return {
    account,
    chat,
    topic,
    sender,
    mentionsBot,
    quotation,
    id: last.messageId,
    at: last.at,
    text: parts
      .map(({ text }) => text.trim())
      .filter((text) => text !== '')
      .join('\n'),
    mentions: [],
  }
}
