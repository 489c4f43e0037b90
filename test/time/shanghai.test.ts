import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import {
  addDays,
  dayKey,
  daysInMonth,
  instantOn,
  isDayKey,
  isRealDay,
  minutesIntoDay,
  nextTimeOfDay,
  parseTimeOfDay,
  shanghai,
  startOfDay,
  wallTime,
  weekday,
} from '../../src/time/shanghai.ts'

const anInstant = fc.date({
  min: new Date('1992-01-01T00:00:00Z'),
  max: new Date('2100-01-01T00:00:00Z'),
  noInvalidDate: true,
})

describe('the wall clock in Shanghai', () => {
  it.each([
    ['2026-06-03T07:00:00Z', [2026, 6, 3, 15, 0, 3], '2026-06-03'],
    ['2026-06-03T15:59:00Z', [2026, 6, 3, 23, 59, 3], '2026-06-03'],
    ['2026-06-03T16:00:00Z', [2026, 6, 4, 0, 0, 4], '2026-06-04'],
    ['2025-12-31T16:00:00Z', [2026, 1, 1, 0, 0, 4], '2026-01-01'],
    ['2028-02-28T16:30:00Z', [2028, 2, 29, 0, 30, 2], '2028-02-29'],
    ['2026-11-22T20:00:00Z', [2026, 11, 23, 4, 0, 1], '2026-11-23'],
  ] as const)('%s', (utc, [year, month, day, hour, minute, dayOfWeek], key) => {
    const at = new Date(utc)
    expect(wallTime(at)).toEqual({ year, month, day, hour, minute, second: 0, weekday: dayOfWeek })
    expect(shanghai(year, month, day, hour, minute)).toEqual(at)
    expect(dayKey(at)).toBe(key)
    expect(weekday(key)).toBe(dayOfWeek)
    expect(weekday(at)).toBe(dayOfWeek)
    expect(minutesIntoDay(at)).toBe(hour * 60 + minute)
  })

  it('gives 24:00 as the midnight that ends the day', () => {
    expect(shanghai(2026, 6, 3, 24)).toEqual(shanghai(2026, 6, 4))
  })

  it.each([
    [2026, 2, 30, 0, 0],
    [2026, 2, 29, 0, 0],
    [2026, 13, 1, 0, 0],
    [2026, 0, 1, 0, 0],
    [2026, 6, 0, 0, 0],
    [2026, 6, 3, 25, 0],
    [2026, 6, 3, 24, 1],
    [2026, 6, 3, 9, 60],
    [2026, 6, 3, -1, 0],
    [2026, 6.5, 3, 9, 0],
    [99, 6, 3, 9, 0],
    [2026, 6, Number.NaN, 9, 0],
  ])('refuses %i-%i-%i %i:%i', (year, month, day, hour, minute) => {
    expect(() => shanghai(year, month, day, hour, minute)).toThrow(RangeError)
  })

  it('refuses an invalid Date instead of showing NaN', () => {
    expect(() => dayKey(new Date(Number.NaN))).toThrow(RangeError)
  })

  it('agrees with the time zone database for every year since 1992', () => {
    const shown = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Shanghai',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    fc.assert(
      fc.property(anInstant, (at) => {
        const { hour, minute, second } = wallTime(at)
        const two = (part: number) => String(part).padStart(2, '0')
        expect(`${dayKey(at)} ${two(hour)}:${two(minute)}:${two(second)}`).toBe(shown.format(at))
      }),
    )
  })
})

describe('the zone the process runs in', () => {
  const before = process.env['TZ']
  afterEach(() => {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })

  // At 16:30 UTC on that day New York is four hours behind, having changed to summer time that very night.
  it.each([
    ['UTC', 16],
    ['America/New_York', 12],
    ['Asia/Shanghai', 0],
    ['Australia/Lord_Howe', 3],
  ])('does not matter: %s', (zone, localHour) => {
    process.env['TZ'] = zone
    const at = new Date('2026-03-08T16:30:00Z')
    expect(at.getHours(), 'the zone really changed').toBe(localHour)
    expect(dayKey(at)).toBe('2026-03-09')
    expect(wallTime(at)).toMatchObject({ hour: 0, minute: 30, weekday: 1 })
    expect(startOfDay(at).toISOString()).toBe('2026-03-08T16:00:00.000Z')
    expect(shanghai(2026, 3, 8, 2, 30).toISOString()).toBe('2026-03-07T18:30:00.000Z')
    expect(addDays('2026-03-07', 1)).toBe('2026-03-08')
    expect(addDays('2026-03-08', 1)).toBe('2026-03-09')
    expect(weekday('2026-03-08')).toBe(0)
    expect(nextTimeOfDay(at, '09:00').toISOString()).toBe('2026-03-09T01:00:00.000Z')
  })
})

describe('days', () => {
  it.each([
    ['2026-06-03', 1, '2026-06-04'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-06-03', 0, '2026-06-03'],
    ['2026-06-03', 365, '2027-06-03'],
  ])('%s and %i days is %s', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected)
  })

  it('turn into the instant at which they begin, and back', () => {
    fc.assert(
      fc.property(anInstant, (at) => {
        const key = dayKey(at)
        expect(isDayKey(key)).toBe(true)
        expect(instantOn(key)).toEqual(startOfDay(at))
        expect(dayKey(startOfDay(at))).toBe(key)
        expect(instantOn(key, minutesIntoDay(at))).toEqual(at)
      }),
    )
  })

  it.each(['2026-02-30', '2026-6-3', '20260603', '2026-06-03 ', '', '六月三日'])('"%s" is no day', (text) => {
    expect(isDayKey(text)).toBe(false)
    expect(() => instantOn(text)).toThrow(RangeError)
  })

  it('know how long the months are', () => {
    expect([1, 2, 4, 12].map((month) => daysInMonth(2026, month))).toEqual([31, 28, 30, 31])
    expect(daysInMonth(2028, 2)).toBe(29)
    expect(isRealDay(2100, 2, 29)).toBe(false)
  })
})

describe('times of day', () => {
  it.each([
    ['09:00', 540],
    ['9:00', 540],
    ['00:00', 0],
    ['23:59', 1439],
    ['24:00', 1440],
    ['24:01', undefined],
    ['9:60', undefined],
    ['9', undefined],
    ['9:5', undefined],
    ['', undefined],
  ])('%s is %s minutes', (text, minutes) => {
    expect(parseTimeOfDay(text)).toBe(minutes)
  })

  it.each([
    [shanghai(2026, 6, 3, 8, 59), '09:00', shanghai(2026, 6, 3, 9)],
    [shanghai(2026, 6, 3, 9, 0), '09:00', shanghai(2026, 6, 4, 9)],
    [shanghai(2026, 6, 3, 9, 1), '09:00', shanghai(2026, 6, 4, 9)],
    [shanghai(2026, 12, 31, 23, 30), '00:10', shanghai(2027, 1, 1, 0, 10)],
    [shanghai(2026, 6, 3, 12, 0), '24:00', shanghai(2026, 6, 4)],
    [shanghai(2026, 6, 3, 12, 0), 450, shanghai(2026, 6, 4, 7, 30)],
  ])('after %s the next %s', (now, timeOfDay, expected) => {
    expect(nextTimeOfDay(now, timeOfDay)).toEqual(expected)
  })

  it('refuses what is no time', () => {
    expect(() => nextTimeOfDay(shanghai(2026, 6, 3), 'nine')).toThrow(RangeError)
  })
})
