import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const HOUR = 3_600_000

/**
 * Backs up once a night, when nobody writes; a machine that is off at night is backed up when it is on again.
 *
 * @param backUp makes the back-up of a slot, removes those that are too many, and resolves with a word for the record
 */
export function nightlyBackup(backUp: (slot: Date) => Promise<string>): Job {
  return {
    name: 'backup',
    title: '备份',
    schedule: schedule('20 3 * * *'),
    // Until shortly before the next.
    graceMs: 23 * HOUR,
    missed: 'latest',
    limitMs: HOUR / 2,
    mostAgeMs: 48 * HOUR,
    run: (slot) => backUp(slot),
  }
}
