import { describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { NoCalendar, WorkCalendar } from '../../src/time/work-calendar.ts'
import { addWorkdays, endOfDay, isWorkingTime } from '../../src/time/working-time.ts'

const calendar = new WorkCalendar()

describe('working time', () => {
  it.each([
    [shanghai(2026, 6, 3, 7, 59), false],
    [shanghai(2026, 6, 3, 8, 0), true],
    [shanghai(2026, 6, 3, 11, 59), true],
    [shanghai(2026, 6, 3, 12, 0), false],
    [shanghai(2026, 6, 3, 13, 59), false],
    [shanghai(2026, 6, 3, 14, 0), true],
    [shanghai(2026, 6, 3, 17, 59), true],
    [shanghai(2026, 6, 3, 18, 0), false],
    [shanghai(2026, 6, 6, 10, 0), false], // Saturday
    [shanghai(2026, 2, 17, 10, 0), false], // Spring Festival, a Tuesday
    [shanghai(2026, 2, 28, 10, 0), true], // make-up Saturday
    [shanghai(2026, 10, 1, 10, 0), false],
    [shanghai(2026, 10, 10, 10, 0), true],
  ])('%s: %s', (at, working) => {
    expect(isWorkingTime(at, calendar)).toBe(working)
  })

  it('is not guessed for an unknown year', () => {
    expect(() => isWorkingTime(shanghai(2099, 6, 3, 10, 0), calendar)).toThrow(NoCalendar)
  })
})

it('ends the day at 18:00', () => {
  expect(endOfDay(shanghai(2026, 6, 10))).toEqual(shanghai(2026, 6, 10, 18, 0))
  expect(endOfDay(shanghai(2026, 6, 10, 23, 59))).toEqual(shanghai(2026, 6, 10, 18, 0))
})

describe('working days', () => {
  it.each([
    ['2026-06-03', 1, '2026-06-04'],
    ['2026-06-03', 3, '2026-06-08'],
    ['2026-06-06', 1, '2026-06-08'],
    ['2026-06-06', 0, '2026-06-08'],
    ['2026-06-03', 0, '2026-06-03'],
    ['2026-06-08', -1, '2026-06-05'],
    ['2026-06-07', -1, '2026-06-05'],
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-02-14', 1, '2026-02-24'],
    ['2026-02-24', -2, '2026-02-13'],
    ['2026-09-30', 3, '2026-10-10'],
    ['2026-01-05', 90, '2026-05-20'],
  ])('%s and %i is %s', (day, count, expected) => {
    expect(addWorkdays(day, count, calendar)).toBe(expected)
  })

  it('stop at a year without a calendar', () => {
    expect(() => addWorkdays('2026-12-31', 1, calendar)).toThrow(NoCalendar)
  })

  it('come in whole ones', () => {
    expect(() => addWorkdays('2026-06-03', 1.5, calendar)).toThrow(RangeError)
  })
})
