import type { Tx } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { NoCalendar, type WorkCalendar } from '../time/work-calendar.ts'
import { addWorkingMinutes, isWorkingTime, WORKDAY_MINUTES, workingMinutesBetween } from '../time/working-time.ts'
import { type KnownPost, postOf } from './post.ts'

/** So much working time before an answer is due the staff are reminded, in minutes: half a working day. */
const BEFORE = WORKDAY_MINUTES / 2
/** Once when it is due, then once a working day; after a week of it another line would change nothing. */
const MOST_REMINDERS = 6
/** 心愿 that last are given a word once a year; where none came, the staff are asked again after a month. */
const YEAR_MONTHS = 12
const ASK_AGAIN_MS = 30 * 24 * 60 * 60_000

/**
 * Whether somebody is at work who can be reminded. In a year without a calendar nobody knows which days are worked, and
 * office hours of any day are good enough: nothing is counted by them.
 */
export function staffAtWork(now: Date, calendar: WorkCalendar): boolean {
  return withCalendar(() => isWorkingTime(now, calendar), true)
}

/** What `ask` finds, or something else where the way leads into a year of which nobody has told which days are worked. */
function withCalendar<T>(ask: () => T, otherwise: T): T {
  try {
    return ask()
  } catch (error) {
    if (error instanceof NoCalendar) return otherwise
    throw error
  }
}

/** Which reminder of a due answer it is time for: 0 none, 1 before, 2 when it is due, 3 a working day later … */
export function reminderStage(due: Date, now: Date, calendar: WorkCalendar): number {
  if (now < due) return soon(now, calendar) >= due ? 1 : 0
  const late = withCalendar(() => workingMinutesBetween(due, now, calendar), 0)
  return Math.min(MOST_REMINDERS, 2 + Math.floor(late / WORKDAY_MINUTES))
}

/** What is due by then is due soon. */
function soon(now: Date, calendar: WorkCalendar): Date {
  return withCalendar(() => addWorkingMinutes(now, BEFORE, calendar), now)
}

/** A post of which the staff are to be reminded now, and for the which time. */
export interface Owed {
  readonly post: KnownPost
  readonly stage: number
}

/** Posts whose answer is due soon or overdue and of which the staff have not been reminded yet, the most urgent first. */
export async function owedAnswers(
  tx: Tx,
  communityId: CommunityId,
  now: Date,
  calendar: WorkCalendar,
): Promise<Owed[]> {
  const rows = await tx.post.findMany({
    where: {
      communityId,
      state: 'PASSED',
      answeredAt: null,
      reminded: { lt: MOST_REMINDERS },
      // No working time is longer than the calendar's: what is due later is not due soon.
      answerDueAt: { not: null, lte: soon(now, calendar) },
    },
    orderBy: [{ answerDueAt: 'asc' }, { id: 'asc' }],
  })
  return rows.flatMap((row) => {
    const stage = row.answerDueAt ? reminderStage(row.answerDueAt, now, calendar) : 0
    return stage > row.reminded ? [{ post: postOf(row), stage }] : []
  })
}

/** Notes, in the transaction in which it is said, that the staff were reminded. */
export async function noteReminded(tx: Tx, owed: readonly Owed[]): Promise<void> {
  for (const { post, stage } of owed) await tx.post.update({ where: { id: post.id }, data: { reminded: stage } })
}

/** Open wishes of which those who have them have heard nothing for a year, and of which the staff were not asked lately. */
export async function silentWishes(tx: Tx, communityId: CommunityId, now: Date): Promise<KnownPost[]> {
  const yearAgo = new Date(now)
  yearAgo.setUTCMonth(yearAgo.getUTCMonth() - YEAR_MONTHS)
  const rows = await tx.post.findMany({
    where: {
      communityId,
      kind: 'WISH',
      state: 'PASSED',
      AND: [
        { OR: [{ fate: null }, { fate: 'DOING' }] },
        { OR: [{ lastWordAt: { lte: yearAgo } }, { lastWordAt: null, at: { lte: yearAgo } }] },
        { OR: [{ yearAskedAt: null }, { yearAskedAt: { lte: new Date(now.getTime() - ASK_AGAIN_MS) } }] },
      ],
    },
    orderBy: { id: 'asc' },
  })
  return rows.map(postOf)
}

/** Notes, in the transaction in which it is said, that the staff were asked for the yearly word. */
export async function noteYearAsked(tx: Tx, wishes: readonly KnownPost[], now: Date): Promise<void> {
  await tx.post.updateMany({ where: { id: { in: wishes.map(({ id }) => id) } }, data: { yearAskedAt: now } })
}
