import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  deadline,
  type Limit,
  type LimitUnit,
  limitCode,
  limitMinutes,
  minutesLeft,
  parseLimit,
  resume,
} from '../../src/time/limit.ts'
import { dayKey, instantOn, minutesIntoDay, shanghai } from '../../src/time/shanghai.ts'
import { NoCalendar, WorkCalendar } from '../../src/time/work-calendar.ts'
import { isWorkingTime } from '../../src/time/working-time.ts'
import { timeOf } from '../processor-time.ts'

const calendar = new WorkCalendar()

function limit(text: string): Limit {
  const read = parseLimit(text)
  if (!read) throw new Error(`no limit: ${text}`)
  return read
}

describe('a limit', () => {
  it.each([
    ['4WH', { amount: 4, unit: 'WH' }],
    ['0.5UH', { amount: 0.5, unit: 'UH' }],
    ['15WD', { amount: 15, unit: 'WD' }],
    ['2nd', { amount: 2, unit: 'ND' }],
    [' 2 WD ', { amount: 2, unit: 'WD' }],
    ['２ＷＤ', { amount: 2, unit: 'WD' }],
    ['2个工作日', { amount: 2, unit: 'WD' }],
    ['两个工作日内', { amount: 2, unit: 'WD' }],
    ['十五个工作日', { amount: 15, unit: 'WD' }],
    ['半个工作日', { amount: 0.5, unit: 'WD' }],
    ['4个工作小时', { amount: 4, unit: 'WH' }],
    ['4工作时', { amount: 4, unit: 'WH' }],
    ['2小时', { amount: 2, unit: 'UH' }],
    ['两小时内', { amount: 2, unit: 'UH' }],
    ['30分钟', { amount: 0.5, unit: 'UH' }],
    ['半小时内', { amount: 0.5, unit: 'UH' }],
    ['3天', { amount: 3, unit: 'ND' }],
    ['3天内', { amount: 3, unit: 'ND' }],
    ['1小时内(不分昼夜)', { amount: 1, unit: 'UH' }],
  ])('reads %s', (text, expected) => {
    expect(parseLimit(text)).toEqual(expected)
  })

  it.each(['', 'WD', '4', '0WD', '-1WD', '4XX', '1001WD', '四WD', '.5UH', '明天', '2个工作', '三四天', '4WH 2WD'])(
    'does not read "%s"',
    (text) => {
      expect(parseLimit(text)).toBeUndefined()
    },
  )

  it.each(['2WD', '0.5WD', '4WH', '1UH', '0.5UH', '1.5UH', '24UH', '2ND'])('%s is its own code', (code) => {
    expect(limitCode(limit(code))).toBe(code)
  })

  it('is read back from its code', () => {
    const aLimit = fc.record({
      amount: fc.integer({ min: 1, max: 1000 }),
      unit: fc.constantFrom<LimitUnit>('UH', 'WH', 'WD', 'ND'),
    })
    fc.assert(
      fc.property(aLimit, (any) => {
        expect(parseLimit(limitCode(any))).toEqual(any)
      }),
    )
  })

  it('is any text without an accident', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789.半两十个工作日小时天内UHWD '), maxLength: 12 }),
        (text) => {
          const read = parseLimit(text)
          if (read) expect(limitMinutes(read)).toBeGreaterThan(0)
        },
      ),
    )
  })
})

