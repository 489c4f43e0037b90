import { suspendedChats } from '../community/suspended.ts'
import type { Database } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import { isQuiet, type QuietHours } from '../time/quiet-hours.ts'
import { type Blocked, block, isBlocked, mayUseReserve, readDue } from './due.ts'
import { LOUDEST_IN_QUIET_HOURS, PRIORITY } from './outbox.ts'
import type { Pacer } from './pace.ts'
import { isRunning } from './pauses.ts'
import { type Rest, untoldRest } from './rate-limit.ts'
import type { Wake } from './wake.ts'

/** How long it is at most before the outbox is looked at again without having been called, and what was read is used. */
export const LOOK_AGAIN_MS = 1000
/**
 * Rows read at first, and at most. What is written meanwhile makes the rest of a batch worthless, so the first is small;
 * each that was used up is followed by one of twice the size, and a long queue costs one reading in 256 messages.
 */
const FIRST_BATCH = 8
const LARGEST_BATCH = 256

export interface AgendaOptions {
  readonly database: Database
  readonly pacer: Pacer
  readonly quietHours: QuietHours | undefined
  readonly clock: Clock
  readonly wake: Wake
  /** a rest that the chat asked for is over and staff have not been told */
  readonly restOver: (account: AccountId, rest: Rest) => Promise<void>
}

/**
 * What may be said next. It reads ahead, and reads anew as soon as somebody calls (a new message, perhaps of danger; a
 * pause) and at least once a second, for what other processes write. A row it names may have been taken back in the
 * meantime: claiming it tells.
 */
export class Agenda {
  readonly #options: AgendaOptions
  #rows: OutboxMessage[] = []
  #more = false
  #batch = FIRST_BATCH
  #paused = false
  #blocked: Blocked = new Map()
  #wait = LOOK_AGAIN_MS
  #readFor: { readonly account: AccountId; readonly at: number; readonly calls: number } | undefined

  constructor(options: AgendaOptions) {
    this.#options = options
  }

  /** The row to say next, or in how many milliseconds it is worth asking again. */
  async next(account: AccountId): Promise<OutboxMessage | number> {
    const { clock, pacer } = this.#options
    for (;;) {
      const now = clock.now()
      const wait = pacer.waitAnywhere(now, true)
      if (wait > 0) return wait
      if (!this.#isFresh(account, now)) await this.#begin(account, now)
      else if (this.#rows.length === 0) {
        if (!this.#more) return this.#wait
        this.#batch = Math.min(this.#batch * 2, LARGEST_BATCH)
        await this.#read(account, now)
      }
      const row = this.#rows.shift()
      if (!row || isBlocked(this.#blocked, row)) continue
      const rowWait = pacer.wait(now, row.chatId, mayUseReserve(row))
      if (rowWait === 0) return row
      this.#wait = Math.min(this.#wait, rowWait)
      block(this.#blocked, row.chatId, row.priority)
    }
  }

  /** Whether it has looked a moment ago, nobody has called since, and there was nothing to say for this account and no pause. */
  hasNothing(account: AccountId): boolean {
    return this.#isFresh(account, this.#options.clock.now()) && !this.#paused && !this.#more && this.#rows.length === 0
  }

  /** Whether a row that was written since then may be said now: by the pace, the hour, and what is known of its chat. */
  allows(row: OutboxMessage): boolean {
    const { clock, pacer, quietHours } = this.#options
    const now = clock.now()
    if (isBlocked(this.#blocked, row)) return false
    if (row.priority > LOUDEST_IN_QUIET_HOURS && quietHours !== undefined && isQuiet(quietHours, now)) return false
    return pacer.wait(now, row.chatId, mayUseReserve(row)) === 0
  }

  /** What was read no longer holds. */
  drop(): void {
    this.#readFor = undefined
  }

  #isFresh(account: AccountId, now: Date): boolean {
    const read = this.#readFor
    if (!read || read.account !== account || read.calls !== this.#options.wake.calls) return false
    return Math.abs(now.getTime() - read.at) < LOOK_AGAIN_MS
  }

  async #begin(account: AccountId, now: Date): Promise<void> {
    const { database, wake, restOver } = this.#options
    // Before reading: what is written while we read has called by the time we look.
    const { calls } = wake
    const [pauses, suspended] = await Promise.all([
      database.client.accountPause.findMany({ where: { account } }),
      suspendedChats(database.client, account),
    ])
    const rest = untoldRest(pauses, now)
    if (rest) await restOver(account, rest)
    this.#paused = pauses.some((pause) => isRunning(pause, now))
    this.#batch = FIRST_BATCH
    this.#blocked = new Map()
    for (const chat of suspended) block(this.#blocked, chat, PRIORITY.danger)
    this.#wait = LOOK_AGAIN_MS
    await this.#read(account, now)
    this.#readFor = { account, at: now.getTime(), calls }
  }

  async #read(account: AccountId, now: Date): Promise<void> {
    const { database, pacer, quietHours } = this.#options
    for (const [chat, wait] of pacer.crowded(now)) {
      block(this.#blocked, chat, PRIORITY.danger)
      this.#wait = Math.min(this.#wait, wait)
    }
    const { rows, more } = await readDue(database.client, account, {
      now,
      hush: {
        paused: this.#paused,
        quiet: quietHours !== undefined && isQuiet(quietHours, now),
        onlyDanger: pacer.waitAnywhere(now, false) > 0,
      },
      blocked: this.#blocked,
      take: this.#batch,
    })
    this.#rows = [...rows]
    this.#more = more
  }
}
