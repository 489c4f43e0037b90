import type { Tx } from '../database/database.ts'
import type { CommunityId, MessageId, PersonId } from '../ids.ts'
import { type Lesson, Lessons, lessonOf } from './lessons.ts'
import type { Kind } from './reading.ts'

/** So many of the newest lessons weigh; what was taught long before is in them again if it still comes up. */
const MOST = 2_000

export interface Correction {
  readonly communityId: CommunityId
  readonly by: PersonId
  /** the words that were read; only their marks are kept */
  readonly words: string
  readonly kind: Kind
  /** undefined: no issue */
  readonly category: string | undefined
  /** the message that corrects, so that taking it back takes this back */
  readonly messageId: MessageId
  readonly now: Date
}

/** Keeps what a person at work has corrected. It weighs from the next reading on. */
export async function teach(tx: Tx, correction: Correction): Promise<void> {
  const { communityId, by: personId, words, kind, category, messageId, now: at } = correction
  const { marks } = lessonOf(words, { kind, category })
  // Words without a letter teach nothing.
  if (marks.length === 0) return
  await touch(tx, communityId)
  const data = { communityId, personId, at, features: [...marks], kind, category: category ?? null, messageId }
  await tx.lesson.create({ data, select: { id: true } })
}

/** Takes back what was taught by a message that has been taken back. */
export async function unteach(tx: Tx, communityId: CommunityId, messageId: MessageId): Promise<void> {
  const { count } = await tx.lesson.deleteMany({ where: { communityId, messageId } })
  if (count > 0) await touch(tx, communityId)
}

async function touch(tx: Tx, id: CommunityId): Promise<void> {
  await tx.community.update({ where: { id }, data: { lessonsVersion: { increment: 1 } }, select: { id: true } })
}

type Reading = Pick<Tx, 'lesson' | 'community'>

/**
 * What each community has taught. Remembered for as long as its `lessonsVersion` stays what it was, which is asked for
 * each time: it is never older than the transaction that asks.
 */
export class LessonBook {
  readonly #known = new Map<CommunityId, { readonly version: number; readonly lessons: Lessons }>()

  /** `version` is the community's `lessonsVersion` where it has been read already. */
  async of(db: Reading, communityId: CommunityId, version?: number): Promise<Lessons> {
    const now = version ?? (await versionOf(db, communityId))
    const known = this.#known.get(communityId)
    if (known?.version === now) return known.lessons
    const rows = await db.lesson.findMany({ where: { communityId }, orderBy: { id: 'desc' }, take: MOST })
    const lessons = new Lessons(rows.reverse().map(lessonFrom))
    this.#known.set(communityId, { version: now, lessons })
    return lessons
  }
}

/** The newest lessons of all communities on what is an issue of one of these kinds, the oldest of them first. */
export async function newestLessons(db: Pick<Tx, 'lesson'>, kinds: readonly Kind[]): Promise<Lesson[]> {
  const rows = await db.lesson.findMany({ where: { kind: { in: [...kinds] } }, orderBy: { id: 'desc' }, take: MOST })
  return rows.reverse().map(lessonFrom)
}

/** Another text whenever any community has been taught something, or has had a lesson taken back. */
export async function lessonsMark(db: Pick<Tx, 'community'>): Promise<string> {
  const all = await db.community.findMany({ select: { id: true, lessonsVersion: true }, orderBy: { id: 'asc' } })
  return all.map(({ id, lessonsVersion }) => `${id}:${lessonsVersion}`).join()
}

async function versionOf(db: Reading, id: CommunityId): Promise<number> {
  const community = await db.community.findUniqueOrThrow({ where: { id }, select: { lessonsVersion: true } })
  return community.lessonsVersion
}

function lessonFrom({
  features,
  kind,
  category,
}: {
  features: unknown
  kind: string
  category: string | null
}): Lesson {
  // Written by `teach`, in this shape.
  return { marks: features as number[], kind: kind as Kind, category: category ?? undefined }
}
