import type { SeenGroup } from '../community/regroup.ts'
import type { AccountId, ContactId, MessageId } from '../ids.ts'
import type { Chat, Echo, IncomingMessage, Notice, Recalled } from './incoming.ts'

/** One message to say. A picture or a file is a message of its own; then `text` is empty. */
export interface OutgoingMessage {
  readonly chat: Chat
  readonly text: string
  /** people to @ at the head of the text (groups only) */
  readonly mentions: readonly ContactId[]
  readonly picture?: Media | undefined
  readonly file?: Media | undefined
}

/** Bytes of a picture or file, and what it is called. */
export interface Media {
  readonly name: string
  readonly bytes: Uint8Array
}

/** How the connection to the chat is. */
export type ConnectionState = 'stopped' | 'connecting' | 'scan' | 'logged-in' | 'logged-out' | 'reconnecting'

/** What the rest of the program can ask of the chat. The wechaty room implements it; nothing else knows wechaty. */
export interface ChatGateway {
  /** The account that is logged in, or undefined while nobody is. */
  account(): AccountId | undefined
  state(): ConnectionState
  /** When the last message came in, the bot's own included; undefined if none has since the start. */
  lastHeard(): Date | undefined
  /** The groups the account is in. Takes as long as the puppet takes to ask for each; rejects when it cannot tell. */
  groups(): Promise<readonly SeenGroup[]>
  /**
   * Says one message. Resolves with its id where the puppet tells it (many do not). Rejects with `SendRejected` when it
   * certainly was not said; any other rejection (time-out, broken connection) leaves it unknown whether it was.
   */
  send(message: OutgoingMessage): Promise<{ readonly messageId?: MessageId | undefined }>
  /**
   * Takes back what the account said. False where the puppet cannot, or the chat refuses: WeChat lets one do it for two
   * minutes. Rejects where nobody knows (time-out, broken connection); to ask once more does no harm.
   */
  recall(chat: Chat, id: MessageId): Promise<boolean>
  /**
   * Fetches what a message brought. May resolve with 0 bytes: puppets do that. Rejects with `MediaTooLarge` when it is
   * larger than `maxBytes`, or than a picture may be where that is left out.
   */
  media(id: MessageId, maxBytes?: number): Promise<Media>
}

/** The chat certainly did not take the message: it may be sent again. */
export class SendRejected extends Error {
  override readonly name = 'SendRejected'
}

/** A picture or file is larger than the gateway takes; it was not read to its end. */
export class MediaTooLarge extends Error {
  override readonly name = 'MediaTooLarge'
}

/** What the chat tells us. A listener may reject: the gateway logs it and goes on. */
export interface GatewayListener {
  message(message: IncomingMessage): void
  /** The bot's own message came back: the only receipt many puppets give. */
  echo(echo: Echo): void
  login(account: AccountId, name: string): void
  /** Nobody is logged in any more, or the connection is gone; the chat was certainly being heard until `until`. */
  logout(account: AccountId, until: Date): void
  /** A QR code to scan; `url` is what it encodes. Undefined when there is no longer anything to scan. */
  scan(url: string | undefined): void
  /**
   * The chat says something in its own name, in a group or to the account: somebody joined, a message was recalled, the
   * account speaks too often.
   */
  notice(notice: Notice): void
  /** Somebody took back what they had said. Most puppets tell of it only in words (`notice`), and not what it was. */
  recall(recalled: Recalled): void
  /** The connection is beyond help: only a new process can mend it. Nothing more is told after this. */
  failed(reason: string): void
  /** Somebody became a friend of the account. */
  friend(contact: { readonly account: AccountId; readonly id: ContactId; readonly name: string }): void
}
