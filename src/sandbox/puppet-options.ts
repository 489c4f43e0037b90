import type { Clock } from '../time/clock.ts'

/** Somebody the bot's account can meet. */
export interface PuppetPerson {
  /** contact id; without '@', which marks a group's id */
  readonly contact: string
  readonly name: string
  /** the account's friend: only friends can be written to in private */
  readonly friend: boolean
}

/** A group the bot's account is in. The bot itself need not be listed. */
export interface PuppetGroup {
  /** group id; with an '@', as the mock and Wechaty tell groups and people apart by it */
  readonly chatId: string
  readonly topic: string
  readonly members: readonly string[]
  /** what members call themselves in this group, by contact id */
  readonly aliases?: Readonly<Record<string, string>> | undefined
}

/** A place on the map, as somebody sends it. */
export interface SentPlace {
  readonly name: string
  readonly address: string
}

/** A picture or file, as somebody sends it. */
export interface SentFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Something said in a chat, by a person or by the bot, as everybody in that chat sees it. */
export interface Said {
  readonly id: string
  /** the group's id; in private chat the person's contact id, whoever of the two speaks */
  readonly chat: string
  readonly from: string
  readonly at: Date
  readonly text: string
  readonly mentions: readonly string[]
  readonly picture?: SentFile | undefined
  /** a file that is no picture */
  readonly file?: SentFile | undefined
  /** a voice note, which nobody here can hear */
  readonly voice?: true | undefined
  readonly place?: SentPlace | undefined
}

/** Misbehaviour seen in real puppets, for tests. All off unless set; may be set and cleared while running. */
export interface PuppetFaults {
  /** everything people say reaches the bot twice, with the same id */
  duplicateDelivery?: boolean
  /** of two things that people say within a second the later one reaches the bot first, each with its right time */
  reordered?: boolean
  /**
   * What becomes of what the bot sends: refused; never answered and never said; or said (with its echo) but never
   * answered, so that the bot cannot know.
   */
  send?: 'rejected' | 'hanging' | 'said-but-hanging' | undefined
  /** groups the account was put out of: what it says there is refused */
  putOutOf?: ReadonlySet<string>
  /** so many of the next fetches of a picture or file bring 0 bytes */
  emptyPictures?: number
  /** sending answers nothing: the echo is the only receipt */
  noReceipt?: boolean
  /** what the bot says does not come back to it */
  noEcho?: boolean
  /** nothing can be recalled, as with puppets that do not know how; or it is recalled, but that is never answered */
  recall?: 'refused' | 'done-but-hanging' | undefined
  /** an @ comes as text only, with an empty list of ids */
  noMentionIds?: boolean
}

export interface SandboxPuppetOptions {
  /** the bot's own contact */
  readonly account: { readonly id: string; readonly name: string }
  readonly people: readonly PuppetPerson[]
  readonly groups: readonly PuppetGroup[]
  readonly clock?: Clock
  /** how many messages are kept for the bot to ask about; default 1000 */
  readonly keepMessages?: number
  /** how many bytes of pictures and files are kept for that; default 64 MiB */
  readonly keepPictureBytes?: number
  readonly faults?: PuppetFaults
}
