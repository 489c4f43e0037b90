import { NUMERAL, readNumber } from './chinese-number.ts'
import type { ReadResult } from './read-result.ts'
import { addDays, type DayKey, dayKey, dayKeyOf, daysInMonth, isRealDay, wallTime, weekday } from './shanghai.ts'

/** A day that was named. `unlessLaterToday` is set where today was meant if the time given with it is still to come. */
export type NamedDay = { day: DayKey; unlessLaterToday?: DayKey }

const FULL = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})[日号]?(?![-/.]?\d)T?/
const YEAR = '(?:(\\d{4}|\\d{2}|[零〇一二三四五六七八九]{4})年|([今明后去])年)'
const MONTH_DAY = new RegExp(
  `^(?:${YEAR}\\s*)?(${NUMERAL})月\\s*(?:份\\s*)?(${NUMERAL})(?:[日号]|(?![\\d零〇一二三四五六七八九十多几个人名户次件元万/.:-]))`,
)
const MONTH_END = new RegExp(`^(?:${YEAR}\\s*)?(${NUMERAL})月(?:底|末)`)
const SLASHED = /^(\d{1,2})\/(\d{1,2})[日号]?(?![-/.]?\d)(?!\s*[的%号栋楼]|\s*[A-Za-z])/
/** A point may also be a decimal point, so what follows must not be able to be what is measured. */
const DOTTED =
  /^(\d{1,2})\.(\d{1,2})(?:[日号]|(?![-/.]?\d)(?=$|[,。;、()~？?！!-]|\s|(?:周|星期|凌晨|早|上午|中午|下午|傍晚|晚|之前|以前|前)))/
const MEASURE = /^\s*[元块毛米吨斤公千克个度级万亿百%％倍折厘分平升楼层栋单幢座室号小天月年kKmMwW℃]/
const OF_MONTH = new RegExp(`^(本|这个?|当|下下个?|下个?|上个?)月\\s*(?:(${NUMERAL})[日号]|(底|末))`)
const END_OF_THIS_MONTH = /^月[底末]/
const END_OF_YEAR = /^(今|明)?年底/
const OF_THIS_OR_NEXT_MONTH = new RegExp(`^(${NUMERAL})(日|号)`)
const DAY_WORD = /^(大前天|前天|昨天|昨日|今天|今日|今儿个?|明天|明日|明儿个?|大后天|后天|后日)/
/** 今晚, 明早: the part of the day is left to whoever reads the time. */
const SHORT_DAY_WORD = /^([昨今明])(?=[早晚夜晨](?!点))/
const WEEKDAY = /^(下下|下|本|这|上)?个?(?:周|星期|礼拜)([一二三四五六日天末]|[1-7](?!\d))/
const RANGE_OF_WEEKDAYS = /^\s*(?:至|到|-|~|—)\s*(?:周|星期|礼拜)/
const WRITTEN_WEEKDAY = /^\s{0,4}\(?\s{0,4}(?:周|星期|礼拜)([一二三四五六日天])(?:\s{0,4}\))?/

/** 3号楼, 10号2单元, 5号变压器: a 号 counts as a date only when it goes on like one. */
const GOES_ON_AS_DATE =
  /^(?:$|\s*[,。;、？?！!)]|\s*(?:凌晨|清晨|早|上午|中午|下午|傍晚|晚上?|\(?(?:周|星期|礼拜)[一二三四五六日天]|之前|以前|前|左右|下班前)|\s*\d{1,2}(?:[:点时])|\s*[一二两三四五六七八九十]{1,3}点|\s+|[来去](?![电水])|完成|办结|上门|到场|交付|处理|恢复|验收|开始|能|可以|我|您|必须|一定)/
