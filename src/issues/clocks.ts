import type { Issue } from '../database/types.ts'
import { deadline, type Limit, type LimitUnit, minutesLeft, resume } from '../time/limit.ts'
import { NoCalendar, type WorkCalendar } from '../time/work-calendar.ts'
import { isWorkingTime } from '../time/working-time.ts'
import { type Category, categoryOf } from './categories.ts'
import type { Due } from './result.ts'

// Response: 10 minutes when dangerous, 30 in working time, 2 hours otherwise (issue-lifecycle.md, Clocks).
const DANGER_RESPONSE_MS = 10 * 60_000
const WORKING_RESPONSE_MS = 30 * 60_000
const OTHER_RESPONSE_MS = 120 * 60_000

/** What is asked of work that has to be done again: at least this, unless the kind itself has less. Ours. */
const REWORK_LIMIT: Limit = { amount: 1, unit: 'WD' }

/** Time as the clocks need it. */
export interface Timing {
  readonly calendar: WorkCalendar
  readonly now: Date
}

/** The clock columns of an issue. */
export type ClockChanges = Partial<
  Pick<
    Issue,
    | 'responseDueAt'
    | 'respondedAt'
    | 'dueAt'
    | 'dueLeft'
    | 'responseLeft'
    | 'pausedAt'
    | 'arrivalDueAt'
    | 'holdUntil'
    | 'reminded'
    | 'stateBefore'
  >
>

/** Undefined where the answer depends on a year without a calendar. */
function unlessUnknown<T>(compute: () => T): T | undefined {
  try {
    return compute()
  } catch (error) {
    if (error instanceof NoCalendar) return undefined
    throw error
  }
}

/** When something begun at `start` is due. Never fails for want of a calendar: then it is `unknown`. */
export function dueFrom(start: Date, limit: Limit | undefined, calendar: WorkCalendar): Due {
  if (!limit) return { kind: 'none' }
  const at = unlessUnknown(() => deadline(start, limit, calendar))
  return at ? { kind: 'at', at } : { kind: 'unknown' }
}

/** As it is kept: null where there is no date. */
export function dateOf(due: Due): Date | null {
  return due.kind === 'at' ? due.at : null
}

/**
 * By when a person should have answered something reported at `at`, in minutes of the clock. For a year without a
 * calendar nobody knows whether it is working time; then the longer time holds.
 */
export function responseDueFrom(at: Date, dangerous: boolean, calendar: WorkCalendar): Date {
  if (dangerous) return new Date(at.getTime() + DANGER_RESPONSE_MS)
  const atWork = unlessUnknown(() => isWorkingTime(at, calendar)) ?? false
  return new Date(at.getTime() + (atWork ? WORKING_RESPONSE_MS : OTHER_RESPONSE_MS))
}

/** By when a unit should be there unless staff said otherwise: 1 UH for P0, 4 WH for P1, 1 WD for the rest. Ours. */
export function arrivalLimit({ priority }: Category): Limit {
  if (priority === 'P0') return { amount: 1, unit: 'UH' }
  return priority === 'P1' ? { amount: 4, unit: 'WH' } : { amount: 1, unit: 'WD' }
}

/** The time a kind's clock runs in. A promised date on a kind without a limit runs by the plain clock. */
export function clockUnit(category: string): LimitUnit {
  return categoryOf(category).limit?.unit ?? 'UH'
}

/** What is left on the main clock, in whole minutes of its own time; null where it does not run or cannot be told. */
export function leftOn(issue: Pick<Issue, 'category' | 'dueAt'>, { calendar, now }: Timing): number | null {
  const { dueAt, category } = issue
  if (!dueAt) return null
  const left = unlessUnknown(() => minutesLeft(now, dueAt, clockUnit(category), calendar))
  return left === undefined ? null : Math.round(left)
}

/** Both clocks at the start: when reported, confirmed or reopened. */
export function freshClocks(category: Category, { calendar, now }: Timing): { changes: ClockChanges; due: Due } {
  const due = dueFrom(now, category.limit, calendar)
  const changes = {
    responseDueAt: responseDueFrom(now, category.dangerous, calendar),
    respondedAt: null,
    dueAt: dateOf(due),
    dueLeft: null,
    responseLeft: null,
    pausedAt: null,
    arrivalDueAt: null,
    holdUntil: null,
    reminded: 0,
    stateBefore: null,
  }
  return { changes, due }
}

/** Stops the main clock and keeps what was left. The response clock needs none of this: whoever pauses has answered. */
export function pausedClocks(issue: Issue, timing: Timing): ClockChanges {
  return { dueLeft: leftOn(issue, timing), dueAt: null, pausedAt: timing.now, stateBefore: issue.state }
}

/** Goes on with what was left. What was overdue when it stopped is overdue by as much. */
export function resumedClocks(issue: Issue, { calendar, now }: Timing): { changes: ClockChanges; due: Due } {
  const { dueLeft, category } = issue
  let due: Due
  if (dueLeft === null) {
    due = categoryOf(category).limit ? { kind: 'unknown' } : { kind: 'none' }
  } else {
    const at = unlessUnknown(() => resume(now, dueLeft, clockUnit(category), calendar))
    due = at ? { kind: 'at', at } : { kind: 'unknown' }
  }
  return { changes: { dueAt: dateOf(due), dueLeft: null, pausedAt: null, holdUntil: null, stateBefore: null }, due }
}

/** RESOLVED: everything stands; what was left is kept for the case that the work has to be done again. */
export function resolvedClocks(issue: Issue, timing: Timing): ClockChanges {
  return { ...closedClocks(), dueLeft: leftOn(issue, timing) }
}

/** CLOSED: nothing runs, nothing is left. */
export function closedClocks(): ClockChanges {
  return {
    responseDueAt: null,
    dueAt: null,
    dueLeft: null,
    responseLeft: null,
    pausedAt: null,
    arrivalDueAt: null,
    holdUntil: null,
    stateBefore: null,
  }
}

/** Back to work: what was left when it was resolved, but no less than 1 WD or the kind's own limit, whichever is shorter. */
export function reworkClocks(issue: Issue, timing: Timing): { changes: ClockChanges; due: Due } {
  const { now, calendar } = timing
  const { limit } = categoryOf(issue.category)
  const rest = resumedClocks(issue, timing)
  if (!limit && rest.due.kind !== 'at') return { changes: { ...rest.changes, reminded: 0 }, due: { kind: 'none' } }
  const least = [dueFrom(now, REWORK_LIMIT, calendar), dueFrom(now, limit, calendar)].flatMap((due) =>
    due.kind === 'at' ? [due.at.getTime()] : [],
  )
  const floor = least.length > 0 ? Math.min(...least) : undefined
  const times = [rest.due.kind === 'at' ? rest.due.at.getTime() : undefined, floor].filter((time) => time !== undefined)
  const due: Due = times.length > 0 ? { kind: 'at', at: new Date(Math.max(...times)) } : { kind: 'unknown' }
  return { changes: { ...rest.changes, dueAt: dateOf(due), reminded: 0 }, due }
}
