import type { Logger } from 'pino'
import type { Database, Tx } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId, ContactId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import { Agenda, LOOK_AGAIN_MS } from './agenda.ts'
import { claim, type Fate, findAbandoned, settleAbandoned, unclaimed, writeFate } from './claims.ts'
import { type ClaimFirstWord, type FirstWord, headCausedBy } from './first-word.ts'
import { type ChatGateway, SendRejected } from './gateway.ts'
import type { Chat } from './incoming.ts'
import type { Pacer } from './pace.ts'
import { markTold, type Rest } from './rate-limit.ts'
import { type Echo, settleByEcho } from './receipts.ts'
import { fateAfter } from './retries.ts'
import { Turns } from './turns.ts'
import { Unanswered } from './unanswered.ts'
import type { Wake } from './wake.ts'

/** How often rows are looked for that were being said by a process that has died. */
const SETTLE_EVERY_MS = 30_000
/** How long an echo waits for a transaction that it can be written in together with something else. Nothing hangs on it. */
const ECHO_WAITS_MS = 50
/**
 * How long what became of the last row waits for the same, while there is nothing else to say: the next message often
 * comes at once. Should the process die in this time, the row is unknown although it was said, so it is kept short.
 */
const FATE_WAITS_MS = 5
/** So many messages in a row without an answer are told to people by another way. */
const UNANSWERED_TOLD = 3
const DAY_MS = 24 * 60 * 60_000

export interface SenderOptions {
  readonly database: Database
  readonly gateway: ChatGateway
  /** names this process: what it says is claimed in this name */
  readonly owner: string
  /** whether no other process can have this database (a SQLite file): what another owner was saying, nobody says any more */
  readonly alone?: boolean
  readonly pacer: Pacer
  readonly quietHours: QuietHours | undefined
  readonly clock: Clock
  readonly wake: Wake
  /** reads a stored picture, with a name that ends as its kind does */
  readonly picture: (sha256: string) => Promise<{ name: string; bytes: Uint8Array }>
  /** tells staff, through the outbox, of a rest that the chat asked for and that is over */
  readonly tellOfRest?: (tx: Tx, account: AccountId, rest: Rest, now: Date) => Promise<void>
  /** tells people by another way than the account: in Chinese, one sentence */
  readonly alert?: (text: string) => void
  readonly log: Logger
}

/**
 * Says what stands in the outbox: in the order of priority, at the account's pace, and never a second time on a guess
 * (design rule 2). A row is claimed in a transaction before it is said; what became of it is written in the same
 * transaction in which the next one is claimed, so that a message costs one wait for the disk.
 */
export class Sender {
  readonly #options: SenderOptions
  readonly #agenda: Agenda
  #running: Promise<void> | undefined
  #stopping = false
  #stopped = false
  /** one at a time: rounds of the outbox, and the first words of messages */
  readonly #turns = new Turns()
  readonly #writing = new Turns()
  readonly #unanswered = new Unanswered()
  #toldOfFullDay = Number.NEGATIVE_INFINITY
  /** the row that this process is claiming or saying now */
  #saying: number | undefined
  /** what became of the row before, as far as it is not written down yet */
  #owed: Fate | undefined
  #owedSince = 0
  #echoes: Echo[] = []
  #echoTimer: NodeJS.Timeout | undefined
  #settledFor: AccountId | undefined
  #settledAt: number | undefined

  constructor(options: SenderOptions) {
    this.#options = options
    const { database, pacer, quietHours, clock, wake } = options
    const restOver = (account: AccountId, rest: Rest) => this.#tellOfRest(account, rest)
    this.#agenda = new Agenda({ database, pacer, quietHours, clock, wake, restOver })
  }

  /** Somebody logged in: before anything is said, what was being said must be settled again. */
  loggedIn(): void {
    this.#settledFor = undefined
    this.#unanswered.tryAgain()
    this.#options.wake.call()
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Lets the message that is being said be finished and sends nothing after it. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#options.wake.call()
    await this.#running
    await this.#turns.done()
    this.#stopped = true
    clearTimeout(this.#echoTimer)
    await this.#write().catch((error: unknown) =>
      this.#options.log.error({ err: error }, 'what was said last could not be written down'),
    )
  }

  async #run(): Promise<void> {
    const { wake, log } = this.#options
    while (!this.#stopping) {
      let wait = LOOK_AGAIN_MS
      try {
        wait = Math.min(await this.#turns.run(() => this.#sendAll()), LOOK_AGAIN_MS)
        if (this.#owed) {
          // From the first moment on, however often somebody calls meanwhile.
          const left = FATE_WAITS_MS - (performance.now() - this.#owedSince)
          if (left > 0 && (await wake.wait(left))) continue
          await this.#write()
        }
      } catch (error) {
        log.error({ err: error }, 'the outbox could not be worked on; trying again')
      }
      if (!this.#stopping) await wake.wait(wait)
    }
  }

  /**
   * Sends everything that may be sent now, and writes down what became of it. Returns in how many milliseconds it is
   * worth looking again. Passes never overlap.
   */
  pass(): Promise<number> {
    return this.#turns.run(async () => {
      try {
        return await this.#sendAll()
      } finally {
        await this.#write()
      }
    })
  }

