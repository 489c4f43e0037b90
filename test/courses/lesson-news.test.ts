import { expect, it } from 'vitest'
import { callRoll, lowPriority, recordsOf } from '../../src/courses/attendance.ts'
import { courseOf, runOf } from '../../src/courses/course.ts'
import { eveningLessons, hourLessons } from '../../src/courses/due.ts'
import { cancelLesson, lessonsOf, moveLesson, placeConflicts } from '../../src/courses/sessions.ts'
import type { Database, Tx } from '../../src/database/database.ts'
import type { CommunityId, PersonId } from '../../src/ids.ts'
import { coursesJob } from '../../src/scheduler/courses.ts'
import { stopReminders, tellLesson } from '../../src/telling/courses/lesson-news.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { makeCourse, makeLearner, makeRun, NOW } from './world.ts'

const LESSON = shanghai(2026, 6, 12, 19, 0)
const QUIET = { from: 21 * 60 + 30, to: 7 * 60 + 30 }

describeOnBoth('news of lessons', (open) => {
  const job = (database: Database, quietHours: typeof QUIET | undefined = QUIET) =>
    coursesJob({
      database,
      quietHours,
      keepPicture: async () => ({ sha256: 'a'.repeat(64), mime: 'image/png', bytes: 1 }),
      spoke: () => {},
    })
  const bind = async (tx: Tx, communityId: number, chatId: string) => {
    const grid = await tx.grid.create({ data: { communityId, number: Number(/\d+/.exec(chatId)?.[0]), name: chatId } })
    await tx.chatGroup.create({
      data: { account: 'bot', chatId, purpose: 'GRID', communityId, gridId: grid.id, topic: chatId, boundAt: NOW },
    })
  }
  const outbox = (database: Database) =>
    database.client.outboxMessage.findMany({ where: { state: 'PENDING' }, orderBy: { id: 'asc' } })

  it('reach each chat once: the group with at most twenty names, and in private whoever asked for that', async () => {
    const database = await open()
    const id = await database.transaction(async (tx) => {
      const course = await makeCourse(tx, 'ENROLLING', 'news')
      await bind(tx, course.communityId, 'grid-1@chatroom')
      await bind(tx, course.communityId, 'grid-2@chatroom')
      const run = await makeRun(tx, course, [LESSON])
      for (let seq = 1; seq <= 25; seq += 1) await makeLearner(tx, run.id, `p${seq}`, { group: 'grid-1@chatroom', seq })
      await makeLearner(tx, run.id, 'two', { group: 'grid-2@chatroom', seq: 26 })
      await makeLearner(tx, run.id, 'asked', { group: 'grid-2@chatroom', private: true, seq: 27 })
      await makeLearner(tx, run.id, 'alone', { seq: 28 })
      return run.id
    })
    const evening = shanghai(2026, 6, 11, 19, 0)
    await job(database).run(evening, evening)
    await job(database).run(evening, evening)
    const said = await outbox(database)
    expect(said.map(({ chatId }) => chatId).sort()).toEqual(['alone', 'asked', 'grid-1@chatroom', 'grid-2@chatroom'])
    expect(said.find(({ chatId }) => chatId === 'grid-1@chatroom')?.mentions).toHaveLength(20)
    expect(said.find(({ chatId }) => chatId === 'grid-2@chatroom')?.mentions).toEqual(['two'])
    expect(id).toBeGreaterThan(0)
  })

  it('are not said at night, and not of a lesson that was moved away or cancelled', async () => {
    const database = await open()
    const { course, run, sessions } = await database.transaction(async (tx) => {
      const course = await makeCourse(tx, 'ENROLLING', 'quiet')
      await bind(tx, course.communityId, 'grid-1@chatroom')
      const { sessions, ...run } = await makeRun(tx, course, [
        LESSON,
        shanghai(2026, 6, 19, 19, 0),
        shanghai(2026, 6, 26, 7, 40),
      ])
      await makeLearner(tx, run.id, 'one', { group: 'grid-1@chatroom', seq: 1 })
      return { course, run: runOf(run), sessions }
    })
    const night = shanghai(2026, 6, 11, 22, 0)
    await job(database).run(night, night)
    expect(await outbox(database)).toEqual([])
    const [first, second] = sessions
    if (!first || !second) throw new Error('no lessons')
    await database.transaction(async (tx) => {
      await tellLesson(tx, 'evening', { course, run, session: second }, { now: NOW })
      await cancelLesson(tx, second, '老师生病')
      await stopReminders(tx, second)
    })
    expect(await outbox(database)).toEqual([])
    await database.transaction(async (tx) => {
      const evening = shanghai(2026, 6, 18, 19, 0)
      expect(await eveningLessons(tx, evening)).toEqual([])
      expect(await hourLessons(tx, shanghai(2026, 6, 19, 18, 30))).toEqual([])
    })
    // An hour before 07:40 it is quiet: that reminder is left out.
    const dawn = shanghai(2026, 6, 26, 6, 45)
    await job(database).run(dawn, dawn)
    expect((await outbox(database)).filter(({ chatId }) => chatId.includes('@'))).toEqual([])
  })

  it('tell each what is theirs to do: the lecturer cannot stay away, and whoever reads alone is asked for nothing more', async () => {
    const database = await open()
    const { course, run, sessions } = await database.transaction(async (tx) => {
      const course = await makeCourse(tx, 'ENROLLING', 'words')
      await tx.chatIdentity.create({
        data: {
          ...{ account: 'bot', contactId: 'teacher', displayName: '讲师', friend: true, createdAt: NOW },
          personId: course.lecturerId,
        },
      })
      await bind(tx, course.communityId, 'grid-1@chatroom')
      const { sessions, ...run } = await makeRun(tx, course, [LESSON])
      await makeLearner(tx, run.id, 'one', { group: 'grid-1@chatroom', seq: 1 })
      await makeLearner(tx, run.id, 'alone', { seq: 2 })
      return { course, run: runOf(run), sessions }
    })
    const evening = shanghai(2026, 6, 11, 19, 0)
    await job(database).run(evening, evening)
    const told = new Map((await outbox(database)).map(({ chatId, text }) => [chatId, text]))
    expect(told.get('teacher')).toBe('⏰ 《书法》明天上课：6月12日(周五) 19:00-20:30，社区活动室。')
    expect(told.get('alone')).toMatch(/来不了请发 \/取消报名 书法，把位子让给别人。$/)
    expect(told.get('grid-1@chatroom')).toMatch(/把位子让给别人。想只在私聊里提醒，私聊小格回「私聊提醒」。$/)
    const late = shanghai(2026, 6, 12, 18, 48)
    await job(database).run(late, late)
    expect((await outbox(database)).map(({ text }) => text)).toContain(
      '⏰ 《书法》还有12分钟上课：6月12日(周五) 19:00-20:30，社区活动室。',
    )
    const [session] = sessions
    if (!session) throw new Error('no lesson')
    // A lecturer who moves a lesson knows it; a number in the reason is not handed round.
    const note = '找我打13812345678'
    const by = course.lecturerId
    await database.transaction((tx) =>
      tellLesson(tx, 'cancelled', { course, run, session: { ...session, note } }, { now: late, by }),
    )
    const off = (await outbox(database)).filter(({ key }) => key?.includes(':cancelled:'))
    expect(off.map(({ chatId }) => chatId).sort()).toEqual(['alone', 'grid-1@chatroom'])
    expect(off.map(({ text }) => text).join()).not.toMatch(/138/)
  })

  it('are not said twice: who has just heard that a lesson was moved to tomorrow, or to now, is not reminded of it', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const course = await makeCourse(tx, 'ENROLLING', 'just')
      const { sessions } = await makeRun(tx, course, [LESSON])
      const told = async (changeToldAt: Date) =>
        tx.courseSession.update({ where: { id: sessions[0]?.id ?? 0 }, data: { changeToldAt } })
      await told(shanghai(2026, 6, 11, 20, 0))
      expect(await eveningLessons(tx, shanghai(2026, 6, 11, 20, 1))).toEqual([])
      expect(await hourLessons(tx, shanghai(2026, 6, 12, 18, 0))).toHaveLength(1)
      await told(shanghai(2026, 6, 11, 18, 0))
      expect(await eveningLessons(tx, shanghai(2026, 6, 11, 19, 0))).toHaveLength(1)
      await told(shanghai(2026, 6, 12, 18, 20))
      expect(await hourLessons(tx, shanghai(2026, 6, 12, 18, 21))).toEqual([])
    })
  })

  it('know a moved lesson by its new time only, and number lessons by time', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const course = await makeCourse(tx, 'ENROLLING', 'moved')
      const run = await makeRun(tx, course, [LESSON, shanghai(2026, 6, 26, 19, 0)])
      const [first] = run.sessions
      if (!first) throw new Error('no lesson')
      const startsAt = shanghai(2026, 7, 1, 10, 0)
      await moveLesson(tx, first, { startsAt, endsAt: shanghai(2026, 7, 1, 11, 30), place: '党群中心', note: null })
      await expect(cancelLesson(tx, first, null)).rejects.toThrow('刚才有人改过了')
      const lessons = await lessonsOf(tx, run.id)
      expect(lessons.map(({ number, place }) => [number, place])).toEqual([
        [1, '社区活动室'],
        [2, '党群中心'],
      ])
      expect(await eveningLessons(tx, shanghai(2026, 6, 11, 19, 0))).toEqual([])
      expect(await eveningLessons(tx, shanghai(2026, 6, 30, 19, 0))).toHaveLength(1)
      const wanted = [{ startsAt: shanghai(2026, 7, 1, 11, 0), endsAt: shanghai(2026, 7, 1, 12, 0) }]
      const community = course.communityId
      expect(await placeConflicts(tx, community, ' 党群中心 ', wanted)).toHaveLength(1)
      expect(await placeConflicts(tx, community, '党群中心', wanted, run.id)).toEqual([])
      expect(await placeConflicts(tx, community, '社区活动室', wanted)).toEqual([])
    })
  })

  it('count who stayed away twice, against nobody for a lesson without a roll, and last term only', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const course = courseOf(
        await tx.course.findUniqueOrThrow({ where: { id: (await makeCourse(tx, 'RUNNING', 'roll')).id } }),
      )
      const days = [12, 19, 26].map((day) => shanghai(2026, 6, day, 19, 0))
      const run = await makeRun(tx, course, days, { state: 'ENDED' })
      const there = await makeLearner(tx, run.id, 'there', { seq: 1 })
      const once = await makeLearner(tx, run.id, 'once', { seq: 2 })
      const away = await makeLearner(tx, run.id, 'away', { seq: 3 })
      await tx.courseSession.updateMany({ where: { runId: run.id }, data: { state: 'HELD' } })
      const [first, second] = run.sessions
      if (!first || !second) throw new Error('no lessons')
      await callRoll(tx, first, { there: [1, 2] }, NOW)
      await callRoll(tx, second, { missing: [2, 3] }, NOW)
      const records = await recordsOf(tx, run.id)
      expect(records.map(({ attended, recorded, minutes }) => [attended, recorded, minutes])).toEqual([
        [2, 2, 180],
        [1, 2, 90],
        [0, 2, 0],
      ])
      const ids = [there, once, away].map(({ personId }) => personId as PersonId)
      const late = await lowPriority(tx, course.communityId as CommunityId, ids)
      expect([...late]).toEqual([away.personId])
    })
  })
})
