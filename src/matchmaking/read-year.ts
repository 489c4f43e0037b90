import { readNumber } from '../time/chinese-number.ts'
import { isRealDay, wallTime } from '../time/shanghai.ts'
import type { Birth } from './age.ts'

const NUMBER = '(\\d{1,4}|[零〇一二三四五六七八九十]{1,4})'
/** 1991年5月3日, 91.5.3, 九一年的, 1991 */
const DATE = new RegExp(
  `^(?:我)?(?:是|生于|出生于)?${NUMBER}(?:年|-|/|\\.|$|(?=生|后|出))(?:${NUMBER}(?:月|-|/|\\.|$)(?:${NUMBER}[日号]?)?)?`,
)
const AGE = new RegExp(`^(?:我)?(?:今年|现在)?(?:刚|已经|快)?(?:满|过)?${NUMBER}周?岁`)
const DIGITS = '零一二三四五六七八九'

/**
 * Reads when somebody was born, or how old they say they are: 91年的, 1991年5月, 九一, 35岁. Normalised text. Undefined where
 * neither is said; 90后 is none either, a decade tells no year.
 */
export function readBirth(text: string, now: Date): Birth | undefined {
  const plain = text.replace(/\s+/g, '')
  if (/\d0后|[零〇一二三四五六七八九]零后/.test(plain)) return undefined
  const thisYear = wallTime(now).year
  const said = AGE.exec(plain)
  if (said) {
    const age = readNumber(said[1] ?? '')
    return age === undefined ? undefined : { year: thisYear - age, age }
  }
  const found = DATE.exec(plain)
  if (!found) return undefined
  const year = fourDigits(found[1] ?? '', thisYear)
  if (year === undefined) return undefined
  const month = readNumber(found[2] ?? '')
  const day = readNumber(found[3] ?? '')
  if (month === undefined || month < 1 || month > 12) return { year }
  if (day === undefined || !isRealDay(year, month, day)) return { year, month }
  return { year, month, day }
}

/** 91 and 九一 are 1991, 05 is 2005; a single digit is no year. */
function fourDigits(written: string, thisYear: number): number | undefined {
  const digits = /^\d+$/.test(written) ? written : spelt(written)
  if (digits === undefined) return undefined
  if (digits.length === 4) return Number(digits)
  if (digits.length !== 2) return undefined
  const short = Number(digits)
  return short <= thisYear % 100 ? 2000 + short : 1900 + short
}

/** 九一 as 91, 一九九一 as 1991; undefined for 九十一, which nobody says of a year. */
function spelt(written: string): string | undefined {
  const plain = written.replaceAll('〇', '零')
  const digits = [...plain].map((sign) => DIGITS.indexOf(sign))
  return digits.every((digit) => digit >= 0) ? digits.join('') : undefined
}
