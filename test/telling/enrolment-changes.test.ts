import { expect, it } from 'vitest'
import { EnrolmentBook } from '../../src/courses/enrolment-book.ts'
import type { Database } from '../../src/database/database.ts'
import type { ChatId, PersonId } from '../../src/ids.ts'
import { tellChanges } from '../../src/telling/courses/enrolment.ts'
import { makePeople, makeTerm, OPENS, request } from '../courses/term.ts'
import { describeOnBoth } from '../database/both.ts'

const HOUR = 3_600_000
const [HERE, THERE] = ['grid-03@chatroom', 'grid-07@chatroom'] as [ChatId, ChatId]
const after = (hours: number) => new Date(OPENS.getTime() + hours * HOUR)

describeOnBoth('those who are passed over', (open) => {
  /** Does something at an hour after the opening; how many each group is told that they were passed over. */
  async function at(database: Database, hours: number, work: (book: EnrolmentBook) => Promise<unknown>) {
    return database.transaction(async (tx) => {
      const { id, resultToldAt } = await tx.courseRun.findFirstOrThrow()
      await tx.outboxMessage.deleteMany()
      const book = await EnrolmentBook.open(tx, id, { now: after(hours), quietHours: undefined })
      await work(book)
      await book.close()
      await tellChanges(tx, { ...book.run, resultToldAt, title: '乐高', number: 1 }, book.changes, {
        now: after(hours),
      })
      const said = await tx.outboxMessage.findMany({
        where: { text: { contains: '一起坐不下' } },
        orderBy: { id: 'asc' },
      })
      return said.map(({ chatId, mentions, text }) => [
        chatId,
        (mentions as string[]).length,
        /你们\d人/.exec(text)?.[0],
      ])
    })
  }

  it('are told together in each group, once a day, and not before the results of the rush', async () => {
    const database = await open()
    await database.transaction((tx) => makeTerm(tx, { capacity: 2 }))
    const people = await database.transaction((tx) => makePeople(tx, 12))
    const [one, other, next, ...parties] = people as [PersonId, PersonId, PersonId, ...PersonId[]]
    await at(database, 0.01, async (book) => {
      await book.enrol(request(one, 0))
      for (const [n, person] of parties.entries()) {
        const chatId = n < 6 ? HERE : THERE
        await book.enrol(request(person, n + 10, { party: n < 2 ? 3 : 2, chatId }))
      }
    })
    const leaves = (person: PersonId) => (book: EnrolmentBook) => book.leave(person, 'cancel')
    const comes = (person: PersonId, n: number) => (book: EnrolmentBook) => book.enrol(request(person, n))
    expect(await at(database, 0.02, comes(other, 1))).toEqual([])
    await database.transaction((tx) => tx.courseRun.updateMany({ data: { resultToldAt: after(0.05) } }))
    await at(database, 1, leaves(other))
    const told = [
      [HERE, 2, '你们3人'],
      [HERE, 4, '你们2人'],
      [THERE, 3, '你们2人'],
    ]
    expect(await at(database, 2, comes(next, 2))).toEqual(told)
    await at(database, 3, leaves(next))
    expect(await at(database, 4, comes(other, 3))).toEqual([])
    await at(database, 24, leaves(other))
    expect(await at(database, 25, comes(next, 4))).toEqual(told)
  })
})
