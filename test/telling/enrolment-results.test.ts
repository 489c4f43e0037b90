import { expect, it } from 'vitest'
import { EnrolmentBook } from '../../src/courses/enrolment-book.ts'
import type { ChatId } from '../../src/ids.ts'
import { tellResults } from '../../src/telling/courses/enrolment-results.ts'
import { makePeople, makeTerm, OPENS, request } from '../courses/term.ts'
import { describeOnBoth } from '../database/both.ts'

describeOnBoth('the results of a rush', (open) => {
  it('are two messages for a group, whatever the crowd, that call twenty each and say that there are more', async () => {
    const database = await open()
    const now = new Date(OPENS.getTime() + 60_000)
    const [here, there] = ['grid-03@chatroom', 'grid-07@chatroom'] as [ChatId, ChatId]
    await database.transaction(async (tx) => {
      const { runId } = await makeTerm(tx, { capacity: 22 })
      const book = await EnrolmentBook.open(tx, runId, { now, quietHours: undefined })
      const people = await makePeople(tx, 46)
      for (const [n, person] of people.entries())
        await book.enrol(request(person, n, { chatId: n < 45 ? here : there }))
      await book.close()
      const run = { ...book.run, title: '乐高智力开发', number: 1 }
      expect(await tellResults(tx, run, now)).toBe(2)
    })
    const said = await database.client.outboxMessage.findMany({ orderBy: { id: 'asc' } })
    expect(said.map(({ chatId, mentions }) => [chatId, (mentions as string[]).length])).toEqual([
      [here, 20],
      [here, 20],
      [there, 1],
    ])
    expect(said.map(({ text }) => text)).toEqual([
      '《乐高智力开发》，以上邻居报上了。22个名额已满。\n不来了请发 /取消报名 乐高智力开发，名额给候补的邻居。\n本群另有2位，发 /我的课 给小格可以看到自己的。',
      '《乐高智力开发》22个名额已满。以上邻居按先后在候补第1到第20位，有空位按顺序告诉大家。\n本群另有3位，发 /我的课 给小格可以看到自己的。',
      '《乐高智力开发》22个名额满了，您在候补第24位。有空位按顺序告诉您。',
    ])
    // Once: the opening has its results.
    expect((await database.client.courseRun.findFirstOrThrow()).resultToldAt).toEqual(now)
  })
})
