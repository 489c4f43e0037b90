import type { Database, Tx } from '../database/database.ts'
import type { AccountId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import { noteHeard, tellOfGap } from './gap.ts'
import type { ChatGateway } from './gateway.ts'

export interface HearingOptions {
  readonly database: Database
  readonly gateway: Pick<ChatGateway, 'account'>
  readonly quietHours: QuietHours | undefined
  /** nobody can speak while the account is not there to hear */
  readonly missesNothing: boolean
  /** when the oldest message came in that is not handled yet: should the program end, it is lost */
  readonly inHandSince: () => Date | undefined
  readonly clock: Clock
}

/**
 * Keeps written down until when the account was being heard, so that it is known from when to when messages may have been
 * missed: after a lost connection, a logout, or a time in which the program did not run. Only these are gaps; how far the
 * clock has gone on meanwhile is not asked. Its calls must not overlap.
 */
export class Hearing {
  readonly #options: HearingOptions
  /** the account that is being heard, once its return is written down */
  #here: AccountId | undefined
  /** the first moment at which a message was lost in this process, until the groups are told of it */
  #missedSince: Date | undefined

  constructor(options: HearingOptions) {
    this.#options = options
  }

  /**
   * The account is heard again, since `at`. `note` writes down the login and says until when it was heard before; the
   * groups are told of the gap in the same transaction.
   */
  async returned(
    account: AccountId,
    note: (tx: Tx) => Promise<{ readonly heardUntil: Date | undefined }>,
    at: Date = this.#options.clock.now(),
  ): Promise<void> {
    const { database, clock, quietHours, missesNothing } = this.#options
    const now = clock.now()
    await this.#telling((missed) =>
      database.transaction(async (tx) => {
        const { heardUntil } = await note(tx)
        const from = earliest(missesNothing ? undefined : heardUntil, missed)
        // What was lost in this process may have been lost until now, whenever the account came back.
        if (from) await tellOfGap(tx, account, { from, to: missed ? now : at }, { now, quietHours })
        await noteHeard(tx, account, this.#heardUntil(now))
      }),
    )
    this.#here = account
  }

  /** A message is lost that came in at `at`. The groups are told of it as soon as something can be written. */
  missed(at: Date): void {
    this.#missedSince = earliest(this.#missedSince, at)
  }

  /** The account is not heard any more; it certainly was until `until`. */
  async lost(account: AccountId, until: Date): Promise<void> {
    if (this.#here !== account) return
    this.#here = undefined
    const heardUntil = earliest(this.#heardUntil(until), this.#missedSince) ?? until
    await this.#options.database.transaction((tx) => noteHeard(tx, account, heardUntil))
  }

  /**
   * Writes down that it is still being heard, if it is, and tells the groups of what was lost meanwhile. What a crash
   * leaves unknown is the time since the last call.
   */
  async goesOn(): Promise<void> {
    const { database, gateway, clock, quietHours } = this.#options
    const here = this.#here
    if (!here || gateway.account() !== here) return
    const now = clock.now()
    await this.#telling((missed) =>
      database.transaction(async (tx) => {
        if (missed) await tellOfGap(tx, here, { from: missed, to: now }, { now, quietHours })
        await noteHeard(tx, here, this.#heardUntil(now))
      }),
    )
  }

  /** Until when everything was heard that was said until `until`: what is not handled yet may still be lost. */
  #heardUntil(until: Date): Date {
    return earliest(until, this.#options.inHandSince()) ?? until
  }

  /** Lets the groups be told of what was lost until now; what is lost meanwhile is told the next time. */
  async #telling(tell: (missed: Date | undefined) => Promise<void>): Promise<void> {
    const missed = this.#missedSince
    this.#missedSince = undefined
    try {
      await tell(missed)
    } catch (error) {
      this.#missedSince = missed ?? this.#missedSince
      throw error
    }
  }
}

function earliest(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (!one || !other) return one ?? other
  return one < other ? one : other
}
