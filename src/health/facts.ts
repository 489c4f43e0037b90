import type { ChatGateway, ConnectionState } from '../chat/gateway.ts'
import type { Database, Db } from '../database/database.ts'
import type { AccountId } from '../ids.ts'
import type { KeyState } from '../sealing/sealing.ts'
import type { Clock } from '../time/clock.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import type { JobReport } from './job-report.ts'
import { type OutboxFacts, outboxFacts } from './outbox-facts.ts'

/** How the process is, told without asking anybody. */
export interface ProcessFacts {
  readonly at: Date
  readonly connection: ConnectionState
  /** when the last message came in, the bot's own included; undefined if none has since the start */
  readonly lastHeard: Date | undefined
  /** since when what people say waits because the database cannot be written */
  readonly heldUpSince: Date | undefined
  readonly database: Database['dialect']
  /** what the data key of the settings was to the database at the start */
  readonly dataKey: KeyState
  readonly version: string
  readonly uptimeSeconds: number
  readonly heapBytes: number
  readonly rssBytes: number
}

/** How the bot is, as its database tells. */
export interface KeptFacts {
  readonly outbox: OutboxFacts
  readonly jobs: readonly JobReport[]
}

export type HealthFacts = ProcessFacts & KeptFacts

export interface HealthOptions {
  readonly gateway: Pick<ChatGateway, 'account' | 'state' | 'lastHeard'>
  readonly database: Pick<Database, 'dialect' | 'client'>
  readonly clock: Clock
  readonly quietHours: QuietHours | undefined
  /** how many messages a day the account may say; 0 for any number */
  readonly perDay: number
  /** which of the deployment's accounts this process drives */
  readonly seat: string
  readonly version: string
  readonly dataKey: KeyState
  readonly heldUpSince: () => Date | undefined
  readonly jobs: (db: Db, now: Date) => Promise<readonly JobReport[]>
}

/** Gathers how the bot is, for supervisors and for staff: no names, no words of anybody. */
export class Health {
  readonly #options: HealthOptions

  constructor(options: HealthOptions) {
    this.#options = options
  }

  /** Never waits for anything. */
  process(): ProcessFacts {
    const { gateway, database, clock, dataKey, heldUpSince, version } = this.#options
    const { heapUsed, rss } = process.memoryUsage()
    return {
      at: clock.now(),
      connection: gateway.state(),
      lastHeard: gateway.lastHeard(),
      heldUpSince: heldUpSince(),
      database: database.dialect,
      dataKey,
      version,
      uptimeSeconds: Math.floor(process.uptime()),
      heapBytes: heapUsed,
      rssBytes: rss,
    }
  }

  /** What the database tells; it takes as long as the database takes. Inside a transaction hand in its `tx`. */
  async kept(db: Db = this.#options.database.client): Promise<KeptFacts> {
    const { quietHours, perDay, clock, jobs } = this.#options
    const now = clock.now()
    const account = await this.#account(db)
    return {
      outbox: await outboxFacts(db, { account, quietHours, perDay, now }),
      jobs: await jobs(db, now),
    }
  }

  /** The account that is logged in; while nobody is, the one that sat here last: its messages wait. */
  async #account(db: Db): Promise<AccountId | undefined> {
    const { gateway, seat } = this.#options
    const loggedIn = gateway.account()
    if (loggedIn) return loggedIn
    const last = await db.account.findFirst({ where: { seat }, orderBy: { epoch: 'desc' }, select: { account: true } })
    return last?.account as AccountId | undefined
  }
}
