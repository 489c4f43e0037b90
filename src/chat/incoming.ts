import type { AccountId, ChatId, ContactId, MessageId } from '../ids.ts'

/** Where something was said: a group, or the private chat with one person (its id is that person's contact id). */
export type Chat = { readonly kind: 'group'; readonly id: ChatId } | { readonly kind: 'private'; readonly id: ChatId }

export interface Sender {
  readonly id: ContactId
  /** what the chat calls them (group alias before nickname); for reading, never for rights */
  readonly name: string
  /** whether the bot may write to them in private; undefined where the puppet cannot tell */
  readonly friend?: boolean | undefined
}

/** The part of an earlier message that this one quotes. */
export interface Quotation {
  readonly author: string
  readonly text: string
  /** the quoted author's name is the bot's own name (a name can be forged: use it for convenience only) */
  readonly fromBot: boolean
  /** who that is, where exactly one member of the group bears the name */
  readonly authorId?: ContactId | undefined
}

export type AttachmentKind = 'image' | 'audio' | 'video' | 'file' | 'location' | 'other'

/** A WeChat message as plain data. `text` is what the sender wrote, without the quotation and without an @ to the bot. */
export interface IncomingMessage {
  readonly account: AccountId
  readonly id: MessageId
  readonly chat: Chat
  /** the group's name; empty in private chat */
  readonly topic: string
  readonly sender: Sender
  readonly at: Date
  readonly text: string
  readonly mentionsBot: boolean
  /** people mentioned besides the bot */
  readonly mentions: readonly { readonly id: ContactId; readonly name: string }[]
  readonly quotation?: Quotation | undefined
  /**
   * present when the message is a picture, voice note, film or file, whose bytes are fetched by the message's id, or a place
   * on the map, whose name and address are the text
   */
  readonly attachment?: AttachmentKind | undefined
  /** the XML of WeChat's own sign-up list (接龙), where the message is one and the puppet gives it; `text` is then its words */
  readonly signUpXml?: string | undefined
  /** what a file is called; a name for people to see, never a path */
  readonly fileName?: string | undefined
}

/** Whether it is said to the bot: to it alone, with an @ to it, or quoting it. */
export function isToBot({ chat, mentionsBot, quotation }: IncomingMessage): boolean {
  return chat.kind === 'private' || mentionsBot || quotation?.fromBot === true
}

/** The bot's own message, come back from the chat: the one sure receipt. `text` is empty for a picture or a file. */
export interface Echo {
  readonly account: AccountId
  readonly chat: Chat
  readonly id: MessageId
  readonly text: string
  /** when it was said, by the chat's clock; undefined where the puppet does not tell */
  readonly at?: Date | undefined
}

/** What the chat says in its own name. */
export interface Notice {
  readonly account: AccountId
  readonly chat: Chat
  readonly id: MessageId
  readonly text: string
  /** when it was said; a replay brings it again later */
  readonly at: Date
}

/** A message that its author took back. */
export interface Recalled {
  readonly account: AccountId
  readonly chat: Chat
  /** of the message that is no longer there */
  readonly id: MessageId
}
