import type { StoredFile } from '../attachments/store.ts'
import { actOnCourse } from '../courses/act.ts'
import { recordsOf } from '../courses/attendance.ts'
import { courseOf, type KnownCourse, type Run, runOf } from '../courses/course.ts'
import {
  beginLesson,
  beginningLessons,
  closeLesson,
  endedLessons,
  endedTerm,
  endTerm,
  eveningLessons,
  hourLessons,
  isAnyTermOn,
  type Placed,
} from '../courses/due.ts'
import { outcomeOf, surveyOf } from '../courses/survey.ts'
import type { Database, Db, Tx } from '../database/database.ts'
import { drawPoster } from '../drawing/poster.ts'
import { closeQuestionnaire } from '../questionnaires/questionnaire.ts'
import { certificateOf } from '../telling/courses/certificate.ts'
import { titled } from '../telling/courses/course-words.ts'
import { namesOf, tellCode, tellLecturer, tellOffice } from '../telling/courses/lecturer.ts'
import { tellLesson } from '../telling/courses/lesson-news.ts'
import { surveyText } from '../telling/courses/survey-text.ts'
import { type Drawn, giveCertificates, tellTermOver } from '../telling/courses/term-end.ts'
import { formatMoment } from '../time/format.ts'
import { isQuiet, type QuietHours } from '../time/quiet-hours.ts'
import { Apart } from './apart.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export interface CoursesJobOptions {
  readonly database: Database
  readonly quietHours: QuietHours | undefined
  /** keeps a picture that was drawn */
  readonly keepPicture: (bytes: Uint8Array) => Promise<StoredFile>
  /** called when something was put into the outbox */
  readonly spoke: () => void
}

/**
 * Every minute: reminds of lessons the evening before and an hour before, gives a lesson its code, closes it, and at the end of
 * a term opens its survey, gives out the certificates and says what the survey brought. Each lesson is a transaction of its
 * own, marked in it: done twice or late it does no harm.
 */
export function coursesJob({ database, quietHours, keepPicture, spoke }: CoursesJobOptions): Job {
  /** Resolves with how many lessons there were for it. */
  const each = async (
    apart: Apart,
    find: (tx: Tx, now: Date) => Promise<Placed[]>,
    now: Date,
    work: (tx: Tx, one: Placed) => Promise<unknown>,
  ): Promise<number> => {
    const due = (await apart.do(() => find(database.client as Tx, now))) ?? []
    for (const { session } of due) {
      await apart.do(() =>
        database.transaction(async (tx) => {
          // As it is now: it may have been moved since.
          const still = (await find(tx, now)).find((one) => one.session.id === session.id)
          if (still) await work(tx, still)
        }),
      )
    }
    return due.length
  }

  return {
    name: 'courses',
    title: '课程提醒和签到',
    schedule: schedule('* * * * *'),
    graceMs: 5 * MINUTE,
    missed: 'latest',
    limitMs: 5 * MINUTE,
    async run(_slot, now) {
      // What would be said of tomorrow at night would be read tomorrow: then the hour before does.
      if (!(await isAnyTermOn(database.client))) return 'no term is on'
      const apart = new Apart()
      const quietNow = quietHours !== undefined && isQuiet(quietHours, now)
      const evening = quietNow
        ? 0
        : await each(apart, eveningLessons, now, (tx, one) => remind(tx, one, 'evening', now))
      const hour = await each(apart, hourLessons, now, (tx, one) => remindInAnHour(tx, one, now, quietNow))
      const begun = await each(apart, beginningLessons, now, (tx, one) => begin(tx, one, now))
      const closed = await each(apart, endedLessons, now, (tx, one) => close(tx, one, now))
      const ended = (await apart.do(() => endTerms(database, now))) ?? 0
      const certified = await certify(database, apart, keepPicture, now)
      const surveyed = await evaluate(database, apart, now)
      if (evening + hour + begun + closed + ended + certified + surveyed > 0) spoke()
      return apart.outcome(
        `${evening} evening and ${hour} hour reminders, ${begun} lessons begun, ${closed} over, ${ended} terms over, ${certified} certified, ${surveyed} surveys evaluated`,
      )
    },
  }
}

async function remind(tx: Tx, { course, run, session }: Placed, what: 'evening' | 'hour', now: Date): Promise<void> {
  await tellLesson(tx, what, { course, run, session }, { now })
  const data = what === 'evening' ? { eveningToldAt: now } : { hourToldAt: now }
  await tx.courseSession.update({ where: { id: session.id }, data })
}

/** In quiet hours a reminder would come when the lesson is over or on: it is left out. */
async function remindInAnHour(tx: Tx, one: Placed, now: Date, quiet: boolean): Promise<void> {
  if (quiet) await tx.courseSession.update({ where: { id: one.session.id }, data: { hourToldAt: now } })
  else await remind(tx, one, 'hour', now)
}

async function begin(tx: Tx, one: Placed, now: Date): Promise<void> {
  const code = await beginLesson(tx, one, now)
  const { id, runId, startsAt } = one.session
  await tellCode(tx, one.course, { id, runId, startsAt, code }, now)
}

