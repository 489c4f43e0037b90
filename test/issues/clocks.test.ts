import { describe, expect, it } from 'vitest'
import { recategorise } from '../../src/issues/recategorise.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { fastDatabase } from './fast-database.ts'
import { calendar, doing, makeReport, minutes, NOW, photo } from './world.ts'

const { inWorld } = fastDatabase()
/** Wednesday 3 June 2026, a plain week. */
const june = (day: number, hour: number, minute = 0) => shanghai(2026, 6, day, hour, minute)

describe('the response clock', () => {
  it.each([
    ['10 minutes when dangerous, at night too', 'A02', june(3, 23), minutes(10, june(3, 23))],
    ['30 minutes in working time', 'E01', june(3, 10), june(3, 10, 30)],
    ['30 minutes although the lunch break is near', 'E01', june(3, 11, 50), june(3, 12, 20)],
    ['2 hours in the lunch break', 'E01', june(3, 12), june(3, 14)],
    ['2 hours on a Sunday', 'E01', june(7, 10), june(7, 12)],
    ['30 minutes on a Sunday that is worked (调休)', 'E01', shanghai(2026, 9, 20, 10), shanghai(2026, 9, 20, 10, 30)],
  ])('%s', (_, category, now, due) =>
    inWorld(async (tx, world) => {
      expect((await makeReport(tx, world, { category, now })).issue.responseDueAt).toEqual(due)
    }),
  )

  it('stops with the first word of a person at work, and says whether that was in time', () =>
    inWorld(async (tx, world) => {
      const first = (await makeReport(tx, world)).issue
      const { issue, event } = await doing(
        tx,
        world,
        'worker',
        first.number,
        { action: 'accept', input: {} },
        minutes(30),
      )
      expect(issue).toMatchObject({ responseDueAt: null, respondedAt: minutes(30) })
      expect(event.data).toMatchObject({ response: { inTime: true, dueAt: minutes(30).toISOString() } })
      const second = (await makeReport(tx, world)).issue
      const answer = { action: 'answer', input: { text: '明天来' } } as const
      const late = await doing(tx, world, 'staff', second.number, answer, minutes(31))
      expect(late.event.data).toMatchObject({ response: { inTime: false }, limit: { inTime: true } })
    }))

  it('is not stopped by the residents', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      const { issue } = await doing(tx, world, 'reporter', number, { action: 'supply', input: { text: '急' } })
      expect(issue).toMatchObject({ responseDueAt: minutes(30), respondedAt: null })
    }))
})

