import { describe, expect, it } from 'vitest'
import type { UnitId } from '../../src/ids.ts'
import { PhotoMissing } from '../../src/issues/guards.ts'
import { attachPhotos } from '../../src/issues/photos.ts'
import { support } from '../../src/issues/support.ts'
import { fastDatabase } from './fast-database.ts'
import { days, doing, hours, makeInState, makeReport, minutes, NOW, origin, photo, wholeOf } from './world.ts'

const { inWorld } = fastDatabase()

describe('dispatch', () => {
  it('lets a worker dispatch to the property company of the grid only', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'ACCEPTED')
      const to = (unitId: UnitId) => doing(tx, world, 'worker', number, { action: 'dispatch', input: { unitId } })
      await expect(to(world.police)).rejects.toThrow('网格员只能派给本网格的物业')
      await expect(to(world.otherProperty)).rejects.toThrow('网格员只能派给本网格的物业')
      expect((await to(world.property)).facts.unit?.name).toBe('安居物业')
    }))

  it('lets staff dispatch to any unit that serves the grid', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'ESCALATED')
      const to = (unitId: UnitId) => doing(tx, world, 'staff', number, { action: 'dispatch', input: { unitId } })
      await expect(to(world.otherProperty)).rejects.toThrow('宜家物业不管这个网格')
      await expect(to(99999 as UnitId)).rejects.toThrow('没有登记这个单位')
      expect((await to(world.police)).issue).toMatchObject({ unitId: world.police, state: 'DISPATCHED' })
    }))

  it('wants an arrival time to come', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'ESCALATED')
      const input = { unitId: world.police, arriveBy: hours(-1) }
      await expect(doing(tx, world, 'staff', number, { action: 'dispatch', input })).rejects.toThrow('到场时间已经过去')
    }))

  it('sends the third return to the secretary', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', number, { action: 'escalate', input: { reason: '要交警' } })
      for (const returns of [1, 2, 3]) {
        await doing(tx, world, 'staff', number, { action: 'dispatch', input: { unitId: world.police } })
        const { facts, issue } = await doing(tx, world, 'unit', number, {
          action: 'return',
          input: { reason: '不归我们' },
        })
        expect(facts.returns).toBe(returns)
        expect(facts.toSecretary).toBe(returns === 3 ? true : undefined)
        expect(facts.unit?.name).toBe('交警中队')
        expect(issue.unitId).toBeNull()
      }
    }))
})

describe('extend', () => {
  const asks = { action: 'extend', input: { until: days(10), reason: '等零件' } } as const
  const grants = { action: 'extend', input: {} } as const

  it('is asked by the unit and granted by staff', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'IN_PROGRESS')
      const asked = await doing(tx, world, 'unit', number, asks)
      expect(asked.facts.extension).toMatchObject({ step: 'asked', until: days(10), by: '交警中队' })
      expect(asked.issue).toMatchObject({ dueAt: days(1), extensions: 0 })
      const granted = await doing(tx, world, 'staff', number, grants)
      expect(granted.facts.extension).toMatchObject({
        step: 'granted',
        until: days(10),
        reason: '等零件',
        by: '交警中队',
      })
      expect(granted.issue).toMatchObject({ dueAt: days(10), extensions: 1, extendAsked: null })
    }))

  it('is granted although it went overdue while staff were thinking, and not asked once overdue', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'IN_PROGRESS')
      await doing(tx, world, 'unit', number, asks)
      expect((await doing(tx, world, 'staff', number, grants, days(2))).issue.extensions).toBe(1)
      const late = await makeInState(tx, world, 'IN_PROGRESS')
      await expect(doing(tx, world, 'unit', late.number, asks, days(2))).rejects.toThrow('已经超过期限')
      await expect(doing(tx, world, 'staff', late.number, asks, days(2))).rejects.toThrow('已经超过期限')
    }))

  it('happens twice at most', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'IN_PROGRESS')
      for (const day of [5, 9]) {
        await doing(tx, world, 'staff', number, { action: 'extend', input: { until: days(day), reason: '等' } })
      }
      const third = { action: 'extend', input: { until: days(20), reason: '等' } } as const
      await expect(doing(tx, world, 'staff', number, third)).rejects.toThrow('已经延期2次')
      await expect(doing(tx, world, 'unit', number, third)).rejects.toThrow('已经延期2次')
    }))

  it('goes forward in time', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'IN_PROGRESS')
      const to = (until: Date) =>
        doing(tx, world, 'staff', number, { action: 'extend', input: { until, reason: '等' } })
      await expect(to(days(-1))).rejects.toThrow('已经过去')
      await expect(to(hours(2))).rejects.toThrow('本来的期限是6月4日(周四) 10:00')
    }))
})

