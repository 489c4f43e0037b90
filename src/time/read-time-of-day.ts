import { NUMERAL, readNumber } from './chinese-number.ts'
import type { ReadResult } from './read-result.ts'

/** Parts of the day that can stand before an hour. Longest first, so that 早上 is not read as 早. */
const PART = '凌晨|清晨|早晨|早上|一早|上午|中午|正午|午后|下午|傍晚|晚上|晚间|夜里|夜间|半夜|深夜|早|晨|晚|夜'

const CLOCK = new RegExp(`^(${PART})?\\s*(\\d{1,2}):(\\d{2})(?::\\d{2})?(?![\\d:])`)
const SPOKEN = new RegExp(`^(${PART})?\\s*(${NUMERAL})(?:点钟|点|时)(?!\\d{3})`)
const SPOKEN_MINUTES = new RegExp(
  `^(?:(整)|(半)|(一刻)|(三刻)|(${NUMERAL})分(?!钟)|(\\d{2}|[二三四五]十[一二三四五六七八九]?|十[一二三四五六七八九]|[零〇][一二三四五六七八九])(?![\\d人个名户家位米元块%]))`,
)
const NOON = /^(?:中午|正午)(?!\d)/
const OFF_WORK = /^下班(?=时|前|之前|以前)/

/** 三点建议 is three suggestions, 两点意见 two remarks: no times, whatever stands before. */
const COUNTED_POINTS =
  /^\s*(?:建议|意见|要求|问题|说明|想法|看法|原因|理由|好处|体会|疑问|疑虑|提议|诉求|希望|感受|反映|情况|内容|注意|补充|事|儿|多|几|不|小|点)/

/** What may follow a bare 三点 for it to be a time; with a date or a part of the day before it no such proof is asked. */
const GOES_ON_AS_TIME =
  /^(?:$|[\s,。;?!？！)、~-]|之前|以前|前|左右|到|去|来|在|我|您|你|见|集合|开始|上门|开会|可以|行|吧)/

/**
 * Reads a time of day at the head of folded text, in minutes since midnight. Up to 1440 and beyond: 今晚12点半 is 1470,
 * half past the midnight that ends the day.
 *
 * An hour from 1 to 6 without a part of the day and without a leading zero is the afternoon's: whoever asks a neighbour
 * to come at 三点半 does not mean the night.
 *
 * @param afterDate whether a date stands before it, which settles that 三点 is an hour
 */
export function readTimeOfDay(text: string, afterDate: boolean): ReadResult<number> {
  const clock = CLOCK.exec(text)
  if (clock) return inDay(clock[1], clock[2] ?? '', Number(clock[3]), clock[0].length)
  const offWork = OFF_WORK.exec(text)
  if (offWork) return { value: 18 * 60, length: offWork[0].length }
  const spoken = SPOKEN.exec(text)
  if (spoken) return readSpoken(text, spoken, afterDate)
  const noon = afterDate ? NOON.exec(text) : null
  return noon ? { value: 12 * 60, length: noon[0].length } : undefined
}

function readSpoken(text: string, spoken: RegExpExecArray, afterDate: boolean): ReadResult<number> {
  const [head, part, hour = ''] = spoken
  const rest = text.slice(head.length)
  const minutes = SPOKEN_MINUTES.exec(rest)
  if (!minutes) {
    const settled = part !== undefined || head.endsWith('钟')
    // 一点 is mostly "a bit": 今天一点水都没有, 快一点.
    const doubtful = !settled && (hour === '一' || !afterDate)
    if (COUNTED_POINTS.test(rest) || (doubtful && !GOES_ON_AS_TIME.test(rest))) return undefined
    if (!settled && !afterDate && hour === '一') return undefined
    return inDay(part, hour, 0, head.length)
  }
  const [, whole, half, quarter, threeQuarters, named, short] = minutes
  const minute = whole ? 0 : half ? 30 : quarter ? 15 : threeQuarters ? 45 : readMinute(named ?? short ?? '')
  return inDay(part, hour, minute, head.length + minutes[0].length)
}

function readMinute(text: string): number {
  return readNumber(text) ?? Number.NaN
}

function inDay(part: string | undefined, hourText: string, minute: number, length: number): ReadResult<number> {
  const written = readNumber(hourText)
  const hour = written === undefined ? undefined : hourOfDay(part, written, hourText.startsWith('0'))
  if (hour === undefined || !(minute >= 0 && minute < 60)) return 'impossible'
  if (hour === 24 && part === undefined && minute > 0) return 'impossible'
  return { value: hour * 60 + minute, length }
}

/** The hour from 0 to 24 that `hour` names in that part of the day; undefined when the two contradict each other. */
function hourOfDay(part: string | undefined, hour: number, leadingZero: boolean): number | undefined {
  const within = (least: number, most: number) => hour >= least && hour <= most
  switch (part) {
    case undefined:
      return within(1, 6) && !leadingZero ? hour + 12 : within(0, 24) ? hour : undefined
    case '凌晨':
      return within(0, 6) ? hour : hour === 12 ? 0 : undefined
    case '清晨':
    case '早晨':
    case '早上':
    case '一早':
    case '早':
    case '晨':
      return within(4, 11) ? hour : undefined
    case '上午':
      return within(5, 12) ? hour : undefined
    case '中午':
    case '正午':
      return within(11, 14) ? hour : within(1, 2) ? hour + 12 : undefined
    case '下午':
    case '午后':
      return within(12, 20) ? hour : within(1, 8) ? hour + 12 : undefined
    case '傍晚':
      return within(16, 20) ? hour : within(4, 8) ? hour + 12 : undefined
    default:
      // 晚上1点 may be either side of midnight, so it is not guessed; 晚上12点 is the midnight that ends the day.
      return within(17, 24) ? hour : within(5, 12) ? hour + 12 : hour === 0 ? 24 : undefined
  }
}
