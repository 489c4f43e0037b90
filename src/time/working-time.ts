import { addDays, type DayKey, dayKey, instantOn, minutesIntoDay } from './shanghai.ts'
import type { WorkCalendar } from './work-calendar.ts'

/**
 * Office hours of a working day as in issue-lifecycle.md: 08:00–12:00 and 14:00–18:00, in minutes since midnight.
 * Two stretches of equal length; `placeInDay` and `workedInDay` are each other's inverse over them.
 */
const MORNING = { from: 8 * 60, to: 12 * 60 }
const AFTERNOON = { from: 14 * 60, to: 18 * 60 }
const MORNING_LENGTH = MORNING.to - MORNING.from

/** Working minutes in a working day: 8 hours. */
export const WORKDAY_MINUTES = MORNING_LENGTH + AFTERNOON.to - AFTERNOON.from

const MINUTE = 60_000

/** Whether people are at work at that instant: the first minute of a stretch counts, its end does not. */
export function isWorkingTime(now: Date, calendar: WorkCalendar): boolean {
  const minute = minutesIntoDay(now)
  const inHours = (minute >= MORNING.from && minute < MORNING.to) || (minute >= AFTERNOON.from && minute < AFTERNOON.to)
  return inHours && calendar.isWorkday(dayKey(now))
}

/** 18:00 of the instant's day, whether worked or not: what a date without a time means as a deadline. */
export function endOfDay(at: Date): Date {
  return instantOn(dayKey(at), AFTERNOON.to)
}

/**
 * The `count`-th working day after `day`, or before it when negative. With 0, the day itself if it is worked and
 * otherwise the next that is. Throws `NoCalendar` where the way leads into a year without one.
 */
export function addWorkdays(day: DayKey, count: number, calendar: WorkCalendar): DayKey {
  if (!Number.isInteger(count)) throw new RangeError(`not a number of days: ${count}`)
  if (count === 0) return calendar.isWorkday(day) ? day : addWorkdays(day, 1, calendar)
  const step = Math.sign(count)
  let at = day
  for (let left = Math.abs(count); left > 0; ) {
    at = addDays(at, step)
    if (calendar.isWorkday(at)) left -= 1
  }
  return at
}

/**
 * The instant by which `minutes` of working time have gone by since `start` (before it, when negative). Of all instants
 * that would do, the earliest: what is due with the last minute of Friday is due Friday 18:00, not Monday 08:00. So the
 * result always lies in (08:00, 12:00] or (14:00, 18:00] of a working day.
 */
export function addWorkingMinutes(start: Date, minutes: number, calendar: WorkCalendar): Date {
  if (!Number.isFinite(minutes)) throw new RangeError(`not a number of minutes: ${minutes}`)
  let day = dayKey(start)
  // Whole milliseconds from here on, so that adding and subtracting never drift.
  let left = workedInDay(start, calendar) + Math.round(minutes * MINUTE)
  const full = WORKDAY_MINUTES * MINUTE
  while (left > full || (left > 0 && !calendar.isWorkday(day))) {
    if (calendar.isWorkday(day)) left -= full
    day = addDays(day, 1)
  }
  while (left <= 0) {
    day = addDays(day, -1)
    if (calendar.isWorkday(day)) left += full
  }
  return placeInDay(day, left)
}

/** Working minutes from one instant to another, negative when `to` is the earlier. */
export function workingMinutesBetween(from: Date, to: Date, calendar: WorkCalendar): number {
  if (from > to) return -workingMinutesBetween(to, from, calendar)
  const last = dayKey(to)
  let milliseconds = workedInDay(to, calendar) - workedInDay(from, calendar)
  for (let day = dayKey(from); day < last; day = addDays(day, 1)) {
    if (calendar.isWorkday(day)) milliseconds += WORKDAY_MINUTES * MINUTE
  }
  return milliseconds === 0 ? 0 : milliseconds / MINUTE
}

/** Milliseconds worked on the instant's day up to it. */
function workedInDay(at: Date, calendar: WorkCalendar): number {
  if (!calendar.isWorkday(dayKey(at))) return 0
  const minute = minutesIntoDay(at)
  const morning = Math.min(Math.max(minute - MORNING.from, 0), MORNING_LENGTH)
  const afternoon = Math.min(Math.max(minute - AFTERNOON.from, 0), AFTERNOON.to - AFTERNOON.from)
  return Math.round((morning + afternoon) * MINUTE)
}

/** The instant of a working day at which `worked` milliseconds (more than 0) have been worked. */
function placeInDay(day: DayKey, worked: number): Date {
  const minutes = worked / MINUTE
  return instantOn(
    day,
    minutes <= MORNING_LENGTH ? MORNING.from + minutes : AFTERNOON.from + (minutes - MORNING_LENGTH),
  )
}
