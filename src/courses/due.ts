import { randomInt } from 'node:crypto'
import type { Tx } from '../database/database.ts'
import type { CourseSession, Prisma } from '../database/types.ts'
import { addDays, dayKey, instantOn } from '../time/shanghai.ts'
import { actOnCourse, type Moved } from './act.ts'
import { AFTER_LESSON_MS } from './attendance.ts'
import { courseOf, type KnownCourse, type Run, runOf } from './course.ts'

/** A lesson with its term and course. */
export interface Placed {
  readonly course: KnownCourse
  readonly run: Run
  readonly session: CourseSession
}

/** The evening before at this time, in minutes after midnight: shared/courses.md. */
const EVENING = 19 * 60
const HOUR_MS = 60 * 60_000
const LIVE: Prisma.CourseRunWhereInput = { state: { in: ['PUBLISHED', 'RUNNING'] } }
const WITH_RUN = { run: { include: { course: true } } } satisfies Prisma.CourseSessionInclude

/**
 * Whether a term is on, or one is over of which not everything was said. Where none is, as for half of the year, a minute does
 * nothing to courses.
 */
export async function isAnyTermOn(db: Pick<Tx, 'courseRun'>): Promise<boolean> {
  const run = await db.courseRun.findFirst({
    where: {
      OR: [LIVE, { state: 'ENDED', certifiedAt: null }, { state: 'ENDED', course: { state: 'SHOWCASE' } }],
    },
    select: { id: true },
  })
  return run !== null
}

/**
 * Lessons of tomorrow of which nobody was reminded yet, from 19:00 on. Only lessons that are to be held: of one that was moved
 * away or cancelled nobody is reminded.
 */
export async function eveningLessons(tx: Tx, now: Date): Promise<Placed[]> {
  const today = dayKey(now)
  if (now < instantOn(today, EVENING)) return []
  const rows = await tx.courseSession.findMany({
    where: {
      state: 'PLANNED',
      eveningToldAt: null,
      ...notToldOfSince(instantOn(today, EVENING)),
      run: LIVE,
      startsAt: { gte: instantOn(addDays(today, 1)), lt: instantOn(addDays(today, 2)) },
    },
    include: WITH_RUN,
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(placed)
}

/** Whoever was told a moment ago that a lesson was moved to now needs no reminder of it. */
function notToldOfSince(since: Date): Prisma.CourseSessionWhereInput {
  return { OR: [{ changeToldAt: null }, { changeToldAt: { lt: since } }] }
}

/** Lessons that begin within the hour. */
export async function hourLessons(tx: Tx, now: Date): Promise<Placed[]> {
  const rows = await tx.courseSession.findMany({
    where: {
      state: 'PLANNED',
      hourToldAt: null,
      ...notToldOfSince(new Date(now.getTime() - HOUR_MS)),
      run: LIVE,
      startsAt: { gt: now, lte: new Date(now.getTime() + HOUR_MS) },
    },
    include: WITH_RUN,
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(placed)
}

/** Lessons that are on and have no code yet. */
export async function beginningLessons(tx: Tx, now: Date): Promise<Placed[]> {
  const rows = await tx.courseSession.findMany({
    where: { state: 'PLANNED', code: null, run: LIVE, startsAt: { lte: now }, endsAt: { gt: now } },
    include: WITH_RUN,
    orderBy: { startsAt: 'asc' },
  })
  return rows.map(placed)
}

/** Lessons that are over, with the time in which people still sign in. */
export async function endedLessons(tx: Tx, now: Date): Promise<Placed[]> {
  const rows = await tx.courseSession.findMany({
    where: { state: 'PLANNED', run: LIVE, endsAt: { lte: new Date(now.getTime() - AFTER_LESSON_MS) } },
    include: WITH_RUN,
    orderBy: { startsAt: 'asc' },
  })
  return rows.map(placed)
}

/** Gives a lesson its code of the day; with the first lesson of a term the course runs. */
export async function beginLesson(tx: Tx, { course, run, session }: Placed, now: Date): Promise<string> {
  const code = await freshCode(tx)
  await tx.courseSession.update({ where: { id: session.id }, data: { code } })
  await startTerm(tx, course, run, now)
  return code
}

async function startTerm(tx: Tx, course: KnownCourse, run: Run, now: Date): Promise<void> {
  if (run.state !== 'PUBLISHED') return
  await tx.courseRun.update({ where: { id: run.id }, data: { state: 'RUNNING' } })
  await actOnCourse(tx, course, { action: 'start', actor: 'bot', now })
}

/** 4 digits that no other lesson bears that may still be signed in to. */
async function freshCode(tx: Tx): Promise<string> {
  for (;;) {
    const code = String(randomInt(1000, 10_000))
    if ((await tx.courseSession.count({ where: { code, state: 'PLANNED' } })) === 0) return code
  }
}

/** The lesson was held. True where nobody wrote down who was there. */
export async function closeLesson(tx: Tx, { course, run, session }: Placed, now: Date): Promise<boolean> {
  // Nobody was there to begin it: it was held all the same.
  await startTerm(tx, course, run, now)
  await tx.courseSession.update({ where: { id: session.id }, data: { state: 'HELD', closedAt: now } })
  return (await tx.attendance.count({ where: { sessionId: session.id } })) === 0
}

/** A term whose lessons are all over. */
export async function endedTerm(tx: Tx): Promise<{ readonly course: KnownCourse; readonly run: Run } | undefined> {
  const row = await tx.courseRun.findFirst({
    where: { state: 'RUNNING', sessions: { none: { state: 'PLANNED' } } },
    include: { course: true },
    orderBy: { id: 'asc' },
  })
  if (!row) return undefined
  const { course, ...run } = row
  return { course: courseOf(course), run: runOf(run) }
}

/** Ends a term: the course shows its results. */
export async function endTerm(tx: Tx, course: KnownCourse, run: Run, now: Date): Promise<Moved> {
  await tx.courseRun.update({ where: { id: run.id }, data: { state: 'ENDED' } })
  return actOnCourse(tx, course, { action: 'finish', actor: 'bot', now })
}

function placed({ run: row, ...session }: Prisma.CourseSessionGetPayload<{ include: typeof WITH_RUN }>): Placed {
  const { course, ...run } = row
  return { course: courseOf(course), run: runOf(run), session }
}
