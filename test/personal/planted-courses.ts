import type { Tx } from '../../src/database/database.ts'
import type { World } from '../issues/world.ts'
import { ACCOUNT, GROUP, later, NOW, type Sowing } from './sowing.ts'

/** What somebody learns, teaches and agreed to. */
export async function plantCourses(
  tx: Tx,
  { communityId }: World,
  { own, work, contactId, personId, n, hash }: Sowing,
): Promise<void> {
  const course = async (
    number: number,
    state: 'APPLIED' | 'RUNNING' | 'CLOSED',
    title: string,
    months: number | null,
  ) => {
    const row = await tx.course.create({
      data: {
        ...{ communityId, number: n * 10 + number, title, teacher: own('老师'), plan: own('计划'), skill: own('会') },
        ...{
          about: state === 'RUNNING' ? work : own('介绍'),
          lecturerId: personId,
          state,
          rule: {},
          freeMonths: months,
        },
        ...{ account: ACCOUNT, chatId: contactId, createdAt: NOW },
      },
    })
    const event = { courseId: row.id, to: state, personId, at: NOW, data: {} }
    await tx.courseEvent.create({ data: { ...event, seq: 1, action: 'offer', hat: 'lecturer', note: own('资质') } })
    await tx.courseEvent.create({ data: { ...event, seq: 9, action: 'qualify', hat: 'staff', note: work } })
    return row.id
  }
  const running = await course(1, 'RUNNING', work, 3)
  await course(2, 'APPLIED', own('课名'), null)
  await course(3, 'CLOSED', work, 3)
  const sha256 = hash(6)
  await tx.attachment.create({ data: { sha256, mime: 'image/png', bytes: 1, createdAt: NOW } })
  const file = { courseId: running, at: NOW }
  await tx.courseFile.create({ data: { ...file, purpose: 'offer', sha256, name: own('证书.pdf') } })
  await tx.courseFile.create({ data: { ...file, purpose: `showcase:${personId}`, sha256, name: own('照片') } })
  const run = await tx.courseRun.create({
    data: {
      ...{
        courseId: running,
        term: 1,
        state: 'ENDED',
        capacity: 9,
        enrolled: 1,
        place: '活动室',
        gridIds: [],
        createdAt: NOW,
      },
      sessions: { create: { seq: 1, startsAt: NOW, endsAt: later(60), place: '活动室' } },
    },
    include: { sessions: true },
  })
  const consent = await tx.consent.create({
    data: {
      personId,
      purpose: 'course.child',
      fields: [own('姓')],
      textVersion: '1',
      account: ACCOUNT,
      messageId: `m${n}`,
      at: NOW,
    },
  })
  const enrolment = await tx.enrolment.create({
    data: {
      ...{ runId: run.id, personId, party: 1, state: 'CONFIRMED', seq: 1, child: own('孩子'), consentId: consent.id },
      ...{ account: ACCOUNT, chatKind: 'PRIVATE', chatId: contactId, contactId, messageId: `m${n}`, at: NOW },
      events: { create: { seq: 1, action: 'enrol', to: 'CONFIRMED', party: 1, at: NOW, note: own('报名说') } },
    },
  })
  const sessionId = run.sessions[0]?.id ?? 0
  await tx.attendance.create({ data: { sessionId, enrolmentId: enrolment.id, by: 'code', at: NOW } })
  await tx.earlyBird.create({ data: { runId: run.id, personId, at: NOW } })
  await tx.trialRating.create({ data: { courseId: running, personId, stars: 5, words: own('试讲'), at: NOW } })
  await tx.talent.create({ data: { personId, skill: own('本事'), createdAt: NOW } })
  await tx.signUpList.create({
    data: {
      ...{ account: ACCOUNT, chatId: GROUP, mark: `${n}`, title: '接龙', runId: run.id, createdAt: NOW },
      rows: { create: { contactId, name: own('接龙名'), party: 1, messageId: `g${n}`, at: NOW } },
    },
  })
}

/** A questionnaire half answered and one that is done, on the telephone and on paper. */
export async function plantSurveys(
  tx: Tx,
  { communityId }: World,
  { own, personId, n }: Pick<Sowing, 'own' | 'personId' | 'n'>,
): Promise<void> {
  for (const [at, doneAt] of [null, NOW].entries()) {
    const { id: questionnaireId } = await tx.questionnaire.create({
      data: {
        ...{ communityId, code: `s${n}${at}`, title: '问卷', subject: 'needs', state: 'OPEN', createdAt: NOW },
        ...{ definition: { title: '问卷', questions: [{ kind: 'text', id: 'q1', text: '想学什么' }] }, gridIds: [] },
      },
    })
    const turn = { questionnaireId, startedAt: NOW, doneAt }
    await tx.surveyTurn.create({ data: { ...turn, personId, ...(doneAt ? {} : { partial: { q1: own('半份') } }) } })
    await tx.surveyTurn.create({
      data: { ...turn, enteredById: personId, ...(doneAt ? {} : { partial: { q1: own('纸') } }) },
    })
  }
}
