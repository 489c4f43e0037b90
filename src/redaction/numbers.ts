import { type DigitGroup, type DigitRun, digitRuns } from './digits.ts'
import type { PersonalSpan } from './personal.ts'

/** A contiguous number of so many digits is nobody's price or date: it is masked whatever it is. */
const LONG = 9
const MOST_GROUPS_UNLIKE = 4
/** Fewer digits than this are no number of anybody. */
const FEWEST = 7
const SHORTEST = 10
const LONGEST = 19

/**
 * Finds telephone numbers, identity and bank card numbers, and long numbers of which nobody can say what they are.
 * Public service numbers (110, 12345, 95588, 400-…) are none of them, nor are dates, times, prices and lists. Linear.
 */
export function findNumbers(text: string): PersonalSpan[] {
  return digitRuns(text).flatMap((run) => {
    if (run.groups.reduce((sum, { digits }) => sum + digits.length, 0) < FEWEST) return []
    const spans = spansOf(new Sequence(run, text), text)
    const undashed = withoutDashes(run, text)
    return undashed ? [...spans, ...spansOf(new Sequence(undashed, text), text)] : spans
  })
}

type Found = { readonly kind: PersonalSpan['kind'] | 'public'; readonly end: number; readonly to?: number }

/** In 138一1234一5678 the 一 may be a 1 or a dash; this is the run with dashes, or nothing if there are none. */
function withoutDashes({ groups, signs }: DigitRun, text: string): DigitRun | undefined {
  const isDash = ({ chinese, from, to }: DigitGroup, i: number) =>
    chinese &&
    to - from === 1 &&
    text.charAt(from) === '一' &&
    groups[i - 1]?.chinese === false &&
    groups[i + 1]?.chinese === false
  if (!groups.some(isDash)) return undefined
  const kept = groups
    .map((group, i) => ({ group, sign: signs[i] ?? '', i }))
    .filter(({ group, i }) => !isDash(group, i))
  return {
    groups: kept.map(({ group }) => group),
    signs: kept.map(({ sign, i }, k) => (i > 0 && kept[k - 1]?.i !== i - 1 ? '-' : sign)),
  }
}

