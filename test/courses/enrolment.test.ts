import { expect, it } from 'vitest'
import { EnrolmentBook } from '../../src/courses/enrolment-book.ts'
import { drawn, hashOf, newDraw } from '../../src/courses/enrolment-draw.ts'
import { enrolmentDue } from '../../src/courses/enrolment-due.ts'
import { offerTerm } from '../../src/courses/enrolment-offer.ts'
import { runsMeant } from '../../src/courses/enrolment-runs.ts'
import type { EnrolRequest } from '../../src/courses/enrolment-standing.ts'
import { calledInLists } from '../../src/courses/guardian.ts'
import type { Database } from '../../src/database/database.ts'
import { tellChanges } from '../../src/telling/courses/enrolment.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { makePeople, makeTerm, OPENS, request } from './term.ts'

const after = (milliseconds: number) => new Date(OPENS.getTime() + milliseconds)
const NOW = after(1000)

async function inBook<T>(database: Database, runId: number, work: (book: EnrolmentBook) => Promise<T>, now = NOW) {
  return database.transaction(async (tx) => {
    const book = await EnrolmentBook.open(tx, runId, { now, quietHours: undefined })
    const result = await work(book)
    await book.close()
    return result
  })
}

describeOnBoth('enrolment', (open) => {
  const term = async (run: Parameters<typeof makeTerm>[1] = {}, people = 8) => {
    const database = await open()
    const { runId } = await database.transaction((tx) => makeTerm(tx, { capacity: 3, ...run }))
    return { database, runId, people: await database.transaction((tx) => makePeople(tx, people)) }
  }

  it('sells as many places as there are, though each of many asks in a transaction of their own', async () => {
    const { database, runId, people } = await term({ capacity: 5 }, 24)
    await Promise.all(
      [...people, ...people].map((person, n) => inBook(database, runId, (book) => book.enrol(request(person, n)))),
    )
    const rows = await database.client.enrolment.findMany({ where: { runId }, orderBy: { seq: 'asc' } })
    expect(rows.map(({ state }) => state)).toEqual([...Array(5).fill('CONFIRMED'), ...Array(19).fill('WAITING')])
  })

  it('cannot be oversold by any program: the table refuses', async () => {
    const { database, runId } = await term()
    const oversell = database.transaction((tx) => tx.courseRun.update({ where: { id: runId }, data: { enrolled: 4 } }))
    await expect(oversell).rejects.toThrow()
    expect(await database.client.courseRun.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ enrolled: 0 })
  })

  it('counts from the opening to the end, by when a message came in', async () => {
    const { database, runId, people } = await term({ closesAt: after(60_000) })
    const [first, second, third] = people as [never, never, never]
    const asks = (person: never, arrivedAt: Date, rest: Partial<EnrolRequest> = {}) =>
      inBook(
        database,
        runId,
        (book) => book.enrol(request(person, arrivedAt.getTime(), { arrivedAt, ...rest })),
        after(120_000),
      )
    expect((await asks(first, after(-1))).kind).toBe('early')
    expect((await asks(second, after(0))).kind).toBe('confirmed')
    expect((await asks(third, after(60_000))).kind).toBe('closed')
    expect(await database.client.enrolment.count()).toBe(1)
    expect(await database.client.enrolmentEvent.count()).toBe(1)
  })

  it('asked for twice changes nothing, however many come the second time', async () => {
    const { database, runId, people } = await term({ capacity: 2 })
    const [one, other, third] = people as [never, never, never]
    const standing = async () => ({
      rows: await database.client.enrolment.findMany({ orderBy: { id: 'asc' } }),
      events: await database.client.enrolmentEvent.findMany({ orderBy: { id: 'asc' } }),
    })
    const ask = (n: number, party: number) =>
      inBook(database, runId, async (book) => {
        const kinds: string[] = []
        for (const person of [one, other, third]) kinds.push((await book.enrol(request(person, n++, { party }))).kind)
        return [...kinds, book.run.enrolled]
      })
    expect(await ask(1, 1)).toEqual(['confirmed', 'confirmed', 'waiting', 2])
    const before = await standing()
    expect(await ask(4, 2)).toEqual(['already', 'already', 'already', 2])
    expect(await standing()).toEqual(before)
  })

  it('is not written over a counter that is not what it was', async () => {
    const { database, runId, people } = await term()
    const [one, other] = people as [never, never]
    const both = database.transaction(async (tx) => {
      const first = await EnrolmentBook.open(tx, runId, { now: NOW, quietHours: undefined })
      const second = await EnrolmentBook.open(tx, runId, { now: NOW, quietHours: undefined })
      await second.enrol(request(other, 2))
      await second.close()
      await first.enrol(request(one, 1))
      await first.close()
    })
    await expect(both).rejects.toThrow(/the counter of term \d+ is not what it was/)
    expect(await database.client.enrolment.count()).toBe(0)
  })

  it('bears more people in line than a statement may have values', async () => {
    const { database, runId, people } = await term({ capacity: 1, lessons: [after(2 * 3_600_000)] }, 1_100)
    await inBook(database, runId, async (book) => {
      await book.know(people)
      for (const [n, person] of people.entries()) await book.enrol(request(person, n))
    })
    const news = await database.transaction(async (tx) => {
      const book = await EnrolmentBook.open(tx, runId, { now: NOW, quietHours: undefined })
      await book.leave(people[0] as never, 'cancel')
      await book.close()
      return tellChanges(tx, { ...book.run, title: '乐高', number: 1 }, book.changes, { now: NOW })
    })
    // All are in one group: twenty in a message.
    expect(news).toBe(Math.ceil(1_099 / 20))
    expect(await database.client.enrolment.count({ where: { state: 'WAITING', offerUntil: { not: null } } })).toBe(
      1_099,
    )
    await inBook(database, runId, (book) => book.accept(people[500] as never))
    const states = await database.client.enrolment.groupBy({ by: ['state', 'offerUntil'], _count: true })
    expect(states.map(({ state, offerUntil, _count }) => [state, offerUntil, _count]).sort()).toEqual([
      ['CANCELLED', null, 1],
      ['CONFIRMED', null, 1],
      ['WAITING', null, 1_098],
    ])
  })

  it('of a term that was called off is nobody’s business any more', async () => {
    const { database, runId, people } = await term({ capacity: 1, lessons: [after(2 * 3_600_000)] })
    await inBook(database, runId, async (book) => {
      for (const [n, person] of people.slice(0, 3).entries()) await book.enrol(request(person, n))
      await book.leave(people[0] as never, 'cancel')
    })
    expect(await database.client.enrolment.count({ where: { offerUntil: { not: null } } })).toBe(2)
    const later = after(3 * 3_600_000)
    const due = async () => (await enrolmentDue(database.client, later)).filter(({ kind }) => kind === 'offers')
    expect(await due()).toEqual([{ kind: 'offers', runId }])
    await database.transaction((tx) => tx.courseRun.update({ where: { id: runId }, data: { state: 'CANCELLED' } }))
    expect(await due()).toEqual([])
  })

  it('takes somebody who left and comes again at the end, within one transaction too', async () => {
    const { database, runId, people } = await term({ capacity: 1 })
    const [one, other] = people as [never, never]
    const kinds = await inBook(database, runId, async (book) => [
      (await book.enrol(request(one, 1))).kind,
      (await book.enrol(request(other, 2))).kind,
      await book.leave(one, 'cancel'),
      (await book.enrol(request(one, 3))).kind,
      (await book.enrol(request(one, 4))).kind,
    ])
    expect(kinds).toEqual(['confirmed', 'waiting', true, 'waiting', 'already'])
    const rows = await database.client.enrolment.findMany({ where: { runId }, orderBy: { seq: 'asc' } })
    expect(rows.map(({ personId, state }) => [personId, state])).toEqual([
      [other, 'OFFERED'],
      [one, 'WAITING'],
    ])
  })

  it('is drawn in an order that anybody can work out from the seed that was published as a hash', async () => {
    const { seed, seedHash } = newDraw()
    expect(hashOf(seed)).toBe(seedHash)
    const { database, runId, people } = await term({ capacity: 3, mode: 'DRAW', seed, seedHash })
    await inBook(database, runId, async (book) => {
      for (const [n, person] of people.slice(0, 7).entries()) {
        expect((await book.enrol(request(person, n))).kind).toBe('ticket')
      }
      // After the window one waits behind all who are in the draw.
      await book.enrol(request(people[7] as never, 7, { arrivedAt: after(10 * 60_000) }))
    })
    const tickets = await database.client.enrolment.findMany({ where: { runId }, orderBy: { seq: 'asc' } })
    const expected = drawn(
      seed,
      tickets.slice(0, 7).map(({ seq }) => seq),
    )
    await inBook(database, runId, (book) => book.draw(), after(11 * 60_000))
    const rows = await database.client.enrolment.findMany({ where: { runId }, orderBy: { seq: 'asc' } })
    const ticketOf = (personId: number) => tickets.find((row) => row.personId === personId)?.seq
    expect(rows.slice(0, 7).map(({ personId }) => ticketOf(personId))).toEqual(expected)
    expect(rows.at(-1)?.personId).toBe(people[7])
    expect(rows.filter(({ state }) => state === 'CONFIRMED')).toEqual(rows.slice(0, 3))
  })

  it('comes to who stayed away from two lessons last term only after all others, drawn or in line', async () => {
    const { seed, seedHash } = newDraw()
    const { database, runId, people } = await term({ capacity: 1, mode: 'DRAW', seed, seedHash })
    const [away, one, other] = people as [never, never, never]
    await database.transaction(async (tx) => {
      const { courseId } = await tx.courseRun.findUniqueOrThrow({ where: { id: runId } })
      const { communityId } = await tx.course.findUniqueOrThrow({ where: { id: courseId } })
      const day = (n: number) => new Date(OPENS.getTime() - n * 86_400_000)
      const before = await makeTerm(tx, { communityId, title: '书法', state: 'ENDED', lessons: [day(20), day(10)] })
      await tx.courseSession.updateMany({ where: { runId: before.runId }, data: { state: 'HELD' } })
      const there = { runId: before.runId, party: 1, state: 'CONFIRMED', account: 'bot', chatKind: 'GROUP' } as const
      for (const [n, personId] of [away, one].entries()) {
        const row = {
          ...there,
          personId,
          seq: n,
          chatId: 'g',
          contactId: `p${n}`,
          messageId: `before ${n}`,
          at: day(30),
        }
        const { id } = await tx.enrolment.create({ data: row })
        for (const { id: sessionId } of await tx.courseSession.findMany({ where: { runId: before.runId } })) {
          if (personId === one)
            await tx.attendance.create({ data: { sessionId, enrolmentId: id, by: 'code', at: day(1) } })
        }
      }
    })
    await inBook(database, runId, async (book) => {
      for (const [n, person] of [away, one, other].entries()) await book.enrol(request(person, n))
    })
    await inBook(database, runId, (book) => book.draw(), after(11 * 60_000))
    const states = async () =>
      new Map((await database.client.enrolment.findMany({ where: { runId } })).map((row) => [row.personId, row]))
    const drawnFirst = [...(await states()).values()].find(({ state }) => state === 'CONFIRMED')
    expect([one, other]).toContain(drawnFirst?.personId)
    const next = [one, other].find((person) => person !== drawnFirst?.personId)
    await inBook(database, runId, (book) => book.leave(drawnFirst?.personId as never, 'cancel'), after(12 * 60_000))
    expect((await states()).get(next as never)?.state).toBe('OFFERED')
    expect((await states()).get(away)?.state).toBe('WAITING')
  })
})

