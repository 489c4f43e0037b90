import { NUMERAL, readNumber } from './chinese-number.ts'
import type { ReadResult } from './read-result.ts'
import { addDays, type DayKey, dayKey, dayKeyOf, daysInMonth, wallTime } from './shanghai.ts'

/** A way from now: to an instant (2小时后) or to a day (3天内). */
export type Span = { instant: Date } | { day: DayKey }

const WITHIN = '(?:之后|以后|过后|后|之内|以内|内)'
const COUNT = `(半|\\d{1,4}\\.\\d{1,2}|${NUMERAL})`

const HOURS_AND_MINUTES = new RegExp(`^(${NUMERAL})个?小时零?(${NUMERAL})分钟?${WITHIN}`)
const HOURS = new RegExp(`^${COUNT}(个?半)?(?:个?小时|个?钟头)(半)?${WITHIN}`)
const MINUTES = new RegExp(`^${COUNT}(?:分钟|分)${WITHIN}`)
const QUARTERS = new RegExp(`^([一两三])刻钟${WITHIN}`)
const DAYS = new RegExp(`^${COUNT}(天|日|个?周|个?星期|个?礼拜)${WITHIN}`)
const MONTHS = new RegExp(`^${COUNT}个月${WITHIN}`)

const MINUTE = 60_000
/** Ten years: beyond it, it was no plan. */
const MOST_DAYS = 3660

/**
 * Reads 半小时后, 一个半小时内, 30分钟内, 三天后, 一周内, 两个月后 at the head of folded text. Hours and minutes lead to an
 * instant; days, weeks and months to a day, so that "within three days" is a day with no time of its own. Working days
 * are not read here: they need a calendar (see `parseLimit`).
 */
export function readSpan(text: string, now: Date): ReadResult<Span> {
  const both = HOURS_AND_MINUTES.exec(text)
  if (both) return later(now, (count(both[1]) ?? Number.NaN) * 60 + (count(both[2]) ?? Number.NaN), both[0])
  const hours = HOURS.exec(text)
  if (hours) {
    const half = (hours[2] ? 0.5 : 0) + (hours[3] ? 0.5 : 0)
    return later(now, ((count(hours[1]) ?? Number.NaN) + half) * 60, hours[0])
  }
  const minutes = MINUTES.exec(text)
  if (minutes) return minutes[1] === '半' ? later(now, 0.5, minutes[0]) : later(now, count(minutes[1]), minutes[0])
  const quarters = QUARTERS.exec(text)
  if (quarters) return later(now, (count(quarters[1]) ?? Number.NaN) * 15, quarters[0])
  const days = DAYS.exec(text)
  if (days) return daysLater(now, count(days[1]), days[2] === '天' || days[2] === '日' ? 1 : 7, days[0])
  const months = MONTHS.exec(text)
  if (months) return monthsLater(now, months[1] ?? '', months[0])
  return undefined
}

function count(text = ''): number | undefined {
  if (text === '半') return 0.5
  return text.includes('.') ? Number(text) : readNumber(text)
}

function later(now: Date, minutes: number | undefined, found: string): ReadResult<Span> {
  if (minutes === undefined || !(minutes >= 0 && minutes <= MOST_DAYS * 1440)) return 'impossible'
  return { value: { instant: new Date(now.getTime() + Math.round(minutes * MINUTE)) }, length: found.length }
}

function daysLater(now: Date, amount: number | undefined, days: number, found: string): ReadResult<Span> {
  // Half a day or half a week names no day.
  if (amount === undefined || !Number.isInteger(amount) || amount * days > MOST_DAYS) return 'impossible'
  return { value: { day: addDays(dayKey(now), amount * days) }, length: found.length }
}

/** The same day some months on; the last of the month where there is no such day. Half a month is 15 days. */
function monthsLater(now: Date, text: string, found: string): ReadResult<Span> {
  if (text === '半') return { value: { day: addDays(dayKey(now), 15) }, length: found.length }
  const amount = count(text)
  if (amount === undefined || !Number.isInteger(amount) || amount > 120) return 'impossible'
  const today = wallTime(now)
  const months = today.year * 12 + today.month - 1 + amount
  const year = Math.floor(months / 12)
  const month = (months % 12) + 1
  const day = dayKeyOf(year, month, Math.min(today.day, daysInMonth(year, month)))
  return { value: { day }, length: found.length }
}
