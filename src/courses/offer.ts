import type { Tx } from '../database/database.ts'
import type { AccountId, ChatId, CommunityId, MessageId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { courseOf, type KnownCourse, OVER, USUAL_RULE } from './course.ts'
import { REVIEWS } from './lifecycle.ts'

/** A file that was handed in, already kept. */
export interface HandedIn {
  readonly sha256: string
  readonly mime: string
  readonly bytes: number
  readonly name?: string | undefined
}

export interface Offer {
  readonly communityId: CommunityId
  readonly lecturer: PersonId
  readonly title: string
  /** how the lecturer wants to be called on a poster */
  readonly teacher: string
  /** what is taught, to whom, how often */
  readonly about: string
  /** what the lecturer can, as a word to be found by */
  readonly skill: string
  /** why they can teach it */
  readonly qualification: string
  readonly files: readonly HandedIn[]
  /** the private chat in which it was offered */
  readonly account: AccountId
  readonly chatId: ChatId
  readonly messageId?: MessageId | undefined
  readonly now: Date
}

/** So many offers of one person may wait at a time. */
const MOST_WAITING = 3

/** Writes a lecturer's offer down under the next number of the community, and what they can into the list of talents. */
export async function makeOffer(tx: Tx, offer: Offer): Promise<KnownCourse> {
  const { communityId, lecturer, title, teacher, about, skill, now } = offer
  const waiting = await tx.course.count({ where: { communityId, lecturerId: lecturer, state: { in: [...REVIEWS] } } })
  if (waiting >= MOST_WAITING) throw new Refusal(`您已经有${waiting}门课在审，定了一门再申请下一门。`)
  await checkTitle(tx, communityId, title)
  const { courseCounter: number } = await tx.community.update({
    where: { id: communityId },
    data: { courseCounter: { increment: 1 } },
    select: { courseCounter: true },
  })
  const row = await tx.course.create({
    data: {
      ...{ communityId, number, title, teacher, about, skill },
      lecturerId: lecturer,
      rule: { ...USUAL_RULE },
      account: offer.account,
      chatId: offer.chatId,
      createdAt: now,
      events: {
        create: {
          seq: 1,
          action: 'offer',
          to: 'APPLIED',
          hat: 'lecturer',
          personId: lecturer,
          at: now,
          note: offer.qualification,
          data: { files: offer.files.length },
          messageId: offer.messageId ?? null,
        },
      },
    },
  })
  await keepFiles(tx, row, 'offer', offer.files, now)
  await tx.talent.upsert({
    where: { personId_skill: { personId: lecturer, skill } },
    create: { personId: lecturer, skill, createdAt: now },
    update: {},
  })
  return courseOf(row)
}

/** Two courses of one name could not be told apart by those who enrol. @throws Refusal where it is taken */
export async function checkTitle(tx: Tx, communityId: CommunityId, title: string): Promise<void> {
  const same = await tx.course.findFirst({ where: { communityId, title, state: { notIn: [...OVER] } } })
  if (same) throw new Refusal(`已经有《${title}》这门课了，请换个课名，比如 ${title}二班。`)
}

/** Notes the files that belong to a course; the same one twice is there once. */
export async function keepFiles(
  tx: Tx,
  course: Pick<KnownCourse, 'id'>,
  purpose: string,
  files: readonly HandedIn[],
  now: Date,
): Promise<void> {
  for (const { sha256, mime, bytes, name = null } of files) {
    await tx.attachment.upsert({ where: { sha256 }, create: { sha256, mime, bytes, createdAt: now }, update: {} })
    await tx.courseFile.upsert({
      where: { courseId_purpose_sha256: { courseId: course.id, purpose, sha256 } },
      create: { courseId: course.id, purpose, sha256, name, at: now },
      update: {},
    })
  }
}

/** What was said of the lecturer's qualification, and the files that were handed in. */
export async function offerOf(tx: Tx, course: Pick<KnownCourse, 'id'>) {
  const offered = await tx.courseEvent.findFirst({ where: { courseId: course.id, action: 'offer' } })
  const files = await tx.courseFile.findMany({
    where: { courseId: course.id, purpose: 'offer' },
    orderBy: { id: 'asc' },
  })
  return { qualification: offered?.note ?? '', files }
}
