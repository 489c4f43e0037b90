import { expect, it } from 'vitest'
import { answerPost } from '../../src/board/answer.ts'
import {
  noteReminded,
  noteYearAsked,
  owedAnswers,
  reminderStage,
  silentWishes,
  staffAtWork,
} from '../../src/board/due.ts'
import { writePost } from '../../src/board/write.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { calendar, confirmed, HOLDING, makePost, makeWorld, NOW, PASSING, posting } from './world.ts'

it('reminds half a working day before, when it is due, and once a working day after, six times in all', () => {
  // Friday 18:00 before the Dragon Boat holiday of 2026 (19 to 21 June).
  const due = shanghai(2026, 6, 18, 18, 0)
  const at = (day: number, hour: number) => reminderStage(due, shanghai(2026, 6, day, hour, 0), calendar)
  expect([at(18, 11), at(18, 15), at(18, 18), at(19, 10), at(22, 10), at(22, 18), at(23, 18), at(30, 18)]).toEqual([
    0, 1, 2, 2, 2, 3, 4, 6,
  ])
})

it('reminds in office hours, and of what is due, also in a year of which nobody knows which days are worked', () => {
  const due = shanghai(2098, 3, 3, 9, 0)
  const at = (hour: number) => shanghai(2098, 3, 3, hour, 0)
  expect([7, 8, 13, 17, 18].map((hour) => staffAtWork(at(hour), calendar))).toEqual([false, true, false, true, false])
  expect([8, 9, 17].map((hour) => reminderStage(due, at(hour), calendar))).toEqual([0, 2, 2])
})

describeOnBoth('what the staff owe to posts', (open) => {
  it('is an answer within two working days, with make-up workdays, to kinds that ask for one', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      // Saturday 10 October 2026 is worked for the holiday before it.
      const friday = shanghai(2026, 10, 9, 10, 0)
      const post = async (kind: 'WISH' | 'IDEA' | 'PROBLEM' | 'THANKS' | 'BLESSING', rules = PASSING) =>
        (await writePost(tx, { ...posting(world, confirmed('话', kind)), now: friday }, rules)).post
      const due = shanghai(2026, 10, 12, 10, 0)
      for (const kind of ['WISH', 'IDEA', 'PROBLEM'] as const) expect((await post(kind)).answerDueAt).toEqual(due)
      for (const kind of ['THANKS', 'BLESSING'] as const) expect((await post(kind)).answerDueAt).toBeNull()
      expect((await post('IDEA', HOLDING)).answerDueAt, 'not before it is passed').toBeNull()

      const owed = await owedAnswers(tx, world.communityId, shanghai(2026, 10, 12, 8, 0), calendar)
      expect(owed.map(({ stage }) => stage)).toEqual([1, 1, 1])
      await noteReminded(tx, owed)
      expect(await owedAnswers(tx, world.communityId, shanghai(2026, 10, 12, 9, 0), calendar)).toEqual([])
      const [first] = owed
      if (first) await answerPost(tx, first.post, { text: '好', by: world.colleague, now: due })
      const late = await owedAnswers(tx, world.communityId, due, calendar)
      expect(late.map(({ post: { kind }, stage }) => [kind, stage])).toEqual([
        ['IDEA', 2],
        ['PROBLEM', 2],
      ])
    })
  })

  it('is a word a year on a wish that lasts', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      const wish = await makePost(tx, world, 'PASSED')
      await makePost(tx, world, 'HELD')
      await makePost(tx, world, 'PASSED', { kind: 'IDEA' })
      const silent = (at: Date) => silentWishes(tx, world.communityId, at)
      expect(await silent(shanghai(2027, 6, 3, 8, 59))).toEqual([])
      const year = shanghai(2027, 6, 3, 9, 0)
      const found = await silent(year)
      expect(found.map(({ id }) => id)).toEqual([wish.id])
      await noteYearAsked(tx, found, year)
      expect(await silent(shanghai(2027, 6, 20))).toEqual([])
      expect(await silent(shanghai(2027, 7, 4))).toHaveLength(1)
      const by = world.colleague
      const heard = await answerPost(tx, wish, { text: '在报批', fate: 'DOING', by, now: shanghai(2027, 7, 5) })
      expect(await silent(shanghai(2028, 7, 4))).toEqual([])
      expect(await silent(shanghai(2028, 7, 5))).toHaveLength(1)
      await answerPost(tx, heard, { text: '装好了', fate: 'DONE', by, now: shanghai(2028, 7, 6) })
      expect(await silent(shanghai(2031, 1, 1))).toEqual([])
      expect(NOW).toEqual(shanghai(2026, 6, 3, 9, 0))
    })
  })
})
