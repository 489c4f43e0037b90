import type { Database } from '../database/database.ts'
import type { Job } from './heart.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** A replay after a broken connection brings messages of hours, not of weeks. */
const KEEP_HANDLED = 30 * DAY
const KEEP_JOB_RUNS = 7 * DAY
const KEEP_PHOTO_NOTES = 10 * MINUTE

/** Removes every ten minutes what was only kept for a while: notes of pictures, dialogs that ran out, old ledgers. */
export function cleanUp(database: Database): Job {
  return {
    name: 'clean-up',
    slot: (now) => new Date(Math.floor(now.getTime() / (10 * MINUTE)) * 10 * MINUTE),
    run: async (now) => {
      const before = (age: number) => new Date(now.getTime() - age)
      return database.transaction(async (tx) => {
        const photos = await tx.recentPhoto.deleteMany({ where: { at: { lt: before(KEEP_PHOTO_NOTES) } } })
        const dialogs = await tx.dialog.deleteMany({ where: { expiresAt: { lt: now } } })
        const handled = await tx.handledMessage.deleteMany({ where: { at: { lt: before(KEEP_HANDLED) } } })
        const runs = await tx.jobRun.deleteMany({ where: { slot: { lt: before(KEEP_JOB_RUNS) } } })
        return `${photos.count} photo notes, ${dialogs.count} dialogs, ${handled.count} ids, ${runs.count} job runs`
      })
    },
  }
}
