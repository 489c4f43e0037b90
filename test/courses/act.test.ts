import { expect, it } from 'vitest'
import { type Actor, actOnCourse } from '../../src/courses/act.ts'
import type { Carried } from '../../src/courses/carried.ts'
import { courseOf, USUAL_RULE } from '../../src/courses/course.ts'
import { ACTIONS, destination, MOVES, STATE_LABELS } from '../../src/courses/lifecycle.ts'
import { planTerm, publishAnnounced, publishTerm, unpublishAnnounced } from '../../src/courses/runs.ts'
import type { Tx } from '../../src/database/database.ts'
import type { CourseState } from '../../src/database/types.ts'
import type { PersonId } from '../../src/ids.ts'
import { Refusal } from '../../src/refusal.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { makeCourse, makeLearner, makeRun, NOW } from './world.ts'

const STATES = Object.keys(STATE_LABELS) as CourseState[]

/** Everything that any move may want, so that only the table decides. */
const ENOUGH: Carried = {
  note: '理由',
  trial: { at: shanghai(2026, 6, 5, 14, 0), place: '活动室', code: '12345' },
  months: 3,
  plan: '第1次…',
  rule: USUAL_RULE,
  fee: '每节10元',
  survey: { kept: true, wouldPay: true, words: '' },
}

