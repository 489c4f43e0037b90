import { writeAudit } from '../community/audit.ts'
import type { Database } from '../database/database.ts'
import type { Keeping } from '../personal/keeping.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const HOUR = 60 * 60_000
/** Rows in one transaction, so that a message that comes in between does not wait for all of them. */
const BATCH = 500
/** More goes on the next night. */
const MOST_BATCHES = 400

export interface RetentionOptions {
  readonly database: Database
  readonly keepings: readonly Keeping[]
}

/**
 * Every night, before the back-up: forgets what has had its time (privacy 8), and takes what was deleted in the day out of the
 * files of the database as well. How much went stands in the audit, in the transaction in which it went. Begun again after a
 * crash, or by two processes at once, it only finds less to do.
 */
export function retentionJob({ database, keepings }: RetentionOptions): Job {
  async function forgetAll({ name, forget }: Keeping, now: Date): Promise<number> {
    let total = 0
    for (let batch = 0; batch < MOST_BATCHES; batch++) {
      const count = await database.transaction(async (tx) => {
        const rows = await forget(tx, now, BATCH)
        if (rows > 0) {
          await writeAudit(tx, { at: now, by: undefined, action: 'retention', subject: name, data: { rows } })
        }
        return rows
      })
      if (count === 0) break
      total += count
    }
    return total
  }

  return {
    name: 'retention',
    title: '到期资料',
    schedule: schedule('40 2 * * *'),
    // Until shortly before the next.
    graceMs: 23 * HOUR,
    missed: 'latest',
    limitMs: HOUR / 2,
    mostAgeMs: 48 * HOUR,
    async run(_slot, now) {
      const counts: string[] = []
      for (const keeping of keepings) counts.push(`${keeping.name} ${await forgetAll(keeping, now)}`)
      const overwritten = await database.scrub('all')
      return `${counts.join(', ')}; ${overwritten ? 'overwritten' : 'to be overwritten'}`
    },
  }
}
