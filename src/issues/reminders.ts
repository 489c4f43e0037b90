import type { Tx } from '../database/database.ts'
import type { IssueEvent, Prisma } from '../database/types.ts'
import { type Limit, type LimitUnit, limitCode, limitMinutes, minutesLeft, resume } from '../time/limit.ts'
import { NoCalendar } from '../time/work-calendar.ts'
import { categoryOf, isCategoryCode } from './categories.ts'
import { clockUnit, dueFrom, responseDueFrom, type Timing } from './clocks.ts'
import { type PlacedIssue, placedIssues } from './issue.ts'
import { OPEN_STATES } from './lifecycle.ts'
import { LOST, recordMove } from './record.ts'
import { newRound } from './round.ts'

/** Percent of a limit gone by, and who is told then: the owner in private, staff, the secretary, the street's list. */
const STEPS = [
  { percent: 80, to: 'owner' },
  { percent: 100, to: 'staff' },
  { percent: 200, to: 'secretary' },
  { percent: 300, to: 'street' },
] as const

export type ReminderStep = (typeof STEPS)[number]

export interface Reminder {
  readonly issue: PlacedIssue
  readonly event: IssueEvent
  /** which of the two limits it is about */
  readonly clock: 'response' | 'main'
  readonly percent: ReminderStep['percent']
  readonly to: ReminderStep['to']
  /** when it was or will be due */
  readonly dueAt: Date
}

/** A progress line is due every three working days. */
const PROGRESS_LIMIT = { amount: 3, unit: 'WD' } as const
/** Three working days are at least the time from 08:00 of the first to 18:00 of the third. */
export const SHORTEST_PROGRESS_MS = 58 * 3_600_000
/** And with the longest holidays around them less than this. */
const LONGEST_PROGRESS_MS = 30 * 24 * 3_600_000

/**
 * Whom to remind of which limit now. Each step of each limit comes up once: where several were passed since the last look
 * only the highest is told. While nobody has answered, it is the response limit that counts, then the main one; a limit
 * set anew (extension, rework, reopening) is reminded of anew. At night (`quiet`) only what is dangerous is told; the rest
 * is found again in the morning. What is paused, stopped or without a known limit is not reminded of.
 */
export async function remindersDue(
  tx: Tx,
  timing: Timing & { readonly quiet: boolean },
  round = newRound(),
): Promise<Reminder[]> {
  const running = {
    state: { in: RUNNING },
    reminded: { lt: STEPS.length },
    id: { notIn: [...round.except] },
    ...(timing.quiet ? { dangerous: true } : {}),
  }
  // Of the many kinds few are there at a time, and each asks about limits of its own.
  const kinds = await tx.issue.groupBy({ by: ['category'], where: running })
  if (kinds.length === 0) return []
  const codes = kinds.map(({ category }) => category)
  const issues = await placedIssues(tx, {
    where: { ...running, OR: candidates(codes, timing) },
    orderBy: [{ dangerous: 'desc' }, { id: 'asc' }],
  })
  const reminders: Reminder[] = []
  for (const issue of issues) {
    round.at = issue.id
    const reminder = await remind(tx, issue, timing)
    if (reminder) reminders.push(reminder)
  }
  return reminders
}

/** Whatever has a clock that runs is in one of these. */
export const RUNNING = OPEN_STATES.filter((state) => state !== 'RESOLVED')

/** The response limit is two hours at most; a fifth of it is what is left at 80 %. */
const LAST_OF_RESPONSE_MS = 24 * 60_000

/**
 * What of these kinds can have passed a step it was not reminded of, so that a minute in which nothing is due reads no issue at
 * all: by the kind's own limit exactly, where a limit was set anew more than that.
 */
function candidates(codes: readonly string[], { calendar, now }: Timing): Prisma.IssueWhereInput[] {
  const unlimited = codes.filter((code) => !limitOf(code))
  return [
    { responseDueAt: { lte: new Date(now.getTime() + LAST_OF_RESPONSE_MS) } },
    {
      responseDueAt: null,
      dueAt: { not: null },
      OR: [{ extensions: { gt: 0 } }, { reworks: { gt: 0 } }, { category: { in: unlimited } }],
    },
    ...kindsByLimit(codes).map(({ limit, codes }) => ({
      responseDueAt: null,
      category: { in: codes },
      OR: STEPS.map(({ percent }, reminded) => {
        const left = limitMinutes(limit) * (1 - percent / 100)
        return { reminded, dueAt: dueWithin(left, limit.unit, { calendar, now }) }
      }),
    })),
  ]
}

/** Dates with so many minutes left or less, in the time of `unit`; any date where that cannot be told. */
function dueWithin(left: number, unit: LimitUnit, { calendar, now }: Timing): Prisma.DateTimeNullableFilter {
  try {
    // A minute more, which leads over a night that stands between two dates with as much left.
    return { lte: resume(now, left + 1, unit, calendar) }
  } catch (error) {
    if (error instanceof NoCalendar) return { not: null }
    throw error
  }
}

/** The kinds among these that have a limit, those with the same together. */
function kindsByLimit(codes: readonly string[]): { limit: Limit; codes: string[] }[] {
  const kinds = new Map<string, { limit: Limit; codes: string[] }>()
  for (const code of codes) {
    const limit = limitOf(code)
    if (!limit) continue
    const same = kinds.get(limitCode(limit))
    if (same) same.codes.push(code)
    else kinds.set(limitCode(limit), { limit, codes: [code] })
  }
  return [...kinds.values()]
}

/** A kind that is not in the table is in trouble when its issue is looked at, not before. */
function limitOf(code: string): Limit | undefined {
  return isCategoryCode(code) ? categoryOf(code).limit : undefined
}

