import type { Logger } from 'pino'
import type { Database, Tx } from '../database/database.ts'
import type { AccountId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import type { Pacer } from './pace.ts'
import { markTold, type Rest } from './rate-limit.ts'
import { Unanswered } from './unanswered.ts'

/** So many messages in a row without an answer are told to people by another way. */
const UNANSWERED_TOLD = 3
const DAY_MS = 24 * 60 * 60_000

export interface WhySilentOptions {
  readonly database: Database
  readonly pacer: Pacer
  readonly clock: Clock
  /** tells staff, through the outbox, of a rest that the chat asked for and that is over */
  readonly tellOfRest?: ((tx: Tx, account: AccountId, rest: Rest, now: Date) => Promise<void>) | undefined
  /** tells people by another way than the account: in Chinese, one sentence */
  readonly alert?: ((text: string) => void) | undefined
  readonly log: Logger
}

/** Lets the account rest while the chat answers nothing, and tells people of what keeps it silent: each thing once. */
export class WhySilent {
  readonly #options: WhySilentOptions
  readonly #unanswered = new Unanswered()
  #toldOfFullDay = Number.NEGATIVE_INFINITY

  constructor(options: WhySilentOptions) {
    this.#options = options
  }

  /** Nobody knows what became of a message. */
  unanswered(): void {
    const { clock, alert, log } = this.#options
    const now = clock.now()
    const inARow = this.#unanswered.another(now)
    const restMs = this.#unanswered.rest(now)
    if (restMs > 0) log.warn({ inARow, restMs }, 'the chat answers nothing: resting before the next message')
    if (inARow === UNANSWERED_TOLD)
      alert?.(`连着 ${inARow} 条消息不知道发没发到，小格先歇一会儿再试，消息照收。请看看微信还连着没有。`)
  }

  /** Something was certainly said. */
  answered(): void {
    this.#unanswered.answered()
  }

  /** The connection is another one: it is tried at once. */
  tryAgain(): void {
    this.#unanswered.tryAgain()
  }

  /** For how many milliseconds nothing is to be said because the chat answers nothing; 0 where something may be. */
  restMs(now: Date): number {
    return this.#unanswered.rest(now)
  }

  /** Tells people where the allowance of the day is used up. */
  tellOfFullDay(now: Date): void {
    const { pacer, alert, log } = this.#options
    const until = pacer.dayIsFullUntil(now)
    // It is full again as soon as the next one has been said.
    if (!until || Math.abs(now.getTime() - this.#toldOfFullDay) < DAY_MS) return
    this.#toldOfFullDay = now.getTime()
    log.warn({ until }, 'the allowance of the day is used up (PACE_PER_DAY): only what is dangerous is said at once')
    alert?.('24 小时里能发的条数用完了，危险的事照发，别的等有了空再发。')
  }

  /** A rest that the chat asked for is over. */
  async tellOfRest(account: AccountId, rest: Rest): Promise<void> {
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
