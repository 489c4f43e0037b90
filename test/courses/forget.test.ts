import { expect, it } from 'vitest'
import { put } from '../../src/chat/outbox.ts'
import { noteEarly } from '../../src/courses/early-birds.ts'
import { forgetTerms } from '../../src/courses/forget.ts'
import { consent } from '../../src/courses/guardian.ts'
import type { Tx } from '../../src/database/database.ts'
import type { AccountId, ChatId, MessageId, PersonId } from '../../src/ids.ts'
import { KEEPINGS } from '../../src/scheduler/keepings.ts'
import { retentionJob } from '../../src/scheduler/retention.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { ACCOUNT, makeCourse, makeLearner, makeRun, NOW } from './world.ts'

const LESSON = shanghai(2026, 6, 12, 19, 0)
/** Twelve months after the lesson, and a moment. */
const DUE = shanghai(2027, 6, 12, 20, 31)

describeOnBoth('who was in a term (privacy 8)', (open) => {
  const say = (tx: Tx, key: string, text: string) =>
    put(
      tx,
      { account: ACCOUNT as AccountId, chat: { kind: 'private', id: 'x' as ChatId }, text, priority: 'news', key },
      NOW,
    )

  /** A term of one lesson with two learners: one was there, a child; one signed a list. */
  async function makeTerm(tx: Tx, code: string, lesson: Date) {
    const course = await makeCourse(tx, 'RENEWED', code)
    const { id, sessions } = await makeRun(tx, course, [lesson], { state: 'ENDED' })
    const sessionId = sessions[0]?.id ?? 0
    const child = await makeLearner(tx, id, `${code}-child`, { seq: 1 })
    const other = await makeLearner(tx, id, `${code}-other`, { seq: 2 })
    await tx.attendance.create({ data: { sessionId, enrolmentId: child.id, by: 'code', at: lesson } })
    for (const { id: enrolmentId } of [child, other]) {
      await tx.enrolmentEvent.create({
        data: { enrolmentId, seq: 1, action: 'enrol', to: 'CONFIRMED', party: 1, at: NOW },
      })
    }
    await noteEarly(tx, id, [other.personId as PersonId], NOW)
    const place = { account: ACCOUNT, chatId: `${code}@chatroom`, mark: code, title: '书法', runId: id, createdAt: NOW }
    const { id: listId } = await tx.signUpList.create({ data: place })
    await tx.signUpRow.create({
      data: { listId, contactId: 'other', name: '老王', party: 1, messageId: code, at: NOW },
    })
    const by = {
      personId: child.personId as PersonId,
      account: ACCOUNT as AccountId,
      messageId: `c${code}` as MessageId,
    }
    await consent(tx, { ...by, child: '王*小朋友', now: NOW }, [child.id])
    await say(tx, `lesson:${sessionId}:code:list 0`, '1. 王*小朋友\n2. 老王')
    await say(tx, `enrolment:${child.id}:certificate`, '您上了1次课')
    return { id, course, child, other }
  }
  const left = async (tx: Tx, runId: number) => ({
    enrolments: await tx.enrolment.count({ where: { runId } }),
    events: await tx.enrolmentEvent.count({ where: { enrolment: { runId } } }),
    there: await tx.attendance.count({ where: { enrolment: { runId } } }),
    early: await tx.earlyBird.count({ where: { runId } }),
    lists: await tx.signUpList.count({ where: { runId } }),
  })
  const ALL = { enrolments: 2, events: 2, there: 1, early: 1, lists: 1 }
  const NONE = { enrolments: 0, events: 0, there: 0, early: 0, lists: 0 }

  it('is forgotten twelve months after it ended, and not before', async () => {
    const database = await open()
    const [old, young] = await database.transaction(async (tx) => [
      await makeTerm(tx, 'old', LESSON),
      await makeTerm(tx, 'young', shanghai(2026, 7, 12, 19, 0)),
    ])
    const job = retentionJob({ database, keepings: KEEPINGS.filter(({ name }) => name === 'terms') })
    const early = shanghai(2027, 6, 12, 20, 29)
    await job.run(early, early)
    expect(await left(database.client as Tx, old?.id ?? 0)).toEqual(ALL)
    expect(await job.run(DUE, DUE)).toMatch(/^terms 9;/)
    await database.transaction(async (tx) => {
      expect(await left(tx, old?.id ?? 0)).toEqual(NONE)
      expect(await left(tx, young?.id ?? 0)).toEqual(ALL)
      expect(await tx.signUpRow.count()).toBe(1)
      expect(await tx.consent.findMany({ select: { personId: true } })).toEqual([{ personId: young?.child.personId }])
      // What was said with their names in it as well; the term and its lessons stay, and so does how many came.
      const said = await tx.outboxMessage.findMany({ where: { key: { not: null } }, orderBy: { id: 'asc' } })
      expect(said.map(({ text }) => text)).toEqual(['', '', '1. 王*小朋友\n2. 老王', '您上了1次课'])
      expect(await tx.courseRun.count()).toBe(2)
      expect(await tx.courseSession.count()).toBe(2)
      expect(await forgetTerms(tx, DUE, 100)).toBe(0)
    })
  })

  it('keeps a consent as long as another place rests on it, and goes on where there is much', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const old = await makeTerm(tx, 'old', LESSON)
      const young = await makeTerm(tx, 'young', shanghai(2026, 7, 12, 19, 0))
      const { consentId } = await tx.enrolment.findUniqueOrThrow({ where: { id: old.child.id } })
      await tx.enrolment.update({ where: { id: young.other.id }, data: { consentId } })
      let rows = 0
      for (let once = await forgetTerms(tx, DUE, 1); once > 0; once = await forgetTerms(tx, DUE, 1)) rows += once
      expect(rows).toBe(8)
      expect(await left(tx, old.id)).toEqual(NONE)
      expect(await tx.consent.count({ where: { id: consentId ?? 0 } })).toBe(1)
    })
  })

  it('forgets the pictures of people and their yes to them a year later', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const course = await makeCourse(tx, 'CLOSED', 'pictures')
      const personId = course.lecturerId
      await tx.attachment.create({ data: { sha256: 'a', mime: 'image/png', bytes: 1, createdAt: NOW } })
      const file = { courseId: course.id, sha256: 'a', at: NOW }
      await tx.courseFile.create({ data: { ...file, purpose: `showcase:${personId}` } })
      await tx.courseFile.create({ data: { ...file, purpose: 'offer' } })
      const said = { personId, fields: {}, textVersion: '1', account: ACCOUNT, messageId: 'm', at: NOW }
      await tx.consent.create({ data: { ...said, purpose: `course:${course.id}:showcase` } })
      await tx.consent.create({ data: { ...said, purpose: 'something else' } })
      expect(await forgetTerms(tx, shanghai(2027, 6, 3, 9, 0), 100)).toBe(0)
      expect(await forgetTerms(tx, shanghai(2027, 6, 3, 9, 1), 100)).toBe(2)
      expect(await tx.courseFile.findMany({ select: { purpose: true } })).toEqual([{ purpose: 'offer' }])
      expect(await tx.consent.findMany({ select: { purpose: true } })).toEqual([{ purpose: 'something else' }])
    })
  })
})
