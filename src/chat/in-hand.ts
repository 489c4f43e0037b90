import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { Sealer } from '../sealing/sealer.ts'
import type { Clock } from '../time/clock.ts'
import { claim, type Fate, writeFate } from './claims.ts'
import type { Echo } from './incoming.ts'
import { settleByEcho } from './receipts.ts'
import { Turns } from './turns.ts'

/** How long an echo waits for a transaction that it can be written in together with something else. Nothing hangs on it. */
const ECHO_WAITS_MS = 50
/**
 * How long what became of the last row waits for the same, while there is nothing else to say: the next message often
 * comes at once. Should the process die in this time, the row is unknown although it was said, so it is kept short.
 */
const FATE_WAITS_MS = 5

export interface InHandOptions {
  readonly database: Database
  /** names this process: what it says is claimed in this name */
  readonly owner: string
  readonly clock: Clock
  /** opens the words of secret rows, so that their echoes are known */
  readonly opener?: Pick<Sealer, 'open'> | undefined
  /** told that a row may be claimed that nobody says: a transaction failed, or seemed to */
  readonly inDoubt: () => void
  readonly log: Logger
}

/**
 * What this process has in hand of the outbox: the row that it is claiming or saying, what became of the one before, and
 * the echoes that came meanwhile. All of it is written in one transaction with the next claim, so that a message costs one
 * wait for the disk.
 */
export class InHand {
  readonly #options: InHandOptions
  readonly #writing = new Turns()
  #saying: number | undefined
  /** what became of the row before, as far as it is not written down yet */
  #owed: Fate | undefined
  #owedSince = 0
  #echoes: Echo[] = []
  #echoTimer: NodeJS.Timeout | undefined
  #ended = false

  constructor(options: InHandOptions) {
    this.#options = options
  }

  /** The rows that nobody else may settle meanwhile. */
  get rows(): readonly number[] {
    return [this.#saying, this.#owed?.id].filter((id) => id !== undefined)
  }

  /** Whether what became of the last row is not written down yet. */
  get owes(): boolean {
    return this.#owed !== undefined
  }

  /** Whether the last row was certainly not said, so that it may have to go before others once that is written down. */
  get owesOneNotSaid(): boolean {
    return this.#owed?.data.state === 'PENDING'
  }

  /** For how many milliseconds what is owed may still wait for a transaction to be written in; 0 or less: no longer. */
  get mayWaitMs(): number {
    // From the first moment on, however often somebody calls meanwhile.
    return FATE_WAITS_MS - (performance.now() - this.#owedSince)
  }

  /** This row is being claimed or said. */
  take(id: number): void {
    this.#saying = id
  }

  /** No row is being claimed or said any more. */
  letGo(): void {
    this.#saying = undefined
  }

  /** This became of a row; it is to be written down. */
  owe(fate: Fate): void {
    this.#owed = fate
    this.#owedSince = performance.now()
  }

  /** The bot's own message came back from the chat. It is written down within a moment. */
  echoed(echo: Echo): void {
    if (this.#ended) return
    this.#echoes.push(echo)
    this.#echoTimer ??= setTimeout(() => {
      this.#echoTimer = undefined
      this.write().catch((error: unknown) =>
        this.#options.log.error(
          { err: error },
          'an echo could not be written down; trying again with the next message',
        ),
      )
    }, ECHO_WAITS_MS)
  }

  /**
   * Writes what is owed and, in the same transaction, claims a row. Tells whether it was claimed: only then may it be
   * said. What could not be written stays owed, and is written with the next; should the process end before, the row is
   * settled as unknown.
   */
  write(next?: OutboxMessage): Promise<boolean> {
    // One after the other, so that whoever asks for it finds written what was owed until now.
    return this.#writing.run(() => this.#writeNow(next))
  }

  /** Writes down what is left. Echoes that come later are not heard. */
  async end(): Promise<void> {
    this.#ended = true
    clearTimeout(this.#echoTimer)
    await this.write().catch((error: unknown) =>
      this.#options.log.error({ err: error }, 'what was said last could not be written down'),
    )
  }

  async #writeNow(next: OutboxMessage | undefined): Promise<boolean> {
    const { database, clock, owner, opener, inDoubt } = this.#options
    const fate = this.#owed
    const echoes = this.#echoes.splice(0)
    if (!next && !fate && echoes.length === 0) return false
    if (next) this.take(next.id)
    let claimed = false
    try {
      claimed = await database.transaction(async (tx) => {
        const now = clock.now()
        if (fate) await writeFate(tx, fate)
        for (const echo of echoes) await settleByEcho(tx, echo, now, opener)
        return next ? await claim(tx, next.id, owner, now) : false
      })
      if (this.#owed === fate) this.#owed = undefined
      return claimed
    } catch (error) {
      this.#echoes.unshift(...echoes)
      // It may have been committed all the same.
      inDoubt()
      throw error
    } finally {
      if (next && !claimed) this.letGo()
    }
  }
}
