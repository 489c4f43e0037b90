import type { Logger } from 'pino'
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
  readonly log: Logger
}

/**
 * Every minute does what time does to issues: closes what nobody objected to, goes on after a question nobody answered,
 * takes up what was put off, reminds of limits and of silence. Each step is a transaction of its own with what it says,
 * and one that fails does not keep the others from being done.
 */
export function issueClocks({ database, calendar, quietHours, spoke, log }: IssueClocksOptions): Job {
  return {
    name: 'issue-clocks',
    slot: (now) => new Date(Math.floor(now.getTime() / MINUTE) * MINUTE),
    run: async (now) => {
      const outcomes: string[] = []
      let told = 0
      for (const [name, step] of Object.entries(stepsAt(now, { calendar, quietHours }))) {
        try {
          const count = await database.transaction(step)
          told += count
          outcomes.push(`${name} ${count}`)
        } catch (error) {
          log.error({ err: error, step: name }, 'a step of the issue clocks failed; the next minute will try again')
          outcomes.push(`${name} failed`)
        }
      }
      if (told > 0) spoke()
      return outcomes.join(', ')
    },
  }
}

type Step = (tx: Tx) => Promise<number>

/** What is to be done at `now`; each says how many it did. */
function stepsAt(
  now: Date,
  { calendar, quietHours }: Pick<IssueClocksOptions, 'calendar' | 'quietHours'>,
): Readonly<Record<string, Step>> {
  const timing = { now, calendar }
  const quiet = quietHours !== undefined && isQuiet(quietHours, now)
  const each =
    <T>(find: (tx: Tx) => Promise<readonly T[]>, tell: (tx: Tx, found: T, now: Date) => Promise<void>): Step =>
    async (tx) => {
      const all = await find(tx)
      for (const one of all) await tell(tx, one, now)
      return all.length
    }
  return {
    closed: each((tx) => closeSilent(tx, timing), announce),
    unanswered: each((tx) => supplyOverdue(tx, timing), announce),
    resumed: each((tx) => resumeHeld(tx, timing), announce),
    settled: each((tx) => settleLimits(tx, timing), announce),
    reminded: each((tx) => remindersDue(tx, { ...timing, quiet }), tellReminder),
    ...(quiet ? {} : { silent: each((tx) => progressDue(tx, timing), tellProgressDue) }),
    placeless: each((tx) => placelessDrafts(tx, now), tellPlaceless),
  }
}