it.each([
  ['72 hours before', 72, 'one', 12],
  ['48 hours before', 48, 'one', 12],
  ['47 hours before', 47, 'one', 2],
  ['4 hours before', 4, 'one', 2],
  ['3 hours before', 3, 'one', 2],
  ['under 3 hours before', 2.9, 'all', 2.9],
])('a place that is free %s is offered for so long', (_, hours, to, length) => {
  const at = (hour: number) => new Date(OPENS.getTime() + hour * 3_600_000)
  expect(offerTerm(OPENS, at(hours), undefined)).toEqual({ to, until: at(length) })
})

it('lets nobody’s time run at night, nor beyond the lesson', () => {
  const quiet = { from: 21 * 60 + 30, to: 7 * 60 + 30 }
  const night = shanghai(2026, 6, 3, 23, 0)
  expect(offerTerm(night, shanghai(2026, 6, 10, 15, 0), quiet).until).toEqual(shanghai(2026, 6, 4, 19, 30))
  expect(offerTerm(night, shanghai(2026, 6, 4, 9, 0), quiet).until).toEqual(shanghai(2026, 6, 4, 9, 0))
})

it.each([
  ['王小明', '王*小朋友'],
  ['欧阳小明', '欧阳*小朋友'],
  ['李小朋友', '李*小朋友'],
  ['小明1', undefined],
  ['', undefined],
])('%s is called %s in lists', (name, called) => expect(calledInLists(name)).toBe(called))

it.each([
  ['乐高', ['乐高智力开发']],
  ['《乐高智力开发》', ['乐高智力开发']],
  ['2', ['减脂训练(28天)']],
  ['减脂训练（28天）', ['减脂训练(28天)']],
  ['书法课', ['书法绘画', '书法入门']],
  ['插花', []],
])('%s means %j', (words, titles) => {
  const runs = ['乐高智力开发', '减脂训练(28天)', '书法绘画', '书法入门'].map((title, index) => ({
    ...{ id: index + 1, courseId: index + 1, number: index + 1, title },
  }))
  expect(runsMeant(runs as never, words).map(({ title }) => title)).toEqual(titles)
})
