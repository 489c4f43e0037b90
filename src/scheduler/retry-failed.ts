import type { Database, Tx } from '../database/database.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000

export interface RetryFailedOptions {
  readonly database: Database
  /** puts failed rows of the outbox back, or gives them up */
  readonly retryFailed: (tx: Tx, now: Date) => Promise<{ retried: number; givenUp: number }>
  /** called when there is something to say again */
  readonly spoke: () => void
}

/** Every minute has what could not be said tried again, or given up. */
export function retryFailedRows({ database, retryFailed, spoke }: RetryFailedOptions): Job {
  return {
    name: 'retry-failed',
    title: '重发没发成的',
    schedule: schedule('* * * * *'),
    graceMs: 5 * MINUTE,
    missed: 'latest',
    limitMs: MINUTE,
    async run(_slot, now) {
      const { retried, givenUp } = await database.transaction((tx) => retryFailed(tx, now))
      if (retried > 0) spoke()
      return `${retried} to be tried again, ${givenUp} given up`
    },
  }
}
