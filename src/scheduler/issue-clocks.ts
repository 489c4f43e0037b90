import type { Database, Tx } from '../database/database.ts'
import { closeSilent, resumeHeld, supplyOverdue } from '../issues/bot-moves.ts'
import { placelessDrafts } from '../issues/placeless.ts'
import { progressDue, remindersDue } from '../issues/reminders.ts'
import { settleLimits } from '../issues/settle-limits.ts'
import { announce } from '../telling/announce.ts'
import { tellPlaceless, tellProgressDue, tellReminder } from '../telling/remind.ts'
import { isQuiet, type QuietHours } from '../time/quiet-hours.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import type { Job } from './heart.ts'

const MINUTE = 60_000

export interface IssueClocksOptions {
  readonly database: Database
  readonly calendar: WorkCalendar
  readonly quietHours: QuietHours | undefined
  /** called when something was put into the outbox */
  readonly spoke: () => void
}

/**
 * Every minute does what time does to issues: closes what nobody objected to, goes on after a question nobody answered,
 * takes up what was put off, reminds of limits and of silence. Each in a transaction of its own with what it says.
 */
export function issueClocks({ database, calendar, quietHours, spoke }: IssueClocksOptions): Job {
  return {
    name: 'issue-clocks',
    slot: (now) => String(Math.floor(now.getTime() / MINUTE)),
    run: async (now) => {
      const timing = { now, calendar }
      const quiet = quietHours !== undefined && isQuiet(quietHours, now)
      const inOne = (work: (tx: Tx) => Promise<number>): Promise<number> => database.transaction(work)
      const moved = (moves: (tx: Tx) => ReturnType<typeof closeSilent>) =>
        inOne(async (tx) => {
          const done = await moves(tx)
          for (const each of done) await announce(tx, each, now)
          return done.length
        })
      const closed = await moved((tx) => closeSilent(tx, timing))
      const unanswered = await moved((tx) => supplyOverdue(tx, timing))
      const resumed = await moved((tx) => resumeHeld(tx, timing))
      const settled = await moved((tx) => settleLimits(tx, timing))
      const reminded = await inOne(async (tx) => {
        const reminders = await remindersDue(tx, { ...timing, quiet })
        for (const reminder of reminders) await tellReminder(tx, reminder, now)
        return reminders.length
      })
      const silent = quiet
        ? 0
        : await inOne(async (tx) => {
            const all = await progressDue(tx, timing)
            for (const each of all) await tellProgressDue(tx, each, now)
            return all.length
          })
      const placeless = await inOne(async (tx) => {
        const drafts = await placelessDrafts(tx, now)
        for (const draft of drafts) await tellPlaceless(tx, draft, now)
        return drafts.length
      })
      if (closed + unanswered + resumed + settled + reminded + silent + placeless > 0) spoke()
      return `closed ${closed}, unanswered ${unanswered}, resumed ${resumed}, settled ${settled}, reminded ${reminded}, silent ${silent}, placeless ${placeless}`
    },
  }
}
