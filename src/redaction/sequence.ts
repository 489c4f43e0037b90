import type { DigitGroup, DigitRun } from './digits.ts'
import { isDayOfYear } from './known-numbers.ts'

const MOST_GROUPS_UNLIKE = 4
const HAN = /\p{Script=Han}/u

/** A run with what has to be asked of many stretches of it, counted once. */
export class Sequence {
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

const AMOUNT = /^ ?(?:[元块度吨人户平米个万年字步方票分次立升公千毫%℃]|k[wm]|多|余)/i
const NAMED_OTHERWISE = /(?:订单|工单|编号|流水号|合同号|案号|文号|受理号|楼号)[是为:： ]{0,2}$/

/** Whether what stands around a number says that it is a sum, a count or the number of something. */
export function isAmount(text: string, { from, to }: DigitGroup): boolean {
  return AMOUNT.test(text.slice(to, to + 4)) || NAMED_OTHERWISE.test(text.slice(Math.max(0, from - 8), from))
}
