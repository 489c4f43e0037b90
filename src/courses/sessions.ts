import type { Tx } from '../database/database.ts'
import type { CourseSession } from '../database/types.ts'
import { Refusal } from '../refusal.ts'

/** A lesson with its number: the place it has among those that are held, by time. A cancelled one has none. */
export interface Numbered extends CourseSession {
  readonly number: number | undefined
}

/** All lessons of a term by time, the ones that were moved away left out. */
export async function lessonsOf(tx: Tx, runId: number): Promise<Numbered[]> {
  const rows = await tx.courseSession.findMany({
    where: { runId, state: { not: 'MOVED' } },
    orderBy: [{ startsAt: 'asc' }, { seq: 'asc' }],
  })
  let number = 0
  return rows.map((row) => ({ ...row, number: row.state === 'CANCELLED' ? undefined : ++number }))
}

/** The lesson that people call by this number. @throws Refusal when there is none, or it is over */
export async function lessonToChange(tx: Tx, runId: number, number: number, now: Date): Promise<Numbered> {
  const lesson = (await lessonsOf(tx, runId)).find((one) => one.number === number)
  if (!lesson) throw new Refusal(`没有第${number}次课。发 /课表 看看有哪些。`)
  if (lesson.state !== 'PLANNED' || lesson.startsAt <= now) throw new Refusal(`第${number}次课已经上过了，不能再改。`)
  return lesson
}

export interface NewTime {
  readonly startsAt: Date
  readonly endsAt: Date
  readonly place: string
  readonly note: string | null
}

/** Another row stands for the lesson from now on; the old one says which. */
export async function moveLesson(tx: Tx, lesson: CourseSession, to: NewTime): Promise<CourseSession> {
  const last = await tx.courseSession.findFirst({ where: { runId: lesson.runId }, orderBy: { seq: 'desc' } })
  const made = await tx.courseSession.create({
    data: { ...to, runId: lesson.runId, seq: (last?.seq ?? 0) + 1 },
  })
  const { count } = await tx.courseSession.updateMany({
    where: { id: lesson.id, state: 'PLANNED' },
    data: { state: 'MOVED', movedToId: made.id, note: to.note },
  })
  if (count === 0) throw new Refusal('这次课刚才有人改过了，请发 /课表 看一下。')
  return made
}

/** It does not take place. */
export async function cancelLesson(tx: Tx, lesson: CourseSession, note: string | null): Promise<void> {
  const { count } = await tx.courseSession.updateMany({
    where: { id: lesson.id, state: 'PLANNED' },
    data: { state: 'CANCELLED', note },
  })
  if (count === 0) throw new Refusal('这次课刚才有人改过了，请发 /课表 看一下。')
}

/** Lessons of other terms of the community that are in the same place at the same time. */
export async function placeConflicts(
  tx: Tx,
  communityId: number,
  place: string,
  lessons: readonly { readonly startsAt: Date; readonly endsAt: Date }[],
  exceptRun?: number,
): Promise<readonly { readonly title: string; readonly startsAt: Date }[]> {
  const from = Math.min(...lessons.map(({ startsAt }) => startsAt.getTime()))
  const until = Math.max(...lessons.map(({ endsAt }) => endsAt.getTime()))
  if (!Number.isFinite(from)) return []
  const others = await tx.courseSession.findMany({
    where: {
      state: 'PLANNED',
      startsAt: { lt: new Date(until) },
      endsAt: { gt: new Date(from) },
      run: {
        course: { communityId },
        state: { in: ['PLANNED', 'PUBLISHED', 'RUNNING'] },
        ...(exceptRun === undefined ? {} : { id: { not: exceptRun } }),
      },
    },
    include: { run: { include: { course: true } } },
    orderBy: { startsAt: 'asc' },
  })
  return others
    .filter((other) => samePlace(other.place, place))
    .filter((other) => lessons.some(({ startsAt, endsAt }) => other.startsAt < endsAt && startsAt < other.endsAt))
    .map(({ run, startsAt }) => ({ title: run.course.title, startsAt }))
}

function samePlace(one: string, other: string): boolean {
  const tight = (place: string) => place.normalize('NFKC').replace(/\s+/g, '')
  return tight(one) === tight(other)
}
