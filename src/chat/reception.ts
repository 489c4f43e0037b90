import type { Logger } from 'pino'
import type { Clock } from '../time/clock.ts'
import { formatMoment } from '../time/format.ts'
import type { IncomingMessage } from './incoming.ts'
import type { Lanes } from './lanes.ts'

/** So many messages may wait to be handled; about 2 kB each. Reached only while the database is away for long. */
const MOST_IN_HAND = 10_000
/** A message that fails so often, although the database worked each time in between, fails by itself. */
const MOST_ATTEMPTS = 3
/** How long it waits until it looks whether the database is back: at first, and at most, in milliseconds. */
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 15_000
/** A server that is started anew is back within this time; of what takes longer people are told. Ours. */
const TOLD_AFTER_MS = 2 * 60_000

export interface ReceptionOptions {
  /** handles a message to its end; false when that could not be done */
  readonly handle: (message: IncomingMessage) => Promise<boolean>
  /**
   * takes what many want at the same moment, in the order in which it comes in over all chats; undefined for what is none of
   * it, and `not mine` for what turns out to be none
   */
  readonly first?: (message: IncomingMessage) => Promise<'done' | 'not mine'> | undefined
  /** resolves when something could be written into the database */
  readonly works: () => Promise<unknown>
  /** told that a message is lost that came in at this moment */
  readonly missed: (at: Date) => void
  /** tells people by another way than the account, which can answer nobody: in Chinese, one sentence */
  readonly alert?: ((text: string) => void) | undefined
  readonly lanes: Lanes
  /** waits in real time, at most until the program ends */
  readonly wait: (milliseconds: number) => Promise<void>
  readonly ending: AbortSignal
  readonly clock: Clock
  readonly log: Logger
  /** default 10,000 */
  readonly most?: number
}

/**
 * Gives what comes in to the router, each chat in its order. While the database is away the messages wait here, in memory,
 * and are handled when it is back. Nobody else has them: so what the program has heard reaches only to `since`.
 */
export class Reception {
  readonly #options: ReceptionOptions
  /** when each message that is not handled yet came in, in this order */
  readonly #inHand = new Set<Date>()
  #waiting: Promise<void> | undefined
  #away = false
  #told = false
  #full = false

  constructor(options: ReceptionOptions) {
    this.#options = options
  }

  /** When the oldest message came in that is not handled yet. */
  get since(): Date | undefined {
    const [oldest] = this.#inHand
    return oldest
  }

  /** Since when what people say waits for a database that could not be written when it was last tried; undefined where it can be. */
  get heldUpSince(): Date | undefined {
    return this.#away ? this.since : undefined
  }

  hear(message: IncomingMessage): void {
    const { lanes, clock, missed, log, most = MOST_IN_HAND } = this.#options
    const at = clock.now()
    if (this.#inHand.size >= most) {
      if (!this.#full) log.error({ most }, 'too many messages wait to be handled; further ones are lost')
      this.#full = true
      missed(at)
      return
    }
    this.#full = false
    this.#inHand.add(at)
    const taken = this.#options.first?.(message)
    // What follows in the same chat waits for it all the same.
    void lanes.run(message.chat.id, () => this.#handle(message, at, taken))
  }

  async #handle(message: IncomingMessage, at: Date, taken: Promise<'done' | 'not mine'> | undefined): Promise<void> {
    const { handle, missed, ending, log } = this.#options
    if ((await taken) === 'done') {
      this.#inHand.delete(at)
      return
    }
    for (let failed = 1; !(await handle(message)); failed++) {
      if (failed === MOST_ATTEMPTS) {
        log.error({ message: message.id }, 'a message was given up')
        missed(at)
        break
      }
      await this.#databaseBack()
      // It stays in hand, so that nobody takes it for heard.
      if (ending.aborted) return
    }
    this.#inHand.delete(at)
  }

  /** Resolves when the database works, or the program ends. One looks for all. */
  #databaseBack(): Promise<void> {
    this.#waiting ??= this.#look().finally(() => {
      this.#waiting = undefined
    })
    return this.#waiting
  }

  async #look(): Promise<void> {
    const { works, wait, ending, log } = this.#options
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      await wait(pause)
      if (ending.aborted) return
      try {
        await works()
        this.#isBack()
        return
      } catch (error) {
        log.warn({ err: error, waiting: this.#inHand.size }, 'the database is away; what people say waits for it')
        this.#isAway()
      }
    }
  }

  #isAway(): void {
    const { alert, clock } = this.#options
    this.#away = true
    const { since } = this
    const now = clock.now()
    if (this.#told || !since || now.getTime() - since.getTime() < TOLD_AFTER_MS) return
    this.#told = true
    alert?.(
      `小格记不下东西了，从${formatMoment(since, now)}起没有办法应答，大家说的话先排着队。请找维护的人看看：多半是那台机器的磁盘满了，或者数据库停了。`,
    )
  }

  #isBack(): void {
    this.#away = false
    if (!this.#told) return
    this.#told = false
    this.#options.alert?.('小格又能记东西了，排着队的话正在一条一条办。')
  }
}