describe('hold', () => {
  it('has a date in the future and within a year', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'ACCEPTED')
      const until = (at: Date) =>
        doing(tx, world, 'staff', number, { action: 'hold', input: { until: at, reason: '等改造' } })
      await expect(until(days(-1))).rejects.toThrow('挂账日期已经过去')
      await expect(until(days(367))).rejects.toThrow('最长一年')
      await expect(until(new Date(Number.NaN))).rejects.toThrow('挂账日期')
      expect((await until(days(365))).issue).toMatchObject({
        state: 'ON_HOLD',
        holdUntil: days(365),
        stateBefore: 'ACCEPTED',
      })
    }))
})

describe('resolve', () => {
  const resolve = { action: 'resolve', input: { note: '已换灯' } } as const

  it('wants a picture of what can be seen', () =>
    inWorld(async (tx, world) => {
      const { id, number } = await makeInState(tx, world, 'ACCEPTED')
      await expect(doing(tx, world, 'worker', number, resolve)).rejects.toBeInstanceOf(PhotoMissing)
      const { issue } = await doing(tx, world, 'worker', number, resolve, NOW, { photos: [photo()] })
      expect(issue).toMatchObject({ state: 'RESOLVED', resolvedById: world.people.worker.personId, resolvedAt: NOW })
      expect((await wholeOf(tx, id)).attachments).toHaveLength(1)
    }))

  it('takes a picture that came with a line of progress, not one of the trouble itself', () =>
    inWorld(async (tx, world) => {
      const { id, number } = (await makeReport(tx, world, { photos: [photo()] })).issue
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} }, minutes(5))
      const supply = { action: 'supply', input: { text: '看' } } as const
      await doing(tx, world, 'reporter', number, supply, minutes(6), { photos: [photo()] })
      await expect(doing(tx, world, 'worker', number, resolve, minutes(7))).rejects.toBeInstanceOf(PhotoMissing)
      const progress = { action: 'progress', input: { note: '灯换好了' } } as const
      await doing(tx, world, 'worker', number, progress, minutes(8), { photos: [photo()] })
      await doing(tx, world, 'worker', number, resolve, minutes(9))
      // After a rework it takes a new one.
      await doing(tx, world, 'staff', number, { action: 'rework', input: { defect: '又灭了' } }, minutes(20))
      await expect(doing(tx, world, 'worker', number, resolve, minutes(30))).rejects.toBeInstanceOf(PhotoMissing)
      expect((await wholeOf(tx, id)).attachments).toHaveLength(3)
    }))

  it('wants none of what ends in words', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'ACCEPTED', { category: 'E05' })
      expect((await doing(tx, world, 'worker', number, resolve)).issue.state).toBe('RESOLVED')
    }))

  it('takes the picture of one message once', () =>
    inWorld(async (tx, world) => {
      const one = photo()
      const { id } = (await makeReport(tx, world, { photos: [one, one] })).issue
      const { personId } = world.people.reporter
      expect(await attachPhotos(tx, { issueId: id, personId, photos: [one, photo()], now: NOW })).toBe(1)
      expect((await wholeOf(tx, id)).attachments).toHaveLength(2)
    }))
})

