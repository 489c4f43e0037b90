import { type DigitGroup, type DigitRun, digitRuns } from './digits.ts'
import type { PersonalSpan } from './personal.ts'

/** A contiguous number of so many digits is nobody's price or date: it is masked whatever it is. */
const LONG = 9
const MOST_GROUPS_UNLIKE = 4

/**
 * Finds telephone numbers, identity and bank card numbers, and long numbers of which nobody can say what they are.
 * Public service numbers (110, 12345, 95588, 400-…) are none of them, nor are dates, times, prices and lists. Linear.
 */
export function findNumbers(text: string): PersonalSpan[] {
  return digitRuns(text).flatMap((run) => spansOf(run, text))
}

type Found = { readonly kind: PersonalSpan['kind'] | 'public'; readonly end: number; readonly to?: number }

function spansOf(run: DigitRun, text: string): PersonalSpan[] {
  const spans: PersonalSpan[] = []
  let at = 0
  while (at < run.groups.length) {
    const found = severalFrom(run, at, text) ?? single(run, at, text)
    if (!found) {
      at += 1
      continue
    }
    const [first, last] = [run.groups[at], run.groups[found.end - 1]]
    if (found.kind !== 'public' && first && last) {
      const from = found.kind === 'mobile' ? withCountry(run, at, text) : first.from
      const to = found.to ?? last.to
      const opened = text.charAt(from - 1) === '(' && text.slice(from, to).includes(')')
      spans.push({ kind: found.kind, from: opened ? from - 1 : from, to })
    }
    at = found.end
  }
  return spans
}

/** +86 belongs to the number that follows. */
function withCountry({ groups }: DigitRun, at: number, text: string): number {
  const country = groups[at - 1]
  const from = country && /^(?:00|0)?86$/.test(country.digits) ? country.from : (groups[at]?.from ?? 0)
  return text.charAt(from - 1) === '+' ? from - 1 : from
}

/** A number that is written in one group or in several; the longest that it can be. */
function severalFrom(run: DigitRun, at: number, text: string): Found | undefined {
  const { groups } = run
  let digits = ''
  let best: Found | undefined
  for (let end = at + 1; end <= groups.length; end++) {
    const last = groups[end - 1] as DigitGroup
    digits += last.digits
    if (digits.length > 19) break
    if (digits.length < 10) continue
    const found = asOneNumber(digits, run, at, end, text)
    if (found) best = found
  }
  return best
}

function asOneNumber(digits: string, run: DigitRun, at: number, end: number, text: string): Found | undefined {
  const pieces = end - at
  const last = run.groups[end - 1]
  const figures = () => pieces > 1 && areFigures(run, at, end, text)
  if (digits.length === 17 && last && isIdentity(`${digits}X`)) {
    const [check] = /^[^\p{L}\p{N}]{0,3}x/iu.exec(text.slice(last.to, last.to + 4)) ?? []
    if (check) return { kind: 'id', end, to: last.to + check.length }
  }
  if (digits.length === 18 && isIdentity(digits)) return { kind: 'id', end }
  if (digits.length === 15 && isOldIdentity(digits) && !figures()) return { kind: 'id', end }
  if (digits.length >= 16 && /^[2-69]/.test(digits) && luhn(digits) && !figures()) return { kind: 'bank', end }
  if (/^1[3-9]\d{9}$/.test(digits) && !figures()) return { kind: 'mobile', end }
  if (/^(?:0{0,2}86|0)1[3-9]\d{9}$/.test(digits) && !figures()) return { kind: 'mobile', end }
  if (/^[48]00\d{7}$/.test(digits) && !figures()) return { kind: 'public', end }
  if (isLandline(digits) && run.groups[at]?.digits.startsWith('0') && !figures())
    return { kind: 'landline', end, to: extension(text, last?.to ?? 0) }
  return undefined
}

function single(run: DigitRun, at: number, text: string): Found | undefined {
  const group = run.groups[at]
  if (!group) return undefined
  const { digits, chinese } = group
  const end = at + 1
  if (digits.length >= (chinese ? LONG + 2 : LONG))
    return isStamp(digits) ? { kind: 'public', end } : { kind: 'number', end }
  if (chinese) return undefined
  const next = run.groups[end]
  if (/^[2-8]\d{6,7}$/.test(digits) && !isStamp(digits) && !isAmount(text, group))
    return { kind: 'landline', end, to: extension(text, group.to) }
  // 8888-6666, but not 2024-2026 and not 3000-5000.
  if (next && /^[2-8]\d{3}$/.test(digits) && /^\d{4}$/.test(next.digits) && /^ ?[- ] ?$/.test(run.signs[end] ?? '')) {
    const years = /^(?:19|20)/.test(digits)
    const round = digits.endsWith('00') && next.digits.endsWith('00')
    if (!years && !round && !isAmount(text, next)) return { kind: 'landline', end: end + 1 }
  }
  return undefined
}

