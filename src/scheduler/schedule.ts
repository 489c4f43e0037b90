import { parse } from 'node-cron'
import { addDays, type DayKey, dayKey, instantOn, wallTime } from '../time/shanghai.ts'

const MINUTE = 60_000
/** Every day of every month and weekday comes round within 28 years; 40 are safe where 2100 lies between. */
const FARTHEST_DAYS = 40 * 366

/** The moments at which something is due: whole minutes of the wall clock in Asia/Shanghai. */
export interface Schedule {
  /** the last slot at or before `at` */
  latest(at: Date): Date
  /** the first slot after `at` */
  next(at: Date): Date
  /** the slots after `after` up to and including `until`, oldest first */
  between(after: Date, until: Date): Date[]
  /** how many those are: after years of minutes nobody has room for the slots themselves */
  count(after: Date, until: Date): number
}

/**
 * Reads a cron expression of five fields as node-cron does: a day has to suit both its day-of-month and its day-of-week
 * field. Days that only a look at the calendar tells (L, W, #) are not taken.
 *
 * node-cron itself tells only what comes after the present moment of the machine; a ledger has to ask about any other.
 *
 * @throws Error for an expression that cannot be used: a slip of ours, not of a deployer
 */
export function schedule(expression: string): Schedule {
  const schedule = known.get(expression) ?? read(expression)
  known.set(expression, schedule)
  return schedule
}

/** Those that were read: many jobs come round at the same times. */
const known = new Map<string, Schedule>()

function read(expression: string): Schedule {
  const { second, minute, hour, dayOfMonth, month, dayOfWeek } = parse(expression)
  if (second.length !== 1 || second[0] !== 0) throw new Error(`${expression}: the heart beats once a minute`)
  const days = new Set(dayOfMonth.map((day) => plainDay(day, expression)))
  const weekdays = new Set(dayOfWeek.map((day) => plainDay(day, expression)))
  const months = new Set(month)
  const minutes = hour.flatMap((each) => minute.map((more) => each * 60 + more)).sort((one, other) => one - other)

  const suits = (day: DayKey) => {
    const wall = wallTime(instantOn(day))
    return months.has(wall.month) && days.has(wall.day) && weekdays.has(wall.weekday)
  }
  /** The slots of a day that lie after the one and up to the other moment, in milliseconds. */
  const within = (day: DayKey, after: Date, until: Date): number[] =>
    slotsOn(day).filter((slot) => slot > after.getTime() && slot <= until.getTime())
  /** The slots of a day as milliseconds, oldest first. */
  const slotsOn = (day: DayKey): number[] => {
    if (!suits(day)) return []
    const midnight = instantOn(day).getTime()
    return minutes.map((each) => midnight + each * MINUTE)
  }
  const search = (from: Date, step: 1 | -1, wanted: (slots: number[]) => number | undefined): Date => {
    for (let away = 0; away <= FARTHEST_DAYS; away++) {
      const found = wanted(slotsOn(addDays(dayKey(from), away * step)))
      if (found !== undefined) return new Date(found)
    }
    throw new Error(`${expression}: comes round on no day`)
  }

  return {
    latest: (at) => search(at, -1, (slots) => slots.findLast((slot) => slot <= at.getTime())),
    next: (at) => search(at, 1, (slots) => slots.find((slot) => slot > at.getTime())),
    between(after, until) {
      const found: Date[] = []
      if (after >= until) return found
      const last = dayKey(until)
      for (let day = dayKey(after); day <= last; day = addDays(day, 1)) {
        for (const slot of within(day, after, until)) found.push(new Date(slot))
      }
      return found
    },
    count(after, until) {
      if (after >= until) return 0
      const [first, last] = [dayKey(after), dayKey(until)]
      let found = within(first, after, until).length + (first < last ? within(last, after, until).length : 0)
      for (let day = addDays(first, 1); day < last; day = addDays(day, 1)) if (suits(day)) found += minutes.length
      return found
    },
  }
}

function plainDay(day: number | string, expression: string): number {
  if (typeof day === 'string') throw new Error(`${expression}: ${day} is no plain day`)
  return day
}