describe('the deadline', () => {
  it.each([
    // 2026-06-03 is a Wednesday.
    ['WD over working days', shanghai(2026, 6, 3, 15, 0), '2WD', shanghai(2026, 6, 5, 15, 0)],
    ['WD over a weekend', shanghai(2026, 6, 5, 15, 0), '1WD', shanghai(2026, 6, 8, 15, 0)],
    ['WD from the first minute', shanghai(2026, 6, 3, 8, 0), '1WD', shanghai(2026, 6, 3, 18, 0)],
    ['WD from after hours', shanghai(2026, 6, 3, 20, 0), '1WD', shanghai(2026, 6, 4, 18, 0)],
    ['WD from a Sunday', shanghai(2026, 6, 7, 10, 0), '1WD', shanghai(2026, 6, 8, 18, 0)],
    ['WD from the lunch break', shanghai(2026, 6, 3, 13, 0), '1WD', shanghai(2026, 6, 4, 12, 0)],
    ['WH within the morning', shanghai(2026, 6, 3, 8, 30), '2WH', shanghai(2026, 6, 3, 10, 30)],
    ['WH up to lunch', shanghai(2026, 6, 3, 8, 0), '4WH', shanghai(2026, 6, 3, 12, 0)],
    ['WH over lunch', shanghai(2026, 6, 3, 11, 0), '2WH', shanghai(2026, 6, 3, 15, 0)],
    ['WH over the night', shanghai(2026, 6, 3, 17, 0), '4WH', shanghai(2026, 6, 4, 11, 0)],
    ['WH over a weekend', shanghai(2026, 6, 5, 17, 0), '4WH', shanghai(2026, 6, 8, 11, 0)],
    ['WH from before hours', shanghai(2026, 6, 3, 6, 0), '2WH', shanghai(2026, 6, 3, 10, 0)],
    ['UH through the night', shanghai(2026, 6, 3, 23, 30), '2UH', shanghai(2026, 6, 4, 1, 30)],
    ['UH at a weekend', shanghai(2026, 6, 6, 23, 0), '0.5UH', shanghai(2026, 6, 6, 23, 30)],
    ['ND', shanghai(2026, 6, 5, 15, 0), '2ND', shanghai(2026, 6, 7, 15, 0)],
    // Spring Festival: off 15–23 February; Saturdays 14 and 28 February are worked.
    ['a make-up Saturday counts', shanghai(2026, 2, 13, 15, 0), '1WD', shanghai(2026, 2, 14, 15, 0)],
    ['over Spring Festival', shanghai(2026, 2, 14, 15, 0), '1WD', shanghai(2026, 2, 24, 15, 0)],
    ['a make-up Saturday after it', shanghai(2026, 2, 27, 15, 0), '2WD', shanghai(2026, 3, 2, 15, 0)],
    // National Day: off 1–7 October; Sunday 20 September and Saturday 10 October are worked.
    ['over National Day', shanghai(2026, 9, 30, 17, 0), '4WH', shanghai(2026, 10, 8, 11, 0)],
    ['over National Day to the make-up Saturday', shanghai(2026, 9, 30, 15, 0), '3WD', shanghai(2026, 10, 10, 15, 0)],
    ['a make-up Sunday before Mid-Autumn', shanghai(2026, 9, 18, 15, 0), '1WD', shanghai(2026, 9, 20, 15, 0)],
    ['up to the last minute of the year', shanghai(2026, 12, 31, 8, 0), '1WD', shanghai(2026, 12, 31, 18, 0)],
  ])('%s', (_what, start, code, due) => {
    expect(deadline(start, limit(code), calendar)).toEqual(due)
    expect(minutesLeft(start, due, limit(code).unit, calendar)).toBe(limitMinutes(limit(code)))
  })

  it('keeps the seconds of the start', () => {
    const start = new Date('2026-06-03T07:00:12.345Z')
    expect(deadline(start, limit('2WD'), calendar).toISOString()).toBe('2026-06-05T07:00:12.345Z')
  })

  it('is refused where the way leads into a year without a calendar, and only there', () => {
    const newYearsEve = shanghai(2026, 12, 31, 15, 0)
    expect(() => deadline(newYearsEve, limit('1WD'), calendar)).toThrow(expect.objectContaining({ year: 2027 }))
    expect(() => deadline(newYearsEve, limit('4WH'), calendar)).toThrow(NoCalendar)
    expect(deadline(newYearsEve, limit('2WH'), calendar)).toEqual(shanghai(2026, 12, 31, 17, 0))
    expect(deadline(newYearsEve, limit('1ND'), calendar)).toEqual(shanghai(2027, 1, 1, 15, 0))
    const supplied = new WorkCalendar({ 2027: { holidays: ['2027-01-01', '2027-10-01'], workdays: [] } })
    expect(deadline(newYearsEve, limit('1WD'), supplied)).toEqual(shanghai(2027, 1, 4, 15, 0))
  })

  it('of 90 days takes no time worth speaking of', () => {
    const thousand = () => {
      for (let round = 0; round < 1000; round += 1) deadline(shanghai(2026, 3, 2, 9, 0), limit('90WD'), calendar)
    }
    expect(timeOf(thousand, 1) / 1000).toBeLessThan(5)
  })
})

describe('time left', () => {
  it.each([
    ['before it', shanghai(2026, 6, 5, 14, 0), 'WD', 60],
    ['in the night before it', shanghai(2026, 6, 5, 3, 0), 'WD', 300],
    ['at it', shanghai(2026, 6, 5, 15, 0), 'WD', 0],
    ['an hour late', shanghai(2026, 6, 5, 16, 0), 'WD', -60],
    ['late, at night', shanghai(2026, 6, 5, 23, 0), 'WD', -180],
    ['late, over the weekend', shanghai(2026, 6, 7, 12, 0), 'WD', -180],
    ['late, on Monday morning', shanghai(2026, 6, 8, 9, 0), 'WH', -240],
    ['on the clock', shanghai(2026, 6, 5, 12, 0), 'UH', 180],
    ['on the clock, late', shanghai(2026, 6, 6, 15, 0), 'ND', -1440],
  ] as const)('%s', (_what, now, unit, minutes) => {
    expect(minutesLeft(now, shanghai(2026, 6, 5, 15, 0), unit, calendar)).toBe(minutes)
  })

  it('goes on after a pause: Wednesday 16:00 with 3 hours of work left, put aside until the next Monday', () => {
    const due = shanghai(2026, 6, 4, 9, 0)
    const left = minutesLeft(shanghai(2026, 6, 3, 16, 0), due, 'WH', calendar)
    expect(left).toBe(180)
    expect(resume(shanghai(2026, 6, 8, 10, 0), left, 'WH', calendar)).toEqual(shanghai(2026, 6, 8, 15, 0))
  })

  it('stays as overdue as it was', () => {
    const now = shanghai(2026, 6, 8, 9, 0)
    const due = resume(now, -240, 'WH', calendar)
    expect(due).toEqual(shanghai(2026, 6, 5, 15, 0))
    expect(minutesLeft(now, due, 'WH', calendar)).toBe(-240)
  })

  it('with nothing left is due when the last minute of work was over', () => {
    expect(resume(shanghai(2026, 6, 6, 12, 0), 0, 'WH', calendar)).toEqual(shanghai(2026, 6, 5, 18, 0))
    expect(resume(shanghai(2026, 6, 8, 8, 0), 0, 'WD', calendar)).toEqual(shanghai(2026, 6, 5, 18, 0))
    expect(resume(shanghai(2026, 6, 8, 14, 0), 0, 'WD', calendar)).toEqual(shanghai(2026, 6, 8, 12, 0))
    expect(resume(shanghai(2026, 6, 8, 9, 0), 0, 'WD', calendar)).toEqual(shanghai(2026, 6, 8, 9, 0))
  })

  it('refuses a figure that is none', () => {
    expect(() => resume(shanghai(2026, 6, 8), Number.NaN, 'WH', calendar)).toThrow(RangeError)
    expect(() => resume(shanghai(2026, 6, 8), Number.POSITIVE_INFINITY, 'UH', calendar)).toThrow(RangeError)
  })
})

