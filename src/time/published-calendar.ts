import { createRequire } from 'node:module'
import { z } from 'zod'
import type { DayKey } from './shanghai.ts'

/** The days of one year that differ from the plain week: days off, and weekend days that are worked (调休). */
export type CalendarYear = { holidays: readonly DayKey[]; workdays: readonly DayKey[] }

const Days = z.record(z.string().regex(/^\d{4}-\d{2}-\d{2}$/), z.string())
const Published = z.object({ holidays: Days, workdays: Days })

/**
 * The holiday arrangements of the State Council as the package chinese-days carries them, by year. Its data file is read
 * rather than its functions, because those answer "work day" for a year nobody has published yet, and read a day in the
 * zone of the process (west of Greenwich it becomes the day before).
 *
 * Only whole years are given: a year counts when both its New Year's Day and its National Day are listed. A few days of a
 * year can be listed alone, since a New Year's holiday often reaches into the December before it.
 */
export function publishedCalendar(): ReadonlyMap<number, CalendarYear> {
  // A JSON import would print an ExperimentalWarning on Node 20.
  const data = Published.parse(createRequire(import.meta.url)('chinese-days/dist/chinese-days.json'))
  return wholeYears({ holidays: Object.keys(data.holidays), workdays: Object.keys(data.workdays) })
}

/** Splits days by year and keeps the whole years, in order. */
export function wholeYears({ holidays, workdays }: CalendarYear): ReadonlyMap<number, CalendarYear> {
  const calendar = new Map<number, CalendarYear>()
  for (const year of [...new Set(holidays.map(yearOf))].sort((a, b) => a - b)) {
    const own = {
      holidays: holidays.filter((day) => yearOf(day) === year),
      workdays: workdays.filter((day) => yearOf(day) === year),
    }
    if (isWholeYear(year, own)) calendar.set(year, own)
  }
  return calendar
}

/** Whether the list plausibly holds the whole year: it begins with New Year's Day and has National Day. */
export function isWholeYear(year: number, days: CalendarYear): boolean {
  return days.holidays.includes(`${year}-01-01`) && days.holidays.includes(`${year}-10-01`)
}

function yearOf(day: DayKey): number {
  return Number(day.slice(0, 4))
}
