import { put } from '../../chat/outbox.ts'
import { presentAccount } from '../../community/seats.ts'
import type { Moved } from '../../courses/act.ts'
import { NO_SHOWS_FORGIVEN, noShows, recordsOf, type TermRecord } from '../../courses/attendance.ts'
import type { KnownCourse, Run } from '../../courses/course.ts'
import { openSurvey, outcomeOf, SURVEY_DAYS } from '../../courses/survey.ts'
import type { Tx } from '../../database/database.ts'
import type { AccountId, MessageId, PersonId } from '../../ids.ts'
import { lastDay } from '../../questionnaires/questionnaire.ts'
import { OFFICE, redact } from '../../redaction/redact.ts'
import { formatDay } from '../../time/format.ts'
import { hours } from './certificate.ts'
import { titled } from './course-words.ts'
import { learnerSpots, privateSpotOf } from './learners.ts'
import { tellLecturer, tellOffice } from './lecturer.ts'

/** A term is over: opens its survey and tells learners, lecturer and staff, once a chat. */
export async function tellTermOver(tx: Tx, course: KnownCourse, run: Run, now: Date): Promise<void> {
  const survey = await openSurvey(tx, course, run, now)
  const until = lastDay(survey)
  const by = until ? `到${formatDay(until, now)}为止` : `${SURVEY_DAYS}天里`
  const text = `🎓 ${titled(course)}这一期上完了，谢谢大家。请私聊小格发 /问卷，说说好不好、还要不要接着办，不记名，${by}。`
  for (const { spot, mentions } of await learnerSpots(tx, run.id)) {
    const key = `run:${run.id}:over:${spot.chat.id}`
    await put(tx, { ...spot, text, mentions, priority: 'news', key }, now)
  }
  await tellLecturer(tx, course, {
    text: `${titled(course)}这一期上完了，辛苦您。学员作品的照片可以私聊发给小格，再发 /公布 ${course.title} 成果。`,
    now,
    key: `run:${run.id}:over:lecturer`,
  })
  await tellOffice(tx, course, {
    text: `📚 ${titled(course)}第${run.term}期上完了，问卷${by}。成果照片发 /公布 ${course.title} 成果。`,
    now,
    key: `run:${run.id}:over:office`,
  })
}

/**
 * What became of a course after the survey, for those who were asked: once a chat, with the reason and how many had answered,
 * and without an @, since nobody has to do anything. Resolves with how many chats were told.
 */
export async function tellDecision(
  tx: Tx,
  { course, event }: Moved,
  run: Run,
  { now, cause }: { readonly now: Date; readonly cause?: MessageId | undefined },
): Promise<number> {
  const outcome = await outcomeOf(tx, course, run)
  const asked = outcome ? `（问卷${outcome.figures.asked}人有名额，${outcome.figures.answered}人答）` : ''
  const why = `，原因：${redact(event.note ?? '', OFFICE)}`
  const what =
    course.state === 'CLOSED'
      ? `不再办了${asked}${why}。谢谢大家。`
      : `下一期接着办，${course.fee ? `优惠价${course.fee}` : '还是免费'}${asked}${why}。报名另外通知。`
  const spots = await learnerSpots(tx, run.id)
  for (const { spot } of spots) {
    const key = `run:${run.id}:decided:${spot.chat.id}`
    await put(tx, { ...spot, text: `📚 ${titled(course)}${what}`, priority: 'news', key, cause }, now)
  }
  return spots.length
}

/** A drawn certificate, and whose it is. */
export interface Drawn {
  readonly record: TermRecord
  readonly sha256: string
}

/**
 * Gives each learner in private the summary of the term, with the picture; who stayed away too often is told what follows
 * from it. Once: the term is marked.
 */
export async function giveCertificates(tx: Tx, course: KnownCourse, run: Run, drawn: readonly Drawn[], now: Date) {
  const { count } = await tx.courseRun.updateMany({
    where: { id: run.id, certifiedAt: null },
    data: { certifiedAt: now },
  })
  if (count === 0) return
  const records = await recordsOf(tx, run.id)
  const account = (await presentAccount(tx, course.account)) as AccountId
  for (const record of records) {
    const spot = await privateSpotOf(tx, record.enrolment.personId as PersonId, account)
    if (!spot) continue
    const picture = drawn.find((one) => one.record.enrolment.id === record.enrolment.id)
    const key = `enrolment:${record.enrolment.id}:certificate`
    const lines = [
      ...(picture
        ? [`🎓 ${titled(course)}您上了${record.attended}次课，共${hours(record.minutes)}小时，学习证明在下面。`]
        : []),
      ...(noShows(record) > NO_SHOWS_FORGIVEN
        ? [
            `${titled(course)}您报了名，有${noShows(record)}次没有来，也没有让出位子。下一期人多的时候会排在别人后面，请您谅解。`,
          ]
        : []),
    ]
    if (lines.length > 0) await put(tx, { ...spot, text: lines.join('\n'), priority: 'news', key }, now)
    if (picture) {
      await put(tx, { ...spot, text: '', sha256: picture.sha256, priority: 'news', key: `${key}:picture` }, now)
    }
  }
}
