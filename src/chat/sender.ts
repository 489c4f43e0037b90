import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { AccountId, ContactId, MessageId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import { isQuiet, type QuietHours } from '../time/quiet-hours.ts'
import { type ChatGateway, SendRejected } from './gateway.ts'
import type { Chat } from './incoming.ts'
import { LOUDEST_IN_QUIET_HOURS, PRIORITY } from './outbox.ts'
import type { Pacer } from './pace.ts'
import type { Wake } from './wake.ts'

/** How often the outbox is looked at without having been called: rows of other processes, rows whose time has come. */
const LOOK_AGAIN_MS = 1000
/** Waiting times before a message that was certainly not taken is tried again, in milliseconds; then it is given up. */
const RETRY_AFTER_MS = [5_000, 30_000, 120_000, 600_000]
/** An echo is looked for among what was said within this time. */
const ECHO_WITHIN_MS = 15 * 60_000

export interface SenderOptions {
  readonly database: Database
  readonly gateway: ChatGateway
  /** names this process: what it says is claimed in this name */
  readonly owner: string
  readonly pacer: Pacer
  readonly quietHours: QuietHours | undefined
  readonly clock: Clock
  readonly wake: Wake
  /** reads a stored picture, with a name that ends as its kind does */
  readonly picture: (sha256: string) => Promise<{ name: string; bytes: Uint8Array }>
  readonly log: Logger
}

type Row = Awaited<ReturnType<Database['client']['outboxMessage']['findMany']>>[number]

/**
 * Says what stands in the outbox: in the order of priority, at the account's pace, and never a second time on a guess
 * (design rule 2). It alone writes down what became of a row.
 */
export class Sender {
  readonly #options: SenderOptions
  #running: Promise<void> | undefined
  #stopping = false
  /** the row that this process is saying now */
  #saying: number | undefined
  #settledFor: AccountId | undefined
  #settling: Promise<void> | undefined

  constructor(options: SenderOptions) {
    this.#options = options
  }

  /** Somebody logged in: before anything is said, what was being said must be settled again. */
  loggedIn(): void {
    this.#settledFor = undefined
    this.#options.wake.call()
  }

  /** Settles once for each login, and again until it has succeeded. */
  async #settleOnce(account: AccountId): Promise<void> {
    if (this.#settledFor === account) return
    this.#settling ??= this.settle(account)
      .then(() => {
        this.#settledFor = account
      })
      .finally(() => {
        this.#settling = undefined
      })
    await this.#settling
  }

  /**
   * Done at every login of an account: what was being said when an earlier run of the program ended may or may
   * not have arrived, so it becomes UNKNOWN; and the pace goes on from what was said. What this run is saying at the
   * moment is left alone.
   */
  async settle(account: AccountId): Promise<void> {
    const { database, pacer, clock, log } = this.#options
    const { count } = await database.transaction((tx) =>
      tx.outboxMessage.updateMany({
        where: { account, state: 'SENDING', ...(this.#saying === undefined ? {} : { id: { not: this.#saying } }) },
        data: { state: 'UNKNOWN', sentAt: clock.now(), lastError: 'the program ended while it was being sent' },
      }),
    )
    if (count > 0) log.warn({ count }, 'messages whose fate is unknown after the last run')
    const said = await database.client.outboxMessage.findMany({
      where: { account, sentAt: { gt: new Date(clock.now().getTime() - 86_400_000) } },
      orderBy: { sentAt: 'asc' },
      select: { sentAt: true, chatId: true },
    })
    pacer.restore(said.flatMap(({ sentAt, chatId }) => (sentAt ? [{ at: sentAt, chat: chatId }] : [])))
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Lets the message that is being said be finished and sends nothing after it. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#options.wake.call()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      let wait = LOOK_AGAIN_MS
      try {
        wait = Math.min(await this.pass(), LOOK_AGAIN_MS)
      } catch (error) {
        this.#options.log.error({ err: error }, 'the outbox could not be worked on; trying again')
      }
      if (!this.#stopping) await this.#options.wake.wait(wait)
    }
  }

  /** Sends everything that may be sent now. Returns in how many milliseconds it is worth looking again. */
  async pass(): Promise<number> {
    const { gateway, clock, pacer, database } = this.#options
    while (!this.#stopping) {
      const account = gateway.account()
      if (!account) return LOOK_AGAIN_MS
      await this.#settleOnce(account)
      const now = clock.now()
      const pauses = await database.client.accountPause.findMany({ where: { account } })
      if (pauses.some(({ until }) => until && until > now)) return LOOK_AGAIN_MS
      const rows = await this.#waiting(
        account,
        now,
        pauses.some(({ until }) => until === null),
      )
      if (rows.length === 0) return LOOK_AGAIN_MS
      const waits = rows.map((row) => pacer.wait(now, row.chatId, row.priority === PRIORITY.danger))
      const free = rows.find((_, index) => waits[index] === 0)
      if (!free) return Math.min(...waits)
      await this.#say(free)
    }
    return LOOK_AGAIN_MS
  }

  /**
   * Of each chat the first waiting row, so that a chat is told things in their order and a crowded one does not hide the
   * others. A row that waits to be tried again keeps the lesser ones behind it waiting too.
   */
  async #waiting(account: AccountId, now: Date, pausedByStaff: boolean): Promise<Row[]> {
    const { database, quietHours } = this.#options
    const rows = await database.client.outboxMessage.findMany({
      where: {
        account,
        state: 'PENDING',
        OR: [{ notBefore: { lte: now } }, { attempts: { gt: 0 } }],
        ...(pausedByStaff ? { evenPaused: true } : {}),
        ...(quietHours && isQuiet(quietHours, now) ? { priority: { lte: LOUDEST_IN_QUIET_HOURS } } : {}),
      },
      orderBy: [{ priority: 'asc' }, { id: 'asc' }],
      distinct: ['chatId'],
    })
    return rows.filter(({ notBefore }) => notBefore <= now)
  }

  async #say(row: Row): Promise<void> {
    const { database, gateway, clock, pacer, log } = this.#options
    const claimed = await database.transaction((tx) =>
      tx.outboxMessage.updateMany({
        where: { id: row.id, state: 'PENDING' },
        data: { state: 'SENDING', claimedBy: this.#options.owner, attempts: { increment: 1 } },
      }),
    )
    if (claimed.count === 0) return
    this.#saying = row.id
    try {
      const picture = row.sha256 ? await this.#picture(row.sha256) : undefined
      pacer.note(clock.now(), row.chatId)
      const { messageId } = await gateway.send({
        chat: chatOf(row),
        text: row.text,
        mentions: row.mentions as ContactId[],
        picture,
      })
      // The echo may have come first; then there is nothing left to write.
      await this.#finish(row, { state: 'SENT', sentAt: clock.now(), messageId: messageId ?? null })
    } catch (error) {
      log.warn({ err: error, outbox: row.id }, 'a message was not sent')
      await this.#finish(row, this.#afterFailure(row, error)).catch((lost: unknown) => {
        // Its fate could not be written down; the next look makes it UNKNOWN.
        this.#settledFor = undefined
        throw lost
      })
    } finally {
      this.#saying = undefined
    }
  }

  /** @throws SendRejected when it cannot be read: then nothing was sent */
  async #picture(sha256: string): Promise<{ name: string; bytes: Uint8Array }> {
    try {
      return await this.#options.picture(sha256)
    } catch (error) {
      throw new SendRejected(`the picture ${sha256} cannot be read`, { cause: error })
    }
  }

  #afterFailure(row: Row, error: unknown): Partial<Row> {
    const lastError = error instanceof Error ? error.message.slice(0, 500) : String(error)
    if (!(error instanceof SendRejected)) return { state: 'UNKNOWN', sentAt: this.#options.clock.now(), lastError }
    const retryAfter = RETRY_AFTER_MS[row.attempts]
    if (retryAfter === undefined) return { state: 'FAILED', lastError }
    return { state: 'PENDING', lastError, notBefore: new Date(this.#options.clock.now().getTime() + retryAfter) }
  }

  async #finish(row: Row, data: Partial<Row>): Promise<void> {
    const { mentions: _, ...columns } = data
    await this.#options.database.transaction((tx) =>
      tx.outboxMessage.updateMany({ where: { id: row.id, state: 'SENDING' }, data: columns }),
    )
  }

  /** The bot's own message came back from the chat: the one sure receipt. Also settles a row of unknown fate. */
  async echoed(echo: { account: AccountId; chat: Chat; id: MessageId; text: string }): Promise<void> {
    const { database, clock } = this.#options
    await database.transaction(async (tx) => {
      const rows = await tx.outboxMessage.findMany({
        where: {
          account: echo.account,
          chatId: echo.chat.id,
          state: { in: ['SENDING', 'SENT', 'UNKNOWN'] },
          // By when it was said, not written: what waited for the morning was written long before.
          OR: [{ state: 'SENDING' }, { sentAt: { gt: new Date(clock.now().getTime() - ECHO_WITHIN_MS) } }],
        },
        orderBy: { id: 'asc' },
      })
      const unnamed = rows.filter((row) => row.messageId === null && sameText(row, echo.text))
      const row =
        rows.find((row) => row.messageId === echo.id) ?? unnamed.find((row) => row.state === 'SENDING') ?? unnamed[0]
      if (!row) return
      await tx.outboxMessage.update({
        where: { id: row.id },
        data: { state: 'ECHOED', messageId: echo.id, sentAt: row.sentAt ?? clock.now() },
      })
    })
  }
}

/** Whether what came back is this row's text, with nothing before it but the mentions it was sent with. */
function sameText(row: Row, text: string): boolean {
  const own = row.text.trim()
  const back = text.trim()
  if (own === '' || !back.endsWith(own)) return false
  const before = back.slice(0, back.length - own.length)
  return before === '' || ((row.mentions as unknown[]).length > 0 && before.startsWith('@'))
}

function chatOf(row: Row): Chat {
  return { kind: row.chatKind === 'GROUP' ? 'group' : 'private', id: row.chatId } as Chat
}