describe('laws', () => {
  const anInstant = fc.date({
    min: new Date('2024-06-01T00:00:00Z'),
    max: new Date('2026-06-01T00:00:00Z'),
    noInvalidDate: true,
  })
  const aWorkday = anInstant.map(dayKey).filter((day) => calendar.isWorkday(day))
  /** In (08:00, 12:00] or (14:00, 18:00] of a working day, to the millisecond. */
  const aDue = fc
    .tuple(aWorkday, fc.constantFrom(8 * 60, 14 * 60), fc.integer({ min: 1, max: 4 * 3_600_000 }))
    .map(([day, from, milliseconds]) => instantOn(day, from + milliseconds / 60_000))
  const aUnit = fc.constantFrom<LimitUnit>('UH', 'WH', 'WD', 'ND')
  const workingUnit = fc.constantFrom<LimitUnit>('WH', 'WD')
  /** Up to 60 working days, in milliseconds so that fractions of a minute come up too. */
  const someMinutes = fc.integer({ min: 1, max: 60 * 8 * 3_600_000 }).map((milliseconds) => milliseconds / 60_000)

  it('resume undoes minutesLeft, early or late', () => {
    fc.assert(
      fc.property(anInstant, aDue, aUnit, (now, due, unit) => {
        expect(resume(now, minutesLeft(now, due, unit, calendar), unit, calendar)).toEqual(due)
      }),
    )
  })

  it('minutesLeft undoes resume', () => {
    fc.assert(
      fc.property(anInstant, someMinutes, aUnit, fc.boolean(), (now, amount, unit, late) => {
        const minutes = late ? -amount : amount
        expect(minutesLeft(now, resume(now, minutes, unit, calendar), unit, calendar)).toBeCloseTo(minutes, 6)
      }),
    )
  })

  it('working clocks end in working time, or with its last minute', () => {
    fc.assert(
      fc.property(anInstant, someMinutes, workingUnit, (now, minutes, unit) => {
        const due = resume(now, minutes, unit, calendar)
        const minute = minutesIntoDay(due)
        const ends = (minute > 480 && minute <= 720) || (minute > 840 && minute <= 1080)
        expect(calendar.isWorkday(dayKey(due)) && ends).toBe(true)
        expect(isWorkingTime(new Date(due.getTime() - 1), calendar)).toBe(true)
        expect(due.getTime()).toBeGreaterThan(now.getTime())
      }),
    )
  })

  it('a later start or a longer limit is never due earlier', () => {
    fc.assert(
      fc.property(anInstant, anInstant, someMinutes, someMinutes, aUnit, (one, other, some, more, unit) => {
        const [early, late] = one < other ? [one, other] : [other, one]
        const due = resume(early, some, unit, calendar)
        expect(resume(late, some, unit, calendar) >= due).toBe(true)
        expect(resume(early, some + more, unit, calendar) >= due).toBe(true)
      }),
    )
  })

  it('two limits one after the other are their sum', () => {
    fc.assert(
      fc.property(anInstant, someMinutes, someMinutes, aUnit, (start, first, second, unit) => {
        const inTwo = resume(resume(start, first, unit, calendar), second, unit, calendar)
        const atOnce = resume(start, first + second, unit, calendar)
        expect(Math.abs(inTwo.getTime() - atOnce.getTime())).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('the time left adds up over any moment between', () => {
    fc.assert(
      fc.property(anInstant, anInstant, anInstant, aUnit, (one, two, three, unit) => {
        const sum = minutesLeft(one, two, unit, calendar) + minutesLeft(two, three, unit, calendar)
        expect(sum).toBeCloseTo(minutesLeft(one, three, unit, calendar), 6)
      }),
    )
  })
})
