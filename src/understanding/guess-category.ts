import { CATEGORIES, UNKNOWN_CATEGORY } from '../issues/categories.ts'
import { plain } from '../issues/plain.ts'
import { CATEGORY_KEYWORDS } from './category-keywords.ts'

/** A guess at the kind of an issue, and the words it rests on. */
export interface Guess {
  readonly code: string
  readonly matched: readonly string[]
}

interface Keyword {
  readonly code: string
  readonly parts: readonly string[]
  /** counts only where nothing else is said */
  readonly weak: boolean
  readonly length: number
}

const KEYWORDS: readonly Keyword[] = Object.entries(CATEGORY_KEYWORDS).flatMap(([code, entries]) =>
  entries.map((entry) => {
    const weak = entry.startsWith('~')
    const parts = plain(weak ? entry.slice(1) : entry, ' ').split(' ')
    return { code, parts, weak, length: parts.join('').length }
  }),
)

/** By the sign that a keyword begins with, each with its place in the table: most texts have few of these signs. */
const KEYWORDS_BY_SIGN = new Map<string, (readonly [place: number, keyword: Keyword])[]>()
for (const [place, keyword] of KEYWORDS.entries()) {
  const sign = keyword.parts[0]?.charAt(0) ?? ''
  const known = KEYWORDS_BY_SIGN.get(sign)
  if (known) known.push([place, keyword])
  else KEYWORDS_BY_SIGN.set(sign, [[place, keyword]])
}

const priorityOf = new Map(CATEGORIES.map(({ code, priority }) => [code, priority]))

/**
 * Guesses the kind from somebody's words: of all keywords that occur, the kind of the longest wins; between equally long
 * ones the kind with more of its keywords there, then the more urgent. `K99` when nothing occurs. It is a guess: people
 * decide.
 */
export function guessCategory(words: string): Guess {
  const [best] = rank(words)
  return best ? { code: best.code, matched: [...best.matched] } : { code: UNKNOWN_CATEGORY, matched: [] }
}

/** Every kind of which a keyword occurs, the likeliest first: its code, and whether it is the one `guessCategory` takes. */
export function keywordCategories(words: string): (readonly [code: string, isBest: boolean])[] {
  return rank(words).map(({ code }, at) => [code, at === 0])
}

interface Ranked {
  readonly code: string
  longest: number
  total: number
  readonly matched: Set<string>
}

function rank(words: string): Ranked[] {
  // 停电动车 speaks of parking, not of a power cut (停电).
  // 看不见路 is about the light, not about somebody who is gone (不见).
  const text = plain(words)
    .replace(/停(?=电[动瓶])/g, '停放')
    .replace(/([看听])不见/g, '$1不清')
  const there = keywordsIn(text)
  const strong = there.filter(({ weak }) => !weak)
  const found = new Map<string, Ranked>()
  for (const { code, parts, length } of strong.length > 0 ? strong : there) {
    const kind = found.get(code) ?? { code, longest: 0, total: 0, matched: new Set() }
    kind.longest = Math.max(kind.longest, length)
    kind.total += length
    for (const part of parts) kind.matched.add(part)
    found.set(code, kind)
  }
  return [...found.values()].sort(
    (a, b) => b.longest - a.longest || b.total - a.total || urgency(a.code).localeCompare(urgency(b.code)),
  )
}

/** The keywords of which all parts stand in the text, in the order of the table. */
function keywordsIn(text: string): Keyword[] {
  const there = new Map<number, Keyword>()
  for (let at = 0; at < text.length; at++) {
    for (const [place, keyword] of KEYWORDS_BY_SIGN.get(text.charAt(at)) ?? []) {
      const [first = '', ...others] = keyword.parts
      if (text.startsWith(first, at) && others.every((part) => text.includes(part))) there.set(place, keyword)
    }
  }
  return [...there].sort(([one], [other]) => one - other).map(([, keyword]) => keyword)
}

/** Sorts the urgent before the others, and the same each time. */
function urgency(code: string): string {
  return `${priorityOf.get(code) ?? 'P9'} ${code}`
}
