import { setImmediate as giveWay } from 'node:timers/promises'
import type { Db } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import type { CommunityId, GridId } from '../ids.ts'
import { NoCalendar, type WorkCalendar } from '../time/work-calendar.ts'
import { workingMinutesBetween } from '../time/working-time.ts'
import type { Outcome, Rating } from './lifecycle.ts'

/** Fewer than this are too few to say anything (样本少). */
const FEW = 5
/** 基本满意 counts nine tenths. */
const FAIRLY_WEIGHT = 0.9
const NOT_COUNTED: readonly (Outcome | null)[] = ['VOID', 'WITHDRAWN', 'DUPLICATE']

/** A share, never without what it is a share of. */
export interface Share {
  readonly numerator: number
  readonly denominator: number
  /** undefined where the denominator is 0 */
  readonly value: number | undefined
  /** 样本少 */
  readonly few: boolean
}

/** How long something took, in minutes: half of the cases took no longer than `p50`, nine in ten no longer than `p90`. */
export interface Durations {
  readonly count: number
  readonly p50: number | undefined
  readonly p90: number | undefined
  readonly few: boolean
}

export interface Figures {
  readonly reported: number
  readonly notCounted: { readonly void: number; readonly withdrawn: number; readonly duplicate: number }
  /** reported less the three above: what the shares are taken of */
  readonly counted: number
  /** 响应率: first human answer in time / counted */
  readonly responded: Share
  /** 按时办结率: resolved or answered in time / due */
  readonly onTime: Share
  /** 解决率: the resident says solved / rated */
  readonly solved: Share
  /** 满意率: (满意 + 0.9 × 基本满意) / rated */
  readonly satisfied: Share
  /** 重开率: closed and opened again / ever closed */
  readonly reopened: Share
  /** 返工率: sent back to work / ever resolved */
  readonly reworked: Share
  /** 退回率: returned by a unit / ever dispatched */
  readonly returned: Share
  /** 见证率: residents invited to see it / ever resolved */
  readonly witnessed: Share
  readonly response: { readonly real: Durations; readonly working: Durations }
  readonly resolution: { readonly real: Durations; readonly working: Durations }
}

export interface FiguresOf {
  readonly communityId: CommunityId
  /** only this grid's */
  readonly gridId?: GridId | undefined
  /** reported from here on, and before there */
  readonly from: Date
  readonly to: Date
  readonly now: Date
  readonly calendar: WorkCalendar
}

const READ = {
  id: true,
  state: true,
  outcome: true,
  reportedAt: true,
  dueAt: true,
  dueLeft: true,
  events: { orderBy: { seq: 'asc' }, select: { id: true, action: true, to: true, at: true, data: true } },
} satisfies Prisma.IssueSelect
type ReadIssue = Prisma.IssueGetPayload<{ select: typeof READ }>
type Event = ReadIssue['events'][number]

interface Case {
  readonly issue: Omit<ReadIssue, 'events'>
  /** what happened and was not taken back */
  readonly events: readonly Event[]
}

/** So many issues are read in one go: some 20 ms, in which nothing else is done. */
const PAGE = 300

/**
 * The figures of what was reported in a period, as of `now`. Guesses that nobody confirmed are no reports. Silence is
 * never 满意; what was declined or transferred never counts as solved or resolved in time, and is due only if its limit
 * had passed. An issue without a limit, or with one nobody can know yet, is never due. Nothing is told by person.
 */
export async function figures(db: Db, of: FiguresOf): Promise<Figures> {
  const { now, calendar } = of
  const issues = await reportedIn(db, of)
  const withOutcome = (outcome: Outcome) => issues.filter((issue) => issue.outcome === outcome).length
  const cases = issues
    .filter(({ outcome }) => !NOT_COUNTED.includes(outcome))
    .map(({ events, ...issue }): Case => ({ issue, events: standing(events) }))

  const resolved = cases.filter((one) => did(one, 'resolve'))
  const due = cases.map((one) => dueness(one, now))
  const rated = cases.flatMap((one) => ratingOf(one) ?? [])
  const weights: Record<Rating, number> = { SATISFIED: 1, FAIRLY: FAIRLY_WEIGHT, UNSATISFIED: 0 }
  const points = rated.reduce((sum, { rating }) => sum + weights[rating], 0)
  return {
    reported: issues.length,
    notCounted: { void: withOutcome('VOID'), withdrawn: withOutcome('WITHDRAWN'), duplicate: withOutcome('DUPLICATE') },
    counted: cases.length,
    responded: share(cases.filter((one) => answeredInTime(one)).length, cases.length),
    onTime: share(due.filter((is) => is === 'in time').length, due.filter((is) => is !== 'not due').length),
    solved: share(rated.filter(({ solved }) => solved).length, rated.length),
    // Tenths added up as binary fractions would show (2.7000000000000002).
    satisfied: share(Math.round(points * 10) / 10, rated.length),
    reopened: share(cases.filter((one) => did(one, 'reopen')).length, cases.filter(everClosed).length),
    reworked: share(resolved.filter((one) => did(one, 'rework')).length, resolved.length),
    returned: share(
      cases.filter((one) => did(one, 'return')).length,
      cases.filter((one) => did(one, 'dispatch')).length,
    ),
    witnessed: share(resolved.filter((one) => did(one, 'witness')).length, resolved.length),
    response: durations(cases, responseEvent, calendar),
    resolution: durations(cases, resolutionEvent, calendar),
  }
}

