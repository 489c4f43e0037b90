import { execFileSync } from 'node:child_process'
import chineseDays from 'chinese-days'
import { describe, expect, it } from 'vitest'
import { OperatorError } from '../../src/operator-error.ts'
import { publishedCalendar, wholeYears } from '../../src/time/published-calendar.ts'
import { addDays } from '../../src/time/shanghai.ts'
import { NoCalendar, WorkCalendar } from '../../src/time/work-calendar.ts'

function daysFrom(first: string, last: string): string[] {
  const days: string[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

describe('2026, as the State Council announced it', () => {
  const calendar = new WorkCalendar()

  it.each([
    ['元旦', '2026-01-01', '2026-01-03'],
    ['春节', '2026-02-15', '2026-02-23'],
    ['清明', '2026-04-04', '2026-04-06'],
    ['劳动节', '2026-05-01', '2026-05-05'],
    ['端午', '2026-06-19', '2026-06-21'],
    ['中秋', '2026-09-25', '2026-09-27'],
    ['国庆', '2026-10-01', '2026-10-07'],
  ])('%s is off from %s to %s', (_name, first, last) => {
    expect(daysFrom(first, last).filter((day) => calendar.isWorkday(day))).toEqual([])
  })

  it('works exactly these weekend days in exchange (调休)', () => {
    const weekendsWorked = daysFrom('2026-01-01', '2026-12-31').filter((day) => {
      const dayOfWeek = new Date(`${day}T00:00:00Z`).getUTCDay()
      return (dayOfWeek === 0 || dayOfWeek === 6) && calendar.isWorkday(day)
    })
    expect(weekendsWorked).toEqual(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'])
  })

  it.each([
    ['2026-06-03', true],
    ['2026-06-06', false],
    ['2026-06-07', false],
    ['2026-02-13', true],
    ['2026-02-24', true],
    ['2026-09-30', true],
    ['2026-10-08', true],
    ['2026-10-11', false],
    ['2026-12-31', true],
  ])('%s is worked: %s', (day, worked) => {
    expect(calendar.isWorkday(day)).toBe(worked)
    expect(calendar.isWorkday(day)).toBe(worked)
  })
})

describe('the years of the package', () => {
  it('are whole ones only, without a gap', () => {
    const years = [...publishedCalendar().keys()]
    expect(years[0]).toBe(2004)
    expect(years).toEqual(years.map((_, index) => 2004 + index))
    expect(years).toContain(2026)
  })

  it('leave out a year of which only the first or last days are told', () => {
    const years = wholeYears({
      holidays: ['2031-12-31', '2032-01-01', '2032-10-01', '2033-01-01', '2033-01-02'],
      workdays: ['2032-02-07', '2033-01-08'],
    })
    expect([...years]).toEqual([[2032, { holidays: ['2032-01-01', '2032-10-01'], workdays: ['2032-02-07'] }]])
  })

  it('agree with the package on every day', () => {
    const calendar = new WorkCalendar()
    const last = Math.max(...publishedCalendar().keys())
    const days = daysFrom('2004-01-01', `${last}-12-31`)
    // The package reads days in the zone of the process, already while it is loaded: ask it in one that runs on UTC.
    const program = `
      const { isWorkday } = require('chinese-days')
      const days = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
      console.log(JSON.stringify(days.filter((day) => isWorkday(day))))`
    const output = execFileSync(process.execPath, ['-e', program], {
      cwd: import.meta.dirname,
      env: { ...process.env, TZ: 'UTC' },
      input: JSON.stringify(days),
      encoding: 'utf8',
    })
    expect(days.filter((day) => calendar.isWorkday(day))).toEqual(JSON.parse(output))
  })
})

describe('a year nobody published', () => {
  const unknown = Math.max(...publishedCalendar().keys()) + 1

  it('is refused by name, where the package would have guessed', () => {
    const calendar = new WorkCalendar()
    expect(calendar.covers(unknown)).toBe(false)
    expect(chineseDays.isWorkday('2099-10-01')).toBe(true)
    expect(() => calendar.isWorkday('2099-10-01')).toThrow(NoCalendar)
    expect(() => calendar.isWorkday(`${unknown}-01-04`)).toThrow(expect.objectContaining({ year: unknown }))
    expect(() => calendar.isWorkday('2003-12-31')).toThrow(expect.objectContaining({ year: 2003 }))
  })

  it('is filled in by the community', () => {
    const calendar = new WorkCalendar({
      2099: { holidays: ['2099-01-01', '2099-10-01', '2099-10-02'], workdays: ['2099-10-10'] },
    })
    expect(calendar.covers(2099)).toBe(true)
    expect(calendar.isWorkday('2099-01-01')).toBe(false)
    expect(calendar.isWorkday('2099-10-02')).toBe(false)
    expect(calendar.isWorkday('2099-10-10')).toBe(true) // a Saturday
    expect(calendar.isWorkday('2099-10-11')).toBe(false)
    expect(calendar.isWorkday('2099-10-12')).toBe(true)
    expect(() => calendar.isWorkday('2098-10-12')).toThrow(NoCalendar)
  })
})

it('lets the community override single days of a published year', () => {
  const calendar = new WorkCalendar({ 2026: { holidays: ['2026-06-03'], workdays: ['2026-06-06', '2026-10-07'] } })
  expect(calendar.isWorkday('2026-06-03')).toBe(false)
  expect(calendar.isWorkday('2026-06-06')).toBe(true)
  expect(calendar.isWorkday('2026-10-07')).toBe(true)
  expect(calendar.isWorkday('2026-10-06')).toBe(false)
  expect(new WorkCalendar().isWorkday('2026-06-03')).toBe(true)
})

it.each([
  ['a day that does not exist', { 2026: { holidays: ['2026-02-30'], workdays: [] } }, /"2026-02-30" is not a day/],
  ['words', { 2026: { holidays: [], workdays: ['春节'] } }, /"春节" is not a day/],
  ['a day of another year', { 2026: { holidays: ['2025-12-31'], workdays: [] } }, /2025-12-31 belongs under 2025/],
  [
    'both at once',
    { 2026: { holidays: ['2026-06-03'], workdays: ['2026-06-03'] } },
    /both as a holiday and as a workday/,
  ],
  ['half a year', { 2099: { holidays: ['2099-01-01'], workdays: [] } }, /list the whole year/],
])('refuses a supplied calendar with %s', (_what, supplied, message) => {
  expect(() => new WorkCalendar(supplied)).toThrow(OperatorError)
  expect(() => new WorkCalendar(supplied)).toThrow(message)
})

it('refuses what is no day', () => {
  expect(() => new WorkCalendar().isWorkday('2026-06-31')).toThrow(RangeError)
})
