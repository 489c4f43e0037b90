import { expect, it } from 'vitest'
import { actOn } from '../../src/issues/act.ts'
import { support } from '../../src/issues/support.ts'
import { Refusal } from '../../src/refusal.ts'
import { describeOnBoth } from '../database/both.ts'
import { calendar, doing, makeReport, makeWorld, minutes, NOW, origin, wholeOf } from './world.ts'

describeOnBoth('at the same time', (open) => {
  it('two workers accept: one wins, the other is told by whom', async () => {
    const database = await open()
    const world = await database.transaction((tx) => makeWorld(tx))
    const { id, number } = (await database.transaction((tx) => makeReport(tx, world))).issue
    const accept = (who: 'worker' | 'staff') =>
      database.transaction((tx) => doing(tx, world, who, number, { action: 'accept', input: {} }, minutes(1)))
    const results = await Promise.allSettled([accept('worker'), accept('staff')])
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(won).toHaveLength(1)
    expect(lost[0]).toBeInstanceOf(Refusal)
    expect(lost[0].message).toContain(`已由${won[0]?.facts.by}受理`)
    const { events } = await wholeOf(database.client, id)
    expect(events.map(({ action }) => action)).toEqual(['report', 'accept'])
  })

  it('twelve reports get twelve numbers without a gap', async () => {
    const database = await open()
    const world = await database.transaction((tx) => makeWorld(tx))
    const reports = Array.from({ length: 12 }, () => database.transaction((tx) => makeReport(tx, world)))
    const numbers = (await Promise.all(reports)).map(({ issue }) => issue.number)
    expect(numbers.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  })

  it('a neighbour joining in does not take an action away from a worker', async () => {
    const database = await open()
    const world = await database.transaction((tx) => makeWorld(tx))
    const { communityId, people } = world
    const { id, number } = (await database.transaction((tx) => makeReport(tx, world))).issue
    await Promise.all([
      database.transaction((tx) =>
        support(tx, { communityId, number, person: people.stranger, origin, now: minutes(1) }),
      ),
      database.transaction((tx) => doing(tx, world, 'worker', number, { action: 'accept', input: {} }, minutes(1))),
    ])
    const { state, events, supporters } = await wholeOf(database.client, id)
    expect(state).toBe('ACCEPTED')
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(supporters).toHaveLength(1)
  })

  it('whoever read an older version writes nothing and is told who was there', async () => {
    const database = await open()
    const world = await database.transaction((tx) => makeWorld(tx))
    const { issue } = await database.transaction((tx) => makeReport(tx, world))
    await database.transaction((tx) => doing(tx, world, 'worker', issue.number, { action: 'accept', input: {} }))
    const late = database.transaction((tx) =>
      actOn(tx, issue, { action: 'ask', input: { question: '几楼' }, actor: world.people.staff, calendar, now: NOW }),
    )
    await expect(late).rejects.toThrow(`#${issue.number} 已被3号网格员处理(受理)`)
    expect((await wholeOf(database.client, issue.id)).events).toHaveLength(2)
  })
})
