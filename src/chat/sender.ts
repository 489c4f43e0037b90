import type { Logger } from 'pino'
import type { Database, Tx } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId, ContactId } from '../ids.ts'
import { type Sealer, Unsealable } from '../sealing/sealer.ts'
import type { Clock } from '../time/clock.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import { Agenda, LOOK_AGAIN_MS } from './agenda.ts'
import type { ClaimFirstWord } from './first-word.ts'
import { firstWordClaims } from './first-word-claims.ts'
import { type ChatGateway, type Media, type OutgoingMessage, SendRejected } from './gateway.ts'
import { InHand } from './in-hand.ts'
import type { Echo } from './incoming.ts'
import { chatOfRow } from './outbox.ts'
import type { Pacer } from './pace.ts'
import type { Rest } from './rate-limit.ts'
import { Recalls } from './recalls.ts'
import { fateAfter } from './retries.ts'
import { wordsOf } from './secret-words.ts'
import { Settlement } from './settlement.ts'
import { Turns } from './turns.ts'
import type { Wake } from './wake.ts'
import { WhySilent } from './why-silent.ts'

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
  readonly picture: (sha256: string) => Promise<Media>
  /** reads any other stored file */
  readonly file: (sha256: string) => Promise<Uint8Array>
  /** opens the words of secret rows; without it they are given up */
  readonly opener?: Pick<Sealer, 'open'> | undefined
  /** tells staff, through the outbox, of a rest that the chat asked for and that is over */
  readonly tellOfRest?: (tx: Tx, account: AccountId, rest: Rest, now: Date) => Promise<void>
  /** tells people by another way than the account: in Chinese, one sentence */
  readonly alert?: (text: string) => void
  readonly log: Logger
}

/**
 * Says what stands in the outbox: in the order of priority, at the account's pace, and never a second time on a guess
 * (design rule 2). A row is claimed in a transaction before it is said; what became of it is written in the same
 * transaction in which the next one is claimed.
 */
export class Sender {
  readonly #options: SenderOptions
  readonly #agenda: Agenda
  readonly #inHand: InHand
  readonly #settlement: Settlement
  readonly #whySilent: WhySilent
  readonly #recalls: Recalls
  /** one at a time: rounds of the outbox, and the first words of messages */
  readonly #turns = new Turns()
  #running: Promise<void> | undefined
  #stopping = false

  /** Claims what a message has the bot say first, in the message's own transaction. */
  readonly claimFirstWord: ClaimFirstWord

  constructor(options: SenderOptions) {
    this.#options = options
    const { database, owner, alone = false, pacer, quietHours, clock, wake, opener, tellOfRest, alert, log } = options
    const inDoubt = () => this.#settlement.inDoubt()
    this.#whySilent = new WhySilent({ database, pacer, clock, tellOfRest, alert, log })
    const restOver = (account: AccountId, rest: Rest) => this.#whySilent.tellOfRest(account, rest)
    this.#agenda = new Agenda({ database, pacer, quietHours, clock, wake, restOver })
    this.#recalls = new Recalls({ database, gateway: options.gateway, clock, log })
    this.#inHand = new InHand({ database, owner, clock, opener, inDoubt, log })
    this.#settlement = new Settlement({ database, owner, alone, pacer, clock, inHand: () => this.#inHand.rows, log })
    this.claimFirstWord = firstWordClaims({
      owner,
      clock,
      wake,
      agenda: this.#agenda,
      inHand: this.#inHand,
      turns: this.#turns,
      speaksAs: (account) => this.#speaksAs(account),
      isAnswered: () => this.#whySilent.restMs(clock.now()) === 0,
      say: (row) => this.#say(row),
      inDoubt,
      log,
    })
  }

  /** Somebody logged in: before anything is said, what was being said must be settled again. */
  loggedIn(): void {
    this.#settlement.loggedIn()
    this.#whySilent.tryAgain()
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
    await this.#recalls.done()
    await this.#inHand.end()
  }

