import { type DigitGroup, type DigitRun, digitRuns } from './digits.ts'
import { isIdentity, isLandline, isMobile, isOldIdentity, isStamp, luhn } from './known-numbers.ts'
import type { PersonalSpan } from './personal.ts'
import { isAmount, Sequence } from './sequence.ts'

/** A contiguous number of so many digits is nobody's price or date: it is masked whatever it is. */
const LONG = 9
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
  if (isMobile(digits) && !figures() && sequence.mayBeJoined(at, end)) return { kind: 'mobile', end }
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
