import type { Database } from '../database/database.ts'
import { dueHolds, noteTold } from '../moderation/due.ts'
import { communitiesThatWait, endGone } from '../moderation/hold.ts'
import { remindOfHolds } from '../telling/moderation/remind.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import { Apart } from './apart.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000

export interface ModerationJobOptions {
  readonly database: Database
  readonly quietHours: QuietHours | undefined
  /** called when something was put into the outbox */
  readonly spoke: () => void
}

/**
 * Every five minutes outside quiet hours: tells the staff that posts wait for them, once more before the promised day is over,
 * and with the secretary when it is. Days off count: a day was promised. Nothing is ever decided by time.
 */
export function moderationJob({ database, quietHours, spoke }: ModerationJobOptions): Job {
  return {
    name: 'moderation',
    title: '留言审核提醒',
    schedule: schedule('*/5 * * * *'),
    graceMs: 5 * MINUTE,
    missed: 'latest',
    limitMs: 5 * MINUTE,
    async run(_slot, now) {
      const apart = new Apart()
      let told = 0
      for (const id of await communitiesThatWait(database.client)) {
        await apart.do(() =>
          database.transaction(async (tx) => {
            await endGone(tx, id, now)
            const due = await dueHolds(tx, id, now, quietHours)
            if (due.length === 0) return
            await remindOfHolds(tx, due, now)
            await noteTold(tx, due)
            told += due.length
          }),
        )
      }
      if (told > 0) spoke()
      return apart.outcome(`${told} posts that wait told of`)
    },
  }
}
