import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { dayOfLunar } from '../../src/time/lunar.ts'
import { addDays } from '../../src/time/shanghai.ts'

/** 春节, 元宵, 端午, 七夕, 中秋, 重阳, 腊八 as printed calendars have them (Hong Kong Observatory, Gregorian-Lunar Calendar). */
const KNOWN: Readonly<Record<number, readonly string[]>> = {
  2024: ['2024-02-10', '2024-02-24', '2024-06-10', '2024-08-10', '2024-09-17', '2024-10-11', '2025-01-07'],
  2025: ['2025-01-29', '2025-02-12', '2025-05-31', '2025-08-29', '2025-10-06', '2025-10-29', '2026-01-26'],
  2026: ['2026-02-17', '2026-03-03', '2026-06-19', '2026-08-19', '2026-09-25', '2026-10-18', '2027-01-15'],
  2027: ['2027-02-06', '2027-02-20', '2027-06-09', '2027-08-08', '2027-09-15', '2027-10-08', '2028-01-04'],
  2028: ['2028-01-26', '2028-02-09', '2028-05-28', '2028-08-26', '2028-10-03', '2028-10-26', '2029-01-22'],
  2029: ['2029-02-13', '2029-02-27', '2029-06-16', '2029-08-16', '2029-09-22', '2029-10-16', '2030-01-11'],
  2030: ['2030-02-03', '2030-02-17', '2030-06-05', '2030-08-05', '2030-09-12', '2030-10-05', '2031-01-01'],
}
const DAYS = [
  [1, 1],
  [1, 15],
  [5, 5],
  [7, 7],
  [8, 15],
  [9, 9],
  [12, 8],
] as const

describe('the lunar calendar', () => {
  it.each(Object.keys(KNOWN).map(Number))('knows the festivals of %i', (year) => {
    expect(DAYS.map(([month, day]) => dayOfLunar(year, month, day))).toEqual(KNOWN[year])
  })

  /** The machine reckons the new moon itself: where that falls within minutes of midnight, it may be a day off. */
  it('is that of the machine’s own calendar, but for a month in a hundred by a day', () => {
    const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'UTC', month: 'numeric', day: 'numeric' })
    const off: string[] = []
    for (let year = 2000; year < 2060; year++) {
      for (let month = 1; month <= 12; month++) {
        const first = dayOfLunar(year, month, 1) ?? ''
        const said = lunar.format(new Date(`${first}T12:00:00Z`))
        expect(said, first).toMatch(/\/(1|2|29|30)$/)
        if (said !== `${month}/1`) off.push(first)
      }
    }
    expect(off.length).toBeLessThanOrEqual(7)
  })

  it('is the same wherever the machine stands', () => {
    const file = fileURLToPath(new URL('../../dist/time/lunar.js', import.meta.url))
    const code = `import('${file}').then(({ dayOfLunar }) => console.log(dayOfLunar(2026, 8, 15), dayOfLunar(2028, 1, 1)))`
    for (const TZ of ['America/New_York', 'Pacific/Auckland']) {
      const said = execFileSync(process.execPath, ['-e', code], { env: { ...process.env, TZ }, encoding: 'utf8' })
      expect(said.trim(), TZ).toBe('2026-09-25 2028-01-26')
    }
  })

  it('knows that a month may have 29 days, and takes the plain month where there are two', () => {
    expect(dayOfLunar(2025, 12, 29)).toBe('2026-02-16')
    expect(dayOfLunar(2025, 12, 30)).toBeUndefined()
    expect(dayOfLunar(2028, 5, 5)).toBe('2028-05-28')
    expect(dayOfLunar(2028, 6, 1)).toBe(addDays('2028-06-23', 29))
  })

  it.each([
    [1899, 8, 15],
    [2101, 1, 1],
    [2026, 13, 1],
    [2026, 0, 1],
    [2026, 8, 31],
    [2026, 8, 0],
    [2026.5, 8, 15],
    [Number.NaN, 8, 15],
  ])('does not guess: %d-%d-%d', (year, month, day) => {
    expect(dayOfLunar(year, month, day)).toBeUndefined()
  })
})
