import type { Tx } from '../database/database.ts'

/** How long one kind of thing is kept. Every rule is in the one list (`src/scheduler/keepings.ts`), and in the README. */
export interface Keeping {
  /** its name in the audit */
  readonly name: string
  /** what it is, in English, for the README: `closed issues` */
  readonly what: string
  /** how long, in English: `24 months after they were closed` */
  readonly until: string
  /** what is left afterwards, in English */
  readonly left: string
  /**
   * Forgets what has had its time, at most about `limit` rows at a time, so that a message that comes in between does not wait for
   * all of them. Resolves with how many rows went or were emptied; 0: there is no more.
   */
  forget(tx: Tx, now: Date, limit: number): Promise<number>
}
