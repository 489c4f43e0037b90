import { NUMERAL, readNumber } from '../time/chinese-number.ts'
import { foldText } from '../time/folded-text.ts'
import { parseMoment } from '../time/parse-moment.ts'
import { addDays, type DayKey, dayKey, minutesIntoDay } from '../time/shanghai.ts'

/** When a term's lessons are, as somebody has said it. Days of the week as in `Date`: Sunday = 0. */
export interface Timetable {
  readonly days: 'daily' | readonly number[] | { readonly dates: readonly DayKey[] }
  /** minutes after midnight */
  readonly from: number
  readonly to: number
  /** how many lessons */
  readonly count: number
  /** the first day that may have one */
  readonly since: DayKey
}

export type TimetableRead =
  | { readonly ok: true; readonly timetable: Timetable; readonly read: string }
  | { readonly ok: false; readonly problem: string }

const WEEKDAYS = '日一二三四五六'
/** 每周三, 每周二、四, 每周一和周五, 每星期六 */
const WEEKLY =
  /每(?:个)?(?:周|星期|礼拜)([一二三四五六日天])((?:[、,，和及]\s?(?:周|星期|礼拜)?[一二三四五六日天](?![\d月]))*)/
const DAILY = /每天|每日|天天/
/** 共8次, 8节课, 一共十二讲, 28天 */
const COUNT = new RegExp(`(?:一共|共计?|总共|上)?\\s?(${NUMERAL})\\s?(?:次课?|节课?|讲|堂课?|课时|天)(?![前后内])`)
const SINCE = /(?:从|自)\s?/
const SPAN = /(?:到|至|-|~|—|–)\s?/
/** More lessons nobody plans in one term. */
const MOST = 60
/** A lesson of more hours is a slip of the pen. */
const LONGEST_MINUTES = 8 * 60
const NOON = 12 * 60
/** A day without a year that is over is read as next year's: nobody plans so far ahead. */
const FARTHEST_DAYS = 200

export const TIMETABLE_EXAMPLE = '每周三 19:00-20:30 共8次 从6月10日'

/**
 * Reads 每周三 19:00-20:30 共8次 从6月10日, 每周二、四 …, 每天 6:30-7:30 共28天 从6月1日, or the days one by one: 6月10日、6月12日
 * 19:00-20:30. Undefined where none of it is there; a `problem` in Chinese where a part is missing.
 */
export function readTimetable(text: string, now: Date): TimetableRead | undefined {
  const line = foldText(text).trim()
  const weekly = WEEKLY.exec(line)
  const daily = weekly ? null : DAILY.exec(line)
  const times = readTimes(line, now)
  if (!weekly && !daily) return readDates(line, times, now)
  if (!times) return problem('请写上从几点到几点')
  if (times.to <= times.from || times.to - times.from > LONGEST_MINUTES)
    return problem('下课要在上课后面，请再看看时间')
  const since = readSince(line, now)
  if (!since) return problem('请写上从哪天开始')
  if (since < dayKey(now) || since > addDays(dayKey(now), FARTHEST_DAYS))
    return problem('开始的日子已经过了，或者太远了，请改一个')
  const count = readNumber(COUNT.exec(withoutTimes(line, times.read))?.[1] ?? '')
  if (count === undefined) return problem('请写上一共几次')
  if (count < 1 || count > MOST) return problem(`一期请排1到${MOST}次`)
  const days = daily ? ('daily' as const) : daysOf(weekly)
  return { ok: true, timetable: { days, from: times.from, to: times.to, count, since }, read: line }
}

/** The dates one by one, each with a day and all at the same hours. */
function readDates(line: string, times: Times | undefined, now: Date): TimetableRead | undefined {
  if (!times) return undefined
  const dates: DayKey[] = []
  for (const part of withoutTimes(line, times.read).split(/[、,，;；\s]+/)) {
    const moment = part === '' ? undefined : parseMoment(part, now)
    if (moment && !moment.hasTime) dates.push(dayKey(moment.at))
  }
  if (dates.length === 0) return undefined
  const [since = ''] = [...new Set(dates)].sort()
  const last = [...dates].sort().at(-1) ?? ''
  if (since < dayKey(now) || last > addDays(dayKey(now), FARTHEST_DAYS))
    return problem('有的日子已经过了，或者太远了，请改一下')
  if (times.to <= times.from) return problem('下课要在上课后面，请再看看时间')
  const all = [...new Set(dates)].sort()
  return {
    ok: true,
    timetable: { days: { dates: all }, from: times.from, to: times.to, count: all.length, since },
    read: line,
  }
}

interface Times {
  readonly from: number
  readonly to: number
  readonly read: string
}

const CLOCKS =
  /(?:上午|下午|晚上|早上|中午|晚|早)?\s?(?:\d{1,2}:\d{2}|[\d一二两三四五六七八九十]{1,3}点(?:半|\d{1,2}分?)?)\s?(?:到|至|-|~|—|–)\s?(?:上午|下午|晚上|早上|中午|晚|早)?\s?(?:\d{1,2}:\d{2}|[\d一二两三四五六七八九十]{1,3}点(?:半|\d{1,2}分?)?)/

function readTimes(line: string, now: Date): Times | undefined {
  const found = CLOCKS.exec(line)
  if (!found) return undefined
  const read = found[0].trim()
  const between = SPAN.exec(read)
  if (!between) return undefined
  const first = parseMoment(read.slice(0, between.index), now)
  const part = /^(?:上午|下午|晚上|早上|中午|晚|早)/.exec(read)?.[0] ?? ''
  const end = read.slice(between.index + between[0].length).trim()
  const second = parseMoment(/^\D/.test(end) ? end : `${part}${end}`, now) ?? parseMoment(end, now)
  if (!first?.hasTime || !second?.hasTime) return undefined
  const [from, to] = [minutesIntoDay(first.at), minutesIntoDay(second.at)]
  // A bare 6:30 is the afternoon's, unless it is over before it begins: 6:30-7:30 is in the morning.
  return { from: from >= to && from >= NOON && from - NOON < to ? from - NOON : from, to, read }
}

function withoutTimes(line: string, times: string): string {
  return line.replace(times, ' ')
}

function readSince(line: string, now: Date): DayKey | undefined {
  const said = SINCE.exec(line)
  const head = said
    ? line.slice(said.index + said[0].length)
    : /(\d{1,2}月\d{1,2}[日号]?)\s?(?:开始|起)/.exec(line)?.[1]
  const moment = head === undefined ? undefined : parseMoment(head, now)
  return moment && dayKey(moment.at)
}

function daysOf(weekly: RegExpExecArray | null): number[] {
  const signs = `${weekly?.[1] ?? ''}${weekly?.[2] ?? ''}`.replaceAll('天', '日').match(/[一二三四五六日]/g) ?? []
  return [...new Set(signs.map((sign) => WEEKDAYS.indexOf(sign)))].sort((a, b) => a - b)
}

function problem(what: string): TimetableRead {
  return { ok: false, problem: `${what}，比如：${TIMETABLE_EXAMPLE}。` }
}

/** 每周三 19:00-20:30，共8次 */
export function timetableWords({ days, from, to }: Timetable, lessons: number): string {
  const when =
    days === 'daily' ? '每天' : 'dates' in days ? '按日期' : `每周${days.map((day) => WEEKDAYS.charAt(day)).join('、')}`
  return `${when} ${clock(from)}-${clock(to)}，共${lessons}次`
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