describe('verify', () => {
  it('is not for whoever did the work', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'ACCEPTED')
      const resolve = { action: 'resolve', input: { note: '好了' } } as const
      await doing(tx, world, 'worker', number, resolve, NOW, { photos: [photo()] })
      const verify = { action: 'verify', input: {} } as const
      await expect(doing(tx, world, 'worker', number, verify)).rejects.toThrow('核查要换一个人')
      expect((await doing(tx, world, 'deputy', number, verify)).issue).toMatchObject({
        state: 'CLOSED',
        outcome: 'FIXED',
      })
    }))

  it('is not for a colleague from the unit that did it, though staff as well', () =>
    inWorld(async (tx, world) => {
      const { people } = world
      const { number } = await makeInState(tx, world, 'IN_PROGRESS')
      const resolve = { action: 'resolve', input: { note: '好了' } } as const
      await doing(tx, world, 'unit', number, resolve, NOW, { photos: [photo()] })
      const both = { ...people.unitColleague, roles: [...people.unitColleague.roles, ...people.staff.roles] }
      const changed = { ...world, people: { ...people, stranger: both } }
      const verify = { action: 'verify', input: {} } as const
      await expect(doing(tx, changed, 'stranger', number, verify)).rejects.toThrow('核查要换一个人')
      expect((await doing(tx, world, 'worker', number, verify)).issue.state).toBe('CLOSED')
    }))
})

describe('withdraw', () => {
  const withdraw = { action: 'withdraw', input: {} } as const

  it('is refused for what is dangerous', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world, { category: 'A02', words: '煤气味' })).issue
      await expect(doing(tx, world, 'reporter', number, withdraw)).rejects.toThrow('不能撤回')
    }))

  it('is refused while others wait for it', () =>
    inWorld(async (tx, world) => {
      const { communityId } = world
      const { number } = (await makeReport(tx, world)).issue
      await support(tx, { communityId, number, person: world.people.stranger, origin, now: NOW })
      await expect(doing(tx, world, 'reporter', number, withdraw)).rejects.toThrow('还有1位邻居也在等')
    }))
})

describe('reopen', () => {
  it.each([
    ['reporter', 7, 8],
    ['worker', 30, 31],
    ['staff', 30, 31],
  ] as const)('is open to the %s for %i days', (who, lastDay, tooLate) =>
    inWorld(async (tx, world) => {
      const { id, number } = await makeInState(tx, world, 'CLOSED')
      await tx.issue.update({ where: { id }, data: { closedAt: NOW } })
      const reopen = { action: 'reopen', input: { reason: '又坏了' } } as const
      const late = doing(tx, world, who, number, reopen, days(tooLate))
      await expect(late).rejects.toThrow(`结案已经超过${lastDay}天`)
      const { issue } = await doing(tx, world, who, number, reopen, days(lastDay))
      expect(issue).toMatchObject({ state: 'ACCEPTED', outcome: null, closedAt: null, unitId: null, reopenings: 1 })
    }),
  )
})

describe('witness', () => {
  it('invites to a time to come, at the place of the issue unless another is named', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'RESOLVED')
      const at = (when: Date, place?: string) =>
        doing(tx, world, 'worker', number, { action: 'witness', input: place ? { at: when, place } : { at: when } })
      await expect(at(hours(-1))).rejects.toThrow('见证时间已经过去')
      expect((await at(hours(5))).facts.witness).toEqual({ at: hours(5), place: '3号楼2单元' })
      expect((await at(hours(6), '大门口')).facts.witness).toEqual({ at: hours(6), place: '大门口' })
      const nowhere = await makeInState(tx, world, 'RESOLVED', { place: undefined })
      const invited = await doing(tx, world, 'worker', nowhere.number, { action: 'witness', input: { at: hours(5) } })
      expect(invited.facts.witness).toEqual({ at: hours(5), place: null })
    }))
})
