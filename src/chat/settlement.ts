import type { Logger } from 'pino'
import { earlierAccounts } from '../community/seats.ts'
import type { Database } from '../database/database.ts'
import type { AccountId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import { findAbandoned, settleAbandoned } from './claims.ts'
import type { Pacer } from './pace.ts'

/** How often rows are looked for that were being said by a process that has died. */
const SETTLE_EVERY_MS = 30_000

export interface SettlementOptions {
  readonly database: Database
  /** names this process */
  readonly owner: string
  /** whether no other process can have this database (a SQLite file): what another owner was saying, nobody says any more */
  readonly alone: boolean
  readonly pacer: Pacer
  readonly clock: Clock
  /** the rows that this process has in hand */
  readonly inHand: () => readonly number[]
  readonly log: Logger
}

/**
 * Takes up what was left of an outbox before anything is said: at every login, and for what others were saying when they
 * died, twice a minute.
 */
export class Settlement {
  readonly #options: SettlementOptions
  #account: AccountId | undefined
  #at: number | undefined

  constructor(options: SettlementOptions) {
    this.#options = options
  }

  /** Whether it is done for this account since the last login. */
  isFor(account: string): boolean {
    return this.#account === account
  }

  /** Somebody logged in: it is to be done again from the beginning. */
  loggedIn(): void {
    this.#account = undefined
  }

  /** A row may be claimed that nobody says: it is to be looked for at the next opportunity. */
  inDoubt(): void {
    this.#at = undefined
  }

  /** Does what is due. What was said must be written down before: the pace is taken up from it. */
  async whenDue(account: AccountId): Promise<void> {
    const time = this.#options.clock.now().getTime()
    if (this.#account !== account) {
      // Set at once: another login while this is being done must not go unnoticed.
      this.#account = account
      await this.settle(account).catch((error: unknown) => {
        this.#account = undefined
        throw error
      })
    } else if (this.#at === undefined || Math.abs(time - this.#at) >= SETTLE_EVERY_MS) {
      await this.#settleAbandoned(account)
    }
  }

  /**
   * Done at every login of an account: what was being said by a process that has died may or may not have arrived, so it
   * becomes UNKNOWN; and the pace goes on from what was said. What this process is saying at the moment, or another
   * living one, is left alone.
   */
  async settle(account: AccountId): Promise<void> {
    await this.#settleAbandoned(account)
    await this.#restorePace(account)
  }

  /** To the chat an account with new ids is the one it was, and must not begin its day and its minute anew. */
  async #restorePace(account: AccountId): Promise<void> {
    const { database, pacer, clock } = this.#options
    const { since, newest } = pacer.reach(clock.now())
    const said = await database.client.outboxMessage.findMany({
      where: {
        account: { in: [account, ...(await earlierAccounts(database.client, account))] },
        state: { in: ['SENT', 'ECHOED', 'UNKNOWN'] },
        sentAt: { gt: since },
      },
      orderBy: { sentAt: 'desc' },
      select: { sentAt: true, chatId: true },
      take: newest,
    })
    pacer.restore(said.reverse().flatMap(({ sentAt, chatId }) => (sentAt ? [{ at: sentAt, chat: chatId }] : [])))
  }

  async #settleAbandoned(account: AccountId): Promise<void> {
    const { database, owner, alone, clock, inHand, log } = this.#options
    const now = clock.now()
    const settling = { account, owner, inHand: inHand(), alone, now }
    if ((await findAbandoned(database.client, settling)).length > 0) {
      const count = await database.transaction((tx) => settleAbandoned(tx, settling))
      log.warn({ count }, 'messages whose fate is unknown: whoever was sending them ended')
    }
    this.#at = now.getTime()
  }
}
