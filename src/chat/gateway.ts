import type { AccountId, ContactId, MessageId } from '../ids.ts'
import type { Chat, IncomingMessage } from './incoming.ts'

/** One message to say. `picture` is sent as a picture of its own; then `text` is empty. */
export interface OutgoingMessage {
  readonly chat: Chat
  readonly text: string
  /** people to @ at the head of the text (groups only) */
  readonly mentions: readonly ContactId[]
  readonly picture?: { readonly name: string; readonly bytes: Uint8Array } | undefined
}

/** Bytes of a picture or file somebody sent. */
export interface Media {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What the rest of the program can ask of the chat. The wechaty room implements it; nothing else knows wechaty. */
export interface ChatGateway {
  /** The account that is logged in, or undefined while nobody is. */
  account(): AccountId | undefined
  /**
   * Says one message. Resolves with its id where the puppet tells it (many do not). Rejects with `SendRejected` when it
   * certainly was not said; any other rejection (time-out, broken connection) leaves it unknown whether it was.
   */
  send(message: OutgoingMessage): Promise<{ readonly messageId?: MessageId | undefined }>
  /**
   * Fetches what a message brought. May resolve with 0 bytes: puppets do that. Rejects with `MediaTooLarge` when it is
   * larger than the gateway takes.
   */
  media(id: MessageId): Promise<Media>
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
  echo(echo: { readonly account: AccountId; readonly chat: Chat; readonly id: MessageId; readonly text: string }): void
  login(account: AccountId, name: string): void
  logout(account: AccountId): void
  /** A QR code to scan; `url` is what it encodes. Undefined when there is no longer anything to scan. */
  scan(url: string | undefined): void
  /** Somebody became a friend of the account. */
  friend(contact: { readonly account: AccountId; readonly id: ContactId; readonly name: string }): void
}