  /**
   * Claims what a message has the bot say first, at the end of the message's transaction, if nothing else is to be said or
   * done and that may be said now. The sender's turn is taken until the transaction is over: meanwhile nothing else is
   * claimed or settled, and the claimed row never waits for another message.
   */
  readonly claimFirstWord: ClaimFirstWord = async (tx, message) => {
    if (!this.#isFree(message.account)) return undefined
    const { clock, owner, wake } = this.#options
    const { calls } = wake
    let end: (then?: () => Promise<void>) => void = () => undefined
    const ended = new Promise<(() => Promise<void>) | undefined>((resolve) => {
      end = resolve
    })
    this.#turns
      .run(async () => (await ended)?.())
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'what became of a row could not be written'))
    let word: FirstWord | undefined
    try {
      const now = clock.now()
      const row = await headCausedBy(tx, message, now)
      if (row && this.#agenda.allows(row)) {
        this.#saying = row.id
        if (await claim(tx, row.id, owner, now)) {
          word = {
            committed: () => {
              // Looked at before anybody is told of this very message.
              const asItWas = wake.calls === calls && this.#speaksAs(row.account) && this.#agenda.allows(row)
              end(() => (asItWas ? this.#say(row) : this.#putBack(row)))
            },
            undone: () => this.#undone(end),
          }
        }
      }
      return word
    } finally {
      if (!word) {
        this.#saying = undefined
        end()
      }
    }
  }

  #isFree(account: AccountId): boolean {
    const idle = this.#turns.free && this.#saying === undefined && !this.#owed
    const rests = this.#unanswered.rest(this.#options.clock.now()) > 0
    return idle && !rests && this.#speaksAs(account) && this.#agenda.hasNothing(account)
  }