async function remind(tx: Tx, issue: PlacedIssue, timing: Timing): Promise<Reminder | undefined> {
  const clock = issue.responseDueAt ? 'response' : 'main'
  const dueAt = issue.responseDueAt ?? issue.dueAt
  if (!dueAt) return undefined
  const used = clock === 'response' ? responseUsed(issue, dueAt, timing) : await mainUsed(tx, issue, dueAt, timing)
  const passed = used === undefined ? 0 : STEPS.filter(({ percent }) => used >= percent).length
  const step = STEPS[passed - 1]
  if (!step || passed <= issue.reminded) return undefined
  const recorded = await recordMove(
    tx,
    issue,
    { reminded: passed },
    {
      action: 'remind',
      hat: 'bot',
      now: timing.now,
      data: { by: '小格', clock, percent: step.percent, to: step.to },
    },
  )
  return recorded === LOST ? undefined : { ...recorded, clock, dueAt, percent: step.percent, to: step.to }
}

/** Percent of the response limit gone by, by the plain clock. */
function responseUsed(issue: PlacedIssue, dueAt: Date, { calendar, now }: Timing): number {
  // The length is that of the report, also where the limit began anew with a reopening.
  const length = responseDueFrom(issue.reportedAt, issue.dangerous, calendar).getTime() - issue.reportedAt.getTime()
  return 100 + ((now.getTime() - dueAt.getTime()) / length) * 100
}

/** Percent of the main limit gone by, in its own time: pauses do not count. Undefined without a calendar. */
async function mainUsed(
  tx: Tx,
  issue: PlacedIssue,
  dueAt: Date,
  { calendar, now }: Timing,
): Promise<number | undefined> {
  try {
    const unit = clockUnit(issue.category)
    const left = minutesLeft(now, dueAt, unit, calendar)
    const total = await mainTotal(tx, issue, dueAt, unit, calendar)
    return total > 0 ? (1 - left / total) * 100 : undefined
  } catch (error) {
    if (error instanceof NoCalendar) return undefined
    throw error
  }
}

/** How long the main limit is: the kind's own, or from the promise or the call for rework to the date set then. */
async function mainTotal(
  tx: Tx,
  issue: PlacedIssue,
  dueAt: Date,
  unit: LimitUnit,
  calendar: Timing['calendar'],
): Promise<number> {
  const { limit } = categoryOf(issue.category)
  if (limit && issue.extensions === 0 && issue.reworks === 0) return limitMinutes(limit)
  const events = await tx.issueEvent.findMany({
    where: { issueId: issue.id, action: { in: ['extend', 'rework', 'reopen'] } },
    orderBy: { seq: 'desc' },
  })
  const setBy = events.find(({ action, data }) => action !== 'extend' || (data as { step?: string }).step === 'granted')
  if (limit && (!setBy || setBy.action === 'reopen')) return limitMinutes(limit)
  return minutesLeft(setBy?.at ?? issue.reportedAt, dueAt, unit, calendar)
}

/** Where somebody is at work on it. */
export const WORKED_ON = ['ACCEPTED', 'ESCALATED', 'DISPATCHED', 'IN_PROGRESS'] as const

/** Work without a word for three working days. */
export interface ProgressDue {
  readonly issue: PlacedIssue
  readonly event: IssueEvent
  /** the last word, or where there is none the report */
  readonly since: Date
}

/**
 * Issues somebody is at work on and nobody has said a word about for three working days. Each comes up once in three
 * working days. Those whose days cannot be counted for want of a calendar are left out.
 */
export async function progressDue(tx: Tx, { calendar, now }: Timing, round = newRound()): Promise<ProgressDue[]> {
  const before = lastPassed({ calendar, now })
  const issues = await placedIssues(tx, {
    where: {
      state: { in: [...WORKED_ON] },
      OR: [{ lastWordAt: { lte: before } }, { lastWordAt: null, reportedAt: { lte: before } }],
      // Where many are silent, nearly all have been asked about already: they are not to be read each minute.
      events: { none: { action: 'progress-due', at: { gt: before } } },
      id: { notIn: [...round.except] },
    },
    orderBy: { id: 'asc' },
  })
  const silent: ProgressDue[] = []
  for (const issue of issues) {
    round.at = issue.id
    const since = issue.lastWordAt ?? issue.reportedAt
    if (!hasPassed(since, { calendar, now })) continue
    const asked = await tx.issueEvent.findFirst({
      where: { issueId: issue.id, action: 'progress-due', at: { gte: since } },
      orderBy: { seq: 'desc' },
    })
    if (asked && !hasPassed(asked.at, { calendar, now })) continue
    const parts = { action: 'progress-due', hat: 'bot' as const, now, data: { by: '小格', since: since.toISOString() } }
    const recorded = await recordMove(tx, issue, {}, parts)
    if (recorded !== LOST) silent.push({ ...recorded, since })
  }
  return silent
}

/** The last moment from which the time for a progress line has gone by, to the minute: of later ones it certainly has not. */
function lastPassed({ calendar, now }: Timing): Date {
  let passed = now.getTime() - LONGEST_PROGRESS_MS
  let not = now.getTime() - SHORTEST_PROGRESS_MS + 1
  // A year without a calendar says nothing, so each has to be looked at.
  if (!hasPassed(new Date(passed), { calendar, now })) return new Date(not - 1)
  while (not - passed > 60_000) {
    const middle = Math.floor((passed + not) / 2)
    if (hasPassed(new Date(middle), { calendar, now })) passed = middle
    else not = middle
  }
  return new Date(not)
}

function hasPassed(since: Date, { calendar, now }: Timing): boolean {
  const due = dueFrom(since, PROGRESS_LIMIT, calendar)
  return due.kind === 'at' && due.at <= now
}
