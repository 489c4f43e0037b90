import { describe, expect, it } from 'vitest'
import { formatDay, formatDuration, formatMoment, formatTime } from '../../src/time/format.ts'
import { shanghai } from '../../src/time/shanghai.ts'

const now = shanghai(2026, 6, 3, 15, 0)

describe('a moment', () => {
  it.each([
    [shanghai(2026, 6, 3, 15, 0), '6月3日(周三) 15:00'],
    [shanghai(2026, 6, 4, 9, 5), '6月4日(周四) 09:05'],
    [shanghai(2026, 12, 31, 0, 0), '12月31日(周四) 00:00'],
    [shanghai(2026, 6, 7, 23, 59), '6月7日(周日) 23:59'],
    [shanghai(2027, 6, 10, 18, 0), '2027年6月10日(周四) 18:00'],
    [shanghai(2025, 12, 31, 18, 0), '2025年12月31日(周三) 18:00'],
  ])('%s reads %s', (at, text) => {
    expect(formatMoment(at, now)).toBe(text)
  })

  it('takes the year from Shanghai, where it is already New Year', () => {
    const newYear = new Date('2026-12-31T16:00:00Z')
    expect(formatMoment(newYear, now)).toBe('2027年1月1日(周五) 00:00')
    expect(formatMoment(newYear, newYear)).toBe('1月1日(周五) 00:00')
  })

  it('drops seconds rather than rounding into the next minute', () => {
    expect(formatTime(new Date('2026-06-03T07:00:59.999Z'))).toBe('15:00')
  })
})

it.each([
  ['2026-06-03', '6月3日(周三)'],
  ['2026-02-17', '2月17日(周二)'],
  ['2027-01-01', '2027年1月1日(周五)'],
  [shanghai(2026, 6, 6, 23, 0), '6月6日(周六)'],
])('the day %s reads %s', (day, text) => {
  expect(formatDay(day, now)).toBe(text)
})

it.each([
  [0, '不到1分钟'],
  [0.4, '不到1分钟'],
  [1, '1分钟'],
  [30, '30分钟'],
  [59.6, '1小时'],
  [60, '1小时'],
  [120, '2小时'],
  [90, '1小时30分钟'],
  [1439, '23小时59分钟'],
  [1439.7, '1天'],
  [1440, '1天'],
  [4320, '3天'],
  [1800, '1天6小时'],
  [2520, '1天18小时'],
  [2875, '2天'],
  [-90, '1小时30分钟'],
])('%d minutes read %s', (minutes, text) => {
  expect(formatDuration(minutes)).toBe(text)
})

it('refuses a length that is no number', () => {
  expect(() => formatDuration(Number.NaN)).toThrow(RangeError)
})
