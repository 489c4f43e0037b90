import { CATEGORIES, UNKNOWN_CATEGORY } from './categories.ts'
import { CATEGORY_KEYWORDS } from './category-keywords.ts'
import { plain } from './plain.ts'

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

const priorityOf = new Map(CATEGORIES.map(({ code, priority }) => [code, priority]))

/**
 * Guesses the kind from somebody's words: of all keywords that occur, the kind of the longest wins; between equally long
 * ones the kind with more of its keywords there, then the more urgent. `K99` when nothing occurs. It is a guess: people
 * decide.
 */
export function guessCategory(words: string): Guess {
  // 停电动车 speaks of parking, not of a power cut (停电).
  // 看不见路 is about the light, not about somebody who is gone (不见).
  const text = plain(words)
    .replace(/停(?=电[动瓶])/g, '停放')
    .replace(/([看听])不见/g, '$1不清')
  const there = KEYWORDS.filter(({ parts }) => parts.every((part) => text.includes(part)))
  const strong = there.filter(({ weak }) => !weak)
  const found = new Map<string, { longest: number; total: number; matched: Set<string> }>()
  for (const { code, parts, length } of strong.length > 0 ? strong : there) {
    const kind = found.get(code) ?? { longest: 0, total: 0, matched: new Set<string>() }
    kind.longest = Math.max(kind.longest, length)
    kind.total += length
    for (const part of parts) kind.matched.add(part)
    found.set(code, kind)
  }
  const [best] = [...found].sort(
    ([codeA, a], [codeB, b]) =>
      b.longest - a.longest || b.total - a.total || urgency(codeA).localeCompare(urgency(codeB)),
  )
  return best ? { code: best[0], matched: [...best[1].matched] } : { code: UNKNOWN_CATEGORY, matched: [] }
}

/** Sorts the urgent before the others, and the same each time. */
function urgency(code: string): string {
  return `${priorityOf.get(code) ?? 'P9'} ${code}`
}
