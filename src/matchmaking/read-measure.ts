import { readNumber } from '../time/chinese-number.ts'
import { EDUCATIONS, HEIGHT_FLOORS, INCOME_FLOORS } from './fields.ts'

const SHORTEST = 120
const TALLEST = 230

/** Centimetres as people say them: 165, 165cm, 1米65, 一米六五, 1.65, 一米七. Normalised text. */
export function readCentimetres(text: string): number | undefined {
  const plain = text.replace(/\s+/g, '').toLowerCase()
  const metres = /(\d|[一二两])(?:米|m)(?:(\d{1,2})|([零〇一二三四五六七八九])([一二三四五六七八九])?)?/.exec(plain)
  const [, whole, digits, tens, ones] = metres ?? []
  if (whole) {
    const rest = digits ?? `${tens ? (readNumber(tens) ?? 0) : 0}${ones ? (readNumber(ones) ?? 0) : ''}`
    return plausible((readNumber(whole) ?? 0) * 100 + Number(rest.padEnd(2, '0')))
  }
  const decimal = /(?<!\d)([12])\.(\d{1,2})(?!\d)/.exec(plain)
  if (decimal) return plausible(Number(decimal[1]) * 100 + Number((decimal[2] ?? '').padEnd(2, '0')))
  const bare = /(?<!\d)(\d{3})(?!\d)/.exec(plain)
  if (bare) return plausible(Number(bare[1]))
  const spelt = /(?<![零一二三四五六七八九十百])([一二])百?([零一二三四五六七八九])十?([零一二三四五六七八九])?/.exec(
    plain,
  )
  if (!spelt) return undefined
  const [, hundreds = '', tenth = '', unit = '零'] = spelt
  return plausible(digit(hundreds) * 100 + digit(tenth) * 10 + digit(unit))
}

const digit = (sign: string) => readNumber(sign) ?? 0
const plausible = (centimetres: number) => (centimetres >= SHORTEST && centimetres <= TALLEST ? centimetres : undefined)

/** The band of a height. Nothing finer is kept. */
export function readHeight(text: string): number | undefined {
  const centimetres = readCentimetres(text)
  return centimetres === undefined ? undefined : bandOf(centimetres, HEIGHT_FLOORS)
}

/** Of several that stand in it the first counts: 本科, 在读硕士 has a 本科. */
const EDUCATION_WORDS: readonly (readonly [number, RegExp])[] = [
  [5, /博士/],
  [4, /硕士|研究生/],
  [3, /本科|大学本|学士|大学毕业|上过大学|读过大学|大学(?!专)/],
  [2, /大专|专科|高职|大学专/],
  [1, /高中|中专|职高|技校|职中/],
  [0, /初中|小学|没上过学|没读过书|不识字/],
]

/** The band of what somebody has learned. Normalised text. */
export function readEducation(text: string): number | undefined {
  const found = EDUCATION_WORDS.flatMap(([band, words]) => {
    const at = text.search(words)
    return at < 0 ? [] : [{ band, at }]
  }).sort((a, b) => a.at - b.at || b.band - a.band)
  const band = found[0]?.band
  return band !== undefined && band < EDUCATIONS.length ? band : undefined
}

const AMOUNT = /(\d+(?:\.\d+)?|[零一二两三四五六七八九十百]+)(万|千|k|w)?(\d|[一二三四五六七八九])?/i
const UNITS: Readonly<Record<string, number>> = { 万: 10_000, w: 10_000, 千: 1_000, k: 1_000 }

/** The band of an income a month, in yuan: 8000, 八千, 一万二, 1.2万, 年薪20万. Normalised text. */
export function readIncome(text: string): number | undefined {
  const plain = text.replace(/[\s,元块钱]/g, '')
  const found = AMOUNT.exec(plain)
  if (!found) return undefined
  const [, number = '', unit = '', more = ''] = found
  const count = /^\d/.test(number) ? Number(number) : readNumber(number)
  if (count === undefined) return undefined
  const worth = UNITS[unit.toLowerCase()] ?? 1
  const rest = worth > 1 ? (readNumber(more) ?? 0) * (worth / 10) : 0
  const yuan = count * worth + rest
  const monthly = /年薪|一年|每年|年收入|全年/.test(plain) ? yuan / 12 : yuan
  // 8 alone may be thousands or ten thousands.
  if (monthly < 100) return undefined
  if (worth > 1 && more === '' && /以下|不到|没有/.test(plain)) return bandOf(monthly - 1, INCOME_FLOORS)
  return bandOf(monthly, INCOME_FLOORS)
}

function bandOf(value: number, floors: readonly number[]): number {
  return floors.findLastIndex((floor) => value >= floor)
}
