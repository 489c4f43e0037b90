import type { AccountId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import { noteLogin } from './accounts.ts'
import type { ChatGateway } from './gateway.ts'
import type { Hearing } from './hearing.ts'

export interface LoginsOptions {
  readonly gateway: Pick<ChatGateway, 'account'>
  readonly hearing: Pick<Hearing, 'returned'>
  /** which of the deployment's accounts logs in (setting SEAT) */
  readonly seat: string
  /** whether the puppet gives out new ids at a login */
  readonly unstableIds: boolean
  /** goes on with what had to wait until the login is written down; called again where it rejects */
  readonly goOn: (account: AccountId) => Promise<void>
  readonly clock: Clock
}

interface Login {
  readonly account: AccountId
  readonly name: string
  readonly at: Date
  written: boolean
}

/** Writes down who logs in, and then goes on with what waited for it, however often the database is away meanwhile. */
export class Logins {
  readonly #options: LoginsOptions
  /** who logged in, until all is done that follows from it */
  #login: Login | undefined

  constructor(options: LoginsOptions) {
    this.#options = options
  }

  /** Somebody logged in; `settle` is to be called. */
  loggedIn(account: AccountId, name: string): void {
    this.#login = { account, name, at: this.#options.clock.now(), written: false }
  }

  /**
   * Does what follows from the last login, as far as it is not done. Where it rejects, it is to be called again and goes on
   * where it was. Its calls must not overlap.
   */
  async settle(): Promise<void> {
    const { gateway, goOn } = this.#options
    const login = this.#login
    if (!login || gateway.account() !== login.account) return
    if (!login.written) await this.#write(login)
    await goOn(login.account)
    if (this.#login === login) this.#login = undefined
  }

  async #write(login: Login): Promise<void> {
    const { hearing, seat, unstableIds, clock } = this.#options
    const { account, name, at } = login
    await hearing.returned(account, (tx) => noteLogin(tx, { account, name, seat, unstableIds, now: clock.now() }), at)
    // A second time would tell the groups of another gap, and hold the groups back that have been seen since.
    login.written = true
  }
}
