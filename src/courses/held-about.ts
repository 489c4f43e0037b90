import type { Tx } from '../database/database.ts'
import type { EnrolmentState } from '../database/types.ts'
import { withdrawFiles } from '../directives/withdraw-files.ts'
import type { CommunityId } from '../ids.ts'
import type { Holding, Whose } from '../personal/holding.ts'
import { formatDay } from '../time/format.ts'
import { heldAboutLecturer } from './held-about-lecturer.ts'
import { refusePictures, showcasePurpose } from './showcase.ts'

const STATES: Readonly<Record<EnrolmentState, string>> = {
  CONFIRMED: '报上了',
  WAITING: '在候补',
  OFFERED: '有空位在等您答复',
  CANCELLED: '已退',
}

/** So many enrolments in one statement: both databases bound how many values it may hold. */
const AT_ONCE = 500

/** Where somebody learns or wants to, what they thought of it, what they can, and what they agreed to; and what they teach. */
export const heldAboutCourses: Holding = {
  area: '课程',
  models: [
    ...heldAboutLecturer.models,
    ...(['Enrolment', 'EnrolmentEvent', 'Attendance', 'EarlyBird'] as const),
    ...(['SignUpList', 'SignUpRow', 'TrialRating', 'Talent', 'Consent'] as const),
  ],

  async tell(tx, whose, now) {
    const learning = await tellLearner(tx, whose, now)
    const teaching = await heldAboutLecturer.tell(tx, whose, now)
    const both = [learning, teaching].flatMap((told) => told ?? [])
    if (both.length === 0) return undefined
    return {
      summary: both.map(({ summary }) => summary).join('；'),
      lines: both.flatMap(({ lines }) => lines),
    }
  },

  stays: (tx, whose, now) => heldAboutLecturer.stays?.(tx, whose, now) ?? Promise.resolve([]),

  async forget(tx, whose, now) {
    return (await forgetLearner(tx, whose, now)) + (await heldAboutLecturer.forget(tx, whose, now))
  },
}

async function tellLearner(tx: Tx, { person, identities }: Whose, now: Date) {
  const title = { select: { title: true } } as const
  const enrolments = await tx.enrolment.findMany({
    where: { personId: person },
    orderBy: { id: 'asc' },
    include: { run: { include: { course: title } }, _count: { select: { attendance: true } } },
  })
  const listed = await tx.signUpRow.findMany({
    where: { OR: identities.map(({ account, contactId }) => ({ contactId, list: { account } })) },
    orderBy: { id: 'asc' },
  })
  const early = await tx.earlyBird.findMany({
    where: { personId: person },
    include: { run: { include: { course: title } } },
  })
  const ratings = await tx.trialRating.findMany({ where: { personId: person }, include: { course: title } })
  const skills = await tx.talent.findMany({ where: { personId: person }, orderBy: { id: 'asc' } })
  const consents = await tx.consent.findMany({
    where: { personId: person, purpose: { startsWith: 'course' } },
    orderBy: { id: 'asc' },
  })
  const all = [enrolments, listed, early, ratings, skills, consents]
  if (all.every(({ length }) => length === 0)) return undefined
  return {
    summary: `报过 ${enrolments.length} 次课，接龙 ${listed.length} 行，同意书 ${consents.length} 份`,
    lines: [
      ...enrolments.map(({ run, state, party, child, at, _count }) => {
        const whom = child ? `，名单上写“${child}”` : ''
        const there = _count.attendance > 0 ? `，到课 ${_count.attendance} 次` : ''
        return `${formatDay(at, now)}报《${run.course.title}》${party}人，${STATES[state]}${whom}${there}`
      }),
      ...listed.map(({ at, name, party }) => `${formatDay(at, now)}接龙写“${name}”${party}人`),
      ...early.map(({ at, run }) => `${formatDay(at, now)}开始前问过《${run.course.title}》的名额`),
      ...ratings.map(({ at, course, stars, words }) => {
        return `${formatDay(at, now)}给《${course.title}》的试讲打 ${stars} 分${words ? `：${words}` : ''}`
      }),
      ...skills.map(({ skill }) => `您会的：${skill}`),
      ...consents.map(({ at, purpose, textVersion, withdrawnAt }) => {
        const what = purpose === 'course.child' ? '孩子上课的同意书' : '照片展示的同意书'
        return `${formatDay(at, now)}${what}（${textVersion}）${withdrawnAt ? '，已收回' : ''}`
      }),
    ],
  }
}

async function forgetLearner(tx: Tx, { person, identities }: Whose, now: Date): Promise<number> {
  let count = await forgetEnrolments(tx, person)
  for (const { account, contactId } of identities) {
    count += (await tx.signUpRow.deleteMany({ where: { contactId, list: { account } } })).count
  }
  await forgetPictures(tx, person, now)
  const of = { where: { personId: person } }
  const early = await tx.earlyBird.deleteMany(of)
  const ratings = await tx.trialRating.deleteMany(of)
  const skills = await tx.talent.deleteMany(of)
  const consents = await tx.consent.deleteMany(of)
  return count + early.count + ratings.count + skills.count + consents.count
}

/** How many there were stays in the term; whoever still had a place has been taken off the list before. */
async function forgetEnrolments(tx: Tx, personId: number): Promise<number> {
  const rows = await tx.enrolment.findMany({ where: { personId }, select: { id: true } })
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    const enrolmentId = { in: rows.slice(first, first + AT_ONCE).map(({ id }) => id) }
    await tx.attendance.deleteMany({ where: { enrolmentId } })
    await tx.enrolmentEvent.deleteMany({ where: { enrolmentId } })
    await tx.enrolment.deleteMany({ where: { id: enrolmentId } })
  }
  return rows.length
}

/** Pictures of a showcase in which they are to be seen go, whoever else is in them, also from what waits to be said. */
async function forgetPictures(tx: Tx, personId: Whose['person'], now: Date): Promise<void> {
  const files = await tx.courseFile.findMany({
    where: { purpose: showcasePurpose(personId) },
    select: { courseId: true, sha256: true, course: { select: { communityId: true } } },
  })
  for (const { courseId, sha256, course } of files) {
    await refusePictures(tx, { id: courseId }, { personId, sha256s: [sha256], now })
    await withdrawFiles(tx, course.communityId as CommunityId, [sha256], now)
    await tx.outboxMessage.updateMany({
      where: { sha256, delivery: { isNot: null }, state: { in: ['PENDING', 'FAILED'] } },
      data: { state: 'CANCELLED' },
    })
  }
}