/** What was reported in the period, stretch by stretch: others have their turn in between. */
async function reportedIn(db: Db, { communityId, gridId, from, to }: FiguresOf): Promise<ReadIssue[]> {
  const issues: ReadIssue[] = []
  for (let since = from; since < to; await giveWay()) {
    const reportedAt = { gte: since, lt: to }
    const next = await db.issue.findFirst({
      where: { communityId, reportedAt },
      orderBy: { reportedAt: 'asc' },
      skip: PAGE,
      select: { reportedAt: true },
    })
    // However many were reported in one moment, it goes on.
    const until = next ? new Date(Math.max(next.reportedAt.getTime(), since.getTime() + 1)) : to
    const some = await db.issue.findMany({
      where: {
        communityId,
        reportedAt: { gte: since, lt: until },
        state: { not: 'DRAFT' },
        ...(gridId === undefined ? {} : { gridId }),
      },
      select: READ,
    })
    issues.push(...some)
    since = until
  }
  return issues
}

/** The events that count: neither those taken back nor the taking back. */
function standing(events: readonly Event[]): Event[] {
  const undone = new Set(
    events.map(({ action, data }) => (action === 'undo' ? (data as { undid?: number }).undid : undefined)),
  )
  return events.filter(({ id, action }) => action !== 'undo' && !undone.has(id))
}

function did({ events }: Case, action: string): boolean {
  return events.some((event) => event.action === action)
}

function everClosed({ events }: Case): boolean {
  return events.some(({ to }) => to === 'CLOSED')
}

/** What the moves wrote down about the limits they stopped (`effects.ts`). */
interface LimitData {
  readonly response?: { readonly inTime: boolean | null }
  readonly limit?: { readonly inTime: boolean | null }
  readonly rating?: Rating
}

const dataOf = ({ data }: Event) => data as unknown as LimitData

/** The first word of a person at work. */
function responseEvent({ events }: Case): Event | undefined {
  return events.find((event) => dataOf(event).response !== undefined)
}

function answeredInTime(one: Case): boolean {
  const event = responseEvent(one)
  return event !== undefined && dataOf(event).response?.inTime === true
}

/** What ended the work for good, so far: after a rework or a reopening the one that followed. */
function resolutionEvent({ issue, events }: Case): Event | undefined {
  const ended = issue.state === 'RESOLVED' || issue.outcome === 'FIXED' || issue.outcome === 'ANSWERED'
  return ended ? events.findLast(({ action }) => action === 'resolve' || action === 'answer') : undefined
}

function dueness(one: Case, now: Date): 'in time' | 'late' | 'not due' {
  const { issue, events } = one
  const resolution = resolutionEvent(one)
  if (resolution) {
    const inTime = dataOf(resolution).limit?.inTime ?? null
    if (inTime === null) return 'not due'
    return inTime ? 'in time' : 'late'
  }
  if (issue.state === 'CLOSED') {
    const end = events.findLast((event) => dataOf(event).limit !== undefined)
    return end && dataOf(end).limit?.inTime === false ? 'late' : 'not due'
  }
  const late = issue.dueAt === null ? (issue.dueLeft ?? 0) < 0 : issue.dueAt < now
  return late ? 'late' : 'not due'
}

/** What the resident said last, and whether that means solved. */
function ratingOf({ issue, events }: Case): { rating: Rating; solved: boolean } | undefined {
  const last = events.findLast(({ action }) => action === 'rate')
  const rating = last && dataOf(last).rating
  if (!rating) return undefined
  const ended = issue.outcome === 'FIXED' || issue.outcome === 'ANSWERED'
  return { rating, solved: ended && rating !== 'UNSATISFIED' }
}

function share(numerator: number, denominator: number): Share {
  const value = denominator === 0 ? undefined : numerator / denominator
  return { numerator, denominator, value, few: denominator < FEW }
}

function durations(
  cases: readonly Case[],
  endOf: (one: Case) => Event | undefined,
  calendar: WorkCalendar,
): { real: Durations; working: Durations } {
  const spans = cases.flatMap((one) => {
    const end = endOf(one)
    return end ? [{ from: one.issue.reportedAt, to: end.at }] : []
  })
  return {
    real: spread(spans.map(({ from, to }) => (to.getTime() - from.getTime()) / 60_000)),
    working: spread(spans.flatMap(({ from, to }) => workingMinutes(from, to, calendar))),
  }
}

/** Nothing where a day in between belongs to a year without a calendar. */
function workingMinutes(from: Date, to: Date, calendar: WorkCalendar): number[] {
  try {
    return [workingMinutesBetween(from, to, calendar)]
  } catch (error) {
    if (error instanceof NoCalendar) return []
    throw error
  }
}

/** By nearest rank: a figure that some case really had. */
function spread(minutes: readonly number[]): Durations {
  const sorted = [...minutes].sort((a, b) => a - b)
  const rank = (percent: number) => sorted[Math.ceil((percent / 100) * sorted.length) - 1]
  return { count: sorted.length, p50: rank(50), p90: rank(90), few: sorted.length < FEW }
}
