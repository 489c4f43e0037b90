import cron from 'node-cron'
import { describe, expect, it } from 'vitest'
import { schedule } from '../../src/scheduler/schedule.ts'
import { shanghai } from '../../src/time/shanghai.ts'

const MINUTE = 60_000

describe('a schedule', () => {
  it.each([
    ['* * * * *', 7],
    ['*/10 * * * *', 7],
    ['20 3 * * *', 61],
    ['5,35 8-18/2 * * 1-5', 31],
    ['0 0 1 */2 *', 97],
    ['30 9 1-7 6 1', 97],
    ['59 23 * * 0', 61],
    ['0 12 29 2 *', 1009],
  ])('is on the minutes on which node-cron would beat: %s', async (expression, step) => {
    const task = cron.createTask(expression, () => {}, { timezone: 'Asia/Shanghai' })
    const { between, count, latest, next } = schedule(expression)
    const from = shanghai(2028, 2, 28, 23, 58)
    const until = new Date(from.getTime() + step * 300 * MINUTE)
    const slots = between(from, until)
    expect(slots.every((slot) => task.match(slot))).toBe(true)
    expect(count(from, until)).toBe(slots.length)
    const third = new Date(Number(slots[2] ?? from))
    expect(count(third, until), 'from one of them on').toBe(between(third, until).length)
    const listed = new Set(slots.map(Number))
    // Not every minute is looked at: a match costs node-cron 20 µs.
    for (let at = from.getTime() + step * MINUTE; at <= until.getTime(); at += step * MINUTE) {
      expect(task.match(new Date(at)), new Date(at).toISOString()).toBe(listed.has(at))
    }
    for (const slot of slots.slice(0, 50)) {
      expect(latest(slot)).toEqual(slot)
      expect(next(new Date(slot.getTime() - 1))).toEqual(slot)
      expect(latest(new Date(slot.getTime() - 1)) < slot).toBe(true)
      expect(next(slot) > slot).toBe(true)
    }
    await task.destroy()
  })

  it('has its slots after the one and up to the other moment', () => {
    const { between } = schedule('20 3 * * *')
    const night = (day: number) => shanghai(2026, 6, day, 3, 20)
    expect(between(night(1), night(3))).toEqual([night(2), night(3)])
    expect(between(night(3), night(3))).toEqual([])
    expect(between(night(4), night(3))).toEqual([])
  })

  it('looks years ahead and back for a day that is rare', () => {
    const { next, latest } = schedule('0 12 29 2 *')
    expect(next(shanghai(2026, 6, 3))).toEqual(shanghai(2028, 2, 29, 12))
    expect(latest(shanghai(2026, 6, 3))).toEqual(shanghai(2024, 2, 29, 12))
  })

  it.each(['*/20 * * * * *', '0 9 L * *', '0 9 * * 5#2', '61 * * * *', 'daily'])('refuses %s', (expression) => {
    expect(() => schedule(expression)).toThrow()
  })
})
