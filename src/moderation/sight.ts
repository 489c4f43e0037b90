import { normaliseWithAlignment } from '../chat/normalise.ts'
import { alike, isBar, joined } from './look-alikes.ts'

/** What stood between two signs: nothing, a blank, a mark of a sentence, something else. The greater outdoes the lesser. */
export const GAP = { none: 0, blank: 1, sentence: 2, odd: 3 } as const

/**
 * A text as somebody sees it who is not to be deceived: small letters, digits and characters only, what looks like
 * another sign taken for it, split characters put together. Unit `i` of `text` was made of the characters of `own` from
 * `starts[i]` up to `ends[i]`.
 */
export interface Sight {
  readonly own: string
  /** normalised, with all its marks and blanks, small letters */
  readonly plain: string
  readonly text: string
  /** before each unit */
  readonly gaps: Uint8Array
  /** 1 where a unit was something else: a look-alike, two parts */
  readonly made: Uint8Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** how many letters of other alphabets stand in words with Latin ones, and marks nobody sees between characters */
  readonly mixed: number
  readonly unseen: number
}

const SENTENCE = new Set([...',.!?;:。、,！？；：…\n(（)）“”"\'《》【】[]「」~～—-'].map((sign) => sign.charCodeAt(0)))
const PLUS = 0x2b
const POINT = 0x2e
const DASH = 0x2d
const UNSEEN =
  /(?<=[\p{L}\p{N}])[\u200b-\u200f\u2060-\u2064\ufeff\u00ad\u180e\u115f\u1160\u3164\u202a-\u202e]+(?=[\p{L}\p{N}])/gu
const SEEN_SIGN = /[\p{L}\p{N}]/u

/** Linear in the length; never throws, whatever the text. */
export function look(own: string): Sight {
  const normal = normaliseWithAlignment(own)
  const units: string[] = []
  const gaps: number[] = []
  const made: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  let gap: number = GAP.none
  let mixed = 0
  let at = 0
  const { text } = normal
  const keep = (unit: string, from: number, to: number, wasMade: boolean) => {
    const start = normal.starts[from] ?? 0
    const end = normal.ends[to - 1] ?? own.length
    const before = units.at(-1)
    const whole = before !== undefined && gap !== GAP.sentence ? joined(before, unit) : undefined
    if (whole !== undefined) {
      units[units.length - 1] = whole
      made[made.length - 1] = 1
      ends[ends.length - 1] = end
    } else {
      units.push(unit)
      gaps.push(gap)
      made.push(wasMade ? 1 : 0)
      starts.push(start)
      ends.push(end)
    }
    gap = GAP.none
  }
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0
    const next = at + (code > 0xffff ? 2 : 1)
    if (isHan(code) && !isBar(code)) {
      keep(text.charAt(at), at, next, false)
    } else if (code < 0x80) {
      if (isWordAscii(code) || code === PLUS) keep(text.charAt(at).toLowerCase(), at, next, false)
      else gap = Math.max(gap, gapOf(code, text, at))
    } else {
      const small = smallOf(code)
      const meant = alike(code) ?? alike(small.codePointAt(0) ?? 0)
      if (meant !== undefined) {
        if (meant.length === 1 && meant >= 'a' && meant <= 'z' && besideLatin(text, at, next)) mixed += 1
        const signs = meant.codePointAt(0) === code ? [meant] : [...meant]
        for (const sign of signs) keep(sign, at, next, true)
      } else if (!isBar(code) && SEEN_SIGN.test(small)) {
        keep(small, at, next, false)
      } else {
        gap = Math.max(gap, gapOf(code, text, at))
      }
    }
    at = next
  }
  return {
    own,
    plain: text.toLowerCase(),
    ...flat(units, gaps, made, starts, ends),
    mixed,
    unseen: own.match(UNSEEN)?.length ?? 0,
  }
}

/** Signs of two units (an emoji, a rare character) are kept as two, so that positions are those of the string. */
function flat(units: string[], gaps: number[], made: number[], starts: number[], ends: number[]) {
  const text = units.join('')
  if (text.length === units.length) {
    return {
      text,
      gaps: Uint8Array.from(gaps),
      made: Uint8Array.from(made),
      starts: Uint32Array.from(starts),
      ends: Uint32Array.from(ends),
    }
  }
  const wide = (values: readonly number[], first?: number) =>
    units.flatMap((unit, i) =>
      Array.from({ length: unit.length }, (_, k) => (k > 0 && first !== undefined ? first : (values[i] ?? 0))),
    )
  return {
    text,
    gaps: Uint8Array.from(wide(gaps, GAP.none)),
    made: Uint8Array.from(wide(made)),
    starts: Uint32Array.from(wide(starts)),
    ends: Uint32Array.from(wide(ends)),
  }
}

/** A point within a number or between letters is no end of a sentence; between characters neither is a single . or -. */
function gapOf(code: number, text: string, at: number): number {
  if (code === 0x20) return GAP.blank
  if (!SENTENCE.has(code)) return GAP.odd
  if (code === POINT || code === DASH) {
    const around = isHan(text.charCodeAt(at - 1)) && isHan(text.charCodeAt(at + 1))
    return around ? GAP.odd : GAP.sentence
  }
  return GAP.sentence
}

/** The small letter without what stands on it: İ has a point more when it is small. */
function smallOf(code: number): string {
  return String.fromCodePoint(code)
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
}

function besideLatin(text: string, at: number, next: number): boolean {
  return isLetter(text.charCodeAt(at - 1)) || isLetter(text.charCodeAt(next))
}

const isLetter = (code: number) => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
const isWordAscii = (code: number) => isLetter(code) || (code >= 0x30 && code <= 0x39)
const isHan = (code: number) => code >= 0x4e00 && code <= 0x9fff

/** What the writer wrote there. */
export function ownWords(sight: Sight, from: number, to: number): string {
  return sight.own.slice(sight.starts[from] ?? 0, sight.ends[to - 1] ?? sight.own.length)
}
