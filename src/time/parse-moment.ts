import { foldText } from './folded-text.ts'
import { readDay } from './read-day.ts'
import type { ReadResult } from './read-result.ts'
import { readSpan } from './read-span.ts'
import { readTimeOfDay } from './read-time-of-day.ts'
import { dayKey, instantOn } from './shanghai.ts'

/** A date or time read from somebody's words. */
export type Moment = {
  /** The instant. Without a time of its own: the beginning of the day, or the hour asked for in the options. */
  at: Date
  /** Whether a time was said. If not, the caller decides: `endOfDay(at)` for a deadline, a question for an appointment. */
  hasTime: boolean
  /** 上午, 晚上 … said without an hour, so that the caller can ask for it; the words are part of `read`. */
  partOfDay: string | undefined
  /** The words that were read, as they were written. */
  read: string
  /** What stands after them, without leading blanks and separators. */
  rest: string
}

/** A moment found inside a text. */
export type FoundMoment = Moment & {
  /** What stands before it, as it was written. */
  before: string
}

export type MomentOptions = {
  /** Minutes since midnight to use where a day was said without a time; midnight otherwise. */
  minutesWithoutTime?: number
}

const BETWEEN = /^[\s,的]{0,3}/
const PART_WITHOUT_HOUR = /^[\s的]{0,2}(凌晨|清晨|早上|早晨|上午|下午|午后|傍晚|晚上|晚间|夜里|半夜|深夜)/
/** After 今, 明, 昨 one sign says the part: 明早, 今晚. */
const SHORT_PART = /^[早晚夜晨]/
/** 周五前 is "by Friday", 6月10日前门 a front door: after a day the 前 must go on like a deadline, after a time it may not be else. */
const BY_DAY =
  /^\s*(?:之前|以前|之内|以内|左右|前后|内(?=$|[\s,。;、?？！!)])|前(?=$|[\s,。;、?？！!)]|完成|办|修|处理|解决|恢复|整改|到|做|弄|搞|交|答|回|反馈|通|装|换|清|拆|查|给|必|要|能|一定|都|可|我|会))/
const BY_TIME = /^\s*(?:之前|以前|左右|前后|前)/
const SEPARATORS = /^[\s,，。;；、:：]+/

/**
 * Reads a date, a time or both at the head of `text` (blanks before it are skipped), as said at `now` in Shanghai:
 * `6月10日`, `6/10`, `10号`, `明早9点`, `下周三`, `15:30`, `半小时后`, `3天内`, `月底`. Undefined when none stands there, when it
 * cannot be (2月30日, 25:00, a weekday that is not that date's), or when it would have to be guessed (国庆节后, 周末).
 *
 * The past is read too (昨天, 上周三, an hour of today already gone): whether it will do is the caller's to say. Never throws.
 */
export function parseMoment(text: string, now: Date, options: MomentOptions = {}): Moment | undefined {
  const blanks = text.length - text.trimStart().length
  const result = readAt(foldText(text), blanks, now)
  if (result === undefined || result === 'impossible') return undefined
  return momentOf(text, blanks, result.length, result.value, options)
}

/** What can begin a moment; everything else is passed over without trying. */
const CAN_BEGIN = /[\d零〇一二两三四五六七八九十廿卅半今明后昨前大当本这下上周星礼月年凌清早午中正傍晚夜深去]/