describe('the main clock', () => {
  it.each([
    ['3 WD', 'E01', june(3, 10), june(8, 10)],
    ['1 WD over the National Day week', 'E03', shanghai(2026, 9, 30, 17), shanghai(2026, 10, 8, 17)],
    ['1 WD into a Saturday that is worked', 'E03', shanghai(2026, 10, 9, 17), shanghai(2026, 10, 10, 17)],
    ['2 WH over the lunch break', 'F01', june(3, 11), june(3, 15)],
    ['1 UH at night', 'A02', june(6, 23), june(7, 0)],
    ['0.5 UH', 'A10', june(3, 10), june(3, 10, 30)],
    ['2 ND', 'H01', june(5, 17), june(7, 17)],
  ])('%s', (_, category, now, due) =>
    inWorld(async (tx, world) => {
      const { issue, facts } = await makeReport(tx, world, { category, now })
      expect(issue.dueAt).toEqual(due)
      expect(facts.due).toEqual({ kind: 'at', at: due })
    }),
  )

  it('is not there for what has no limit, and unknown for a year without a calendar', () =>
    inWorld(async (tx, world) => {
      const praise = await makeReport(tx, world, { category: 'K02' })
      expect(praise.facts.due).toEqual({ kind: 'none' })
      expect(praise.issue.dueAt).toBeNull()
      const now = shanghai(2090, 6, 3, 10)
      const far = await makeReport(tx, world, { now })
      expect(far.facts.due).toEqual({ kind: 'unknown' })
      expect(far.issue).toMatchObject({ dueAt: null, responseDueAt: minutes(120, now) })
      await doing(tx, world, 'worker', far.issue.number, { action: 'accept', input: {} }, now)
      const dispatch = { action: 'dispatch', input: { unitId: world.property } } as const
      const { facts } = await doing(tx, world, 'worker', far.issue.number, dispatch, now)
      expect(facts.arrivalDue).toEqual({ kind: 'unknown' })
    }))

  it('pauses while a question waits, and goes on with what was left', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      const asked = await doing(
        tx,
        world,
        'worker',
        number,
        { action: 'ask', input: { question: '几楼' } },
        june(3, 11),
      )
      expect(asked.issue).toMatchObject({ state: 'NEED_INFO', dueAt: null, dueLeft: 1380, pausedAt: june(3, 11) })
      const { issue, facts } = await doing(
        tx,
        world,
        'reporter',
        number,
        { action: 'supply', input: { text: '三楼' } },
        june(4, 11),
      )
      expect(issue).toMatchObject({
        state: 'REPORTED',
        dueAt: june(9, 10),
        dueLeft: null,
        pausedAt: null,
        stateBefore: null,
      })
      expect(facts.due).toEqual({ kind: 'at', at: june(9, 10) })
    }))

  it('that was overdue when put off is overdue by as much when taken up again', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} })
      const hold = { action: 'hold', input: { until: june(20, 9), reason: '等改造' } } as const
      expect((await doing(tx, world, 'staff', number, hold, june(8, 11))).issue.dueLeft).toBe(-60)
      const { issue } = await doing(tx, world, 'staff', number, { action: 'resume', input: {} }, june(10, 10))
      expect(issue).toMatchObject({ state: 'ACCEPTED', dueAt: june(10, 9), holdUntil: null })
    }))

  it('follows the promised date, also through a pause', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} })
      await doing(tx, world, 'worker', number, { action: 'start', input: {} })
      const promise = { action: 'extend', input: { until: june(12, 18), reason: '等配件' } } as const
      await doing(tx, world, 'staff', number, promise, june(3, 12))
      await doing(tx, world, 'worker', number, { action: 'ask', input: { question: '几楼' } }, june(3, 18))
      const { issue } = await doing(
        tx,
        world,
        'reporter',
        number,
        { action: 'supply', input: { text: '三楼' } },
        june(4, 18),
      )
      expect(issue.dueAt).toEqual(june(15, 18))
    }))

  it('stops on RESOLVED, and rework has what was left', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} })
      const resolve = { action: 'resolve', input: { note: '换了' } } as const
      const resolved = await doing(tx, world, 'worker', number, resolve, june(3, 11), { photos: [photo()] })
      expect(resolved.issue).toMatchObject({ dueAt: null, dueLeft: 1380, responseDueAt: null })
      expect(resolved.event.data).toMatchObject({ limit: { inTime: true } })
      const { issue } = await doing(
        tx,
        world,
        'staff',
        number,
        { action: 'rework', input: { defect: '不亮' } },
        june(4, 11),
      )
      expect(issue).toMatchObject({ dueAt: june(9, 10), dueLeft: null, resolvedAt: null, resolvedById: null })
    }))

  it('gives rework at least a working day, or the kind’s own limit where that is shorter', () =>
    inWorld(async (tx, world) => {
      const resolve = { action: 'resolve', input: { note: '好了' } } as const
      const rework = { action: 'rework', input: { defect: '没好' } } as const
      const lamp = (await makeReport(tx, world)).issue.number
      await doing(tx, world, 'worker', lamp, { action: 'accept', input: {} })
      await doing(tx, world, 'worker', lamp, resolve, june(8, 9), { photos: [photo()] })
      expect((await doing(tx, world, 'staff', lamp, rework, june(9, 9))).issue.dueAt).toEqual(june(10, 9))
      const cover = (await makeReport(tx, world, { category: 'A09' })).issue.number
      await doing(tx, world, 'worker', cover, { action: 'accept', input: {} })
      await doing(tx, world, 'worker', cover, resolve, june(3, 11, 50), { photos: [photo()] })
      expect((await doing(tx, world, 'staff', cover, rework, june(3, 17))).issue.dueAt).toEqual(june(3, 19))
    }))

  it('begins anew with a reopening, the response clock too when a resident asks for it', () =>
    inWorld(async (tx, world) => {
      const answer = { action: 'answer', input: { text: '会修' } } as const
      const reopen = { action: 'reopen', input: { reason: '没修' } } as const
      const { number } = (await makeReport(tx, world)).issue
      const closed = await doing(tx, world, 'worker', number, answer)
      expect(closed.issue).toMatchObject({ dueAt: null, dueLeft: null, responseDueAt: null, arrivalDueAt: null })
      const { issue } = await doing(tx, world, 'reporter', number, reopen, june(4, 10))
      expect(issue).toMatchObject({ dueAt: june(9, 10), responseDueAt: june(4, 10, 30), respondedAt: null })
      await doing(tx, world, 'worker', number, answer, june(4, 11))
      const again = await doing(tx, world, 'staff', number, reopen, june(4, 12))
      expect(again.issue).toMatchObject({ responseDueAt: null, respondedAt: june(4, 12) })
    }))

  it('of a guess begins with its confirmation; what is dangerous does not wait for one', () =>
    inWorld(async (tx, world) => {
      const draft = await makeReport(tx, world, { draft: true })
      expect(draft.issue).toMatchObject({ state: 'DRAFT', dueAt: null, responseDueAt: null })
      const { issue } = await doing(tx, world, 'bot', draft.issue.number, { action: 'confirm', input: {} }, june(4, 10))
      expect(issue).toMatchObject({
        state: 'REPORTED',
        reportedAt: june(4, 10),
        responseDueAt: june(4, 10, 30),
        dueAt: june(9, 10),
      })
      const gas = await makeReport(tx, world, { draft: true, category: 'A02' })
      expect(gas.issue).toMatchObject({ state: 'REPORTED', responseDueAt: minutes(10) })
    }))
})

