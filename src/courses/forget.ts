import { beginningWith } from '../database/beginning.ts'
import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import { monthsLater } from './act.ts'
import { CHILD_PURPOSE } from './guardian.ts'
import { SHOWCASE } from './showcase.ts'

/** So many months after the last lesson of a term it is forgotten who was in it (privacy 8; guardians are told so). */
export const KEEP_MONTHS = 12
/** So many terms at a time: a year in which there are more has gone on without this job. */
const TERMS_AT_ONCE = 50

/**
 * Forgets who was in terms that ended twelve months ago: places and what became of them, who was there, lists that were
 * signed, consents and pictures of the showcase, and what the bot said with a name in it. How many there were stays. At most
 * `limit` rows of each kind at a time. Resolves with how many rows went.
 */
export async function forgetTerms(tx: Tx, now: Date, limit: number): Promise<number> {
  const before = monthsLater(now, -KEEP_MONTHS)
  const pictures = await forgetShowcases(tx, before, limit)
  const runs = await tx.courseRun.findMany({
    where: {
      state: { not: 'PLANNED' },
      createdAt: { lt: before },
      sessions: { none: { endsAt: { gte: before } } },
      OR: [{ enrolments: { some: {} } }, { earlyBirds: { some: {} } }, { lists: { some: {} } }],
    },
    orderBy: { id: 'asc' },
    take: TERMS_AT_ONCE,
    select: { id: true, sessions: { select: { id: true } } },
  })
  if (runs.length === 0) return pictures
  const of = { runId: { in: runs.map(({ id }) => id) } }
  const places = await forgetPlaces(tx, of, limit)
  const early = await tx.earlyBird.deleteMany({ where: of, limit })
  const signed = await tx.signUpRow.deleteMany({ where: { list: of }, limit })
  const lists = await tx.signUpList.deleteMany({ where: { ...of, rows: { none: {} } }, limit })
  const lessons = runs.flatMap(({ sessions }) => sessions.map(({ id }) => `lesson:${id}:code`))
  await forgetWords(tx, lessons)
  return pictures + places + early.count + signed.count + lists.count
}

/** Forgets what people thought of trial lectures twelve months ago. At most `limit`; resolves with how many there were. */
export async function forgetTrials(tx: Tx, now: Date, limit: number): Promise<number> {
  const { count } = await tx.trialRating.deleteMany({ where: { at: { lt: monthsLater(now, -KEEP_MONTHS) } }, limit })
  return count
}

async function forgetPlaces(tx: Tx, of: Prisma.EnrolmentWhereInput, limit: number): Promise<number> {
  const rows = await tx.enrolment.findMany({
    where: of,
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true, consentId: true },
  })
  if (rows.length === 0) return 0
  const enrolmentId = { in: rows.map(({ id }) => id) }
  const there = await tx.attendance.deleteMany({ where: { enrolmentId } })
  const events = await tx.enrolmentEvent.deleteMany({ where: { enrolmentId } })
  await tx.enrolment.deleteMany({ where: { id: enrolmentId } })
  await forgetWords(
    tx,
    rows.map(({ id }) => `enrolment:${id}:certificate`),
  )
  const consents = await forgetConsents(tx, [...new Set(rows.flatMap(({ consentId }) => consentId ?? []))])
  return rows.length + there.count + events.count + consents
}

/** A consent is kept as long as a place rests on it. */
async function forgetConsents(tx: Tx, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0
  const used = await tx.enrolment.findMany({
    where: { consentId: { in: [...ids] } },
    distinct: ['consentId'],
    select: { consentId: true },
  })
  const still = new Set(used.map(({ consentId }) => consentId))
  const loose = ids.filter((id) => !still.has(id))
  const { count } = await tx.consent.deleteMany({ where: { id: { in: loose }, purpose: CHILD_PURPOSE } })
  return count
}

async function forgetShowcases(tx: Tx, before: Date, limit: number): Promise<number> {
  const files = await tx.courseFile.deleteMany({
    where: { purpose: { startsWith: SHOWCASE.pictures }, at: { lt: before } },
    limit,
  })
  const consents = await tx.consent.deleteMany({
    where: { purpose: { startsWith: 'course:', endsWith: SHOWCASE.consent }, at: { lt: before } },
    limit,
  })
  return files.count + consents.count
}

/** Takes the words out of what was said under names that begin so; that it was said stays. */
async function forgetWords(tx: Tx, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await tx.outboxMessage.updateMany({ where: { key: beginningWith(key), text: { not: '' } }, data: { text: '' } })
  }
}