describeOnBoth('what may be done to a course', (open) => {
  /** A trial that was held, rated and passed, and a term that is planned. */
  async function fulfil(tx: Tx, courseId: number): Promise<void> {
    const at = shanghai(2026, 6, 2, 14, 0)
    const trial = { at: at.toISOString(), place: '活动室', code: '12345' }
    const event = { courseId, to: 'TRIAL', hat: 'staff', at } as const
    await tx.courseEvent.create({ data: { ...event, seq: 10_001, action: 'arrange', data: { trial } } })
    await tx.courseEvent.create({ data: { ...event, seq: 10_002, action: 'pass', data: {} } })
    await tx.course.update({ where: { id: courseId }, data: { plan: '第1次…' } })
    for (const stars of [5, 4, 4]) {
      const rater = await tx.person.create({ data: { name: '听众', createdAt: at } })
      await tx.trialRating.create({ data: { courseId, personId: rater.id, stars, at } })
    }
    await makeRun(tx, { id: courseId }, [shanghai(2026, 6, 12, 19, 0)], { state: 'PLANNED' })
  }

  it('is what the table says: every state, action and hat', async () => {
    const database = await open()
    const wrong: string[] = []
    await database.transaction(async (tx) => {
      const { id, lecturerId } = await makeCourse(tx, 'APPLIED', 'matrix')
      await fulfil(tx, id)
      const other = (await tx.person.create({ data: { name: '同事', createdAt: NOW } })).id as PersonId
      const actors: Readonly<Record<string, Actor>> = {
        lecturer: { personId: lecturerId, office: 'staff' },
        staff: { personId: other, office: 'staff' },
        bot: 'bot',
        nobody: { personId: other },
      }
      for (const state of STATES) {
        for (const action of ACTIONS) {
          for (const [who, actor] of Object.entries(actors)) {
            const row = await tx.course.update({ where: { id }, data: { state, freeUntil: null } })
            const { from, who: hats } = MOVES[action]
            const allowed = from.includes(state) && hats.some((hat) => hat === who)
            const expected = allowed ? destination(action, state, 'ADMITTED') : 'refused'
            const move = { action, actor, carried: ENOUGH, now: NOW }
            const result = await actOnCourse(tx, courseOf(row), move).then(
              ({ course }) => course.state,
              (error: unknown) => (error instanceof Refusal ? 'refused' : String(error)),
            )
            if (result !== expected) wrong.push(`${state} ${action} ${who}: ${result}, not ${expected}`)
          }
        }
      }
    })
    expect(wrong).toEqual([])
  })

  it('is done once: of two who read the same course the second is told', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const course = await makeCourse(tx, 'APPLIED', 'twice')
      const other = await tx.person.create({ data: { name: '同事', createdAt: NOW } })
      const move = {
        action: 'qualify',
        actor: { personId: other.id as PersonId, office: 'staff' },
        carried: { note: '好' },
        now: NOW,
      } as const
      await actOnCourse(tx, course, move)
      await expect(actOnCourse(tx, course, move)).rejects.toThrow('刚才有同事处理过了')
      expect(await tx.courseEvent.count({ where: { courseId: course.id } })).toBe(2)
    })
  })

  it('opens no term for enrolment before the course is admitted', async () => {
    const database = await open()
    for (const state of STATES.filter((one) => one !== 'ADMITTED' && one !== 'RENEWED')) {
      await database.transaction(async (tx) => {
        const course = await makeCourse(tx, state, `early${state}`)
        const run = await makeRun(tx, course, [shanghai(2026, 6, 12, 19, 0)], { state: 'PLANNED' })
        await expect(publishTerm(tx, course, 'bot', { runId: run.id, now: NOW })).rejects.toThrow(Refusal)
        const lesson = {
          day: '2026-06-12',
          startsAt: shanghai(2026, 6, 12, 19, 0),
          endsAt: shanghai(2026, 6, 12, 20, 0),
        }
        const term = {
          ...{
            lessons: [lesson],
            timetable: '',
            place: '活动室',
            capacity: 5,
            forChildren: false,
            mode: 'FIRST_COME' as const,
          },
          ...{ gridIds: [], scope: '', opensAt: null, closesAt: null },
        } as const
        await expect(planTerm(tx, course, term, NOW)).rejects.toThrow(Refusal)
        expect((await tx.courseRun.findUniqueOrThrow({ where: { id: run.id } })).state).toBe('PLANNED')
      })
    }
  })

  it('publishes a term with its notice, and plans it again where the notice is taken back unheard', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const course = await makeCourse(tx, 'RENEWED', 'notice')
      const run = await makeRun(tx, course, [shanghai(2026, 6, 12, 19, 0)], { state: 'PLANNED' })
      await tx.courseRun.update({ where: { id: run.id }, data: { noticeId: 77 } })
      const other = await tx.person.create({ data: { name: '同事', createdAt: NOW } })
      const actor = { personId: other.id as PersonId, office: 'staff' } as const
      const states = async () => [
        (await tx.course.findUniqueOrThrow({ where: { id: course.id } })).state,
        (await tx.courseRun.findUniqueOrThrow({ where: { id: run.id } })).state,
      ]
      expect(await publishAnnounced(tx, 76, NOW)).toBeUndefined()
      expect((await publishAnnounced(tx, 77, NOW))?.course.state).toBe('ENROLLING')
      expect(await states()).toEqual(['ENROLLING', 'PUBLISHED'])
      await unpublishAnnounced(tx, 77, actor, NOW)
      expect(await states()).toEqual(['RENEWED', 'PLANNED'])
      await publishAnnounced(tx, 77, NOW)
      await makeLearner(tx, run.id, 'one', { seq: 1 })
      await expect(unpublishAnnounced(tx, 77, actor, NOW)).rejects.toThrow('已经有人报名了')
    })
  })

  it('does not go on against the rule, costs nothing against the residents’ wish, and says why', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const course = await makeCourse(tx, 'SURVEYED', 'wish')
      const other = await tx.person.create({ data: { name: '同事', createdAt: NOW } })
      const doing = (action: 'renew' | 'charge' | 'close', carried: Carried) =>
        actOnCourse(tx, course, {
          action,
          actor: { personId: other.id as PersonId, office: 'secretary' },
          carried,
          now: NOW,
        })
      const survey = { kept: false, wouldPay: true, words: '' }
      await expect(doing('renew', { note: '好', survey })).rejects.toThrow('没有达到公布的规则')
      await expect(doing('renew', { note: '好' })).rejects.toThrow('没有达到公布的规则')
      const fee = { note: '好', fee: '每节10元' }
      await expect(doing('charge', { ...fee, survey })).rejects.toThrow('没有达到公布的规则')
      const unwilling = { kept: true, wouldPay: false, words: '' }
      await expect(doing('charge', { ...fee, survey: unwilling })).rejects.toThrow('不能收费')
      await expect(doing('close', {})).rejects.toThrow('请写上理由')
      const { course: charged } = await doing('charge', { ...fee, survey: { ...unwilling, wouldPay: true } })
      expect(charged).toMatchObject({ state: 'RENEWED', fee: '每节10元', freeUntil: null })
    })
  })
})
