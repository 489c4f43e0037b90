import type { Tx } from '../database/database.ts'
import type { CommunityId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { courseOf, type KnownCourse } from './course.ts'

/** A trial lecture: when, where, and the code by which those who were there rate it. */
export interface Trial {
  readonly at: Date
  readonly place: string
  readonly code: string
}

/** So long after a trial lecture it may be rated by those who were there. */
const RATE_WITHIN_MS = 24 * 60 * 60_000
/** People come early. */
const EARLY_MS = 30 * 60_000

/** The trial lecture as it was arranged last. */
export async function trialOf(tx: Tx, course: Pick<KnownCourse, 'id'>): Promise<Trial | undefined> {
  const event = await tx.courseEvent.findFirst({
    where: { courseId: course.id, action: 'arrange' },
    orderBy: { seq: 'desc' },
  })
  const data = event?.data as { trial?: { at: string; place: string; code: string } } | undefined
  return data?.trial && { ...data.trial, at: new Date(data.trial.at) }
}

/** The course whose trial lecture bears this code and is on, or was a moment ago. */
export async function trialByCode(
  tx: Tx,
  communityId: CommunityId,
  code: string,
  now: Date,
): Promise<KnownCourse | undefined> {
  const courses = await tx.course.findMany({ where: { communityId, state: 'TRIAL' } })
  for (const row of courses) {
    const trial = await trialOf(tx, row)
    if (trial?.code !== code) continue
    const from = trial.at.getTime() - EARLY_MS
    const until = trial.at.getTime() + RATE_WITHIN_MS
    if (now.getTime() >= from && now.getTime() <= until) return courseOf(row)
  }
  return undefined
}

export interface Ratings {
  readonly n: number
  readonly mean: number | undefined
  readonly words: readonly string[]
}

/** What those who were there thought of it. */
export async function ratingsOf(tx: Tx, course: Pick<KnownCourse, 'id'>): Promise<Ratings> {
  const rows = await tx.trialRating.findMany({ where: { courseId: course.id }, orderBy: { at: 'asc' } })
  const n = rows.length
  return {
    n,
    mean: n === 0 ? undefined : rows.reduce((sum, { stars }) => sum + stars, 0) / n,
    words: rows.flatMap(({ words }) => words ?? []),
  }
}

/** Writes down what somebody who was there thinks of it, 1 to 5; a second time replaces the first. */
export async function rateTrial(
  tx: Tx,
  course: KnownCourse,
  rating: {
    readonly personId: PersonId
    readonly stars: number
    readonly words?: string | undefined
    readonly now: Date
  },
): Promise<void> {
  const { personId, stars, words = null, now } = rating
  if (course.state !== 'TRIAL') throw new Refusal('这门课的试讲已经定了，谢谢您。')
  if (personId === course.lecturerId) throw new Refusal('自己的试讲请让听课的人来打分。')
  if (!Number.isInteger(stars) || stars < 1 || stars > 5) throw new Refusal('请回 1 到 5，5 是最好。')
  await tx.trialRating.upsert({
    where: { courseId_personId: { courseId: course.id, personId } },
    create: { courseId: course.id, personId, stars, words, at: now },
    update: { stars, words, at: now },
  })
}
