import type { Logger } from 'pino'
import type { Database, Tx } from '../database/database.ts'
import type { Burst as Row } from '../database/types.ts'
import type { AccountId, ChatId, ContactId, MessageId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import { wasHandled } from './inbox.ts'
import type { AttachmentKind, Chat, IncomingMessage, Quotation, Sender } from './incoming.ts'
import type { Lanes } from './lanes.ts'

/** Somebody who has been quiet for so long has said what there was to say. */
export const QUIET_MS = 30_000
/** A picture, a voice note or a place on the map alone waits so long for words. */
export const WORDLESS_MS = 90_000
/** However long somebody goes on, after this it is read. */
export const LONGEST_MS = 3 * 60_000
/** How often it is looked whether somebody has become quiet, in milliseconds of real time. */
const LOOK_EVERY_MS = 1_000
/** A burst that cannot be read so often is given up, so that it does not stand in the way of what its author says next. */
const MOST_ATTEMPTS = 5

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

export interface BurstsOptions {
  readonly database: Database
  readonly lanes: Lanes
  readonly clock: Clock
  readonly log: Logger
  /** what has been said so far, at a glance: called for every message, so it must be quick and ask nobody */
  readonly weigh: (burst: Burst) => Weight
  /**
   * Reads what was said and does what follows, with `forget` in the same transaction once nothing more can come. Resolves
   * with the issue it became, `done` where something else followed, undefined where nothing did. `over`: its author is
   * quiet.
   */
  readonly read: (burst: Burst, over: boolean) => Promise<number | 'done' | undefined>
}

interface Open extends Burst {
  quietAt: Date
  /** as it stands in the database */
  kept: boolean
  attempts: number
}

/**
 * Folds what one person says in one chat within a short while into one thing to read: texts, pictures, voice notes, a
 * place, a quotation. Two people who speak at once stay apart. What may become something is kept in the database from the
 * moment it may, so that it outlives the process; the rest is remembered for as long as it may still be the beginning of
 * something, and nowhere else.
 */
export class Bursts {
  readonly #options: BurstsOptions
  readonly #open = new Map<string, Open>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: BurstsOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer = setInterval(() => void this.pass(), LOOK_EVERY_MS).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Takes up what was kept when the program ended. Called when the account has logged in. */
  async restore(account: AccountId): Promise<void> {
    for (const row of await this.#options.database.client.burst.findMany({ where: { account } })) {
      const open = fromRow(row)
      const key = keyOf(open)
      if (!this.#open.has(key)) this.#open.set(key, open)
    }
  }

  /** What it would be taken for if its author said nothing more. */
  weigh(message: IncomingMessage): Weight {
    return this.#options.weigh(withPart(begun(message, this.#options.clock.now()), message))
  }

  /** Hears one message that no command and no question has taken. Called in the lane of its chat. */
  async hear(message: IncomingMessage): Promise<void> {
    const { clock, weigh } = this.#options
    const now = clock.now()
    const key = keyOf(message)
    const before = this.#open.get(key)
    if (before?.parts.some(({ messageId }) => messageId === message.id)) return
    // After a broken connection what was said with hours in between arrives at once.
    const last = before?.parts.at(-1)
    if (before && last && message.at.getTime() - last.at.getTime() > WORDLESS_MS) await this.#readOut(key, before)

    const known = this.#open.get(key)
    const burst = withPart(known ?? begun(message, now), message)
    const weight = weigh(burst)
    const open: Open = {
      ...burst,
      quietAt: quietAt(burst, now),
      kept: known?.kept ?? false,
      attempts: 0,
    }
    this.#open.set(key, open)
    if (weight === 'nothing' && !open.kept) return
    if (!known && (await wasHandled(this.#options.database.client, message))) {
      this.#open.delete(key)
      return
    }
    if (weight === 'now' && open.issueId === undefined) await this.#readNow(key, open)
    else await this.#keep(open)
  }

  /** Reads whatever is over by now; resolves when that is done. */
  async pass(): Promise<void> {
    const now = this.#options.clock.now().getTime()
    const over = [...this.#open].filter(([, { quietAt }]) => quietAt.getTime() <= now)
    // Not in the chat's lane: a second opinion may take seconds, for which nobody's command has to wait.
    await Promise.all(
      over.map(([key, open]) => this.#options.lanes.run(`burst ${key}`, () => this.#readOut(key, open))),
    )
  }

  /** Forgets a burst for good, in the transaction of what became of it. */
  static async forget(tx: Tx, { account, chat, sender, since }: Burst): Promise<void> {
    await tx.burst.deleteMany({ where: { account, chatId: chat.id, contactId: sender.id, since } })
  }

  async #readNow(key: string, open: Open): Promise<void> {
    try {
      const became = await this.#options.read(open, false)
      // What its author says next is something else.
      if (became === 'done') return void this.#open.delete(key)
      const issueId = became
      this.#open.set(key, { ...open, issueId })
      // It was read, and came to nothing: what follows is weighed with it.
      if (issueId !== undefined) await this.#keep({ ...open, issueId })
    } catch (error) {
      // It is read again when its author is quiet.
      this.#options.log.error({ err: error }, 'what could not wait could not be read')
      await this.#keep(open)
    }
  }

  async #readOut(key: string, open: Open): Promise<void> {
    const { log, clock } = this.#options
    if (this.#open.get(key) === open) this.#open.delete(key)
    try {
      if (open.kept || this.#options.weigh(open) !== 'nothing') await this.#options.read(open, true)
    } catch (error) {
      const attempts = open.attempts + 1
      log.error({ err: error, attempts }, 'what somebody said could not be read')
      if (attempts >= MOST_ATTEMPTS) return
      // What its author has said in the meantime is read with it.
      const newer = this.#open.get(key)
      const parts = [...open.parts, ...(newer?.parts ?? [])]
      const again = new Date(clock.now().getTime() + QUIET_MS)
      this.#open.set(key, { ...open, parts, attempts, quietAt: newer?.quietAt ?? again })
    }
  }

  async #keep(open: Open): Promise<void> {
    const { account, chat, sender, topic, mentionsBot, quotation, parts, since, quietAt, issueId } = open
    const place = { account, chatId: chat.id, contactId: sender.id }
    const data = {
      topic,
      mentionsBot,
      senderName: sender.name,
      friend: sender.friend ?? null,
      parts: parts.map((part) => ({ ...part, at: part.at.toISOString() })),
      ...(quotation ? { quotation: { ...quotation } } : {}),
      since,
      quietAt,
      issueId: issueId ?? null,
    }
    await this.#options.database.transaction((tx) =>
      tx.burst.upsert({
        where: { account_chatId_contactId: place },
        create: { ...place, chatKind: chat.kind === 'group' ? 'GROUP' : 'PRIVATE', ...data },
        update: data,
      }),
    )
    open.kept = true
    const present = this.#open.get(keyOf(open))
    if (present) present.kept = true
  }
}

const keyOf = ({ account, chat, sender }: Pick<Burst, 'account' | 'chat' | 'sender'>) =>
  `${account} ${chat.id} ${sender.id}`

function begun({ account, chat, topic, sender }: IncomingMessage, since: Date): Burst {
  return { account, chat, topic, sender, mentionsBot: false, parts: [], since }
}

function withPart(burst: Burst, message: IncomingMessage): Burst {
  const { id: messageId, at, text, attachment } = message
  return {
    ...burst,
    sender: message.sender,
    mentionsBot: burst.mentionsBot || message.mentionsBot,
    quotation: burst.quotation ?? message.quotation,
    parts: [...burst.parts, { messageId, at, text, attachment }],
  }
}

function quietAt({ parts, since }: Burst, now: Date): Date {
  const wordless = parts.every(({ text, attachment }) => attachment !== undefined || text.trim() === '')
  const quiet = now.getTime() + (wordless ? WORDLESS_MS : QUIET_MS)
  return new Date(Math.min(quiet, since.getTime() + LONGEST_MS))
}

function fromRow(row: Row): Open {
  // Written by `keep`, in this shape.
  const parts = row.parts as unknown as (Omit<BurstPart, 'at'> & { at: string })[]
  return {
    account: row.account as AccountId,
    chat: { kind: row.chatKind === 'GROUP' ? 'group' : 'private', id: row.chatId as ChatId } as Chat,
    topic: row.topic,
    sender: { id: row.contactId as ContactId, name: row.senderName, friend: row.friend ?? undefined },
    mentionsBot: row.mentionsBot,
    quotation: (row.quotation as Quotation | null) ?? undefined,
    parts: parts.map((part) => ({ ...part, at: new Date(part.at) })),
    issueId: row.issueId ?? undefined,
    since: row.since,
    quietAt: row.quietAt,
    kept: true,
    attempts: 0,
  }
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