  async #run(): Promise<void> {
    const { wake, log } = this.#options
    while (!this.#stopping) {
      let wait = LOOK_AGAIN_MS
      try {
        wait = Math.min(await this.#turns.run(() => this.#sendAll()), LOOK_AGAIN_MS)
        // Nobody's message waits for it.
        void this.#recall()
        if (this.#inHand.owes) {
          const left = this.#inHand.mayWaitMs
          if (left > 0 && (await wake.wait(left))) continue
          await this.#inHand.write()
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
        await this.#inHand.write()
        await this.#recall()
      }
    })
  }

  /** Recalls what is to be; not while the chat answers nothing. */
  async #recall(): Promise<void> {
    const { gateway, clock } = this.#options
    const account = gateway.account()
    if (account && !this.#stopping && this.#whySilent.restMs(clock.now()) === 0) await this.#recalls.pass(account)
  }

  /** What is done at every login of an account before anything is said: see `Settlement`. */
  settle(account: AccountId): Promise<void> {
    return this.#settlement.settle(account)
  }

  /** The bot's own message came back from the chat. It is written down within a moment. */
  echoed(echo: Echo): void {
    this.#whySilent.answered()
    this.#inHand.echoed(echo)
  }

  #speaksAs(account: string): boolean {
    return !this.#stopping && this.#settlement.isFor(account) && this.#options.gateway.account() === account
  }

  /** What became of the last one, and echoes, are still to be written afterwards. */
  async #sendAll(): Promise<number> {
    this.#agenda.drop()
    for (;;) {
      const account = this.#options.gateway.account()
      if (!account || this.#stopping) return LOOK_AGAIN_MS
      // What was certainly not said may have to go before others of its chat: written down before anything is chosen.
      // What was said counts for the pace, which is taken up from what is written.
      if (this.#inHand.owesOneNotSaid || !this.#settlement.isFor(account)) await this.#inHand.write()
      await this.#settlement.whenDue(account)
      const now = this.#options.clock.now()
      const rest = this.#whySilent.restMs(now)
      if (rest > 0) return rest
      this.#whySilent.tellOfFullDay(now)
      const next = await this.#agenda.next(account)
      if (typeof next === 'number') return next
      if (await this.#inHand.write(next)) await this.#say(next)
    }
  }

  async #say(row: OutboxMessage): Promise<void> {
    const { gateway, clock, pacer, opener } = this.#options
    try {
      const text = wordsOf(row, opener)
      if (text === '' && row.sha256 === null) {
        // Somebody wanted it said again after its words were forgotten.
        return this.#inHand.owe({ id: row.id, data: { state: 'CANCELLED', leaseUntil: null } })
      }
      const brought = row.sha256 ? await this.#stored(row.sha256, row.fileName) : {}
      pacer.note(clock.now(), row.chatId)
      const { messageId } = await gateway.send({
        chat: chatOfRow(row),
        text,
        mentions: row.mentions as ContactId[],
        ...brought,
      })
      const data = { state: 'SENT', sentAt: clock.now(), messageId: messageId ?? null, leaseUntil: null } as const
      this.#inHand.owe({ id: row.id, data })
      this.#whySilent.answered()
    } catch (error) {
      this.#notSent(row, error)
      // It may have to go before others of its chat: written down before anything else is chosen.
      await this.#inHand.write()
      this.#agenda.drop()
    } finally {
      this.#inHand.letGo()
    }
  }

  #notSent(row: OutboxMessage, error: unknown): void {
    const { clock, log } = this.#options
    // A puppet's complaint may repeat what it was to say.
    const told =
      row.sealed === null || error instanceof Unsealable ? error : new Error('a secret message was not taken')
    log.warn({ err: told, outbox: row.id }, 'a message was not sent')
    const fate = fateAfter(row, error, clock.now())
    this.#inHand.owe(told === error ? fate : { ...fate, data: { ...fate.data, lastError: String(told) } })
    if (!(error instanceof SendRejected || error instanceof Unsealable)) this.#whySilent.unanswered()
  }

  /** @throws SendRejected when it cannot be read: then nothing was sent */
  async #stored(sha256: string, name: string | null): Promise<Pick<OutgoingMessage, 'picture' | 'file'>> {
    try {
      if (name === null) return { picture: await this.#options.picture(sha256) }
      return { file: { name, bytes: await this.#options.file(sha256) } }
    } catch (error) {
      throw new SendRejected(`the file ${sha256} cannot be read`, { cause: error })
    }
  }
}
