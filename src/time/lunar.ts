import { createRequire } from 'node:module'
import { addDays, type DayKey } from './shanghai.ts'

// Its names are not seen by an import: it is a bundle of the older kind.
const { monthDays, getYearLeapMonth }: typeof import('chinese-days') = createRequire(import.meta.url)('chinese-days')

/** The lunar years that the package chinese-days has in its table; for any other it would answer too, and wrongly. */
const FIRST_YEAR = 1900
const LAST_YEAR = 2100
/** 正月初一 of the first of them. */
const FIRST_DAY: DayKey = '1900-01-31'

/**
 * The day in our calendar of a day in the lunar one, of a plain month, never of a leap month (闰月): feasts are kept in the
 * first of two. Undefined where the year is not in the table, or that month has no such day (it may have 29).
 *
 * The package's table of months is read rather than its dates, because those come out in the zone of the process: west of
 * Greenwich 中秋 becomes the day before.
 */
export function dayOfLunar(year: number, month: number, day: number): DayKey | undefined {
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) return undefined
  if (!Number.isInteger(month) || month < 1 || month > 12) return undefined
  if (!Number.isInteger(day) || day < 1 || day > monthDays(year, month)) return undefined
  let days = day - 1
  for (let before = FIRST_YEAR; before < year; before++) days += daysBefore(before, 13)
  return addDays(FIRST_DAY, days + daysBefore(year, month))
}

/** How many days the months of a year have before this one; a leap month comes after the plain one of its number. */
function daysBefore(year: number, month: number): number {
  const leap = getYearLeapMonth(year)
  let days = leap.leapMonth !== undefined && leap.leapMonth < month ? leap.days : 0
  for (let each = 1; each < month; each++) days += monthDays(year, each)
  return days
}
