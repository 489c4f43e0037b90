import { describe, expect, it } from 'vitest'
import { closeSilent, resumeHeld, supplyOverdue } from '../../src/issues/bot-moves.ts'
import { progressDue, type Reminder, remindersDue } from '../../src/issues/reminders.ts'
import { settleLimits } from '../../src/issues/settle-limits.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { WorkCalendar } from '../../src/time/work-calendar.ts'
import { fastDatabase } from './fast-database.ts'
import { calendar, days, doing, hours, makeInState, makeReport, minutes, NOW, photo, wholeOf } from './world.ts'

const { inWorld } = fastDatabase()
const june = (day: number, hour: number, minute = 0) => shanghai(2026, 6, day, hour, minute)
const at = (now: Date) => ({ calendar, now })

describe('silence', () => {
  it('closes what was resolved 72 hours ago, once, unrated', () =>
    inWorld(async (tx, world) => {
      const { id } = await makeInState(tx, world, 'RESOLVED')
      await tx.issue.update({ where: { id }, data: { resolvedAt: NOW } })
      expect(await closeSilent(tx, at(hours(71.9)))).toEqual([])
      const [done, ...more] = await closeSilent(tx, at(hours(72)))
      expect(more).toEqual([])
      expect(done?.issue).toMatchObject({ id, state: 'CLOSED', outcome: 'FIXED', rating: null, closedAt: hours(72) })
      expect(done?.facts).toMatchObject({ hat: 'bot', by: '小格' })
      expect(await closeSilent(tx, at(hours(73)))).toEqual([])
    }))

  it('is not 满意 and not for who said 不满意, and waits for the day people are invited to', () =>
    inWorld(async (tx, world) => {
      const angry = await makeInState(tx, world, 'RESOLVED')
      await doing(tx, world, 'reporter', angry.number, { action: 'rate', input: { rating: 'UNSATISFIED' } })
      const invited = await makeInState(tx, world, 'RESOLVED')
      await doing(tx, world, 'worker', invited.number, { action: 'witness', input: { at: days(2) } })
      expect(await closeSilent(tx, at(days(1)))).toEqual([])
      expect((await closeSilent(tx, at(days(2)))).map(({ issue }) => issue.id)).toEqual([invited.id])
    }))
})

describe('waiting', () => {
  it('for an answer ends after 48 hours', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', number, { action: 'ask', input: { question: '几楼' } })
      expect(await supplyOverdue(tx, at(hours(47.9)))).toEqual([])
      const [done] = await supplyOverdue(tx, at(hours(48)))
      expect(done?.issue).toMatchObject({ state: 'REPORTED', pausedAt: null, dueLeft: null })
      expect(done?.facts.unanswered).toBe(true)
      expect(await supplyOverdue(tx, at(hours(49)))).toEqual([])
    }))

  it('for a date ends on that date', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'IN_PROGRESS')
      await doing(tx, world, 'staff', number, { action: 'hold', input: { until: days(5), reason: '等' } })
      expect(await resumeHeld(tx, at(days(4.9)))).toEqual([])
      const [done] = await resumeHeld(tx, at(days(5)))
      expect(done?.issue).toMatchObject({ state: 'IN_PROGRESS', holdUntil: null, stateBefore: null })
      expect(await resumeHeld(tx, at(days(6)))).toEqual([])
    }))
})

const steps = (reminders: readonly Reminder[]) => reminders.map(({ clock, percent, to }) => `${clock} ${percent} ${to}`)