/** 0571-88886666转801 */
function extension(text: string, to: number): number {
  const [more = ''] = /^ ?(?:转|分机|ext\.?|-)(?:分机)? ?\d{1,5}(?!\d)/i.exec(text.slice(to, to + 16)) ?? []
  return to + more.length
}

/** 010 and 02x with eight digits, three-digit codes with seven or eight. */
function isLandline(digits: string): boolean {
  return /^(?:010|02\d)[2-9]\d{6,7}$/.test(digits) || /^0[3-9]\d{2}[2-9]\d{6,7}$/.test(digits)
}

const AMOUNT = /^ ?(?:[元块度吨人户平米个万年字步方票分次立升公千毫%℃]|k[wm]|多|余)/i
const NAMED_OTHERWISE = /(?:订单|工单|编号|流水号|合同号|案号|文号|受理号|楼号)[是为:： ]{0,2}$/

function isAmount(text: string, { from, to }: DigitGroup): boolean {
  return AMOUNT.test(text.slice(to, to + 4)) || NAMED_OTHERWISE.test(text.slice(Math.max(0, from - 8), from))
}

/** 20261123, with a time of day behind it or not. */
function isStamp(digits: string): boolean {
  const parts = /^(?:19|20)\d{2}(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:\d{2})?)?$/.exec(digits)
  if (!parts) return false
  const [, month, day, hour = '0', minute = '0'] = parts
  return isDayOfYear(Number(month), Number(day)) && Number(hour) < 24 && Number(minute) < 60
}

const isDayOfYear = (month: number, day: number) => month >= 1 && month <= 12 && day >= 1 && day <= 31

/** Several groups that are figures, each for itself: a list, prices, times, dates, numbers of issues. */
function areFigures({ groups, signs }: DigitRun, at: number, end: number, text: string): boolean {
  const some = groups.slice(at, end)
  const between = signs.slice(at + 1, end)
  const pairs = between.map((sign, i) => ({
    sign: sign.trim(),
    a: some[i]?.digits ?? '',
    b: some[i + 1]?.digits ?? '',
  }))
  if (pairs.some(({ sign, a, b }) => sign === ':' && /^[01]?\d$|^2[0-3]$/.test(a) && /^[0-5]\d$/.test(b))) return true
  const isDate = ({ sign, a, b }: (typeof pairs)[number], i: number) =>
    /^[-/.]$/.test(sign) &&
    sign === pairs[i + 1]?.sign &&
    /^20\d\d$/.test(a) &&
    isDayOfYear(Number(b), Number(pairs[i + 1]?.b))
  if (pairs.some(isDate)) return true
  if (between.every((sign) => sign.includes('#'))) return true
  if (some.length < MOST_GROUPS_UNLIKE) return false
  const rising = some.every(({ digits }, i) => i === 0 || Number(digits) > Number(some[i - 1]?.digits))
  if (rising && /^ ?[、,;/] ?$/.test(between[0] ?? '') && between.every((sign) => sign === between[0])) return true
  // Prices: they are called so, or the number would begin or end within one.
  const last = some.at(-1)
  const cut = signs[at] === '.' || signs[end] === '.'
  return pairs.some(({ sign }) => sign === '.') && (cut || (last !== undefined && isAmount(text, last)))
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643: a region, a birthday, and a check digit by ISO 7064 MOD 11-2. */
function isIdentity(number: string): boolean {
  const parts = /^[1-9]\d{5}(?:18|19|20)\d{2}(\d{2})(\d{2})\d{3}[\dX]$/.exec(number)
  if (!parts || !isDayOfYear(Number(parts[1]), Number(parts[2]))) return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number.charAt(i)), 0)
  return '10X98765432'.charAt(sum % 11) === number.charAt(17)
}

/** The numbers given out until 1999, without a check digit. */
function isOldIdentity(number: string): boolean {
  const parts = /^[1-8]\d{5}\d{2}(\d{2})(\d{2})\d{3}$/.exec(number)
  return parts !== null && isDayOfYear(Number(parts[1]), Number(parts[2]))
}

/** The check digit of bank cards, ISO/IEC 7812. */
function luhn(number: string): boolean {
  let sum = 0
  for (let i = 0; i < number.length; i++) {
    const digit = Number(number.charAt(number.length - 1 - i)) * (i % 2 === 1 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}
