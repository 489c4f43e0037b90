import type { Tx } from '../database/database.ts'
import type { Attendance, CourseSession, Enrolment } from '../database/types.ts'
import type { CommunityId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'

/** So long after a lesson its code is still taken, and only then is it over. */
export const AFTER_LESSON_MS = 30 * 60_000
/** So long after a lesson the lecturer may still correct who was there. */
export const CORRECT_WITHIN_MS = 24 * 60 * 60_000
/** So many lessons somebody may miss without a word; then others go first next term. */
export const NO_SHOWS_FORGIVEN = 1

/**
 * Those who have a place, in the order of the lecturer's list: number 1 is the first. Without the guardian's consent no child
 * stands on a list.
 */
export async function classOf(tx: Tx, runId: number): Promise<Enrolment[]> {
  const { forChildren } = await tx.courseRun.findUniqueOrThrow({ where: { id: runId }, select: { forChildren: true } })
  return tx.enrolment.findMany({
    where: { runId, state: 'CONFIRMED', ...(forChildren ? { consentId: { not: null } } : {}) },
    orderBy: [{ seq: 'asc' }, { id: 'asc' }],
  })
}

/** The lesson that is on and bears this code, in a community. */
export async function lessonByCode(
  tx: Tx,
  communityId: CommunityId,
  code: string,
  now: Date,
): Promise<CourseSession | undefined> {
  const row = await tx.courseSession.findFirst({
    where: {
      code,
      state: 'PLANNED',
      run: { course: { communityId } },
      startsAt: { lte: now },
      endsAt: { gte: new Date(now.getTime() - AFTER_LESSON_MS) },
    },
  })
  return row ?? undefined
}

/** Notes that somebody is there, by the code of the day. @throws Refusal for who has no place */
export async function checkIn(
  tx: Tx,
  lesson: CourseSession,
  personId: PersonId,
  now: Date,
): Promise<{ readonly again: boolean }> {
  const enrolment = await tx.enrolment.findUnique({ where: { runId_personId: { runId: lesson.runId, personId } } })
  if (enrolment?.state !== 'CONFIRMED') throw new Refusal('您没有报上这门课，不用签到。想来听，请先问一下老师。')
  const where = { sessionId_enrolmentId: { sessionId: lesson.id, enrolmentId: enrolment.id } }
  const known = await tx.attendance.findUnique({ where })
  if (known) return { again: true }
  await tx.attendance.create({ data: { sessionId: lesson.id, enrolmentId: enrolment.id, by: 'code', at: now } })
  return { again: false }
}

/** Who was there according to the lecturer: these numbers of the list, or all but these. */
export type Roll = { readonly there: readonly number[] } | { readonly missing: readonly number[] }

/**
 * Reads 到 1 3 5, 到 1-6, 全到, 缺 2 4. Undefined for anything else. Pure.
 */
export function readRoll(text: string): Roll | undefined {
  const words = text
    .normalize('NFKC')
    .trim()
    .replace(/[。.]$/, '')
  if (/^(?:全到|全部到|都到|都来)(?:了|齐了?)?$/.test(words)) return { missing: [] }
  if (/^(?:一个|谁)都?没[到来]$/.test(words)) return { there: [] }
  const found = /^(到|缺|没到|没来|少)[\s:,]*((?:\d{1,3}(?:\s?[-~到]\s?\d{1,3})?[\s,、号]*)+)$/.exec(words)
  if (!found) return undefined
  const numbers: number[] = []
  for (const [, from, to] of (found[2] ?? '').matchAll(/(\d{1,3})(?:\s?[-~到]\s?(\d{1,3}))?/g)) {
    for (let number = Number(from); number <= Number(to ?? from); number += 1) numbers.push(number)
  }
  return found[1] === '到' ? { there: numbers } : { missing: numbers }
}

/**
 * Writes the lecturer's list over what he wrote before; who has signed in by the code stays. Resolves with how many of how
 * many are there.
 *
 * @throws Refusal for a number that is not on the list
 */
export async function callRoll(
  tx: Tx,
  lesson: CourseSession,
  roll: Roll,
  now: Date,
): Promise<{ readonly there: number; readonly of: number }> {
  const list = await classOf(tx, lesson.runId)
  const named = 'there' in roll ? roll.there : roll.missing
  const wrong = named.find((number) => number < 1 || number > list.length)
  if (list.length === 0) throw new Refusal('名单上还没有人。')
  if (wrong !== undefined)
    throw new Refusal(`名单上只有${list.length > 1 ? `1到${list.length}` : '1'}号，没有${wrong}号。`)
  const chosen = new Set(named)
  const listed = 'there' in roll
  const there = list.filter((_, index) => chosen.has(index + 1) === listed)
  // Where the lecturer says that somebody is missing, that is so even if somebody else gave away the code.
  const gone = 'missing' in roll ? {} : { by: 'list' }
  await tx.attendance.deleteMany({
    where: { sessionId: lesson.id, enrolmentId: { notIn: there.map(({ id }) => id) }, ...gone },
  })
  const known = await tx.attendance.findMany({ where: { sessionId: lesson.id }, select: { enrolmentId: true } })
  const fresh = there.filter(({ id }) => !known.some(({ enrolmentId }) => enrolmentId === id))
  await tx.attendance.createMany({
    data: fresh.map(({ id }) => ({ sessionId: lesson.id, enrolmentId: id, by: 'list', at: now })),
  })
  return { there: await tx.attendance.count({ where: { sessionId: lesson.id } }), of: list.length }
}

/** The lesson whose roll a lecturer may call now: the one that is on, or was last in the past day. */
export async function lessonToCall(tx: Tx, lecturer: PersonId, now: Date): Promise<CourseSession | undefined> {
  const row = await tx.courseSession.findFirst({
    where: {
      state: { in: ['PLANNED', 'HELD'] },
      run: { course: { lecturerId: lecturer }, state: { in: ['PUBLISHED', 'RUNNING', 'ENDED'] } },
      startsAt: { lte: now },
      endsAt: { gte: new Date(now.getTime() - CORRECT_WITHIN_MS) },
    },
    orderBy: { startsAt: 'desc' },
  })
  return row ?? undefined
}

/** How somebody took part in a term. */
export interface TermRecord {
  readonly enrolment: Enrolment
  readonly attended: number
  /** lessons of which it is known who was there */
  readonly recorded: number
  readonly minutes: number
}

/**
 * How those who have a place took part. A lesson of which nobody wrote down who was there counts for nobody and against
 * nobody; neither does one before somebody had the place.
 */
export async function recordsOf(tx: Tx, runId: number): Promise<TermRecord[]> {
  const lessons = await tx.courseSession.findMany({ where: { runId, state: 'HELD' }, include: { attendance: true } })
  const recorded = lessons.filter(({ attendance }) => attendance.length > 0)
  const list = await classOf(tx, runId)
  const since = await confirmedSince(tx, list)
  return list.map((enrolment) => {
    const theirs = recorded.filter(({ startsAt }) => startsAt >= (since.get(enrolment.id) ?? enrolment.at))
    const attended = theirs.filter(({ attendance }) => attendance.some((one) => isOf(one, enrolment)))
    return {
      enrolment,
      attended: attended.length,
      recorded: theirs.length,
      minutes: attended.reduce(
        (sum, { startsAt, endsAt }) => sum + (endsAt.getTime() - startsAt.getTime()) / 60_000,
        0,
      ),
    }
  })
}

const isOf = (one: Attendance, { id }: Enrolment) => one.enrolmentId === id

/** When each of them got the place: whoever came from the waiting list has missed nothing before. */
async function confirmedSince(tx: Tx, list: readonly Enrolment[]): Promise<ReadonlyMap<number, Date>> {
  const events = await tx.enrolmentEvent.findMany({
    where: {
      enrolmentId: { in: list.map(({ id }) => id) },
      to: 'CONFIRMED',
      OR: [{ from: null }, { from: { not: 'CONFIRMED' } }],
    },
    orderBy: { id: 'asc' },
  })
  return new Map(events.map(({ enrolmentId, at }) => [enrolmentId, at]))
}

/** Lessons missed without giving the place to somebody else. */
export function noShows({ attended, recorded }: Pick<TermRecord, 'attended' | 'recorded'>): number {
  return recorded - attended
}

/**
 * Who stayed away twice or more in the last term of the community in which they had a place, and so comes after the others
 * in the next. Until it is over, a term says nothing.
 *
 * @param personIds those to be looked at
 */
export async function lowPriority(
  tx: Tx,
  communityId: CommunityId,
  personIds: readonly PersonId[],
): Promise<ReadonlySet<PersonId>> {
  const held = await tx.enrolment.findMany({
    where: { personId: { in: [...personIds] }, state: 'CONFIRMED', run: { state: 'ENDED', course: { communityId } } },
    select: { personId: true, runId: true },
    orderBy: { runId: 'asc' },
  })
  const last = new Map(held.map(({ personId, runId }) => [personId, runId]))
  const late = new Set<PersonId>()
  for (const runId of new Set(last.values())) {
    for (const record of await recordsOf(tx, runId)) {
      const { personId } = record.enrolment
      if (last.get(personId) === runId && noShows(record) > NO_SHOWS_FORGIVEN) late.add(personId as PersonId)
    }
  }
  return late
}
