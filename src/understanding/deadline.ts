import { findMoment, parseMoment } from '../time/parse-moment.ts'
import { startOfDay } from '../time/shanghai.ts'
import type { Deadline } from './key-point.ts'

/** A deadline inside a text, with what stands around it. */
export interface FoundDeadline {
  readonly deadline: Deadline
  readonly before: string
  readonly rest: string
}

/** To the end of a span: 8:00至17:00 is over at 17:00. */
const TO = /^\s*(?:至|到|—+|-|~|～)\s*/
/** What names no one moment and is a deadline all the same. */
const IN_WORDS =
  /(?:[\d一二两三四五六七八九十]{1,3}个)?工作日(?:之内|以内|内)|即日起|即刻起?|立即|马上|第一时间|每(?:天|日|晚|周[一二三四五六日]?|月)(?:\d{1,2}[:：]\d{2}|\d{1,2}[点时])?前?|(?:本周|本月|年|节|汛期|雨季|入冬|开学|放假)[内前]|长期/

/** Nobody puts more bygone days before a deadline; it bounds the time taken. */
const MOST_PASSED_OVER = 4
/** 6月8日起 and 6月8日开始 are when something begins. */
const BEGINS = /^\s*(?:起(?!草)|开始|开放|启动|之后|以后|后)/

/** The first deadline of a text as said at `now`. What lies behind is none: 昨晚的大风, 上周检查发现. */
export function findDeadline(text: string, now: Date): FoundDeadline | undefined {
  const dated = findDated(text, now)
  const written = IN_WORDS.exec(text)
  if (!written || (dated && dated.before.length <= written.index)) return dated
  const end = written.index + written[0].length
  const span = spanEnd(text.slice(end), now)
  return deadlineBetween(text, written.index, end + (span?.length ?? 0), span)
}

function findDated(text: string, now: Date): FoundDeadline | undefined {
  let start = 0
  for (let passedOver = 0; passedOver <= MOST_PASSED_OVER; passedOver++) {
    const found = findMoment(text.slice(start), now)
    if (!found) return undefined
    const begin = start + found.before.length
    const end = begin + found.read.length
    // Told on the day with which the span begins: 6月3日8:00至17:00.
    const span = spanEnd(text.slice(end), found.at)
    const { at, hasTime } = span ?? found
    start = end + (span?.length ?? 0)
    const passed = hasTime ? at < now : at < startOfDay(now)
    const begins = !span && BEGINS.test(text.slice(end))
    if (!passed && !begins) return deadlineBetween(text, begin, start, { at, hasTime })
  }
  return undefined
}

/** 至17:00, 到6月10日: the end of what began before, and how long its words are. */
function spanEnd(rest: string, from: Date): { at: Date; hasTime: boolean; length: number } | undefined {
  const to = TO.exec(rest)?.[0]
  const last = to === undefined ? undefined : parseMoment(rest.slice(to.length), from)
  return last && { at: last.at, hasTime: last.hasTime, length: (to?.length ?? 0) + last.read.length }
}

function deadlineBetween(
  text: string,
  begin: number,
  end: number,
  moment: { readonly at: Date; readonly hasTime: boolean } | undefined,
): FoundDeadline {
  const deadline = { words: text.slice(begin, end).trim(), at: moment?.at, hasTime: moment?.hasTime ?? false }
  return { deadline, before: text.slice(0, begin), rest: text.slice(end) }
}
