import { fold } from './fold.ts'
import { hashOf, mix, SEED } from './hash.ts'
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
  readonly folded: string
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
  /** by hash: so no piece of the text has to be cut out of it to be looked up */
  readonly #words = new Map<number, Word[]>()
  /** by the code of the first character, a bit for each length of the words that begin so */
  readonly #lengths = new Map<number, number>()
  /** what was looked through last: a first look at a text is often followed by a whole reading */
  #last: { readonly folded: string; readonly found: readonly Found[] } | undefined

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
      const word: Word = {
        folded,
        concepts: known.concepts,
        roles,
        hash: hashOf(known.concepts.join('&')),
        conceptHashes: known.concepts.map(hashOf),
        roleHashes: roles.map(hashOf),
      }
      const hash = hashOf(folded)
      this.#words.set(hash, [...(this.#words.get(hash) ?? []), word])
      const first = folded.charCodeAt(0)
      this.#lengths.set(first, (this.#lengths.get(first) ?? 0) | (1 << folded.length))
    }
  }

  /** In the order of the text. */
  find(folded: string): readonly Found[] {
    if (this.#last?.folded !== folded) this.#last = { folded, found: this.#findIn(folded) }
    return this.#last.found
  }

  #findIn(folded: string): Found[] {
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
    let longest: Word | undefined
    let hash = SEED
    let lengths = (this.#lengths.get(folded.charCodeAt(start)) ?? 0) >> 1
    for (let end = start; lengths > 0 && end < folded.length; lengths >>= 1) {
      hash = mix(hash, folded.charCodeAt(end++))
      if ((lengths & 1) === 0) continue
      const here = this.#words.get(hash)?.find(({ folded: word }) => folded.startsWith(word, start))
      if (here && here.folded.length === end - start) longest = here
    }
    return longest && { start, end: start + longest.folded.length, word: longest }
  }
}

/** A mark of folding alone (any number, any compound), and a single character of talk, which stands in too many words. */
function saysNothing(folded: string, role: Role): boolean {
  return /^[0-9A-Z_.:]*$|^C/.test(folded) || (role === 'talk' && folded.length === 1)
}