describe('reminders', () => {
  it('tell owner, staff, secretary and street in turn, each step once', () =>
    inWorld(async (tx, world) => {
      const { id } = (await makeReport(tx, world)).issue
      const told: [number, string[]][] = []
      for (let minute = 0; minute <= 120; minute += 2) {
        const now = minutes(minute)
        const reminders = await remindersDue(tx, { ...at(now), quiet: false })
        if (reminders.length > 0) told.push([minute, steps(reminders)])
      }
      expect(told).toEqual([
        [24, ['response 80 owner']],
        [30, ['response 100 staff']],
        [60, ['response 200 secretary']],
        [90, ['response 300 street']],
      ])
      expect((await wholeOf(tx, id)).events.map(({ action }) => action)).toEqual(['report', ...Array(4).fill('remind')])
    }))

  it('go on to the main limit once somebody has answered, counted in its own time', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      await remindersDue(tx, { ...at(minutes(35)), quiet: false })
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} }, minutes(40))
      // 3 WD from Wednesday 10:00: 80 % is 19.2 working hours later, Friday 15:12.
      const at80 = june(5, 15, 12)
      expect(await remindersDue(tx, { ...at(minutes(-1, at80)), quiet: false })).toEqual([])
      expect(steps(await remindersDue(tx, { ...at(at80), quiet: false }))).toEqual(['main 80 owner'])
      expect(steps(await remindersDue(tx, { ...at(june(8, 10)), quiet: false }))).toEqual(['main 100 staff'])
      expect(steps(await remindersDue(tx, { ...at(june(11, 10)), quiet: false }))).toEqual(['main 200 secretary'])
      expect(steps(await remindersDue(tx, { ...at(june(30, 10)), quiet: false }))).toEqual(['main 300 street'])
    }))

  it('tell only the highest of several steps', () =>
    inWorld(async (tx, world) => {
      await makeReport(tx, world)
      expect(steps(await remindersDue(tx, { ...at(minutes(70)), quiet: false }))).toEqual(['response 200 secretary'])
    }))

  it('are silent at night unless dangerous, and found again in the morning', () =>
    inWorld(async (tx, world) => {
      const lamp = (await makeReport(tx, world, { now: june(3, 20) })).issue
      const gas = (await makeReport(tx, world, { now: june(3, 22, 30), category: 'A02' })).issue
      const night = await remindersDue(tx, { ...at(june(3, 22, 39)), quiet: true })
      expect(night.map(({ issue }) => issue.id)).toEqual([gas.id])
      const morning = await remindersDue(tx, { ...at(june(4, 7, 30)), quiet: false })
      expect(morning.map(({ issue }) => issue.id)).toEqual([gas.id, lamp.id])
    }))

  it('count a promise from the day it was given, and rest while it is paused, resolved or closed', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} })
      await doing(tx, world, 'worker', number, { action: 'start', input: {} })
      await doing(tx, world, 'staff', number, { action: 'extend', input: { until: june(17, 10), reason: '等' } })
      const later = { action: 'extend', input: { until: june(30, 10), reason: '再等' } } as const
      await doing(tx, world, 'worker', number, later, june(4, 10))
      expect(await remindersDue(tx, { ...at(june(12, 10)), quiet: false })).toEqual([])
      expect(steps(await remindersDue(tx, { ...at(june(15, 11)), quiet: false }))).toEqual(['main 80 owner'])
      await doing(tx, world, 'worker', number, { action: 'ask', input: { question: '几楼' } }, june(15, 12))
      expect(await remindersDue(tx, { ...at(june(30, 10)), quiet: false })).toEqual([])
      await doing(tx, world, 'reporter', number, { action: 'supply', input: { text: '三楼' } }, june(30, 10))
      const resolve = { action: 'resolve', input: { note: '好了' } } as const
      await doing(tx, world, 'worker', number, resolve, june(30, 11), { photos: [photo()] })
      expect(await remindersDue(tx, { ...at(shanghai(2026, 9, 1, 10)), quiet: false })).toEqual([])
    }))

  it('begin anew when work has to be done again, and do not come at once', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} })
      const resolve = { action: 'resolve', input: { note: '好了' } } as const
      await doing(tx, world, 'worker', number, resolve, june(8, 9), { photos: [photo()] })
      await doing(tx, world, 'staff', number, { action: 'rework', input: { defect: '没好' } }, june(9, 9))
      expect(await remindersDue(tx, { ...at(june(9, 10)), quiet: false })).toEqual([])
      expect(steps(await remindersDue(tx, { ...at(june(10, 9)), quiet: false }))).toEqual(['main 100 staff'])
    }))

  it('leave out limits in a year without a calendar', () =>
    inWorld(async (tx, world) => {
      const now = shanghai(2090, 6, 3, 10)
      const { number } = (await makeReport(tx, world, { now })).issue
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} }, now)
      expect(await remindersDue(tx, { ...at(shanghai(2090, 12, 1)), quiet: false })).toEqual([])
    }))
})

describe('progress', () => {
  it('is asked for after three working days without a word, and again after three more', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      expect(await progressDue(tx, at(june(30, 10)))).toEqual([])
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} })
      expect(await progressDue(tx, at(june(8, 9, 59)))).toEqual([])
      expect(await progressDue(tx, at(june(8, 10)))).toMatchObject([{ since: NOW }])
      expect(await progressDue(tx, at(june(8, 11)))).toEqual([])
      expect(await progressDue(tx, at(june(11, 10)))).toHaveLength(1)
      await doing(tx, world, 'worker', number, { action: 'progress', input: { note: '在修' } }, june(12, 10))
      expect(await progressDue(tx, at(june(17, 9)))).toEqual([])
      expect(await progressDue(tx, at(june(17, 10)))).toHaveLength(1)
    }))

  it('does not count what a resident adds, and counts anew after a pause', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} })
      await doing(tx, world, 'reporter', number, { action: 'supply', input: { text: '急' } }, june(5, 10))
      expect(await progressDue(tx, at(june(8, 10)))).toHaveLength(1)
      await doing(
        tx,
        world,
        'staff',
        number,
        { action: 'hold', input: { until: june(20, 9), reason: '等' } },
        june(8, 11),
      )
      expect(await progressDue(tx, at(june(19, 10)))).toEqual([])
      await resumeHeld(tx, at(june(22, 9)))
      expect(await progressDue(tx, at(june(22, 10)))).toEqual([])
    }))
})

describe('settleLimits', () => {
  it('sets what could not be told before the calendar came out, once', () =>
    inWorld(async (tx, world) => {
      const now = shanghai(2090, 6, 1, 10)
      const { id } = (await makeReport(tx, world, { now })).issue
      await makeReport(tx, world, { now, category: 'K02' })
      expect(await settleLimits(tx, { calendar, now: minutes(5, now) })).toEqual([])
      const known = new WorkCalendar({ 2090: { holidays: ['2090-01-01', '2090-10-01'], workdays: [] } })
      const [done, ...more] = await settleLimits(tx, { calendar: known, now: minutes(6, now) })
      expect(more).toEqual([])
      expect(done?.issue.id).toBe(id)
      expect(done?.facts.due).toEqual({ kind: 'at', at: done?.issue.dueAt })
      expect(await settleLimits(tx, { calendar: known, now: minutes(7, now) })).toEqual([])
    }))
})