function spansOf(sequence: Sequence, text: string): PersonalSpan[] {
  const { run } = sequence
  const spans: PersonalSpan[] = []
  let at = 0
  while (at < run.groups.length) {
    const found = severalFrom(sequence, at, text) ?? spelledOut(sequence, at, text) ?? single(run, at, text)
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
function severalFrom(sequence: Sequence, at: number, text: string): Found | undefined {
  const { run } = sequence
  let best: Found | undefined
  // Words end a run: what is called something is its first number.
  const isCalledId = at === 0 && CALLED_ID.test(before(text, run.groups[0]))
  for (let end = at + 1; end <= run.groups.length; end++) {
    const length = sequence.length(at, end)
    if (length > LONGEST) break
    if (length < SHORTEST) continue
    if (!isCalledId && !sequence.couldBe(at, length)) continue
    const found = asOneNumber(sequence.digits(at, end), sequence, at, end, text)
    if (found) best = found
  }
  return best
}

function asOneNumber(digits: string, sequence: Sequence, at: number, end: number, text: string): Found | undefined {
  const { groups } = sequence.run
  const pieces = end - at
  const last = groups[end - 1]
  const figures = () => pieces > 1 && sequence.areFigures(at, end, text)
  if (MOBILES[digits.length]?.test(digits) && !figures() && sequence.mayBeJoined(at, end))
    return { kind: 'mobile', end }
  if (sequence.isWorded(at, end)) return undefined
  if (digits.length === 17 && last && isIdentity(`${digits}X`)) {
    const [check] = CHECK_LETTER.exec(text.slice(last.to, last.to + 4)) ?? []
    if (check) return { kind: 'id', end, to: last.to + check.length }
  }
  if (digits.length === 18 && isIdentity(digits)) return { kind: 'id', end }
  if (digits.length === 15 && isOldIdentity(digits) && !figures()) return { kind: 'id', end }
  if (digits.length >= 15 && digits.length <= 18 && at === 0 && CALLED_ID.test(before(text, groups[at]))) {
    const [check = ''] = CHECK_LETTER.exec(text.slice(last?.to, (last?.to ?? 0) + 4)) ?? []
    return { kind: 'id', end, to: (last?.to ?? 0) + check.length }
  }
  if (digits.length >= 16 && /^[2-69]/.test(digits) && luhn(digits) && !figures()) return { kind: 'bank', end }
  if (digits.length === 10 && /^[48]00/.test(digits) && !figures()) return { kind: 'public', end }
  if (digits.length <= 12 && isLandline(digits) && groups[at]?.digits.startsWith('0') && !figures())
    return { kind: 'landline', end, to: extension(text, last?.to ?? 0) }
  return undefined
}

/** By length: with 0, 86, 086 or 0086 ahead or with nothing. */
const MOBILES: Readonly<Record<number, RegExp>> = {
  11: /^1[3-9]/,
  12: /^01[3-9]/,
  13: /^861[3-9]/,
  14: /^0861[3-9]/,
  15: /^00861[3-9]/,
}
const CHECK_LETTER = /^[^\p{L}\p{N}]{0,3}x(?![a-z])/iu
/** What is called so is masked though a digit of it is wrong. */
const CALLED_ID = /(?:身份证|证件|护照)(?:号码?|是|为|[: ,，]){0,6}$/
const CALLED_TELEPHONE = /(?:电话|座机|固话|手机|号码|联系方式|tel|打|拨)(?:号码?|是|为|[: ,，]|给?我){0,6}$/i
const HOTLINE = /^(?:1[12]\d|12\d{3}|9[56]\d{3,4}|100\d{2})$/
const before = (text: string, group: DigitGroup | undefined) =>
  group ? text.slice(Math.max(0, group.from - 12), group.from) : ''

/** A landline digit by digit, 3 8 8 8 6 6 6 6: believed only where it is called a telephone. */
function spelledOut(sequence: Sequence, at: number, text: string): Found | undefined {
  const { groups, signs } = sequence.run
  const [first, second] = [groups[at], groups[at + 1]]
  if (at > 0 || !first || !second || !/^[2-8]/.test(first.digits) || !CALLED_TELEPHONE.test(before(text, first)))
    return undefined
  for (let end = at + 2; end <= groups.length; end++) {
    const length = sequence.length(at, end)
    const last = groups[end - 1]
    if (length > 8 || !last || HOTLINE.test(last.digits) || /[、,:]/.test(signs[end - 1] ?? '')) return undefined
    const goesOn = end < groups.length && sequence.length(at, end + 1) <= 8
    if (length < 7 || goesOn) continue
    const stamp = isStamp(sequence.digits(at, end)) || isAmount(text, last)
    return stamp || sequence.isWorded(at, end) || sequence.areFigures(at, end, text)
      ? undefined
      : { kind: 'landline', end }
  }
  return undefined
}

/** A run with what has to be asked of many stretches of it, counted once. */
class Sequence {
  readonly run: DigitRun
  readonly #all: string
  readonly #offsets: number[] = [0]
  readonly #worded: readonly number[]
  #figures: ReturnType<typeof figureCounts> | undefined

  constructor(run: DigitRun, text: string) {
    this.run = run
    this.#all = run.groups.map(({ digits }) => digits).join('')
    for (const { digits } of run.groups) this.#offsets.push((this.#offsets.at(-1) ?? 0) + digits.length)
    const hasWords = run.groups.length > 1 && HAN.test(text.slice(run.groups[0]?.to, run.groups.at(-1)?.from))
    this.#worded = hasWords ? counts(run.signs, (sign) => HAN.test(sign)) : []
  }

  length(at: number, end: number): number {
    return (this.#offsets[end] ?? 0) - (this.#offsets[at] ?? 0)
  }

  digits(at: number, end: number): string {
    return this.#all.slice(this.#offsets[at], this.#offsets[end])
  }

  /** A quick look that spares nearly all stretches a slow one: their first digits and a birthday's. */
  couldBe(at: number, length: number): boolean {
    const offset = this.#offsets[at] ?? 0
    const digit = (i: number) => this.#all.charCodeAt(offset + i) - 0x30
    const [first, second] = [digit(0), digit(1)]
    if (first === 0) return length <= 12 ? second > 0 : length === 14 ? second === 8 : length === 15 && second === 0
    if (length === 10) return (first === 4 || first === 8) && second === 0
    if (length === 11) return first === 1 && second >= 3
    if (length === 13) return first === 8 && second === 6
    if (length === 15) return digit(8) <= 1 && digit(10) <= 3
    if (length === 17 || length === 18) {
      const century = digit(6) * 10 + digit(7)
      if (century >= 18 && century <= 20) return true
    }
    return length >= 16 && first !== 1 && first !== 7 && first !== 8
  }

  /** Whether a word stands between the groups. */
  isWorded(at: number, end: number): boolean {
    return within(this.#worded, at + 1, end) > 0
  }

  /** Two or three sums with 加 between them are no telephone, but three parts of one are. */
  mayBeJoined(at: number, end: number): boolean {
    return !this.isWorded(at, end) || this.run.groups.slice(at, end).every(({ digits }) => digits.length >= 3)
  }

  /** Several groups that are figures, each for itself: a list, prices, times, dates, numbers of issues. */
  areFigures(at: number, end: number, text: string): boolean {
    this.#figures ??= figureCounts(this.run)
    const { times, dates, hashes, falls, changes, points } = this.#figures
    const { groups, signs } = this.run
    if (within(times, at + 1, end) > 0 || within(dates, at, end - 2) > 0) return true
    if (within(hashes, at + 1, end) === end - at - 1) return true
    if (end - at < MOST_GROUPS_UNLIKE) return false
    const listed = /^ ?[、,;/] ?$/.test(signs[at + 1] ?? '') && within(changes, at + 2, end) === 0
    if (listed && within(falls, at + 1, end) === 0) return true
    // Prices: they are called so, or the number would begin or end within one.
    if (within(points, at + 1, end) === 0) return false
    const last = groups[end - 1]
    return signs[at] === '.' || signs[end] === '.' || (last !== undefined && isAmount(text, last))
  }
}

const HAN = /\p{Script=Han}/u

/** How many of the first so many pass: counts[i] of those before i. */
function counts<T>(items: readonly T[], passes: (item: T, i: number) => boolean): number[] {
  const made = [0]
  let sum = 0
  items.forEach((item, i) => {
    if (passes(item, i)) sum += 1
    made.push(sum)
  })
  return made
}

const within = (made: readonly number[], from: number, to: number) =>
  to <= from ? 0 : (made[to] ?? 0) - (made[from] ?? 0)

/** Of each group, what it is together with the one before it; of dates, with the two behind it. */
function figureCounts({ groups, signs }: DigitRun) {
  const plain = signs.map((sign) => sign.trim())
  const digitsOf = (i: number) => groups[i]?.digits ?? ''
  const isDate = (i: number) =>
    /^[-/.]$/.test(plain[i + 1] ?? '') &&
    plain[i + 1] === plain[i + 2] &&
    /^20\d\d$/.test(digitsOf(i)) &&
    isDayOfYear(Number(digitsOf(i + 1)), Number(digitsOf(i + 2)))
  return {
    times: counts(
      plain,
      (s, i) => s === ':' && /^(?:[01]?\d|2[0-3])$/.test(digitsOf(i - 1)) && /^[0-5]\d$/.test(digitsOf(i)),
    ),
    dates: counts(groups, (_, i) => isDate(i)),
    hashes: counts(signs, (s) => s.includes('#')),
    falls: counts(groups, (_, i) => i > 0 && Number(digitsOf(i)) <= Number(digitsOf(i - 1))),
    changes: counts(signs, (s, i) => s !== signs[i - 1]),
    points: counts(plain, (s) => s === '.'),
  }
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
    const digit = (number.charCodeAt(number.length - 1 - i) - 0x30) * (i % 2 === 1 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}