const NUMBER_BEGINS = /^[\d零〇一二两三四五六七八九十廿卅半]/
/** A number is not a date's when it goes on from these: #128, 第3号, 13812345678, 1.2.3, 2月30日. */
const NUMBER_GOES_ON =
  /(?:[\dA-Za-z零〇一二两三四五六七八九十廿卅百千万第#№$¥￥./_+-]|\d:|[\d零〇一二三四五六七八九十][年月日]\s*)$/
/** 幸福路10号 and 阳光小区 3号 are addresses. */
const ADDRESS_BEFORE = /(?:[住是路街巷弄里村苑园区坊庭栋楼院牌座幢道场厦城]|地址|门牌)[\s:,]*$/
const HOUSE_OR_DAY = /^(?:\d{1,4}|[一二三四五六七八九十廿]{1,4})号/
/** 提三点 and 有两点 count remarks. */
const COUNTING_BEFORE = /[提有说讲补这那几下如共]$/
const BARE_HOUR = /^[\d一二两三四五六七八九十]{1,3}点(?![\d半整钟一三四五二十零])/
/** What is usual, and what hangs on a feast, is no single moment. */
const NOT_ONE_MOMENT =
  /(?:每\S?|天天|每天|每日|平时|通常|最近|工作日|节[前后]?|节日|元旦|国庆|春节|清明|五一|端午|中秋|除夕)\s*$/
/** 节后3天内 counts from elsewhere, 近3天内 and 等了2小时后 lie behind. */
const SPAN_FROM_ELSEWHERE = /(?:[前后起了近]|过去)\s*$/
const SPAN_BEGINS = /^[\d.半零〇一二两三四五六七八九十百]+个?半?(?:小时|钟头|分|刻|天|日|周|星期|礼拜|月)/
/** 周一至周五 is no single day either. */
const RANGE_BEFORE = /(?:周|星期|礼拜)\S\s*[至到~—-]\s*$/
/** 两周一次: the 周 counts weeks. */
const WEEKS_BEFORE = /[\d一二两三四五六七八九十几半整多]$/
/** 最晚9点 is not 晚9点, 楼上周三 not 上周三, 提前天 not 前天: the sign belongs to the word before it. */
const SIGN_TAKEN: readonly [RegExp, RegExp][] = [
  [/[最太更]$/, /^[早晚]/],
  [/楼$/, /^[上下](?:个?周|星期|礼拜)/],
  [/提$/, /^前天/],
]

/**
 * Finds the first date or time anywhere in `text`. More careful than `parseMoment`, for in running words a number is
 * seldom a date: addresses, prices, phone and issue numbers, what happens every day and what hangs on a feast are passed
 * over. A date that cannot be (2月30日) ends the search with undefined, since what follows it belongs to it.
 */
export function findMoment(text: string, now: Date, options: MomentOptions = {}): FoundMoment | undefined {
  const folded = foldText(text)
  for (let at = 0; at < folded.length; at += 1) {
    if (!CAN_BEGIN.test(folded.charAt(at))) continue
    const head = folded.slice(at)
    const before = folded.slice(Math.max(0, at - 12), at)
    if (NUMBER_BEGINS.test(head) && NUMBER_GOES_ON.test(before)) continue
    if (SIGN_TAKEN.some(([taker, sign]) => taker.test(before) && sign.test(head))) continue
    const result = readAt(folded, at, now)
    if (result === undefined) continue
    const another = meansSomethingElse(before, head)
    if (result === 'impossible') {
      if (another) continue
      return undefined
    }
    if (another) {
      // Past the whole of it, or 每天早上8点 would give 8点.
      at += result.length - 1
      continue
    }
    return { ...momentOf(text, at, result.length, result.value, options), before: text.slice(0, at) }
  }
  return undefined
}

function meansSomethingElse(before: string, head: string): boolean {
  if (NOT_ONE_MOMENT.test(before)) return true
  if (HOUSE_OR_DAY.test(head) && ADDRESS_BEFORE.test(before)) return true
  if (BARE_HOUR.test(head) && COUNTING_BEFORE.test(before)) return true
  if (SPAN_BEGINS.test(head) && SPAN_FROM_ELSEWHERE.test(before)) return true
  if (/^(?:周|星期|礼拜)/.test(head) && RANGE_BEFORE.test(before)) return true
  return head.startsWith('周') && WEEKS_BEFORE.test(before)
}

type Reading = { at: Date; hasTime: boolean; partOfDay: string | undefined }

function readAt(folded: string, start: number, now: Date): ReadResult<Reading> {
  const text = folded.slice(start)
  const span = readSpan(text, now)
  if (span === 'impossible') return span
  if (span && 'instant' in span.value) {
    return { value: { at: span.value.instant, hasTime: true, partOfDay: undefined }, length: span.length }
  }
  const day = span && 'day' in span.value ? { value: { day: span.value.day }, length: span.length } : readDay(text, now)
  if (day === 'impossible') return day
  return day ? readAfterDay(text, day.value, day.length, now) : readTimeToday(text, now)
}

function readAfterDay(
  text: string,
  named: { day: string; unlessLaterToday?: string },
  length: number,
  now: Date,
): ReadResult<Reading> {
  const between = BETWEEN.exec(text.slice(length))?.[0].length ?? 0
  const time = readTimeOfDay(text.slice(length + between), true)
  if (time === 'impossible') return time
  if (time) {
    const today = named.unlessLaterToday === undefined ? undefined : instantOn(named.unlessLaterToday, time.value)
    const at = today && today > now ? today : instantOn(named.day, time.value)
    return {
      value: { at, hasTime: true, partOfDay: undefined },
      length: withBy(BY_TIME, text, length + between + time.length),
    }
  }
  const rest = text.slice(length)
  const part = PART_WITHOUT_HOUR.exec(rest) ?? (/[今明昨]$/.test(text.slice(0, length)) ? SHORT_PART.exec(rest) : null)
  return {
    value: { at: instantOn(named.day), hasTime: false, partOfDay: part?.[1] ?? part?.[0] },
    length: withBy(BY_DAY, text, length + (part?.[0].length ?? 0)),
  }
}

function readTimeToday(text: string, now: Date): ReadResult<Reading> {
  const time = readTimeOfDay(text, false)
  if (!time || time === 'impossible') return time
  const at = instantOn(dayKey(now), time.value)
  return { value: { at, hasTime: true, partOfDay: undefined }, length: withBy(BY_TIME, text, time.length) }
}

function withBy(by: RegExp, text: string, length: number): number {
  return length + (by.exec(text.slice(length))?.[0].length ?? 0)
}

function momentOf(text: string, start: number, length: number, reading: Reading, options: MomentOptions): Moment {
  const { at, hasTime, partOfDay } = reading
  const end = start + length
  return {
    at: hasTime ? at : instantOn(dayKey(at), options.minutesWithoutTime ?? 0),
    hasTime,
    partOfDay,
    read: text.slice(start, end),
    rest: text.slice(end).replace(SEPARATORS, ''),
  }
}
