import pino from 'pino'
import type { FirstWord } from '../../src/chat/first-word.ts'
import { type ChatGateway, type OutgoingMessage, SendRejected } from '../../src/chat/gateway.ts'
import type { Chat } from '../../src/chat/incoming.ts'
import { type OutboxEntry, put } from '../../src/chat/outbox.ts'
import { Pacer } from '../../src/chat/pace.ts'
import { Sender, type SenderOptions } from '../../src/chat/sender.ts'
import { Wake } from '../../src/chat/wake.ts'
import type { Pace } from '../../src/config.ts'
import type { Database } from '../../src/database/database.ts'
import type { OutboxMessage } from '../../src/database/types.ts'
import type { AccountId, ChatId, MessageId } from '../../src/ids.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'

export const ME = 'bot' as AccountId
export const GROUP: Chat = { kind: 'group', id: 'g1@chatroom' as ChatId }
export const OTHER: Chat = { kind: 'group', id: 'g2@chatroom' as ChatId }
export const MA: Chat = { kind: 'private', id: 'ma' as ChatId }
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const NO_PACE: Pace = { gapMs: 0, perMinute: 0, groupPerMinute: 0, perDay: 0 }

/** What the chat makes of one message: throws, waits, or does something besides taking it. */
export type Fate = (message: OutgoingMessage) => void | Promise<void>

/** An outbox, a chat that takes what it is sent (or does what `fate` says), and senders between them. */
export class SendingDesk {
  readonly database: Database
  readonly clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
  readonly wake = new Wake()
  /** everything the chat took, in order */
  readonly said: OutgoingMessage[] = []
  /** the ids of what the chat took back */
  readonly recalled: MessageId[] = []
  /** whether the chat takes back what it is asked to */
  recalling: (id: MessageId) => boolean | Promise<boolean> = () => true
  /** what becomes of the next messages; they are taken when it is empty */
  fate: Fate[] = []
  #messages = 0
  account: AccountId | undefined = ME
  /** whether the chat tells the id of what it took */
  receipts = true

  constructor(database: Database) {
    this.database = database
  }

  readonly gateway: ChatGateway = {
    account: () => this.account,
    state: () => 'logged-in',
    lastHeard: () => undefined,
    groups: async () => [],
    send: async (message) => {
      await this.fate.shift()?.(message)
      this.said.push(message)
      return this.receipts ? { messageId: `sent-${this.said.length}` as MessageId } : {}
    },
    recall: async (_, id) => {
      const done = await this.recalling(id)
      if (done) this.recalled.push(id)
      return done
    },
    media: () => Promise.reject(new Error('not asked for')),
  }

  sender({ pace, ...options }: Partial<Omit<SenderOptions, 'pacer'>> & { pace?: Partial<Pace> } = {}): Sender {
    return new Sender({
      database: this.database,
      gateway: this.gateway,
      clock: this.clock,
      wake: this.wake,
      owner: 'this process',
      pacer: new Pacer({ ...NO_PACE, ...pace }, () => 0),
      quietHours: undefined,
      picture: async () => ({ name: 'p.png', bytes: new Uint8Array([1]) }),
      file: async () => new Uint8Array([2]),
      log: pino({ level: 'silent' }),
      ...options,
    })
  }

  tell(text: string, entry: Partial<OutboxEntry> = {}): Promise<void> {
    return this.database.transaction((tx) =>
      put(tx, { account: ME, chat: GROUP, text, priority: 'news', ...entry }, this.clock.now()),
    )
  }

  /** A sender that has looked and has nothing to do. */
  async free(options: Parameters<SendingDesk['sender']>[0] = {}): Promise<Sender> {
    const sender = this.sender(options)
    await sender.pass()
    return sender
  }

  /**
   * A message is handled in one transaction, as the router does it, and has the bot say `texts`. `meanwhile` happens before
   * anybody hears of the commit. With an error the transaction fails, or seems to. Resolves when what can be said at once is.
   */
  async hears(
    sender: Sender,
    texts: readonly string[],
    meanwhile?: () => unknown,
    entry: Partial<OutboxEntry> = {},
    failing: { beforeCommit?: Error; afterCommit?: Error } = {},
  ): Promise<void> {
    this.#messages += 1
    const message = { account: ME, id: `m${this.#messages}` as MessageId }
    let first: FirstWord | undefined
    try {
      await this.database.transaction(async (tx) => {
        first?.undone()
        first = undefined
        for (const text of texts) {
          const row = { account: ME, chat: GROUP, text, priority: 'reply', cause: message.id, ...entry } as const
          await put(tx, row, this.clock.now())
        }
        first = await sender.claimFirstWord(tx, message)
        if (failing.beforeCommit) throw failing.beforeCommit
      })
      if (failing.afterCommit) throw failing.afterCommit
    } catch (error) {
      first?.undone()
      throw error
    }
    await meanwhile?.()
    first?.committed()
    this.wake.call()
    await new Promise((resolve) => setImmediate(resolve))
  }

  texts(): string[] {
    return this.said.map(({ text }) => text)
  }

  rows(): Promise<OutboxMessage[]> {
    return this.database.client.outboxMessage.findMany({ orderBy: { id: 'asc' } })
  }

  async states(): Promise<string[]> {
    return (await this.rows()).map(({ state }) => state)
  }
}

/** The chat certainly does not take it. */
export const refused: Fate = () => {
  throw new SendRejected('not logged in')
}

/** Nobody knows whether the chat took it. */
export const timedOut: Fate = () => {
  throw new Error('no answer within 20 s')
}

/** The chat takes its time: resolves `begun` when the message has arrived there, and answers when `answer` is called. */
export function slow(): { fate: Fate; begun: Promise<void>; answer: (error?: Error) => void } {
  let begin = () => {}
  let answer: (error?: Error) => void = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const answered = new Promise<void>((resolve, reject) => {
    answer = (error) => (error ? reject(error) : resolve())
  })
  return {
    begun,
    answer: (error) => answer(error),
    fate: () => {
      begin()
      return answered
    },
  }
}
