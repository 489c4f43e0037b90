import { fold } from './fold.ts'
import { hashOf } from './hash.ts'
import { DANGERS } from './words/dangers.ts'
import { OBJECTS } from './words/objects.ts'
import { TALK } from './words/talk.ts'
import { TROUBLES } from './words/troubles.ts'

/** What sort of thing a concept is: something shared, a trouble, harm to people, or a way of talking. */
export type Role = 'object' | 'trouble' | 'danger' | 'talk'

/** A word of the lists, found in a text. */
export interface Found {
  readonly start: number
  readonly end: number
  readonly word: Word
}

/** What a word stands for. */
export interface Word {
  readonly concepts: readonly string[]
  readonly roles: readonly Role[]
  /** of the concepts together, the same for each word of the same concepts; of each of them; of each role */
  readonly hash: number
  readonly conceptHashes: readonly number[]
  readonly roleHashes: readonly number[]
}

const LISTS: readonly (readonly [Role, Readonly<Record<string, string>>])[] = [
  ['object', OBJECTS],
  ['trouble', TROUBLES],
  ['danger', DANGERS],
  ['talk', TALK],
]

/** All that a word can stand for: the concepts and the roles. */
export const CONCEPTS_AND_ROLES: ReadonlySet<string> = new Set(
  LISTS.flatMap(([role, list]) => [role, ...Object.keys(list)]),
)

/** Finds the words of the lists in a folded text: from the left, the longest that fits, none over another. */
export class ConceptFinder {
  readonly #words = new Map<string, Word>()
  /** by first character, the lengths of the words that begin so, longest first */
  readonly #lengths = new Map<string, number[]>()

  constructor() {
    const concepts = new Map<string, { concepts: string[]; roles: Set<Role> }>()
    for (const [role, list] of LISTS) {
      for (const [concept, words] of Object.entries(list)) {
        for (const written of words.split(' ')) {
          const folded = fold(written)
          if (saysNothing(folded, role)) continue
          const known = concepts.get(folded) ?? { concepts: [], roles: new Set<Role>() }
          if (!known.concepts.includes(concept)) known.concepts.push(concept)
          known.roles.add(role)
          concepts.set(folded, known)
        }
      }
    }
    for (const [folded, known] of concepts) {
      const roles = [...known.roles]
      this.#words.set(folded, {
        concepts: known.concepts,
        roles,
        hash: hashOf(known.concepts.join('&')),
        conceptHashes: known.concepts.map(hashOf),
        roleHashes: roles.map(hashOf),
      })
      const first = folded.charAt(0)
      const lengths = this.#lengths.get(first) ?? []
      if (!lengths.includes(folded.length)) lengths.push(folded.length)
      this.#lengths.set(first, lengths)
    }
    for (const lengths of this.#lengths.values()) lengths.sort((a, b) => b - a)
  }

  /** In the order of the text. */
  find(folded: string): Found[] {
    const found: Found[] = []
    let at = 0
    while (at < folded.length) {
      const hit = this.#longestAt(folded, at)
      if (hit) found.push(hit)
      at = hit?.end ?? at + 1
    }
    return found
  }

  #longestAt(folded: string, start: number): Found | undefined {
    for (const length of this.#lengths.get(folded.charAt(start)) ?? []) {
      const end = start + length
      const word = end <= folded.length ? this.#words.get(folded.slice(start, end)) : undefined
      if (word) return { start, end, word }
    }
    return undefined
  }
}

/** A mark of folding alone (any number, any compound), and a single character of talk, which stands in too many words. */
function saysNothing(folded: string, role: Role): boolean {
  return /^[0-9A-Z_.:]*$|^C/.test(folded) || (role === 'talk' && folded.length === 1)
}
