import type { Category, Severity } from './reason.ts'
import { GAP, type Sight } from './sight.ts'
import { type Hit, WordFinder } from './word-finder.ts'
import { HARM } from './words/harm.ts'
import { HARMLESS } from './words/harmless.ts'
import { TRADE } from './words/trade.ts'
import { VICE } from './words/vice.ts'
import type { WordList } from './words/word-list.ts'

/** What a word counts; three hold a text. */
export const ENOUGH = 3
const WEIGHTS = { grave: 3, alone: 3, latin: 3, sign: 2, hint: 1 } as const
type Tier = keyof typeof WEIGHTS

interface Entry {
  readonly category: Category
  readonly severity: Severity
  readonly weight: number
  readonly tier: Tier
}

/** A listed word that stands in a text, from one sign of its sight up to another. */
export interface Listed extends Entry {
  readonly id: number
  readonly from: number
  readonly to: number
  /** it was written so that a list should not find it */
  readonly disguised: boolean
}

export const WORD_LISTS: readonly WordList[] = [...TRADE, ...VICE, ...HARM]
export const wordsOf = (words = ''): string[] => words.split(/\s+/).filter((word) => word !== '')

const ENTRIES: Entry[] = []
const LISTED = new WordFinder()
const CLEARED = new WordFinder()
for (const list of WORD_LISTS) {
  for (const tier of ['grave', 'alone', 'sign', 'hint', 'latin'] as const) {
    for (const word of wordsOf(list[tier])) {
      const plainly = tier === 'hint'
      LISTED.add(word, ENTRIES.length, { plainly, latin: tier === 'latin' })
      ENTRIES.push({
        category: list.category,
        severity: tier === 'grave' ? 3 : list.severity,
        weight: WEIGHTS[tier],
        tier,
      })
    }
  }
}
for (const word of wordsOf(HARMLESS)) CLEARED.add(word, 0, { plainly: true })

/** More own signs than this between two of a word and it is none. */
const WIDEST_GAP = 8
/** Spelled wholly in Latin letters it may be somebody's name. */
const SHORTEST_SPELLED = 6
const WHOLLY_LATIN = /^[a-z0-9]+$/

/** The listed words of a text, without those that a longer harmless word covers. Of overlapping ones of a category the longest. */
export function listedWords(sight: Sight): Listed[] {
  const hits = LISTED.find(sight.text)
  if (hits.length === 0) return []
  const cleared = clearedStretches(sight)
  const found: Listed[] = []
  for (const hit of hits) {
    const entry = ENTRIES[hit.word.id]
    if (!entry || !standsAlone(sight, hit, entry)) continue
    const gap = gapWithin(sight, hit)
    if (gap === undefined) continue
    const disguised = hit.feigned || gap === GAP.odd || madeWithin(sight, hit)
    if (covered(cleared, hit, hit.feigned || gap !== GAP.none)) continue
    // Nobody disguises a word that is only what it says.
    const weight = disguised && entry.tier !== 'hint' ? ENOUGH : entry.weight
    found.push({ ...entry, weight, id: hit.word.id, from: hit.from, to: hit.to, disguised })
  }
  return longest(found)
}

/** Letters at the ends of a hit must not belong to a longer word of letters. */
function standsAlone({ text, gaps }: Sight, { from, to, word, feigned }: Hit, { tier }: Entry): boolean {
  if (isWordSign(text.charCodeAt(from)) && isWordSign(text.charCodeAt(from - 1)) && gaps[from] === GAP.none) {
    if (tier === 'latin' || isLetter(text.charCodeAt(from - 1))) return false
  }
  if (isWordSign(text.charCodeAt(to - 1)) && isWordSign(text.charCodeAt(to)) && gaps[to] === GAP.none) return false
  if (tier === 'latin' || !feigned) return true
  const written = text.slice(from, to)
  return !WHOLLY_LATIN.test(written) || (written.length >= SHORTEST_SPELLED && word.length > 1)
}

/**
 * The greatest gap within a hit; undefined where what stands between says that they are no one word: the end of a
 * sentence, unless each sign stands for itself (赌，博，网).
 */
function gapWithin({ gaps, starts, ends, text }: Sight, { from, to }: Hit): number | undefined {
  let greatest: number = GAP.none
  let open = 0
  let sentence = false
  for (let i = from + 1; i < to; i++) {
    const gap = gaps[i] ?? 0
    if (gap === GAP.none) continue
    if ((starts[i] ?? 0) - (ends[i - 1] ?? 0) > WIDEST_GAP) return undefined
    open += 1
    if (gap === GAP.sentence) sentence = true
    greatest = Math.max(greatest, gap)
  }
  if (greatest === GAP.none) return greatest
  const edges = (from === 0 || gaps[from] !== GAP.none ? 1 : 0) + (to === text.length || gaps[to] !== GAP.none ? 1 : 0)
  const apart = open === to - from - 1
  if (sentence) return apart && edges === 2 ? GAP.odd : undefined
  // 我们 一起赌 博物: only a blank, and both ends go on.
  if (greatest === GAP.blank && to - from === 2 && edges === 0) return undefined
  return greatest === GAP.blank && apart && to - from > 2 ? GAP.odd : greatest
}

function madeWithin({ made }: Sight, { from, to }: Hit): boolean {
  for (let i = from; i < to; i++) if (made[i] === 1) return true
  return false
}

interface Stretch {
  readonly from: number
  readonly to: number
}

/** Harmless words as they are written in the list, with nothing between their signs. */
function clearedStretches(sight: Sight): Stretch[] {
  return CLEARED.find(sight.text).filter(({ from, to }) => {
    for (let i = from + 1; i < to; i++) if (sight.gaps[i] !== GAP.none) return false
    return true
  })
}

/** Wholly within a longer harmless word, or crossing the edge of one that is as long or that is better written. */
function covered(cleared: readonly Stretch[], { from, to }: Stretch, loosely: boolean): boolean {
  return cleared.some((word) => {
    if (word.to <= from || word.from >= to) return false
    const length = word.to - word.from
    if (word.from <= from && word.to >= to) return loosely || length > to - from
    if (word.from >= from && word.to <= to) return false
    // Read from the left, the earlier of two equally long words is the one.
    return loosely || length > to - from || (length === to - from && word.from < from)
  })
}

function longest(found: readonly Listed[]): Listed[] {
  const order = [...found].sort((a, b) => b.to - b.from - (a.to - a.from) || b.weight - a.weight)
  const kept: Listed[] = []
  for (const one of order) {
    const within = kept.some((other) => other.category === one.category && other.from < one.to && one.from < other.to)
    if (!within) kept.push(one)
  }
  return kept.sort((a, b) => a.from - b.from)
}

const isLetter = (code: number) => code >= 0x61 && code <= 0x7a
const isWordSign = (code: number) => isLetter(code) || (code >= 0x30 && code <= 0x39)
