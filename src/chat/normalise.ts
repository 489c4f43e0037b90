import { configs } from 'opencc-js/preset/t2cn'

/**
 * A text made fit for matching, with the way back to what was written. Unit `i` of `text` was made of the characters
 * of `own` from `starts[i]` up to `ends[i]`; one written character may have become several (㏠ is 1日) and several one.
 */
export interface Normalised {
  readonly text: string
  readonly own: string
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

/** Blanks and line breaks, and those that Unicode does not count as such but that look like one (U+2800, NEL). */
const BLANK = /[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u2800\u3000]/u
/** Nothing is seen of these: zero-width and bidirectional marks, joiners, variation selectors, control characters. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\uFFF9-\uFFFB]/u
/** Accents, and the voicing signs of half-width kana, which are no marks by name but which NFKC makes marks of. */
const MARK = /[\p{M}\uFF9E\uFF9F]/u
const MARKS = /\p{M}+/gu

/** More marks than any language puts on one letter; what is heaped on above that is dropped unread. */
const MARKS_READ = 8
/** A character that stands for more than so many others stays itself: ﷺ would become eighteen. */
const LONGEST_EXPANSION = 6

const SPACE = 0x20
const REPLACEMENT = 0xfffd

/**
 * Traditional → simplified, character by character: OpenCC's own table without its phrases, so that the length stays
 * and the way back is exact. Making it takes some 10 ms at start and 1 MB; OpenCC's converter would take 30 ms.
 */
const SIMPLIFIED = simplifiedCharacters()

/**
 * Makes a text fit for matching: NFKC (full width becomes half width), traditional characters simplified, runs of
 * blanks and line breaks folded to one blank, none at the ends, invisible characters and loose accents dropped. Case is
 * kept. Linear in the length; never throws, whatever the text. A second time changes nothing.
 */
export function normalise(own: string): string {
  return normaliseWithAlignment(own).text
}

/** What was made last: several readers look at one message, one after the other. Nothing long is kept. */
let last: Normalised | undefined
const LONGEST_KEPT = 500

/** `normalise`, and where each character came from. */
export function normaliseWithAlignment(own: string): Normalised {
  if (own.length > LONGEST_KEPT) return madeOf(own)
  if (last?.own !== own) last = madeOf(own)
  return last
}

function madeOf(own: string): Normalised {
  const made = new Made(own.length)
  const uncommon = new Uncommon(own)
  let at = 0
  while (at < own.length) {
    const code = own.charCodeAt(at)
    const plain = plainForm(code, own.charCodeAt(at + 1))
    if (plain !== 0) {
      made.keep(plain, at, at + 1)
      at += 1
    } else if (isBlankCode(code)) {
      made.keepBlank(at, at + 1)
      at += 1
    } else {
      at = uncommon.keep(at, made)
    }
  }
  return made.finish(own)
}

type Kind = 'blank' | 'invisible' | 'mark' | 'other'

/** Reads the characters of one text that need looking up. What was looked up once is kept, for as long as it reads. */
class Uncommon {
  readonly #own: string
  readonly #kinds = new Map<number, Kind>()
  readonly #folds = new Map<string, readonly number[]>()

  constructor(own: string) {
    this.#own = own
  }

  /** Keeps or drops the character at `at`, with the marks that stand on it, and tells where the next begins. */
  keep(at: number, made: Made): number {
    const code = this.#codeAt(at)
    const next = at + lengthOf(code)
    const kind = this.#kindOf(code)
    if (kind === 'blank') made.keepBlank(at, next)
    else if (kind !== 'other') made.drop(next)
    else if (isSurrogate(code)) made.keep(REPLACEMENT, at, next)
    else {
      const marks = this.#marksFrom(next)
      for (const part of this.#foldOf(String.fromCodePoint(code), marks.read)) {
        if (part === SPACE) made.keepBlank(at, marks.end)
        else made.keep(part, at, marks.end)
      }
      return marks.end
    }
    return next
  }

  /** The marks that stand on the character before `at`, invisible characters between them passed over. */
  #marksFrom(at: number): { readonly read: string; readonly end: number } {
    let read = ''
    let count = 0
    let end = at
    while (end < this.#own.length) {
      const code = this.#codeAt(end)
      if (plainForm(code, 0) !== 0) break
      const kind = this.#kindOf(code)
      if (kind !== 'mark' && kind !== 'invisible') break
      if (kind === 'mark' && count < MARKS_READ) {
        read += String.fromCodePoint(code)
        count += 1
      }
      end += lengthOf(code)
    }
    return { read, end }
  }

