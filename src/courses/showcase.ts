import type { Tx } from '../database/database.ts'
import type { AccountId, MessageId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { KnownCourse } from './course.ts'
import { type HandedIn, keepFiles } from './offer.ts'

/** How the purposes of its pictures begin, and those of the consents end. */
export const SHOWCASE = { pictures: 'showcase:', consent: ':showcase' } as const
/** What a picture of the showcase shows: nobody, or people who are asked each for themselves. */
const NOBODY = `${SHOWCASE.pictures}nobody`
const consentPurpose = ({ id }: Pick<KnownCourse, 'id'>) => `course:${id}${SHOWCASE.consent}`
/** Under which purpose stands that somebody is to be seen in a picture. */
export const showcasePurpose = (person: PersonId) => `${SHOWCASE.pictures}${person}`
/** The version of the words by which people are asked; changed words need a new yes. */
export const CONSENT_TEXT = 'showcase-1'

/** A picture of the showcase, and who has yet to say yes to it. */
export interface ShowcasePicture {
  readonly sha256: string
  readonly waitsFor: readonly PersonId[]
}

/** Notes pictures of the results with those who are to be seen in them; `who` empty: nobody is. */
export async function addPictures(
  tx: Tx,
  course: Pick<KnownCourse, 'id'>,
  pictures: readonly HandedIn[],
  who: readonly PersonId[],
  now: Date,
): Promise<void> {
  for (const purpose of who.length === 0 ? [NOBODY] : who.map(showcasePurpose)) {
    await keepFiles(tx, course, purpose, pictures, now)
  }
}

/**
 * Notes that somebody agrees that these pictures go to the groups, with the consent's own row: purpose, fields, version of
 * the text, message. Resolves with for how many pictures that is.
 */
export async function consentToPictures(
  tx: Tx,
  course: Pick<KnownCourse, 'id'>,
  said: {
    readonly personId: PersonId
    readonly sha256s: readonly string[]
    readonly account: AccountId
    readonly messageId: MessageId
    readonly now: Date
  },
): Promise<number> {
  const { personId, sha256s, account, messageId, now } = said
  const rows = await tx.courseFile.findMany({
    where: { courseId: course.id, purpose: showcasePurpose(personId), sha256: { in: [...sha256s] }, consentId: null },
  })
  if (rows.length === 0) throw new Refusal('这些照片已经不用了，谢谢您。')
  const consent = await tx.consent.create({
    data: {
      personId,
      purpose: consentPurpose(course),
      fields: { pictures: rows.map(({ sha256 }) => sha256) },
      textVersion: CONSENT_TEXT,
      account,
      messageId,
      at: now,
    },
  })
  const { count } = await tx.courseFile.updateMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    data: { consentId: consent.id },
  })
  return count
}

/**
 * Somebody does not want to be seen, or not any more: the pictures are not kept for the showcase, whoever else is in them, and
 * a yes that was said is withdrawn.
 */
export async function refusePictures(
  tx: Tx,
  course: Pick<KnownCourse, 'id'>,
  { personId, sha256s, now }: { readonly personId: PersonId; readonly sha256s: readonly string[]; readonly now: Date },
): Promise<void> {
  await tx.consent.updateMany({
    where: { personId, purpose: consentPurpose(course), withdrawnAt: null },
    data: { withdrawnAt: now },
  })
  await tx.courseFile.deleteMany({
    where: { courseId: course.id, purpose: { startsWith: SHOWCASE.pictures }, sha256: { in: [...sha256s] } },
  })
}

/** The pictures of a course's showcase. One goes to the groups only when nobody in it has yet to say yes. */
export async function showcaseOf(tx: Tx, course: Pick<KnownCourse, 'id'>): Promise<ShowcasePicture[]> {
  const rows = await tx.courseFile.findMany({
    where: { courseId: course.id, purpose: { startsWith: SHOWCASE.pictures } },
    orderBy: { id: 'asc' },
  })
  const consents = await tx.consent.findMany({
    where: { id: { in: rows.flatMap(({ consentId }) => consentId ?? []) }, withdrawnAt: null },
    select: { id: true },
  })
  const valid = new Set(consents.map(({ id }) => id))
  const pictures = new Map<string, PersonId[]>()
  for (const { sha256, purpose, consentId } of rows) {
    const waits = pictures.get(sha256) ?? []
    pictures.set(sha256, waits)
    const person = Number(purpose.slice(SHOWCASE.pictures.length))
    if (Number.isInteger(person) && (consentId === null || !valid.has(consentId))) waits.push(person as PersonId)
  }
  return [...pictures].map(([sha256, waitsFor]) => ({ sha256, waitsFor }))
}