  #speaksAs(account: string): boolean {
    return !this.#stopping && this.#settledFor === account && this.#options.gateway.account() === account
  }

  #undone(end: () => void): void {
    this.#saying = undefined
    // It may have been committed all the same: then a row is claimed that nobody says.
    this.#settledAt = undefined
    end()
  }

  /** A row that is claimed cannot be said now: somebody has called since (danger, a pause), or the account is another. */
  async #putBack(row: OutboxMessage): Promise<void> {
    this.#owe(unclaimed(row))
    this.#saying = undefined
    await this.#write()
  }

  /** What became of the last one, and echoes, are still to be written afterwards. */
  async #sendAll(): Promise<number> {
    this.#agenda.drop()
    for (;;) {
      const account = this.#options.gateway.account()
      if (!account || this.#stopping) return LOOK_AGAIN_MS
      // What was certainly not said may have to go before others of its chat: written down before anything is chosen.
      if (this.#owed?.data.state === 'PENDING') await this.#write()
      await this.#settleWhenDue(account)
      const now = this.#options.clock.now()
      const rest = this.#unanswered.rest(now)
      if (rest > 0) return rest
      this.#tellOfFullDay(now)
      const next = await this.#agenda.next(account)
      if (typeof next === 'number') return next
      if (await this.#write(next)) await this.#say(next)
    }
  }

  async #say(row: OutboxMessage): Promise<void> {
    const { gateway, clock, pacer, log } = this.#options
    try {
      const picture = row.sha256 ? await this.#picture(row.sha256) : undefined
      pacer.note(clock.now(), row.chatId)
      const { messageId } = await gateway.send({
        chat: chatOf(row),
        text: row.text,
        mentions: row.mentions as ContactId[],
        picture,
      })
      const data = { state: 'SENT', sentAt: clock.now(), messageId: messageId ?? null, leaseUntil: null } as const
      this.#owe({ id: row.id, data })
      this.#unanswered.answered()
    } catch (error) {
      log.warn({ err: error, outbox: row.id }, 'a message was not sent')
      this.#owe(fateAfter(row, error, clock.now()))
      if (!(error instanceof SendRejected)) this.#restIfUnanswered()
      // It may have to go before others of its chat: written down before anything else is chosen.
      await this.#write()
      this.#agenda.drop()
    } finally {
      this.#saying = undefined
    }
  }

  #restIfUnanswered(): void {
    const { clock, alert, log } = this.#options
    const now = clock.now()
    const inARow = this.#unanswered.another(now)
    const restMs = this.#unanswered.rest(now)
    if (restMs > 0) log.warn({ inARow, restMs }, 'the chat answers nothing: resting before the next message')
    if (inARow === UNANSWERED_TOLD)
      alert?.(`连着 ${inARow} 条消息不知道发没发到，小格先歇一会儿再试，消息照收。请看看微信还连着没有。`)
  }

  #tellOfFullDay(now: Date): void {
    const { pacer, alert, log } = this.#options
    const until = pacer.dayIsFullUntil(now)
    // It is full again as soon as the next one has been said.
    if (!until || Math.abs(now.getTime() - this.#toldOfFullDay) < DAY_MS) return
    this.#toldOfFullDay = now.getTime()
    log.warn({ until }, 'the allowance of the day is used up (PACE_PER_DAY): only what is dangerous is said at once')
    alert?.('24 小时里能发的条数用完了，危险的事照发，别的等有了空再发。')
  }

  #owe(fate: Fate): void {
    this.#owed = fate
    this.#owedSince = performance.now()
  }

  /** @throws SendRejected when it cannot be read: then nothing was sent */
  async #picture(sha256: string): Promise<{ name: string; bytes: Uint8Array }> {
    try {
      return await this.#options.picture(sha256)
    } catch (error) {
      throw new SendRejected(`the picture ${sha256} cannot be read`, { cause: error })
    }
  }

  /**
   * Writes what is owed and, in the same transaction, claims a row. Tells whether it was claimed: only then may it be
   * said. What could not be written stays owed, and is written with the next; should the process end before, the row is
   * settled as unknown.
   */
  #write(next?: OutboxMessage): Promise<boolean> {
    // One after the other, so that whoever asks for it finds written what was owed until now.
    return this.#writing.run(() => this.#writeNow(next))
  }

  async #writeNow(next: OutboxMessage | undefined): Promise<boolean> {
    const { database, clock, owner } = this.#options
    const fate = this.#owed
    const echoes = this.#echoes.splice(0)
    if (!next && !fate && echoes.length === 0) return false
    if (next) this.#saying = next.id
    let claimed = false
    try {
      claimed = await database.transaction(async (tx) => {
        const now = clock.now()
        if (fate) await writeFate(tx, fate)
        for (const echo of echoes) await settleByEcho(tx, echo, now)
        return next ? await claim(tx, next.id, owner, now) : false
      })
      if (this.#owed === fate) this.#owed = undefined
      return claimed
    } catch (error) {
      this.#echoes.unshift(...echoes)
      // It may have been committed all the same: then a row is claimed that nobody says.
      this.#settledAt = undefined
      throw error
    } finally {
      if (next && !claimed) this.#saying = undefined
    }
  }

  /** The bot's own message came back from the chat. It is written down within a moment. */
  echoed(echo: Echo): void {
    if (this.#stopped) return
    this.#unanswered.answered()
    this.#echoes.push(echo)
    this.#echoTimer ??= setTimeout(() => {
      this.#echoTimer = undefined
      this.#write().catch((error: unknown) =>
        this.#options.log.error(
          { err: error },
          'an echo could not be written down; trying again with the next message',
        ),
      )
    }, ECHO_WAITS_MS)
  }

  async #settleWhenDue(account: AccountId): Promise<void> {
    const time = this.#options.clock.now().getTime()
    if (this.#settledFor !== account) {
      // Set at once: another login while this is being done must not go unnoticed.
      this.#settledFor = account
      await this.settle(account).catch((error: unknown) => {
        this.#settledFor = undefined
        throw error
      })
    } else if (this.#settledAt === undefined || Math.abs(time - this.#settledAt) >= SETTLE_EVERY_MS) {
      await this.#settleAbandoned(account)
    }
  }

  /**
   * Done at every login of an account: what was being said by a process that has died may or may not have arrived, so it
   * becomes UNKNOWN; and the pace goes on from what was said. What this process is saying at the moment, or another
   * living one, is left alone.
   */
  async settle(account: AccountId): Promise<void> {
    const { database, pacer, clock } = this.#options
    await this.#settleAbandoned(account)
    const { since, newest } = pacer.reach(clock.now())
    const said = await database.client.outboxMessage.findMany({
      where: { account, state: { in: ['SENT', 'ECHOED', 'UNKNOWN'] }, sentAt: { gt: since } },
      orderBy: { sentAt: 'desc' },
      select: { sentAt: true, chatId: true },
      take: newest,
    })
    pacer.restore(said.reverse().flatMap(({ sentAt, chatId }) => (sentAt ? [{ at: sentAt, chat: chatId }] : [])))
  }

  async #settleAbandoned(account: AccountId): Promise<void> {
    const { database, owner, alone, clock, log } = this.#options
    const now = clock.now()
    const inHand = [this.#saying, this.#owed?.id].filter((id) => id !== undefined)
    const settling = { account, owner, inHand, alone: alone ?? false, now }
    if ((await findAbandoned(database.client, settling)).length > 0) {
      const count = await database.transaction((tx) => settleAbandoned(tx, settling))
      log.warn({ count }, 'messages whose fate is unknown: whoever was sending them ended')
    }
    this.#settledAt = now.getTime()
  }

  async #tellOfRest(account: AccountId, rest: Rest): Promise<void> {
    const { database, clock, log, tellOfRest } = this.#options
    try {
      await database.transaction(async (tx) => {
        if (await markTold(tx, account, rest)) await tellOfRest?.(tx, account, rest, clock.now())
      })
    } catch (error) {
      // Everybody else's messages do not wait for this one.
      log.error({ err: error }, 'staff could not be told of a rest; trying again')
    }
  }
}

function chatOf(row: OutboxMessage): Chat {
  return { kind: row.chatKind === 'GROUP' ? 'group' : 'private', id: row.chatId } as Chat
}
