import { describe, expect, it } from 'vitest'
import { recategorise } from '../../src/issues/recategorise.ts'
import { remindersDue } from '../../src/issues/reminders.ts'
import { support } from '../../src/issues/support.ts'
import { undo } from '../../src/issues/undo.ts'
import { fastDatabase } from './fast-database.ts'
import { calendar, days, doing, makeInState, makeReport, minutes, NOW, origin, photo, wholeOf } from './world.ts'

const { inWorld } = fastDatabase()

/** The row without what every write changes. */
async function rowOf(tx: Parameters<typeof wholeOf>[0], id: number) {
  const { version, events, attachments, ...row } = await wholeOf(tx, id)
  return row
}

describe('undo', () => {
  it('puts back everything the action changed, and erases nothing', () =>
    inWorld(async (tx, world) => {
      const { id, number } = (await makeReport(tx, world)).issue
      const before = await rowOf(tx, id)
      const accepted = await doing(tx, world, 'worker', number, { action: 'accept', input: {} }, minutes(5))
      const { personId } = world.people.worker
      const { issue, event, facts } = await undo(tx, { personId, eventId: accepted.event.id, now: minutes(6) })
      expect(await rowOf(tx, id)).toEqual(before)
      expect(issue).toMatchObject({ state: 'REPORTED', respondedAt: null, responseDueAt: minutes(30) })
      expect(event).toMatchObject({ action: 'undo', from: 'ACCEPTED', to: 'REPORTED', seq: 3 })
      expect(facts.by).toBe('3号网格员')
      expect((await wholeOf(tx, id)).events.map(({ action }) => action)).toEqual(['report', 'accept', 'undo'])
    }))

  it.each([
    ['worker', 'ACCEPTED', { action: 'dispatch', input: { unitId: 0 } }],
    ['unit', 'IN_PROGRESS', { action: 'return', input: { reason: '不归我们' } }],
    ['unit', 'IN_PROGRESS', { action: 'extend', input: { until: days(9), reason: '等' } }],
    ['staff', 'IN_PROGRESS', { action: 'extend', input: { until: days(9), reason: '等' } }],
    ['staff', 'IN_PROGRESS', { action: 'hold', input: { until: days(9), reason: '等' } }],
    ['worker', 'RESOLVED', { action: 'rework', input: { defect: '没好' } }],
    ['reporter', 'RESOLVED', { action: 'rate', input: { rating: 'SATISFIED' } }],
    ['reporter', 'CLOSED', { action: 'reopen', input: { reason: '又坏了' } }],
    ['reporter', 'NEED_INFO', { action: 'supply', input: { text: '三楼' } }],
  ] as const)('%s in %s: %o', (who, state, what) =>
    inWorld(async (tx, world) => {
      const { id, number } = await makeInState(tx, world, state)
      const before = await rowOf(tx, id)
      const input = what.action === 'dispatch' ? { unitId: world.property } : what.input
      const { event } = await doing(tx, world, who, number, { ...what, input } as Parameters<typeof doing>[4])
      await undo(tx, { personId: world.people[who].personId, eventId: event.id, now: minutes(1) })
      expect(await rowOf(tx, id)).toEqual(before)
    }),
  )

  it('takes supporters back from the parent of a merge', () =>
    inWorld(async (tx, world) => {
      const parent = (await makeReport(tx, world, { reporter: world.people.stranger.personId })).issue
      const child = await makeInState(tx, world, 'ACCEPTED')
      const { event } = await doing(tx, world, 'worker', child.number, {
        action: 'merge',
        input: { parent: parent.number },
      })
      await undo(tx, { personId: world.people.worker.personId, eventId: event.id, now: minutes(1) })
      expect((await wholeOf(tx, parent.id)).supporters).toEqual([])
      expect(await wholeOf(tx, child.id)).toMatchObject({ state: 'ACCEPTED', parentId: null, outcome: null })
    }))

  it('takes back a support and a correction of the kind', () =>
    inWorld(async (tx, world) => {
      const { communityId, people } = world
      const { id, number } = (await makeReport(tx, world)).issue
      const supported = await support(tx, { communityId, number, person: people.stranger, origin, now: NOW })
      await undo(tx, { personId: people.stranger.personId, eventId: supported.event.id, now: minutes(1) })
      expect((await wholeOf(tx, id)).supporters).toEqual([])
      const request = { communityId, number, category: 'I01', actor: people.worker, calendar, now: NOW }
      const changed = await recategorise(tx, request)
      const { issue } = await undo(tx, { personId: people.worker.personId, eventId: changed.event.id, now: minutes(1) })
      expect(issue).toMatchObject({ category: 'E01', isPrivate: false })
    }))

  it('closes a report taken back: withdrawn by the reporter, void by whoever registered it', () =>
    inWorld(async (tx, world) => {
      const { reporter, worker } = world.people
      const own = await makeReport(tx, world)
      const mine = await undo(tx, { personId: reporter.personId, eventId: own.event.id, now: minutes(1) })
      expect(mine.issue).toMatchObject({ state: 'CLOSED', outcome: 'WITHDRAWN', closedAt: minutes(1), dueAt: null })
      const registered = await makeReport(tx, world, { onBehalfBy: worker })
      const theirs = await undo(tx, { personId: worker.personId, eventId: registered.event.id, now: minutes(1) })
      expect(theirs.issue).toMatchObject({ state: 'CLOSED', outcome: 'VOID', responseDueAt: null })
    }))

  it('keeps a report of danger', () =>
    inWorld(async (tx, world) => {
      const { event } = await makeReport(tx, world, { category: 'A02' })
      const attempt = undo(tx, { personId: world.people.reporter.personId, eventId: event.id, now: minutes(1) })
      await expect(attempt).rejects.toThrow('已经通知网格员，不能撤销')
    }))

  it('is refused after two minutes, to others, after something followed, and of an undo', () =>
    inWorld(async (tx, world) => {
      const { worker, deputy } = world.people
      const { number } = (await makeReport(tx, world)).issue
      const { event } = await doing(tx, world, 'worker', number, { action: 'accept', input: {} })
      const back = (personId: number, eventId: number, now: Date) =>
        undo(tx, { personId: personId as typeof worker.personId, eventId, now })
      await expect(back(worker.personId, event.id, minutes(2.01))).rejects.toThrow('超过2分钟')
      await expect(back(deputy.personId, event.id, minutes(1))).rejects.toThrow('没有可以撤销的操作')
      await expect(back(worker.personId, 99999, minutes(1))).rejects.toThrow('没有可以撤销的操作')
      const undone = await back(worker.personId, event.id, minutes(2))
      await expect(back(worker.personId, event.id, minutes(2))).rejects.toThrow('刚才已经撤销了')
      await expect(back(worker.personId, undone.event.id, minutes(2))).rejects.toThrow('撤销过的不能再撤销')
      const again = await doing(tx, world, 'worker', number, { action: 'accept', input: {} }, minutes(3))
      await doing(tx, world, 'deputy', number, { action: 'progress', input: { note: '来了' } }, minutes(3))
      await expect(back(worker.personId, again.event.id, minutes(4))).rejects.toThrow('之后又有了“进展”')
    }))

  it('is not hindered by a reminder of the bot', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      const supplied = await doing(
        tx,
        world,
        'reporter',
        number,
        { action: 'supply', input: { text: '急' } },
        minutes(29),
      )
      expect(await remindersDue(tx, { calendar, now: minutes(30), quiet: false })).toHaveLength(1)
      const request = { personId: world.people.reporter.personId, eventId: supplied.event.id, now: minutes(30) }
      expect((await undo(tx, request)).event.action).toBe('undo')
    }))

  it('leaves pictures where they are', () =>
    inWorld(async (tx, world) => {
      const { id, number } = await makeInState(tx, world, 'ACCEPTED')
      const resolve = { action: 'resolve', input: { note: '好了' } } as const
      const { event } = await doing(tx, world, 'worker', number, resolve, NOW, { photos: [photo()] })
      await undo(tx, { personId: world.people.worker.personId, eventId: event.id, now: minutes(1) })
      expect((await wholeOf(tx, id)).attachments).toHaveLength(1)
    }))
})
