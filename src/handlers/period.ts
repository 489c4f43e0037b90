import { Refusal } from '../refusal.ts'
import { formatDay } from '../time/format.ts'
import { type Moment, parseMoment } from '../time/parse-moment.ts'
import { addDays, type DayKey, dayKey, dayKeyOf, instantOn, isRealDay, wallTime, weekday } from '../time/shanghai.ts'

/** Days of Shanghai; `to` is the first moment after the last day. */
export interface Period {
  readonly from: Date
  readonly to: Date
}

const HOW = '时段请写：本周、上周、本月，或者 6月1日..6月30日。'
/** A period may end so far ahead: that of a month or a term that is going on. */
const FARTHEST_DAYS = 100
const PERIOD = /^(本|这|上)(?:一?个)?(周|星期|礼拜|月)$/

/** Reads 本周, 上周, 本月, 上月, 6月1日..6月30日 or a single day. @throws Refusal for anything else */
export function periodOf(text: string, now: Date): Period {
  const today = dayKey(now)
  const monday = addDays(today, -((weekday(today) + 6) % 7))
  const { year, month } = wallTime(now)
  const first = dayKeyOf(year, month, 1)
  const days = (from: string, after: string): Period => ({ from: instantOn(from), to: instantOn(after) })
  const said = PERIOD.exec(text)
  if (said) {
    const last = said[1] === '上'
    if (said[2] !== '月') return last ? days(addDays(monday, -7), monday) : days(monday, addDays(today, 1))
    if (!last) return days(first, addDays(today, 1))
    return days(month === 1 ? dayKeyOf(year - 1, 12, 1) : dayKeyOf(year, month - 1, 1), first)
  }
  const [begin, end = begin, ...more] = text.split(/\.{2,}|…+|到|至|~/)
  const from = begin && parseMoment(begin.trim(), now)
  const to = end && parseMoment(end.trim(), now)
  if (!from || !to || more.length > 0 || from.rest.trim() !== '' || to.rest.trim() !== '') {
    throw new Refusal(HOW)
  }
  const begins = lately(from, now)
  const past = lately(to, now)
  const ends = past < begins ? dayKey(to.at) : past
  // 6月30日..6月1日 does not end next year.
  if (ends < begins || (past < begins && ends > addDays(today, FARTHEST_DAYS))) throw new Refusal(HOW)
  return days(begins, addDays(ends, 1))
}

/** What is looked back at has been: 3月1日 said in August is this year's, whatever it would mean of something to come. */
function lately({ at, read }: Moment, now: Date): DayKey {
  const day = dayKey(at)
  if (at <= now || read.includes('年')) return day
  const { year, month, day: date } = wallTime(at)
  return isRealDay(year - 1, month, date) ? dayKeyOf(year - 1, month, date) : day
}

/** 6月1日(周一)到6月3日(周三), or the one day. */
export function periodWords({ from, to }: Period, now: Date): string {
  const first = formatDay(from, now)
  const last = formatDay(new Date(to.getTime() - 1), now)
  return first === last ? first : `${first}到${last}`
}

/** The same, where words that cannot be read are for others to answer; undefined then. */
export function periodIn(words: string, now: Date): Period | undefined {
  try {
    return periodOf(words, now)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
