import type { Logger } from 'pino'
import type { Database, Tx } from '../database/database.ts'
import { closeSilent, resumeHeld, supplyOverdue } from '../issues/bot-moves.ts'
import { mayBeDue, type TimeStep } from '../issues/may-be-due.ts'
import { placelessDrafts } from '../issues/placeless.ts'
import { progressDue, remindersDue } from '../issues/reminders.ts'
import { newRound, type Round } from '../issues/round.ts'
import { settleLimits } from '../issues/settle-limits.ts'
import { announce } from '../telling/announce.ts'
import { tellPlaceless, tellProgressDue, tellReminder } from '../telling/remind.ts'
import { isQuiet, type QuietHours } from '../time/quiet-hours.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000
/** So many issues in trouble in one step are no longer a matter of single issues. */
const MOST_TROUBLED = 20

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
  /** Does a step again without each issue that it fails on: one issue in trouble must not stop the clocks of the others. */
  async function withoutTroubled(name: string, step: Step): Promise<{ count: number; troubled: number }> {
    const except: number[] = []
    let suspect: number | undefined
    for (;;) {
      const round = newRound(except)
      try {
        return { count: await database.transaction((tx) => step(tx, round)), troubled: except.length }
      } catch (error) {
        if (round.at === undefined || except.length === MOST_TROUBLED) throw error
        // Once may have been the database going away in the middle; an issue in trouble fails again.
        if (round.at !== suspect) {
          suspect = round.at
          continue
        }
        log.error({ err: error, step: name, issue: round.at }, 'an issue could not be dealt with; going on without it')
        except.push(round.at)
      }
    }
  }

  return {
    name: 'issue-clocks',
    title: '事项计时',
    schedule: schedule('* * * * *'),
    graceMs: 5 * MINUTE,
    missed: 'latest',
    limitMs: 5 * MINUTE,
    run: async (_slot, now) => {
      const outcomes: string[] = []
      let told = 0
      let failed: unknown
      const due = await mayBeDue(database.client, now)
      const steps = stepsAt(now, { calendar, quietHours })
      for (const name of Object.keys(steps) as TimeStep[]) {
        const step = due.has(name) ? steps[name] : undefined
        if (!step) continue
        try {
          const { count, troubled } = await withoutTroubled(name, step)
          told += count
          outcomes.push(`${name} ${count}${troubled > 0 ? ` (${troubled} in trouble)` : ''}`)
        } catch (error) {
          log.error({ err: error, step: name }, 'a step of the issue clocks failed; the next minute will try again')
          outcomes.push(`${name} failed`)
          failed = error
        }
      }
      if (told > 0) spoke()
      // The steps that were done stay done; the ledger and /状态 are to know of the others.
      if (failed) throw new Error(outcomes.join(', '), { cause: failed })
      return outcomes.join(', ') || 'nothing due'
    },
  }
}

type Step = (tx: Tx, round: Round) => Promise<number>

/** What is to be done at `now`; each says how many it did. */
function stepsAt(
  now: Date,
  { calendar, quietHours }: Pick<IssueClocksOptions, 'calendar' | 'quietHours'>,
): Readonly<Partial<Record<TimeStep, Step>>> {
  const timing = { now, calendar }
  const quiet = quietHours !== undefined && isQuiet(quietHours, now)
  const each =
    <T extends Found>(
      find: (tx: Tx, round: Round) => Promise<readonly T[]>,
      tell: (tx: Tx, found: T, now: Date) => Promise<void>,
    ): Step =>
    async (tx, round) => {
      // The transaction may be run again; what failed in it before is of no account then.
      round.at = undefined
      const all = await find(tx, round)
      for (const one of all) {
        round.at = idOf(one)
        await tell(tx, one, now)
      }
      round.at = undefined
      return all.length
    }
  return {
    closed: each((tx, round) => closeSilent(tx, timing, round), announce),
    unanswered: each((tx, round) => supplyOverdue(tx, timing, round), announce),
    resumed: each((tx, round) => resumeHeld(tx, timing, round), announce),
    settled: each((tx, round) => settleLimits(tx, timing, round), announce),
    reminded: each((tx, round) => remindersDue(tx, { ...timing, quiet }, round), tellReminder),
    ...(quiet ? {} : { silent: each((tx, round) => progressDue(tx, timing, round), tellProgressDue) }),
    placeless: each((tx, round) => placelessDrafts(tx, now, round), tellPlaceless),
  }
}

/** What a step finds: an issue, or something about one. */
type Found = { readonly id: number } | { readonly issue: { readonly id: number } }

function idOf(found: Found): number {
  return 'issue' in found ? found.issue.id : found.id
}
