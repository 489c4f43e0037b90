import type { Schedule } from './schedule.ts'

/** Work that comes round again. Done twice or late it must do no harm: a process can die when all but the record is done. */
export interface Job {
  /** its name in the ledger; a job that is renamed begins anew */
  readonly name: string
  /** what people call it, for /状态 */
  readonly title: string
  readonly schedule: Schedule
  /** how long after its moment a slot may still be worked on, in milliseconds */
  readonly graceMs: number
  /**
   * What becomes of slots that nobody was there for. `latest`: the work looks at how things are now, so only the newest
   * is done. `each`: every slot is work of its own, so each is done, oldest first. What is older than the grace time is
   * skipped in both, all that is found at a time in one row of the ledger.
   */
  readonly missed: 'latest' | 'each'
  /**
   * How long a run may take, in milliseconds of real time. After it the beat goes on without it, and it counts as failing;
   * this process begins no other of the job while it lives. Should the process die, another takes its slot up so long after.
   */
  readonly limitMs: number
  /** how old, in milliseconds, the last slot that was done may become before the job counts as failing */
  readonly mostAgeMs?: number
  /** Does the work of one slot and says in a few words what was done, for the record. */
  run(slot: Date, now: Date): Promise<string>
}
