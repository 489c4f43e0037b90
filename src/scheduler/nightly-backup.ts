import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const HOUR = 3_600_000

/**
 * Backs up once a night, when nobody writes; after a night without power in the morning.
 *
 * @param backUp makes one back-up, removes those that are too many, and resolves with a word for the record
 */
export function nightlyBackup(backUp: () => Promise<string>): Job {
  return {
    name: 'backup',
    title: '备份',
    schedule: schedule('20 3 * * *'),
    graceMs: 6 * HOUR,
    missed: 'latest',
    limitMs: HOUR / 2,
    run: () => backUp(),
  }
}