  #foldOf(character: string, marks: string): readonly number[] {
    const known = this.#folds.get(character + marks)
    if (known) return known
    const folded = (character + marks).normalize('NFKC').replace(MARKS, '')
    const parts = [...(folded.length > LONGEST_EXPANSION ? character : folded)]
    const codes = parts.map((part) => (BLANK.test(part) ? SPACE : (part.codePointAt(0) ?? REPLACEMENT)))
    this.#folds.set(character + marks, codes)
    return codes
  }

  #kindOf(code: number): Kind {
    const known = this.#kinds.get(code)
    if (known) return known
    const character = String.fromCodePoint(code)
    let kind: Kind = 'other'
    if (BLANK.test(character)) kind = 'blank'
    else if (INVISIBLE.test(character)) kind = 'invisible'
    else if (MARK.test(character)) kind = 'mark'
    this.#kinds.set(code, kind)
    return kind
  }

  #codeAt(at: number): number {
    return this.#own.codePointAt(at) ?? REPLACEMENT
  }
}

/** The normalised text while it grows. Typed arrays, because a long text has a hundred thousand of each. */
class Made {
  #units: Uint16Array
  #starts: Uint32Array
  #ends: Uint32Array
  #length = 0

  constructor(expected: number) {
    this.#units = new Uint16Array(expected + 8)
    this.#starts = new Uint32Array(expected + 8)
    this.#ends = new Uint32Array(expected + 8)
  }

  keep(code: number, start: number, end: number): void {
    const simple = SIMPLIFIED.get(code) ?? code
    if (simple <= 0xffff) {
      this.#push(simple, start, end)
    } else {
      this.#push(0xd800 + ((simple - 0x10000) >> 10), start, end)
      this.#push(0xdc00 + ((simple - 0x10000) & 0x3ff), start, end)
    }
  }

  keepBlank(start: number, end: number): void {
    if (this.#length === 0) return
    if (this.#units[this.#length - 1] === SPACE) this.drop(end)
    else this.#push(SPACE, start, end)
  }

  /** What leaves no trace in the text belongs to the character before it: an emoji's selector is not torn off. */
  drop(end: number): void {
    if (this.#length > 0) this.#ends[this.#length - 1] = end
  }

  finish(own: string): Normalised {
    if (this.#units[this.#length - 1] === SPACE) this.#length -= 1
    const units = this.#units.subarray(0, this.#length)
    const text = Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString('utf16le')
    return { text, own, starts: this.#starts, ends: this.#ends }
  }

  #push(unit: number, start: number, end: number): void {
    if (this.#length === this.#units.length) this.#grow()
    this.#units[this.#length] = unit
    this.#starts[this.#length] = start
    this.#ends[this.#length] = end
    this.#length += 1
  }

  #grow(): void {
    const size = this.#length * 2
    const units = new Uint16Array(size)
    const starts = new Uint32Array(size)
    const ends = new Uint32Array(size)
    units.set(this.#units)
    starts.set(this.#starts)
    ends.set(this.#ends)
    this.#units = units
    this.#starts = starts
    this.#ends = ends
  }
}

/**
 * What becomes of the characters that are by far the most: common Han characters and their punctuation, ASCII and its
 * full-width form. 0 for all others, and where an accent may follow.
 */
function plainForm(code: number, next: number): number {
  if (isCommonHan(code)) return code
  if (!mayFollowUnjoined(next)) return 0
  if ((code > SPACE && code < 0x7f) || isCommonPunctuation(code)) return code
  return isFullWidth(code) ? code - 0xfee0 : 0
}

function mayFollowUnjoined(next: number): boolean {
  return !(next >= 0x300) || isCommonHan(next) || isFullWidth(next) || isCommonPunctuation(next) || next === 0x3000
}

/** 、。〈〉「」【】 and the curved quotation marks, none of which NFKC changes. */
function isCommonPunctuation(code: number): boolean {
  return (code >= 0x3001 && code <= 0x3020) || (code >= 0x2018 && code <= 0x201f)
}

function isCommonHan(code: number): boolean {
  return code >= 0x4e00 && code <= 0x9fff
}

function isFullWidth(code: number): boolean {
  return code >= 0xff01 && code <= 0xff5e
}

function isBlankCode(code: number): boolean {
  return code === SPACE || code === 0x0a || code === 0x3000 || code === 0x2005
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff
}

function lengthOf(code: number): number {
  return code > 0xffff ? 2 : 1
}

/** By code point. */
function simplifiedCharacters(): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>()
  const groups = configs['t2s']?.conversionChain.flat() ?? []
  for (const dictionary of groups) {
    const entries = typeof dictionary === 'string' ? dictionary.split('|').map((pair) => pair.split(' ')) : dictionary
    for (const [from = '', to = ''] of entries) {
      const [written, simple] = [from.codePointAt(0), to.codePointAt(0)]
      if ([...from].length !== 1 || [...to].length !== 1 || written === undefined || simple === undefined) continue
      if (!pairs.has(written)) pairs.set(written, simple)
    }
  }
  // A few lead to a character that is itself simplified further (薴 → 苧 → 苎).
  for (const [written, simple] of pairs) pairs.set(written, pairs.get(simple) ?? simple)
  return pairs
}
