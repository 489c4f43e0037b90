import type { Tx } from '../database/database.ts'
import type { EnrolMode } from '../database/types.ts'
import { orderOf, WITH_FILES } from '../directives/directive.ts'
import { cancelOrder } from '../directives/draft.ts'
import type { CommunityId, GridId, MessageId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { formatDay } from '../time/format.ts'
import { type Actor, actOnCourse, type Moved } from './act.ts'
import { courseOf, type KnownCourse, type Run, runOf } from './course.ts'
import { newDraw } from './enrolment-draw.ts'
import type { Lesson } from './lessons.ts'
import { MAY_PUBLISH, STATE_LABELS } from './lifecycle.ts'

/** Larger than any room of a community. */
export const MOST_PLACES = 500

export interface Term {
  readonly lessons: readonly Lesson[]
  readonly timetable: string
  readonly place: string
  readonly capacity: number
  readonly forChildren: boolean
  readonly mode: EnrolMode
  readonly gridIds: readonly GridId[]
  readonly scope: string
  readonly opensAt: Date | null
  readonly closesAt: Date | null
}

/**
 * Plans a term with its lessons as rows. One that was planned and not published before gives way to it.
 * @throws Refusal before the course is admitted, while another term goes on, or for what cannot be
 */
export async function planTerm(tx: Tx, course: KnownCourse, term: Term, now: Date): Promise<Run> {
  checkPlannable(course)
  checkLessons(course, term.lessons, now)
  if (!Number.isInteger(term.capacity) || term.capacity < 1 || term.capacity > MOST_PLACES) {
    throw new Refusal(`名额请写1到${MOST_PLACES}。`)
  }
  checkOpening(term, now)
  await dropPlanned(tx, course)
  const last = await tx.courseRun.findFirst({ where: { courseId: course.id }, orderBy: { term: 'desc' } })
  const { lessons, gridIds, ...columns } = term
  const row = await tx.courseRun.create({
    data: {
      ...columns,
      // Whoever wins is settled before anybody has enrolled: the seed's hash stands in the announcement.
      ...(term.mode === 'DRAW' ? newDraw() : {}),
      courseId: course.id,
      term: (last?.term ?? 0) + 1,
      gridIds: [...gridIds],
      createdAt: now,
      sessions: {
        create: lessons.map(({ startsAt, endsAt }, index) => ({
          seq: index + 1,
          startsAt,
          endsAt,
          place: term.place,
        })),
      },
    },
  })
  return runOf(row)
}

/** @throws Refusal where the course may not have a (further) term now */
export function checkPlannable(course: KnownCourse): void {
  if (MAY_PUBLISH.includes(course.state)) return
  throw new Refusal(
    `《${course.title}》现在是「${STATE_LABELS[course.state]}」，${course.state === 'ENROLLING' || course.state === 'RUNNING' ? `这一期结束了才能排下一期。改时间、名额发 /课表 ${course.title} 3 改到 …，或 /课表 ${course.title} 名额 25。` : '准入以后才能排课、报名。'}`,
  )
}

/** @throws Refusal for lessons that are over, or that lie beyond the months for which the course was admitted */
export function checkLessons(
  { freeUntil }: Pick<KnownCourse, 'freeUntil'>,
  lessons: readonly Pick<Lesson, 'startsAt'>[],
  now: Date,
): void {
  const [first] = lessons
  if (!first) throw new Refusal('一次课都没有排上，请改一下日子。')
  if (first.startsAt <= now) throw new Refusal('第一次课的时间已经过了，请改一下日子。')
  const beyond = lessons.filter(({ startsAt }) => freeUntil !== null && startsAt > freeUntil)
  if (beyond.length === 0 || !freeUntil) return
  throw new Refusal(
    `公益期到${formatDay(freeUntil, now)}，有${beyond.length}次课排到了后面。请少排几次，或者早点开始，时间重新发一下。`,
  )
}

/** @throws Refusal where people could not enrol in time */
export function checkOpening(
  {
    opensAt,
    closesAt,
    lessons,
  }: Pick<Term, 'opensAt' | 'closesAt'> & { readonly lessons: readonly Pick<Lesson, 'startsAt'>[] },
  now: Date,
): void {
  const first = lessons[0]?.startsAt
  if (opensAt && opensAt < now) throw new Refusal('报名开始的时间已经过了，请改一个。')
  if (opensAt && closesAt && closesAt <= opensAt) throw new Refusal('报名截止要在开始后面。')
  if (opensAt && first && opensAt >= first) throw new Refusal('报名要在第一次课前开始。')
}

/** A term that was planned and never announced leaves nothing behind. */
export async function dropPlanned(tx: Tx, course: KnownCourse): Promise<void> {
  const planned = await tx.courseRun.findMany({ where: { courseId: course.id, state: 'PLANNED' } })
  for (const run of planned) {
    await dropNotice(tx, runOf(run))
    await tx.courseSession.deleteMany({ where: { runId: run.id } })
    await tx.courseRun.delete({ where: { id: run.id } })
  }
}

/**
 * The notice of a term that is not to be announced (any more, or not so), as far as nobody has heard it. False where there is
 * none.
 */
export async function dropNotice(tx: Tx, { noticeId }: Pick<Run, 'noticeId'>): Promise<boolean> {
  const row = noticeId === null ? null : await tx.directive.findUnique({ where: { id: noticeId }, include: WITH_FILES })
  if (row?.state !== 'DRAFT' && row?.state !== 'SCHEDULED') return false
  await cancelOrder(tx, orderOf(row))
  return true
}

/**
 * A notice is being said: where it announces a term, the term is published with it, in the same transaction, and people may
 * enrol from its opening time on.
 */
export async function publishAnnounced(tx: Tx, noticeId: number, now: Date): Promise<Moved | undefined> {
  const run = await tx.courseRun.findFirst({ where: { noticeId, state: 'PLANNED' }, include: { course: true } })
  return run ? publishTerm(tx, courseOf(run.course), 'bot', { runId: run.id, now }) : undefined
}

/**
 * Publishes a planned term. This is the only way in which a term comes to be open for enrolment.
 * @throws Refusal before the course is admitted
 */
export async function publishTerm(
  tx: Tx,
  course: KnownCourse,
  actor: Actor,
  { runId, now, messageId }: { readonly runId: number; readonly now: Date; readonly messageId?: MessageId },
): Promise<Moved> {
  const moved = await actOnCourse(tx, course, { action: 'publish', actor, now, messageId })
  const { count } = await tx.courseRun.updateMany({
    where: { id: runId, courseId: course.id, state: 'PLANNED' },
    data: { state: 'PUBLISHED', announcedAt: now },
  })
  if (count === 0) throw new Refusal('这一期已经公布过了。')
  await tx.courseRun.updateMany({ where: { id: runId, opensAt: null }, data: { opensAt: now } })
  return moved
}

/** The announcement is taken back before anybody has heard it: the term is only planned again. */
export async function unpublishAnnounced(tx: Tx, noticeId: number, actor: Actor, now: Date): Promise<void> {
  const run = await tx.courseRun.findFirst({
    where: { noticeId, state: 'PUBLISHED' },
    include: { course: true, _count: { select: { enrolments: true } } },
  })
  if (!run) return
  if (run._count.enrolments > 0) throw new Refusal('已经有人报名了，不能收回。不办了请发 /审课 停办。')
  await actOnCourse(tx, courseOf(run.course), { action: 'unpublish', actor, now })
  await tx.courseRun.update({ where: { id: run.id }, data: { state: 'PLANNED', announcedAt: null } })
}

/** The term does not take place, or not any further: its lessons that are to come are cancelled. */
export async function callOffTerm(
  tx: Tx,
  course: KnownCourse,
  actor: Actor,
  { note, now, messageId }: { readonly note: string; readonly now: Date; readonly messageId?: MessageId },
): Promise<Moved & { readonly run: Run }> {
  const row = await tx.courseRun.findFirst({ where: { courseId: course.id, state: { in: ['PUBLISHED', 'RUNNING'] } } })
  if (!row) throw new Refusal(`《${course.title}》现在没有在办的一期。`)
  const moved = await actOnCourse(tx, course, { action: 'callOff', actor, carried: { note }, now, messageId })
  await dropNotice(tx, runOf(row))
  await tx.courseSession.updateMany({ where: { runId: row.id, state: 'PLANNED' }, data: { state: 'CANCELLED', note } })
  const run = await tx.courseRun.update({ where: { id: row.id }, data: { state: 'CANCELLED' } })
  return { ...moved, run: runOf(run) }
}

/** The terms of a community that are announced or going on, the newest first, with their courses. */
export async function openTerms(tx: Tx, communityId: CommunityId) {
  const rows = await tx.courseRun.findMany({
    where: { course: { communityId }, state: { in: ['PUBLISHED', 'RUNNING'] } },
    include: { course: true },
    orderBy: { id: 'desc' },
  })
  return rows.map(({ course, ...run }) => ({ course: courseOf(course), run: runOf(run) }))
}
