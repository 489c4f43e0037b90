import { OperatorError } from '../operator-error.ts'
import { type CalendarYear, isWholeYear, publishedCalendar } from './published-calendar.ts'
import { type DayKey, isDayKey, weekday } from './shanghai.ts'

/** Years a community writes down itself, such as `{ 2027: { holidays: ['2027-01-01', …], workdays: ['2027-01-30'] } }`. */
export type SuppliedYears = Readonly<Record<number, CalendarYear>>

/** Nobody has told which days of that year are worked. Not to be guessed around: a deadline would silently be wrong. */
export class NoCalendar extends Error {
  override readonly name = 'NoCalendar'
  readonly year: number

  constructor(year: number) {
    super(`No working-day calendar for ${year}: list its holidays and make-up workdays in the community file.`)
    this.year = year
  }
}

/**
 * Which days are worked: Monday to Friday, less the official holidays, plus the make-up workdays (调休).
 *
 * Years come from the package chinese-days. A year supplied by the community fills in one the package lacks; where both
 * know the year, a day the community lists is as the community says and every other day stays as published, so a local
 * day off is one line.
 */
export class WorkCalendar {
  readonly #years = new Set<number>()
  /** The days that differ from the plain week, and what each of them is. */
  readonly #special = new Map<DayKey, boolean>()
  readonly #answers = new Map<DayKey, boolean>()

  /** An `OperatorError` when a supplied list has a day that does not exist, is under another year, or contradicts itself. */
  constructor(supplied: SuppliedYears = {}) {
    for (const [year, days] of publishedCalendar()) this.#add(year, days)
    for (const [key, days] of Object.entries(supplied)) {
      const year = Number(key)
      check(year, days, this.#years.has(year))
      this.#add(year, days)
    }
  }

  /** Whether that year's days are known. */
  covers(year: number): boolean {
    return this.#years.has(year)
  }

  /** Whether people work on that day, written `2026-06-03`. Throws `NoCalendar` for a year that is not covered. */
  isWorkday(day: DayKey): boolean {
    const known = this.#answers.get(day)
    if (known !== undefined) return known
    if (!isDayKey(day)) throw new RangeError(`not a day: ${day}`)
    const year = Number(day.slice(0, 4))
    if (!this.#years.has(year)) throw new NoCalendar(year)
    const dayOfWeek = weekday(day)
    const answer = this.#special.get(day) ?? (dayOfWeek !== 0 && dayOfWeek !== 6)
    this.#answers.set(day, answer)
    return answer
  }

  #add(year: number, days: CalendarYear): void {
    this.#years.add(year)
    for (const day of days.holidays) this.#special.set(day, false)
    for (const day of days.workdays) this.#special.set(day, true)
  }
}

function check(year: number, days: CalendarYear, published: boolean): void {
  for (const day of [...days.holidays, ...days.workdays]) {
    if (!isDayKey(day))
      throw new OperatorError(`Calendar of ${year}: "${day}" is not a day; write it like ${year}-05-01.`)
    if (Number(day.slice(0, 4)) !== year) {
      throw new OperatorError(`Calendar of ${year}: ${day} belongs under ${day.slice(0, 4)}.`)
    }
  }
  const both = days.holidays.find((day) => days.workdays.includes(day))
  if (both) throw new OperatorError(`Calendar of ${year}: ${both} is listed both as a holiday and as a workday.`)
  if (!published && !isWholeYear(year, days)) {
    throw new OperatorError(
      `Calendar of ${year}: list the whole year as the State Council announced it (${year}-01-01 or ${year}-10-01 is missing).`,
    )
  }
}
