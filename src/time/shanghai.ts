/**
 * Between instants (UTC) and the wall clock in Asia/Shanghai. The offset is taken as a constant UTC+8: China has had no
 * daylight saving time since 1991. An instant in a summer of 1986–1991 would therefore show an hour early; nothing here
 * keeps instants that old. The machine's own time zone is never asked.
 */

const OFFSET = 8 * 3_600_000
const MINUTE = 60_000
const DAY = 86_400_000

/** A calendar day in Shanghai, written `2026-06-03`. Sorts as text. */
export type DayKey = string

/** What a clock and a calendar on a wall in Shanghai show. `weekday` counts from Sunday = 0. */
export type WallTime = {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  weekday: number
}

/** Reads the wall clock. A `RangeError` for an invalid Date. */
export function wallTime(at: Date): WallTime {
  const shifted = new Date(at.getTime() + OFFSET)
  if (Number.isNaN(shifted.getTime())) throw new RangeError('not a valid instant')
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    weekday: shifted.getUTCDay(),
  }
}

/** Whether the calendar has that day (years 1000–9999). */
export function isRealDay(year: number, month: number, day: number): boolean {
  if (!Number.isInteger(year) || !Number.isInteger(month) || !Number.isInteger(day)) return false
  if (year < 1000 || year > 9999 || month < 1 || month > 12) return false
  return day >= 1 && day <= daysInMonth(year, month)
}

/** Days in a month counted from 1. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/**
 * The instant at which the wall clock in Shanghai shows this. `24:00` is the midnight that ends the day. A `RangeError`
 * for a day or a time that does not exist: 30 February is not quietly 2 March.
 */
export function shanghai(year: number, month: number, day: number, hour = 0, minute = 0): Date {
  const realTime =
    Number.isInteger(hour) &&
    Number.isInteger(minute) &&
    hour >= 0 &&
    minute >= 0 &&
    minute < 60 &&
    hour * 60 + minute <= 1440
  if (!isRealDay(year, month, day) || !realTime) {
    throw new RangeError(`no such time: ${year}-${month}-${day} ${hour}:${minute}`)
  }
  return new Date(Date.UTC(year, month - 1, day, hour, minute) - OFFSET)
}

/** `2026-06-03` from its parts, which the caller has checked. */
export function dayKeyOf(year: number, month: number, day: number): DayKey {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The day in Shanghai on which the instant falls. */
export function dayKey(at: Date): DayKey {
  const { year, month, day } = wallTime(at)
  return dayKeyOf(year, month, day)
}

/** Whether the text is a day that exists, written `2026-06-03`. */
export function isDayKey(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return parts !== null && isRealDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))
}

/** The instant `minutes` (0–1440, fractions allowed) after midnight of that day. A `RangeError` for a key that is no day. */
export function instantOn(day: DayKey, minutes = 0): Date {
  if (!isDayKey(day)) throw new RangeError(`not a day: ${day}`)
  return new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET + Math.round(minutes * MINUTE))
}

/** Midnight (Shanghai) at which the instant's day began. */
export function startOfDay(at: Date): Date {
  return instantOn(dayKey(at))
}

/** The day `days` later, or earlier when negative. */
export function addDays(day: DayKey, days: number): DayKey {
  return dayKey(new Date(instantOn(day).getTime() + days * DAY))
}

/** Day of the week, Sunday = 0. */
export function weekday(day: DayKey | Date): number {
  return wallTime(typeof day === 'string' ? instantOn(day) : day).weekday
}

/** Minutes since midnight in Shanghai, with seconds as a fraction. */
export function minutesIntoDay(at: Date): number {
  return (at.getTime() - startOfDay(at).getTime()) / MINUTE
}

/** `09:00` or `9:00` as minutes since midnight, `24:00` as 1440; undefined for anything else. */
export function parseTimeOfDay(text: string): number | undefined {
  const parts = /^(\d{1,2}):(\d{2})$/.exec(text)
  if (!parts) return undefined
  const hour = Number(parts[1])
  const minute = Number(parts[2])
  return minute < 60 && hour * 60 + minute <= 1440 ? hour * 60 + minute : undefined
}

/**
 * The first instant after `now` (never `now` itself) at which the wall clock shows `timeOfDay`: `09:00`, or minutes since
 * midnight.
 */
export function nextTimeOfDay(now: Date, timeOfDay: string | number): Date {
  const minutes = typeof timeOfDay === 'number' ? timeOfDay : parseTimeOfDay(timeOfDay)
  if (minutes === undefined) throw new RangeError(`not a time of day: ${timeOfDay}`)
  const today = instantOn(dayKey(now), minutes % 1440)
  return today > now ? today : new Date(today.getTime() + DAY)
}
