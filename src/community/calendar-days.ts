import { addDays, type DayKey, isDayKey } from '../time/shanghai.ts'

/**
 * The days that `2031-01-01` or `2031-01-22..2031-01-28` names, all in `year`. A string is returned instead when it
 * cannot be read: what is wrong, as the end of a sentence.
 */
export function readDays(text: string, year: number): DayKey[] | string {
  const [first = '', last = first, ...more] = text.split('..').map((part) => part.trim())
  if (!isDayKey(first) || !isDayKey(last) || more.length > 0) {
    return `"${text}" is not a date; write ${year}-01-01 or ${year}-01-22..${year}-01-28`
  }
  if (!first.startsWith(`${year}-`) || !last.startsWith(`${year}-`)) return `"${text}" is not in ${year}`
  if (last < first) return `"${text}" runs backwards`
  const days = [first]
  for (let day = addDays(first, 1); day <= last; day = addDays(day, 1)) days.push(day)
  return days
}