describe('arrival', () => {
  it.each([
    ['1 UH for P0', 'A09', june(3, 11)],
    ['4 WH for P1', 'A04', june(3, 16)],
    ['1 WD for the rest', 'E01', june(4, 10)],
  ])('%s when nobody says by when', (_, category, due) =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world, { category })).issue
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} })
      const dispatch = { action: 'dispatch', input: { unitId: world.police } } as const
      expect((await doing(tx, world, 'staff', number, dispatch)).issue.arrivalDueAt).toEqual(due)
      const { issue, event } = await doing(tx, world, 'unit', number, { action: 'arrive', input: {} }, due)
      expect(issue.arrivalDueAt).toBeNull()
      expect(event.data).toMatchObject({ inTime: true })
    }),
  )
})

describe('recategorise', () => {
  const change = (number: number, category: string, now = NOW) => ({ number, category, now, calendar })

  it('changes limit, danger and privacy, counted from the report', () =>
    inWorld(async (tx, world) => {
      const { communityId } = world
      const { number } = (await makeReport(tx, world, { category: 'K99' })).issue
      const actor = world.people.worker
      const done = await recategorise(tx, { communityId, actor, ...change(number, 'D05', june(3, 11)) })
      expect(done.issue).toMatchObject({
        category: 'D05',
        dueAt: june(8, 10),
        responseDueAt: minutes(30),
        state: 'REPORTED',
      })
      expect(done.facts.category).toEqual({ from: 'K99', to: 'D05', nowDangerous: false, nowPrivate: false })
      const danger = await recategorise(tx, { communityId, actor, ...change(number, 'I05', june(3, 11, 30)) })
      expect(danger.issue).toMatchObject({
        dangerous: true,
        isPrivate: true,
        responseDueAt: june(3, 11, 40),
        dueAt: june(3, 12),
      })
      expect(danger.facts.category).toMatchObject({ nowDangerous: true, nowPrivate: true })
    }))

  it('leaves out what was paused, and does not make overdue what nobody could have kept', () =>
    inWorld(async (tx, world) => {
      const { communityId } = world
      const actor = world.people.staff
      const { number } = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', number, { action: 'ask', input: { question: '几楼' } }, june(3, 11))
      const paused = await recategorise(tx, { communityId, actor, ...change(number, 'D01', june(3, 15)) })
      expect(paused.issue).toMatchObject({ dueAt: null, dueLeft: 900, state: 'NEED_INFO' })
      await doing(tx, world, 'reporter', number, { action: 'supply', input: { text: '三楼' } }, june(4, 11))
      const running = await recategorise(tx, { communityId, actor, ...change(number, 'F01', june(5, 10)) })
      expect(running.issue.dueAt).toEqual(june(5, 12))
    }))

  it('keeps a promised date', () =>
    inWorld(async (tx, world) => {
      const { communityId } = world
      const actor = world.people.staff
      const { number } = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} })
      await doing(tx, world, 'worker', number, { action: 'start', input: {} })
      await doing(tx, world, 'staff', number, { action: 'extend', input: { until: june(12, 18), reason: '等' } })
      const { issue } = await recategorise(tx, { communityId, actor, ...change(number, 'D01', june(3, 11)) })
      expect(issue.dueAt).toEqual(june(12, 18))
    }))

  it('is for worker and staff, for an open issue, and to another kind there is', () =>
    inWorld(async (tx, world) => {
      const { communityId, people } = world
      const { number } = (await makeReport(tx, world)).issue
      const as = (who: 'reporter' | 'workerElsewhere' | 'worker', category: string) =>
        recategorise(tx, { communityId, actor: people[who], ...change(number, category) })
      await expect(as('reporter', 'D01')).rejects.toThrow('改类要由')
      await expect(as('workerElsewhere', 'D01')).rejects.toThrow('属于3号网格')
      await expect(as('worker', 'Z01')).rejects.toThrow('没有这个类别')
      await expect(as('worker', 'E01')).rejects.toThrow('已经是“公共部位报修”')
      await doing(tx, world, 'worker', number, { action: 'answer', input: { text: '会修' } })
      await expect(as('worker', 'D01')).rejects.toThrow('已结案(已答复)')
    }))
})
