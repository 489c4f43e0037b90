import { cancelLeftBehind } from '../chat/move-waiting.ts'
import type { Database, Tx } from '../database/database.ts'
import { forgetGuesses, lapseGuesses } from '../issues/guess.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** A replay after a broken connection brings messages of hours, not of weeks. */
const KEEP_HANDLED = 30 * DAY
const KEEP_JOB_RUNS = 7 * DAY
const KEEP_PHOTO_NOTES = 10 * MINUTE
/** Rows deleted in one transaction, so that a message that comes in between does not wait for all of them. */
const BATCH = 500

/**
 * Removes every ten minutes what was only kept for a while: notes of pictures, dialogs that ran out, the words of guesses
 * that were none, old ledgers.
 */
export function cleanUp(database: Database): Job {
  async function inBatches(remove: (tx: Tx) => Promise<{ count: number }>): Promise<number> {
    for (let total = 0; ; ) {
      const { count } = await database.transaction(remove)
      total += count
      if (count < BATCH) return total
    }
  }

  return {
    name: 'clean-up',
    title: '清理旧记录',
    schedule: schedule('*/10 * * * *'),
    graceMs: 10 * MINUTE,
    missed: 'latest',
    limitMs: 5 * MINUTE,
    async run(_slot, now) {
      const before = (age: number) => new Date(now.getTime() - age)
      const limit = BATCH
      const photos = await inBatches((tx) =>
        tx.recentPhoto.deleteMany({ where: { at: { lt: before(KEEP_PHOTO_NOTES) } }, limit }),
      )
      const dialogs = await inBatches((tx) => tx.dialog.deleteMany({ where: { expiresAt: { lt: now } }, limit }))
      const handled = await inBatches((tx) =>
        tx.handledMessage.deleteMany({ where: { at: { lt: before(KEEP_HANDLED) } }, limit }),
      )
      // A job's newest row stays however old it is: it tells from when on slots were missed.
      const newest = await database.client.jobRun.groupBy({ by: ['job'], _max: { slot: true } })
      const stay = newest.flatMap(({ job, _max }) => (_max.slot ? [{ job, slot: _max.slot }] : []))
      const runs = await inBatches((tx) =>
        tx.jobRun.deleteMany({ where: { slot: { lt: before(KEEP_JOB_RUNS) }, NOT: { OR: stay } }, limit }),
      )
      const lapsed = await inBatches((tx) => lapseGuesses(tx, now, limit))
      const guesses = await inBatches((tx) => forgetGuesses(tx, now, limit))
      const leftBehind = await database.transaction((tx) => cancelLeftBehind(tx, now))
      return `${photos} photo notes, ${dialogs} dialogs, ${handled} ids, ${runs} job runs, ${lapsed} guesses given up and ${guesses} forgotten, ${leftBehind.cancelled} messages of former logins cancelled, ${leftBehind.unknown} unknown`
    },
  }
}
