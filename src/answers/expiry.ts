import { findMoment } from '../time/parse-moment.ts'
import { addDays, type DayKey, dayKey } from '../time/shanghai.ts'
import { signatureOf } from './signature.ts'

/** A text that names more days than this is a calendar, and the later ones change nothing. */
const MOST_DAYS = 40
/** What names a day of the calendar; 3天内, 每周三 and opening hours (周一至周五 8:30) do not. */
const NAMES_A_DAY =
  /\d\s*[月./-]\s*\d|[一二三四五六七八九十]月|\d\s*[号日]|^[今明后]|^大后天|^[本这下]+个?(?:周|星期|礼拜)/
/** 6月1日起 has no end; 6月1日起至6月30日 has, and so has 6月1日起停水、6月3日恢复, by its second day. */
const OPEN_END =
  /^\s*(?:[(（][^)）]{0,6}[)）])?\s*(?:\d{1,2}[:：点]\d{0,2}分?)?\s*(?:起(?!至|到|草)|开始(?!至|到)|以后|之后|以来|正式|施行|实施|生效|启用|印发|发布|公布)/

/** 6月5-8日: of the first only its number is written. */
const SHORT_RANGE = /(月\s*\d{1,2})(?=\s*[-—~～至到]+\s*\d{1,2}\s*[日号])/g

/**
 * The last day on which a text that names days still holds: 6月5日 for 6月5日停水, 9月30日 for 9月1日至9月30日. Undefined where it
 * names none, or where the last one has no end (2026年1月1日起每月2元). Days are read as said at `written`, so 明天 is the
 * day after it; those before `since` (the day it was written) are history and end nothing, nor does the day of a signature.
 */
export function lastDayOf(text: string, written: Date, since: DayKey = dayKey(written)): DayKey | undefined {
  return daysOf(text, written, since)?.last
}

/** The days a text is about, from the first it names to the last; without a last where it has no end. */
export interface DaySpan {
  readonly first: DayKey
  readonly last: DayKey | undefined
}

/** The same with the first day. Undefined where it names none. */
export function daysOf(text: string, written: Date, since: DayKey = dayKey(written)): DaySpan | undefined {
  let first: DayKey | undefined
  let last: DayKey | undefined
  let openFrom: DayKey | undefined
  let rest = (signatureOf(text, written)?.before ?? text).replace(SHORT_RANGE, '$1日')
  for (let found = 0; found < MOST_DAYS; found++) {
    const moment = findMoment(rest, written)
    if (!moment) break
    const { read } = moment
    const after = rest.slice(moment.before.length + read.length)
    if (NAMES_A_DAY.test(read.normalize('NFKC'))) {
      const day = dayKey(moment.at)
      if (day >= since && (first === undefined || day < first)) first = day
      if (OPEN_END.test(after)) openFrom = later(openFrom, day)
      else if (day >= since) last = later(last, endOfRange(after, day) ?? day)
    }
    rest = after
  }
  const hasNoEnd = openFrom !== undefined && (last === undefined || openFrom >= last)
  first ??= openFrom
  return first === undefined ? undefined : { first, last: hasNoEnd ? undefined : last }
}

/** What has gone by is asked about too. */
const NAMES_A_PAST_DAY = /^(?:昨|大?前[天日晚]|上+个?(?:周|星期|礼拜))/

/** The days that a question names: 昨天停水到几点. */
export function daysAsked(text: string, now: Date): DayKey[] {
  const days: DayKey[] = []
  let rest = text
  for (let found = 0; found < MOST_DAYS; found++) {
    const moment = findMoment(rest, now)
    if (!moment) break
    const { read, before } = moment
    if (NAMES_A_DAY.test(read.normalize('NFKC')) || NAMES_A_PAST_DAY.test(read)) days.push(dayKey(moment.at))
    rest = rest.slice(before.length + read.length)
  }
  return days
}

/** 6月5日至8日, 6月5-8日: what the second number says of the same month. */
function endOfRange(after: string, day: DayKey): DayKey | undefined {
  const until = /^\s*[-—~～至到]+\s*(\d{1,2})\s*[日号]/.exec(after)?.[1]
  const days = until === undefined ? 0 : Number(until) - Number(day.slice(8))
  return days > 0 && days < 31 ? addDays(day, days) : undefined
}

function later(a: DayKey | undefined, b: DayKey): DayKey {
  return a !== undefined && a > b ? a : b
}
