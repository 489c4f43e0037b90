import { expect, it } from 'vitest'
import type { Database, Tx } from '../../src/database/database.ts'
import type { CommunityId, PersonId } from '../../src/ids.ts'
import type { Answer } from '../../src/questionnaires/answers.ts'
import { COURSE_SURVEY, courseSurvey } from '../../src/questionnaires/course-survey.ts'
import { forgetAnswers } from '../../src/questionnaires/forget.ts'
import { learningNeeds } from '../../src/questionnaires/learning-needs.ts'
import {
  closeQuestionnaire,
  endOf,
  freeCode,
  type OpenedQuestionnaire,
  openQuestionnaire,
  participationIn,
} from '../../src/questionnaires/questionnaire.ts'
import { exactFigures, resultsOf } from '../../src/questionnaires/results.ts'
import { lecturersFor } from '../../src/questionnaires/topics.ts'
import {
  leaveTurn,
  markBegun,
  openFor,
  saveAnswers,
  takeNudges,
  takeTurn,
  unfinishedTurn,
} from '../../src/questionnaires/turn.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'

const now = shanghai(2026, 6, 3, 9, 0)
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)

describeOnBoth('questionnaires', (open) => {
  async function town(people: number) {
    const database = await open()
    const made = await database.transaction(async (tx) => {
      const { id } = await tx.community.create({ data: { code: 'yc', name: '玉成社区', createdAt: now } })
      const persons: PersonId[] = []
      for (let each = 0; each < people; each += 1) {
        persons.push((await tx.person.create({ data: { name: `居民${each}`, createdAt: now } })).id as PersonId)
      }
      return { communityId: id as CommunityId, persons }
    })
    return { database, ...made }
  }
  type Town = Awaited<ReturnType<typeof town>>

  const survey = (tx: Tx, { communityId, persons }: Town, more: { code?: string; invited?: PersonId[] } = {}) =>
    openQuestionnaire(tx, {
      communityId,
      code: more.code ?? 'survey',
      title: '《乐高》反馈',
      subject: 'run:1',
      definition: courseSurvey('乐高'),
      gridIds: [],
      now,
      closesAt: endOf(shanghai(2026, 6, 20)),
      invited: more.invited ?? persons,
    })

  const give = (
    database: Database,
    one: OpenedQuestionnaire,
    person: PersonId,
    answers: Record<string, Answer>,
    at = now,
  ) =>
    database.transaction(async (tx) =>
      saveAnswers(tx, await takeTurn(tx, one, { person }, at), new Map(Object.entries(answers)), at),
    )

  const whole = (words: string): Record<string, Answer> => ({
    [COURSE_SURVEY.stars]: 5,
    [COURSE_SURVEY.goesOn]: 'yes',
    [COURSE_SURVEY.words]: words,
    'hand-on': true,
  })

  it('keep what was answered at once, go on where one was, and are done once', async () => {
    const all = await town(2)
    const { database, communityId } = all
    const [one, other] = all.persons as [PersonId, PersonId]
    const made = await database.transaction((tx) => survey(tx, all, { invited: [one] }))
    const openTo = (person: PersonId) => database.transaction((tx) => openFor(tx, { person, communityId, now }))
    expect(await openTo(one)).toHaveLength(1)
    expect(await openTo(other)).toEqual([])

    await give(database, made, one, { stars: 4 })
    const begun = await database.transaction((tx) => unfinishedTurn(tx, one, later(1)))
    expect([...(begun?.answers ?? [])]).toEqual([['stars', 4]])
    expect(begun?.position.page.map(({ number }) => number)).toEqual([2, 3])

    const done = await give(database, made, one, { 'goes-on': 'no', words: null }, later(2))
    expect(done).toMatchObject({ done: true })
    expect(await openTo(one)).toEqual([])
    expect(await database.client.surveyAnswer.count()).toBe(2)
    const again = await give(database, made, one, whole('再来'), later(3))
    expect(again.done).toBe(true)
    expect(await database.client.surveyAnswer.count()).toBe(2)
    expect(await database.transaction((tx) => participationIn(tx, made.id))).toEqual({ asked: 1, done: 1, onPaper: 0 })
  })

  it('separate who answered from what was answered: no column, order or time joins them', async () => {
    const all = await town(12)
    const { database, persons } = all
    const sqlite = database.dialect === 'sqlite'
    let correlation = 0
    const rounds = 6
    for (let round = 0; round < rounds; round += 1) {
      const made = await database.transaction((tx) => survey(tx, all, { code: `survey-${round}` }))
      for (const [at, person] of persons.entries()) await give(database, made, person, whole(`第${at}位`), later(at))

      const turns = await database.client.surveyTurn.findMany({ where: { questionnaireId: made.id } })
      expect(turns.every(({ partial, position }) => partial === null && position === 0)).toBe(true)
      expect(new Set(turns.map(({ doneAt }) => doneAt?.getTime()))).toEqual(new Set([shanghai(2026, 6, 3).getTime()]))

      const rows = await database.client.surveyAnswer.findMany({ where: { questionnaireId: made.id } })
      expect(Object.keys(rows[0] ?? {}).sort()).toEqual(['day', 'id', 'question', 'questionnaireId', 'sheet', 'value'])
      expect(new Set(rows.map(({ day }) => day))).toEqual(new Set(['2026-06-20']))
      expect(new Set(rows.map(({ sheet }) => sheet)).size).toBe(12)
      const random = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
      expect(rows.every(({ id, sheet }) => random.test(id) && random.test(sheet) && id !== sheet)).toBe(true)

      // Not by the order of ids, nor by the order in which the database keeps the rows.
      for (const order of ['"id"', '"sheet"', sqlite ? 'rowid' : 'ctid']) {
        const kept = await database.client.$queryRawUnsafe<{ value: unknown }[]>(
          `SELECT "value" FROM "SurveyAnswer" WHERE "questionnaireId" = ${made.id} AND "question" = 'words' ORDER BY ${order}`,
        )
        const places = kept.map(({ value }) => Number(/\d+/.exec(String(value))?.[0]))
        expect([...places].sort((a, b) => a - b)).toEqual(persons.map((_, at) => at))
        if (order === 'rowid' || order === 'ctid') correlation += spearman(places) / rounds
      }
      if (!sqlite) {
        // Nor by which transaction wrote them: the last one wrote them all.
        const writers = await database.client.$queryRawUnsafe<unknown[]>(
          `SELECT DISTINCT xmin::text FROM "SurveyAnswer" WHERE "questionnaireId" = ${made.id}`,
        )
        expect(writers).toHaveLength(1)
      }
    }
    // Six random orders of twelve lie within 0.6 of nothing but once in a hundred thousand times; the order of coming is 1.
    expect(Math.abs(correlation)).toBeLessThan(0.6)
  }, 60_000)

  it('lose and double nothing when many are done at the same moment', async () => {
    const all = await town(24)
    const { database, persons } = all
    const made = await database.transaction((tx) => survey(tx, all))
    await Promise.all(
      persons.flatMap((person, at) => [0, 1].map(() => give(database, made, person, whole(`第${at}位`)))),
    )
    const words = await database.client.surveyAnswer.findMany({ where: { question: 'words' } })
    expect(words.map(({ value }) => value).sort()).toEqual(persons.map((_, at) => `第${at}位`).sort())
    const results = await database.transaction((tx) => resultsOf(tx, made.id))
    expect(results.sheets).toBe(24)
    expect(results.questions[0]).toMatchObject({ id: 'stars', kind: 'rating', n: 24, mean: 5, hidden: false })
    const exact = await database.transaction((tx) => exactFigures(tx, made.id, COURSE_SURVEY.goesOn))
    expect(exact).toEqual({ n: 24, mean: undefined, took: new Map([['yes', 24]]) })
  }, 60_000)

  it('keep any words whole, and no answer that does not fit', async () => {
    const all = await town(1)
    const { database } = all
    const [one] = all.persons as [PersonId]
    const made = await database.transaction((tx) => survey(tx, all))
    const words = `'; DROP TABLE "SurveyAnswer"; -- \${x} {{y}} <b> 😀 "引号" \\ 忽略以上指令`
    await give(database, made, one, whole(words))
    const [row] = await database.client.surveyAnswer.findMany({ where: { question: 'words' } })
    expect(row?.value).toBe(words)
    // A row that somebody spoilt counts as no answer.
    await database.transaction((tx) =>
      tx.surveyAnswer.updateMany({ where: { question: 'stars' }, data: { value: { gt: 9 } } }),
    )
    expect((await database.transaction((tx) => exactFigures(tx, made.id, 'stars'))).n).toBe(0)
  })

  it('forget what was begun when they end or somebody would rather not, and nudge once', async () => {
    const all = await town(4)
    const { database, communityId } = all
    const [one, two, three, four] = all.persons as [PersonId, PersonId, PersonId, PersonId]
    const made = await database.transaction((tx) => survey(tx, all))
    await give(database, made, one, { stars: 4 })
    await give(database, made, two, whole('好'))
    await database.transaction(async (tx) => leaveTurn(tx, await takeTurn(tx, made, { person: three }, now), now))
    const nudges = (hours: number) =>
      database.transaction(async (tx) => (await takeNudges(tx, later(hours), 10)).map(({ personId }) => personId))
    expect(await nudges(23)).toEqual([])
    expect(await nudges(24)).toEqual([one, four])
    expect(await nudges(48)).toEqual([])

    const end = shanghai(2026, 6, 21)
    const close = (at: Date) => database.transaction((tx) => closeQuestionnaire(tx, made.id, at))
    expect(await close(end)).toBe(true)
    expect(await close(end)).toBe(false)
    expect(await database.client.surveyTurn.count({ where: { NOT: { position: 0 } } })).toBe(0)
    expect((await database.client.surveyTurn.findMany()).every(({ partial }) => partial === null)).toBe(true)
    await expect(give(database, made, one, whole('晚了'), end)).rejects.toThrow(/已经截止/)
    expect(await database.client.surveyAnswer.count({ where: { question: 'words' } })).toBe(1)
    expect(await database.transaction((tx) => openFor(tx, { person: one, communityId, now: end }))).toEqual([])

    const forget = (at: Date) => database.transaction((tx) => forgetAnswers(tx, at, 1000))
    expect(await forget(shanghai(2026, 12, 20))).toBe(0)
    expect(await forget(shanghai(2026, 12, 22))).toBe(8)
    expect(await database.client.surveyAnswer.count()).toBe(0)
  })

  it('take paper forms one after the other, under whoever entered them', async () => {
    const all = await town(1)
    const { database } = all
    const [helper] = all.persons as [PersonId]
    const made = await database.transaction((tx) => survey(tx, all, { invited: [] }))
    const paper = (answers: Record<string, Answer>) =>
      database.transaction(async (tx) => {
        const turn = await takeTurn(tx, made, { enteredBy: helper }, now)
        await markBegun(tx, turn)
        return saveAnswers(tx, turn, new Map(Object.entries(answers)), now)
      })
    const first = await paper({ stars: 3 })
    expect((await paper({ 'goes-on': 'yes', words: null })).id).toBe(first.id)
    expect((await paper({ stars: 2 })).id).not.toBe(first.id)
    expect(await database.transaction((tx) => participationIn(tx, made.id))).toEqual({ asked: 2, done: 1, onPaper: 1 })
    expect(await database.client.surveyTurn.count({ where: { personId: null, enteredById: helper } })).toBe(2)
  })

  it('have free codes, and lecturers whose skill fits', async () => {
    const all = await town(2)
    const { database, communityId, persons } = all
    await database.transaction(async (tx) => {
      expect(await freeCode(tx, communityId, 'needs')).toBe('needs')
      for (const code of ['needs', 'needs-2']) {
        const definition = learningNeeds()
        const made = { communityId, code, title: definition.title, subject: 'needs', definition, gridIds: [], now }
        await openQuestionnaire(tx, made)
      }
      expect(await freeCode(tx, communityId, 'needs')).toBe('needs-3')
      for (const [at, skill] of ['社区护士，会教急救', '太极拳'].entries()) {
        await tx.talent.create({ data: { personId: persons[at] ?? 0, skill, createdAt: now } })
      }
      expect(await lecturersFor(tx, communityId, ['急救', '医生'])).toEqual([
        { personId: persons[0], name: '居民0', skill: '社区护士，会教急救' },
      ])
      expect(await lecturersFor(tx, communityId, [])).toEqual([])
    })
  })
})

/** How far the order is the order of coming: 1 the same, -1 the reverse, about 0 any. */
function spearman(places: readonly number[]): number {
  const n = places.length
  const apart = places.reduce((sum, place, at) => sum + (place - at) ** 2, 0)
  return 1 - (6 * apart) / (n * (n * n - 1))
}
