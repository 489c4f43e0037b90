import type { Tx } from '../database/database.ts'
import type { Course, CourseRun } from '../database/types.ts'
import type { AccountId, ChatId, CommunityId, GridId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { REVIEWS } from './lifecycle.ts'

/**
 * What the survey at the end of a term must show for a course to go on: shares of 1, and stars from 1 to 5. `answered` is
 * of those who have a place, `goOn` and `pay` of those who answered.
 */
export interface Rule {
  readonly answered: number
  readonly mean: number
  readonly goOn: number
  /** from which share of those who answered it may cost something */
  readonly pay: number
}

/** shared/courses.md: answered ≥ 50 % and mean ≥ 4.0 and "wants it to go on" ≥ 60 %; a fee is wished like going on is. */
export const USUAL_RULE: Rule = { answered: 0.5, mean: 4, goOn: 0.6, pay: 0.6 }

/** A course as the rest of the program knows it. */
export interface KnownCourse extends Omit<Course, 'rule'> {
  readonly communityId: CommunityId
  readonly lecturerId: PersonId
  readonly account: AccountId
  readonly chatId: ChatId
  readonly rule: Rule
}

/** A term with its Json column read. */
export interface Run extends Omit<CourseRun, 'gridIds'> {
  readonly gridIds: readonly GridId[]
}

/** A row as the rest of the program knows it; what stands in its Json column was written by this program. */
export function courseOf(row: Course): KnownCourse {
  return { ...row, rule: { ...USUAL_RULE, ...(row.rule as object) } } as KnownCourse
}

export function runOf(row: CourseRun): Run {
  return row as unknown as Run
}

/** Courses of which nothing more is heard. */
export const OVER = ['CLOSED', 'REJECTED'] as const

/** Whether residents may read of a course: what is under review, or was never admitted, nobody has passed yet. */
export function isPublic({ state, freeMonths }: Pick<KnownCourse, 'state' | 'freeMonths'>): boolean {
  if (state === 'CLOSED') return freeMonths !== null
  return state !== 'REJECTED' && !REVIEWS.includes(state)
}

/** Which courses somebody may ask for by name; all unless told. */
export type MayBeNamed = (course: KnownCourse) => boolean

/**
 * The courses that somebody may mean who wrote this: by number (3, 课程3), by the whole title, or by a part of it, those that
 * go on before those that are over. Several: it cannot be told.
 */
export async function coursesNamed(
  tx: Tx,
  communityId: CommunityId,
  words: string,
  may: MayBeNamed = () => true,
): Promise<readonly KnownCourse[]> {
  const wanted = bare(words)
  if (wanted === '') return []
  const rows = await tx.course.findMany({ where: { communityId }, orderBy: { number: 'asc' } })
  const all = rows.map(courseOf).filter(may)
  const number = /^(?:课程?)?(?:第|#|编号)?(\d{1,6})号?$/.exec(wanted)?.[1]
  if (number !== undefined) return all.filter((course) => course.number === Number(number))
  const living = all.filter(({ state }) => !OVER.some((over) => over === state))
  for (const among of [living, all]) {
    const exact = among.filter(({ title }) => bare(title) === wanted)
    if (exact.length > 0) return exact
    const partly = among.filter(({ title }) => bare(title).includes(wanted) || wanted.includes(bare(title)))
    if (partly.length > 0) return partly
  }
  return []
}

/** The one course that is meant. @throws Refusal when there is none, or when several could be */
export async function courseNamed(
  tx: Tx,
  communityId: CommunityId,
  words: string,
  may?: MayBeNamed,
): Promise<KnownCourse> {
  const found = await coursesNamed(tx, communityId, words, may)
  const [course] = found
  if (!course) throw new Refusal(`没有找到「${words.trim().slice(0, 20)}」这门课。发 /课程 看看有哪些课。`)
  if (found.length > 1) {
    const names = found.slice(0, 6).map(({ number, title }) => `${number}.${title}`)
    throw new Refusal(`有几门课都像：${names.join('、')}。请写课名全称或前面的编号。`)
  }
  return course
}

/** @throws Refusal when there is none with this number */
export async function courseNumbered(tx: Tx, communityId: CommunityId, number: number): Promise<KnownCourse> {
  const row = await tx.course.findUnique({ where: { communityId_number: { communityId, number } } })
  if (!row) throw new Refusal(`没有编号 ${number} 的课程。发 /审课 看看有哪些。`)
  return courseOf(row)
}

/** The last term of a course; undefined before the first was planned. */
export async function latestRun(tx: Tx, courseId: number): Promise<Run | undefined> {
  const row = await tx.courseRun.findFirst({ where: { courseId }, orderBy: { term: 'desc' } })
  return row ? runOf(row) : undefined
}

/** Without blanks, title marks and the 班 or 课 that people leave out or put in: 《乐高》班 is 乐高. */
function bare(words: string): string {
  const tight = words
    .normalize('NFKC')
    .replace(/[\s《》「」“”"'·]/g, '')
    .toLowerCase()
  return tight.replace(/(?:课程|培训班|班|课)$/, '') || tight
}
