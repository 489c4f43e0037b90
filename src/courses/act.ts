import type { Tx } from '../database/database.ts'
import type { CourseEvent, Prisma } from '../database/types.ts'
import type { MessageId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { Carried } from './carried.ts'
import { courseOf, type KnownCourse } from './course.ts'
import { guard } from './guards.ts'
import { type Action, destination, type Hat, MAY_PUBLISH, MOVES, STATE_LABELS } from './lifecycle.ts'

/** Who acts. `office`: what they are in the course's community, whoever gives the course. */
export type Actor = { readonly personId: PersonId; readonly office?: 'staff' | 'secretary' | undefined } | 'bot'

export interface CourseMove {
  readonly action: Action
  readonly actor: Actor
  readonly carried?: Carried
  readonly now: Date
  readonly messageId?: MessageId | undefined
}

/** What came of a move. */
export interface Moved {
  readonly course: KnownCourse
  readonly before: KnownCourse
  readonly event: CourseEvent
}

/** In what capacity somebody acts on this course: nobody decides on their own. */
export function hatsOn(course: Pick<KnownCourse, 'lecturerId'>, actor: Actor): readonly Hat[] {
  if (actor === 'bot') return ['bot']
  if (actor.personId === course.lecturerId) return ['lecturer']
  if (actor.office === 'secretary') return ['secretary', 'staff']
  return actor.office === 'staff' ? ['staff'] : []
}

/**
 * Does one row of the table: asks hat, state and conditions, and writes the change against the version that was read together
 * with one event. Anything that does not hold is a `Refusal`, and then nothing was written.
 */
export async function actOnCourse(tx: Tx, course: KnownCourse, move: CourseMove): Promise<Moved> {
  const { action, actor, now, carried = {} } = move
  const row = MOVES[action]
  const hats = hatsOn(course, actor)
  const hat = row.who.find((one) => hats.includes(one))
  if (!hat) throw wrongHat(course, actor, hats)
  if (!row.from.includes(course.state)) {
    throw new Refusal(`《${course.title}》现在是「${STATE_LABELS[course.state]}」，不能${row.label}。`)
  }
  await guard(tx, course, action, carried, now)
  const to = destination(action, course.state, row.to === 'before' ? await stateBefore(tx, course) : course.state)
  const { count } = await tx.course.updateMany({
    where: { id: course.id, version: course.version },
    data: { state: to, version: { increment: 1 }, ...changesOf(course, action, carried, now) },
  })
  if (count === 0)
    throw new Refusal(`《${course.title}》刚才有同事处理过了，请发 /审课 ${course.number} 看一下再决定。`)
  const event = await tx.courseEvent.create({
    data: {
      courseId: course.id,
      // Every move raises the version, and the offer was the first event.
      seq: course.version + 2,
      action,
      from: course.state,
      to,
      hat,
      personId: actor === 'bot' ? null : actor.personId,
      at: now,
      note: carried.note ?? null,
      data: factsOf(carried),
      messageId: move.messageId ?? null,
    },
  })
  const after = await tx.course.findUniqueOrThrow({ where: { id: course.id } })
  return { course: courseOf(after), before: course, event }
}

function wrongHat(course: KnownCourse, actor: Actor, hats: readonly Hat[]): Refusal {
  const own = hats.includes('lecturer') && actor !== 'bot' && actor.office !== undefined
  if (own) return new Refusal(`《${course.title}》是您自己的课，要请别的同事来审。`)
  return new Refusal(hats.includes('lecturer') ? '这一步由社区工作人员来定。' : '审课由社区工作人员和书记来做。')
}

/** Where the course was before its term was published. */
async function stateBefore(tx: Tx, course: KnownCourse): Promise<KnownCourse['state']> {
  const published = await tx.courseEvent.findFirst({
    where: { courseId: course.id, action: 'publish' },
    orderBy: { seq: 'desc' },
  })
  return published?.from ?? MAY_PUBLISH[0] ?? course.state
}

function changesOf(
  course: KnownCourse,
  action: Action,
  carried: Carried,
  now: Date,
): Prisma.CourseUpdateManyMutationInput {
  switch (action) {
    case 'admit':
      return { freeMonths: carried.months ?? null, freeUntil: monthsLater(now, carried.months ?? 0) }
    case 'supply':
      return carried.plan === undefined ? {} : { plan: carried.plan }
    case 'rule':
      return carried.rule ? { rule: { ...carried.rule } } : {}
    case 'renew':
      return { fee: null, freeUntil: monthsLater(now, course.freeMonths ?? 3) }
    case 'charge':
      return { fee: carried.fee ?? null, freeUntil: null }
    default:
      return {}
  }
}

/** The same day some months later, or the last of that month. */
export function monthsLater(now: Date, months: number): Date {
  const later = new Date(now)
  later.setUTCDate(1)
  later.setUTCMonth(later.getUTCMonth() + months)
  const last = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate()
  later.setUTCDate(Math.min(now.getUTCDate(), last))
  return later
}

function factsOf({ trial, months, plan, files, rule, fee, survey }: Carried): Prisma.InputJsonObject {
  return {
    ...(trial ? { trial: { at: trial.at.toISOString(), place: trial.place, code: trial.code } } : {}),
    ...(months === undefined ? {} : { months }),
    ...(plan === undefined ? {} : { plan: true }),
    ...(files === undefined ? {} : { files }),
    ...(rule ? { rule: { ...rule } } : {}),
    ...(fee === undefined ? {} : { fee }),
    ...(survey ? { survey: { ...survey } } : {}),
  }
}