const ADDRESS = /^[\s,、]{0,9}(?:\d{1,4}|[一二两三四五六七八九十]{1,4})?\s{0,4}(?:号|楼|栋|幢|座|单元|门|室|层|院|房|#)/
const COUNTED_DAYS = /^(?:[游均报用元志三内]|\d)/

const DAY_WORDS: Record<string, number> = { 大前: -3, 前: -2, 昨: -1, 今: 0, 明: 1, 后: 2, 大后: 3 }
const WEEKS: Record<string, number> = { 上: -1, 本: 0, 这: 0, 下: 1, 下下: 2 }
const MONTHS: Record<string, number> = { 上: -1, 本: 0, 这: 0, 当: 0, 下: 1, 下下: 2 }
const YEARS: Record<string, number> = { 去: -1, 今: 0, 明: 1, 后: 2 }

/** A date without a year that is further back than this is next year's: 6月10日 said in November. */
const DAYS_BACK = 30

/**
 * Reads a day at the head of folded text: 6月10日, 6/10, 2026-06-10, 10号, 明天, 下周三, 月底 and their kin. A weekday written
 * after a date must agree with it. "周末" and what hangs on a feast (国庆节后) name no day and are not read.
 */
export function readDay(text: string, now: Date): ReadResult<NamedDay> {
  const dated = readDated(text, now)
  if (dated !== undefined) return dated
  return readWeekday(text, now)
}

type Candidate = { days: (DayKey | undefined)[]; length: number }

/** Everything a weekday can be written after. */
function readDated(text: string, now: Date): ReadResult<NamedDay> {
  const found =
    readFull(text) ?? readMonthDay(text, now) ?? readShort(text, now) ?? readMonthWord(text, now) ?? readWord(text, now)
  if (!found) return undefined
  const days = found.days.filter((day) => day !== undefined)
  const written = WRITTEN_WEEKDAY.exec(text.slice(found.length))
  if (!written) {
    const day = found.days[0]
    return day === undefined ? 'impossible' : { value: { day }, length: found.length }
  }
  const wanted = weekdayOf(written[1] ?? '')
  const day = days.find((candidate) => weekday(candidate) === wanted)
  return day === undefined ? 'impossible' : { value: { day }, length: found.length + written[0].length }
}

function readFull(text: string): Candidate | undefined {
  const found = FULL.exec(text)
  if (!found) return undefined
  return { days: [existing(Number(found[1]), Number(found[3]), Number(found[4]))], length: found[0].length }
}

function readMonthDay(text: string, now: Date): Candidate | undefined {
  const end = MONTH_END.exec(text)
  if (end) {
    const month = readNumber(end[3] ?? '')
    const days = datesOf(yearOf(end[1], end[2], now), month, 'last', now)
    return { days, length: end[0].length }
  }
  const found = MONTH_DAY.exec(text)
  if (!found) return undefined
  const days = datesOf(yearOf(found[1], found[2], now), readNumber(found[3] ?? ''), readNumber(found[4] ?? ''), now)
  return { days, length: found[0].length }
}

function readShort(text: string, now: Date): Candidate | undefined {
  const found = SLASHED.exec(text) ?? DOTTED.exec(text)
  if (!found) return undefined
  const month = Number(found[1])
  const day = Number(found[2])
  // 24/7 and 3.5元 are no dates at all, rather than impossible ones.
  if (!isRealDay(2000, month, day) || MEASURE.test(text.slice(found[0].length))) return undefined
  return { days: datesOf(undefined, month, day, now), length: found[0].length }
}

function readMonthWord(text: string, now: Date): Candidate | undefined {
  const today = wallTime(now)
  const yearEnd = END_OF_YEAR.exec(text)
  if (yearEnd) {
    return { days: [existing(today.year + (YEARS[yearEnd[1] ?? ''] ?? 0), 12, 31)], length: yearEnd[0].length }
  }
  const monthEnd = END_OF_THIS_MONTH.exec(text)
  if (monthEnd) return { days: [dayOfMonth(now, 0, 'last')], length: monthEnd[0].length }
  const ofMonth = OF_MONTH.exec(text)
  if (!ofMonth) return undefined
  const months = MONTHS[(ofMonth[1] ?? '').replace('个', '')] ?? 0
  return {
    days: [dayOfMonth(now, months, ofMonth[3] ? 'last' : readNumber(ofMonth[2] ?? ''))],
    length: ofMonth[0].length,
  }
}

function readWord(text: string, now: Date): Candidate | undefined {
  const word = DAY_WORD.exec(text) ?? SHORT_DAY_WORD.exec(text)
  if (word) {
    const days = DAY_WORDS[(word[1] ?? '').replace(/[天日]$|儿个?$/, '')] ?? 0
    return { days: [addDays(dayKey(now), days)], length: word[0].length }
  }
  const found = OF_THIS_OR_NEXT_MONTH.exec(text)
  if (!found) return undefined
  const rest = text.slice(found[0].length)
  if (found[2] === '号' ? ADDRESS.test(rest) || !GOES_ON_AS_DATE.test(rest) : COUNTED_DAYS.test(rest)) return undefined
  const day = readNumber(found[1] ?? '')
  // 128号 is the number of an issue or of a house, and no slip for a date.
  if (day === undefined || day < 1 || day > 31) return undefined
  const thisMonth = dayOfMonth(now, 0, day)
  const ahead = thisMonth !== undefined && thisMonth >= dayKey(now) ? thisMonth : dayOfMonth(now, 1, day)
  return { days: [ahead, thisMonth], length: found[0].length }
}

function readWeekday(text: string, now: Date): ReadResult<NamedDay> {
  const found = WEEKDAY.exec(text)
  if (!found || found[2] === '末' || RANGE_OF_WEEKDAYS.test(text.slice(found[0].length))) return undefined
  const today = dayKey(now)
  const wanted = weekdayOf(found[2] ?? '')
  const length = found[0].length
  // The Chinese week begins on Monday: 本周日 is the Sunday still to come.
  const fromMonday = (day: number) => (day + 6) % 7
  if (found[1]) {
    const days = fromMonday(wanted) - fromMonday(weekday(today)) + 7 * (WEEKS[found[1]] ?? 0)
    return { value: { day: addDays(today, days) }, length }
  }
  const days = (wanted - weekday(today) + 7) % 7
  if (days > 0) return { value: { day: addDays(today, days) }, length }
  return { value: { day: addDays(today, 7), unlessLaterToday: today }, length }
}

function weekdayOf(sign: string): number {
  return Math.max('日一二三四五六'.indexOf(sign), '0123456'.indexOf(sign), 0)
}

function yearOf(written: string | undefined, word: string | undefined, now: Date): number | undefined {
  if (word !== undefined) return wallTime(now).year + (YEARS[word] ?? 0)
  if (written === undefined) return undefined
  return (written.length === 2 ? 2000 : 0) + (readNumber(written) ?? 0)
}

/** The dates a month and a day may mean, the likeliest first; more than one only where no year was named. */
function datesOf(
  year: number | undefined,
  month: number | undefined,
  day: number | 'last' | undefined,
  now: Date,
): (DayKey | undefined)[] {
  if (month === undefined || day === undefined || month < 1 || month > 12) return [undefined]
  const inYear = (wanted: number) =>
    existing(wanted, month, day === 'last' ? (wanted > 0 ? daysInMonth(wanted, month) : 0) : day)
  if (year !== undefined) return [inYear(year)]
  const thisYear = wallTime(now).year
  const written = dayKeyOf(thisYear, month, day === 'last' ? 31 : day)
  const likely = written < addDays(dayKey(now), -DAYS_BACK) ? thisYear + 1 : thisYear
  // A weekday may take the guess of next year back, but a slip in it must not move a date on by a year.
  return [inYear(likely), inYear(thisYear)]
}

function dayOfMonth(now: Date, months: number, day: number | 'last' | undefined): DayKey | undefined {
  const today = wallTime(now)
  const count = today.year * 12 + today.month - 1 + months
  const year = Math.floor(count / 12)
  const month = (count % 12) + 1
  return existing(year, month, day === 'last' ? daysInMonth(year, month) : (day ?? 0))
}

function existing(year: number, month: number, day: number): DayKey | undefined {
  return isRealDay(year, month, day) ? dayKeyOf(year, month, day) : undefined
}
