import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const HOUR = 3_600_000

/**
 * Looks once a day how the groups are now, so that they can be known again when ids have changed.
 *
 * @param seat whose groups: each account's process does this for its own
 * @param refresh asks the chat for every group, and resolves with a word for the record
 */
export function groupMarks(seat: string, refresh: () => Promise<string>): Job {
  return {
    name: `group-marks ${seat}`,
    title: '核对群',
    schedule: schedule('10 4 * * *'),
    graceMs: 12 * HOUR,
    missed: 'latest',
    limitMs: HOUR / 4,
    run: () => refresh(),
  }
}
