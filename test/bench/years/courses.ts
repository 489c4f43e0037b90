import type { Tx } from '../../../src/database/database.ts'
import { add, aged, contact, group, type Place, RESIDENTS, said } from './add.ts'

const COURSES = 30
const TERMS = COURSES * 2
const LESSONS = TERMS * 10
const PLACES = TERMS * 50
const ATTENDANCES = 20_000
const ANSWERS = 20_000
/** The example has courses and questionnaires of its own, with smaller numbers. */
const COURSES_FROM = 100
export const LESSONS_FROM = 1_000

/** Terms that are over, who was in them, what they thought of them. */
export async function addCourses(tx: Tx, place: Place): Promise<void> {
  const { communityId, account, last } = place
  await add(tx, 'Course', COURSES, {
    id: `${COURSES_FROM} + i`,
    communityId,
    number: `${COURSES_FROM} + i`,
    title: "'旧课' || i",
    about: "''",
    lecturerId: `${last} + i`,
    rule: "'{}'",
    state: "'CLOSED'",
    account: said(account),
    chatId: "'resident-' || i",
    createdAt: aged(COURSES),
  })
  await add(tx, 'CourseRun', TERMS, {
    id: `${COURSES_FROM} + i`,
    courseId: `${COURSES_FROM} + 1 + (i - 1) / 2`,
    term: '1 + (i - 1) % 2',
    state: "'ENDED'",
    capacity: 50,
    enrolled: 40,
    seq: 50,
    place: "'活动室'",
    gridIds: "'[]'",
    opensAt: aged(TERMS),
    closesAt: aged(TERMS),
    createdAt: aged(TERMS),
    announcedAt: aged(TERMS),
    resultToldAt: aged(TERMS),
    certifiedAt: aged(TERMS),
  })
  await add(tx, 'CourseSession', LESSONS, {
    id: `${LESSONS_FROM} + i`,
    runId: `${COURSES_FROM} + 1 + (i - 1) / 10`,
    seq: '1 + (i - 1) % 10',
    startsAt: aged(LESSONS),
    endsAt: aged(LESSONS),
    place: "'活动室'",
    state: "'HELD'",
    code: "'1234'",
    eveningToldAt: aged(LESSONS),
    hourToldAt: aged(LESSONS),
    closedAt: aged(LESSONS),
  })
  await add(tx, 'Enrolment', PLACES, {
    id: 'i',
    runId: `${COURSES_FROM} + 1 + (i - 1) / 50`,
    personId: `${last} + 1 + (i * 7) % ${RESIDENTS}`,
    party: 1,
    state: "CASE WHEN i % 50 > 40 THEN 'CANCELLED' ELSE 'CONFIRMED' END",
    seq: '1 + (i - 1) % 50',
    account: said(account),
    chatKind: "'GROUP'",
    chatId: group(place),
    contactId: contact(7),
    messageId: "'enrol-' || i",
    at: aged(PLACES),
  })
  await add(tx, 'EnrolmentEvent', PLACES * 2, {
    enrolmentId: '1 + (i - 1) / 2',
    seq: '1 + i % 100',
    action: "'enrol'",
    to: "'CONFIRMED'",
    party: 1,
    at: aged(PLACES * 2),
  })
  await add(tx, 'Attendance', ATTENDANCES, {
    sessionId: `${LESSONS_FROM} + 1 + 10 * (((i - 1) / 7) / 50) + (i - 1) % 7`,
    enrolmentId: '1 + (i - 1) / 7',
    by: "'code'",
    at: aged(ATTENDANCES),
  })
  await add(tx, 'Questionnaire', 20, {
    id: `${COURSES_FROM} + i`,
    communityId,
    code: "'old-' || i",
    title: "'旧问卷' || i",
    subject: "'run:' || i",
    definition: `'{"questions":[]}'`,
    state: "'CLOSED'",
    gridIds: "'[]'",
    opensAt: aged(20),
    closesAt: aged(20),
    resultToldAt: aged(20),
    createdAt: aged(20),
  })
  await add(tx, 'SurveyTurn', ANSWERS / 5, {
    questionnaireId: `${COURSES_FROM} + 1 + i % 20`,
    personId: `${last} + i`,
    position: 10,
    startedAt: aged(ANSWERS / 5),
    doneAt: aged(ANSWERS / 5),
    nudgedAt: aged(ANSWERS / 5),
  })
  await add(tx, 'SurveyAnswer', ANSWERS, {
    id: "'answer-' || i",
    questionnaireId: `${COURSES_FROM} + 1 + i % 20`,
    sheet: "'sheet-' || (i / 10)",
    question: "'q' || (i % 10)",
    value: "'1'",
    day: "'2026-05-01'",
  })
  await tx.community.update({ where: { id: communityId }, data: { courseCounter: COURSES_FROM + COURSES } })
}