async function close(tx: Tx, one: Placed, now: Date): Promise<void> {
  const unrecorded = await closeLesson(tx, one, now)
  if (!unrecorded || one.run.enrolled === 0) return
  await tellLecturer(tx, one.course, {
    text: `${titled(one.course)} ${formatMoment(one.session.startsAt, now)} 的课还没有人签到。请您点一下：回「到 1 3 5」，都到了回「全到」。`,
    now,
    key: `lesson:${one.session.id}:unrecorded`,
  })
}

async function endTerms(database: Database, now: Date): Promise<number> {
  for (let count = 0; ; count += 1) {
    const more = await database.transaction(async (tx) => {
      const over = await endedTerm(tx)
      if (!over) return false
      const { course } = await endTerm(tx, over.course, over.run, now)
      await tellTermOver(tx, course, over.run, now)
      return true
    })
    if (!more) return count
  }
}

/** A day after its last lesson, when the lecturer may no longer correct who was there, each learner gets the summary. */
async function certify(
  database: Database,
  apart: Apart,
  keepPicture: CoursesJobOptions['keepPicture'],
  now: Date,
): Promise<number> {
  const rows = await database.client.courseRun.findMany({
    where: {
      state: 'ENDED',
      certifiedAt: null,
      sessions: { none: { closedAt: { gt: new Date(now.getTime() - 24 * HOUR) } } },
    },
    include: { course: true },
  })
  for (const { course: row, ...run } of rows) {
    const course = courseOf(row)
    await apart.do(async () => {
      // Drawing takes long, so it is done before the transaction.
      const drawn = await draw(database.client, course, runOf(run), keepPicture, now)
      await database.transaction(async (tx) => {
        for (const { sha256, mime, bytes } of drawn) {
          await tx.attachment.upsert({ where: { sha256 }, create: { sha256, mime, bytes, createdAt: now }, update: {} })
        }
        await giveCertificates(tx, course, runOf(run), drawn, now)
      })
    })
  }
  return rows.length
}

async function draw(
  db: Db,
  course: KnownCourse,
  run: Run,
  keepPicture: CoursesJobOptions['keepPicture'],
  now: Date,
): Promise<(Drawn & StoredFile)[]> {
  const community = await db.community.findUniqueOrThrow({ where: { id: course.communityId }, select: { name: true } })
  const records = await recordsOf(db, run.id)
  const names = await namesOf(
    db,
    records.map(({ enrolment }) => ({ ...enrolment, party: 1 })),
  )
  const drawn: (Drawn & StoredFile)[] = []
  for (const [index, record] of records.entries()) {
    if (record.attended === 0) continue
    const poster = certificateOf(community.name, { course, run, name: names[index] ?? '' }, record, now)
    drawn.push({ record, ...(await keepPicture(await drawPoster(poster))) })
  }
  return drawn
}

/** What the surveys brought whose last day is over. Resolves with how many there were. */
async function evaluate(database: Database, apart: Apart, now: Date): Promise<number> {
  const courses = await database.client.course.findMany({ where: { state: 'SHOWCASE' }, select: { id: true } })
  let count = 0
  for (const { id } of courses) {
    if (await apart.do(() => database.transaction((tx) => tellSurvey(tx, id, now)))) count += 1
  }
  return count
}

/** The survey's last day is over: the staff are told what it brought, held against the rule. False where it is not. */
async function tellSurvey(tx: Tx, courseId: number, now: Date): Promise<boolean> {
  const row = await tx.course.findUniqueOrThrow({
    where: { id: courseId },
    include: { runs: { where: { state: 'ENDED' }, orderBy: { term: 'desc' }, take: 1 } },
  })
  const { runs, ...rest } = row
  const [run] = runs
  const course = courseOf(rest)
  const survey = run && (await surveyOf(tx, run))
  if (!run || !survey || course.state !== 'SHOWCASE') return false
  if (survey.state === 'OPEN' && (survey.closesAt === null || survey.closesAt > now)) return false
  await closeQuestionnaire(tx, survey.id, now)
  const outcome = await outcomeOf(tx, course, run)
  if (!outcome) return false
  const words = surveyText(course, outcome)
  const { kept, wouldPay } = outcome.verdict
  const carried = { survey: { kept, wouldPay, words } }
  const moved = await actOnCourse(tx, course, { action: 'survey', actor: 'bot', carried, now })
  const next = kept
    ? `请定：/审课 ${course.number} 续办 理由${wouldPay ? `，或 /审课 ${course.number} 收费 价格 理由` : ''}`
    : `请发 /审课 ${course.number} 结束 原因`
  await tellOffice(tx, moved.course, {
    text: `📚 ${titled(course)}第${run.term}期问卷收齐了。\n${words}\n${next}`,
    now,
    key: `run:${run.id}:surveyed`,
  })
  await tellLecturer(tx, moved.course, {
    text: `${titled(course)}第${run.term}期问卷收齐了，还办不办由社区来定，定了告诉您。\n${words}`,
    now,
    key: `run:${run.id}:surveyed:lecturer`,
  })
  return true
}
