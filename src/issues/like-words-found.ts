import { THINGS, type Thing, TROUBLES, type Trouble } from './like-words.ts'
import { plain } from './plain.ts'

interface Entry {
  readonly things: number[]
  readonly troubles: number[]
}

const NONE: readonly number[] = []

/** Finds the things and troubles that words name. */
export class LikeWords {
  readonly #numbers = new Map<string, number>()
  readonly #entries = new Map<string, Entry>()
  /** by first character, the lengths of the words that begin so, longest first */
  readonly #lengths = new Map<string, number[]>()

  constructor() {
    for (const [thing, words] of Object.entries(THINGS)) {
      const number = this.#numbers.size
      this.#numbers.set(thing, number)
      for (const word of words.split(' ')) this.#entry(word).things.push(number)
    }
    for (const [number, words] of Object.values(TROUBLES).entries()) {
      for (const word of words.split(' ')) this.#entry(word).troubles.push(number)
    }
    for (const lengths of this.#lengths.values()) lengths.sort((a, b) => b - a)
  }

  /** The numbers of things by their names. */
  things(names: readonly Thing[]): ReadonlySet<number> {
    return new Set(names.map((name) => this.#numbers.get(name) ?? Number.NaN))
  }

  /** The numbers of troubles by their names. */
  troubles(names: readonly Trouble[]): ReadonlySet<number> {
    const known = Object.keys(TROUBLES)
    return new Set(names.map((name) => known.indexOf(name)))
  }

  /** From the left, of each list the longest word that fits; numbers rising, each once. */
  find(text: string): { readonly things: readonly number[]; readonly troubles: readonly number[] } {
    const things = new Set<number>()
    const troubles = new Set<number>()
    for (let at = 0, thingFrom = 0, troubleFrom = 0; at < text.length; at++) {
      for (const length of this.#lengths.get(text.charAt(at)) ?? []) {
        const entry = at + length <= text.length ? this.#entries.get(text.slice(at, at + length)) : undefined
        if (entry === undefined) continue
        if (at >= thingFrom && entry.things.length > 0) {
          for (const thing of entry.things) things.add(thing)
          thingFrom = at + length
        }
        if (at >= troubleFrom && entry.troubles.length > 0) {
          for (const trouble of entry.troubles) troubles.add(trouble)
          troubleFrom = at + length
        }
      }
    }
    return { things: rising(things), troubles: rising(troubles) }
  }

  #entry(written: string): Entry {
    const word = plain(written).toLowerCase()
    const known = this.#entries.get(word) ?? { things: [], troubles: [] }
    this.#entries.set(word, known)
    const lengths = this.#lengths.get(word.charAt(0)) ?? []
    if (!lengths.includes(word.length)) lengths.push(word.length)
    this.#lengths.set(word.charAt(0), lengths)
    return known
  }
}

function rising(numbers: ReadonlySet<number>): readonly number[] {
  return numbers.size === 0 ? NONE : [...numbers].sort((a, b) => a - b)
}
