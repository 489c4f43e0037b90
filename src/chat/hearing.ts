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

  constructor(options: HearingOptions) {
    this.#options = options
  }

  /**
   * The account is heard again. `note` writes down the login and says until when it was heard before; the groups are
   * told of the gap in the same transaction.
   */
  async returned(
    account: AccountId,
    note: (tx: Tx) => Promise<{ readonly heardUntil: Date | undefined }>,
  ): Promise<void> {
    const { database, clock, quietHours, missesNothing } = this.#options
    const now = clock.now()
    await database.transaction(async (tx) => {
      const { heardUntil } = await note(tx)
      if (heardUntil && !missesNothing) await tellOfGap(tx, account, { from: heardUntil, to: now }, { now, quietHours })
      await noteHeard(tx, account, now)
    })
    this.#here = account
  }

  /** The account is not heard any more; it certainly was until `until`. */
  async lost(account: AccountId, until: Date): Promise<void> {
    if (this.#here !== account) return
    this.#here = undefined
    await this.#note(account, until)
  }

  /** Writes down that it is still being heard, if it is. What a crash leaves unknown is the time since the last call. */
  async goesOn(): Promise<void> {
    const { gateway, clock } = this.#options
    if (this.#here && gateway.account() === this.#here) await this.#note(this.#here, clock.now())
  }

  async #note(account: AccountId, until: Date): Promise<void> {
    await this.#options.database.transaction((tx) => noteHeard(tx, account, until))
  }
}
