import type { ConceptFinder, Found } from './concepts.ts'
import { fold } from './fold.ts'
import { keywordCategories } from './guess-category.ts'
import { shapeOf } from './shape.ts'

/** What a text is made of, for the statistics: the hash of each thing seen in it once, and how much it weighs. */
export interface Features {
  readonly hashes: Uint32Array
  readonly values: Float32Array
  /** How many at the beginning are character n-grams; those after it rest on the word lists and the shape. */
  readonly characters: number
}

/** A group of features has the same length (as a vector) whatever the text, so that a long text says no more than a short one. */
const WEIGHT = (globalThis as any).process.env.W
  ? JSON.parse((globalThis as any).process.env.W)
  : { characters: 1, concepts: 1.3, pairs: 1, mixed: 0.9, keywords: 1, shape: 0.7 }

/** Words of the lists that stand further apart than this, in characters or in words between them, are no pair. */
const PAIR_CHARACTERS = 16
const PAIR_WORDS = 4

/** The features of a text: character n-grams of one to three, the concepts in it and which follow which, and its shape. */
export function featuresOf(text: string, concepts: ConceptFinder): Features {
  const folded = fold(text)
  const found = concepts.find(folded)
  const out = new Collected()
  characters(`^${folded}$`, out)
  out.close(WEIGHT.characters)
  const count = out.length
  for (const { word } of found) {
    for (const concept of word.concepts) out.add(`c ${concept}`)
    for (const role of word.roles) out.add(`r ${role}`)
  }
  out.close(WEIGHT.concepts)
  pairs(found, out)
  out.close(WEIGHT.pairs)
  mixed(folded, found, out)
  out.close(WEIGHT.mixed)
  for (const [code, isBest] of keywordCategories(folded.replaceAll('_', ''))) {
    out.add(`k ${code}`)
    if (isBest) out.add(`K ${code}`)
  }
  out.close(WEIGHT.keywords)
  for (const sign of shapeOf(text, folded)) out.add(`s ${sign}`)
  out.close(WEIGHT.shape)
  return out.finish(count)
}

function characters(framed: string, out: Collected): void {
  for (let at = 0; at < framed.length; at++) {
    let hash = SEED
    for (let length = 1; length <= 3 && at + length <= framed.length; length++) {
      hash = mix(hash, framed.charCodeAt(at + length - 1))
      out.addHash(hash)
    }
  }
}

function pairs(found: readonly Found[], out: Collected): void {
  for (const [at, first] of found.entries()) {
    for (const second of found.slice(at + 1, at + 1 + PAIR_WORDS)) {
      if (second.start - first.end > PAIR_CHARACTERS) break
      for (const role of first.word.roles) for (const next of second.word.roles) out.add(`R ${role}>${next}`)
      for (const concept of first.word.concepts) {
        for (const next of second.word.concepts) out.add(`p ${concept}>${next}`)
      }
    }
  }
}

/** N-grams of two and three over the text in which a word of the lists counts as one sign, whichever of its list it is. */
function mixed(folded: string, found: readonly Found[], out: Collected): void {
  const signs: string[] = ['^']
  const isWord: boolean[] = [false]
  let at = 0
  for (const { start, end, word } of found) {
    for (; at < start; at++) {
      signs.push(folded.charAt(at))
      isWord.push(false)
    }
    signs.push(word.key)
    isWord.push(true)
    at = end
  }
  for (; at < folded.length; at++) {
    signs.push(folded.charAt(at))
    isWord.push(false)
  }
  signs.push('$')
  isWord.push(false)
  for (let i = 0; i + 1 < signs.length; i++) {
    if (isWord[i] || isWord[i + 1]) out.add(`m ${signs[i]} ${signs[i + 1]}`)
    if (i + 2 < signs.length && (isWord[i] || isWord[i + 1] || isWord[i + 2])) {
      out.add(`m ${signs[i]} ${signs[i + 1]} ${signs[i + 2]}`)
    }
  }
}

const SEED = 0x811c9dc5

/** One step of a 32-bit FNV-1a, stirred once more because neighbouring characters differ in few bits. */
function mix(hash: number, code: number): number {
  const next = Math.imul(hash ^ code, 0x01000193)
  return (next ^ (next >>> 15)) >>> 0
}

/** The hash of a named feature. */
function hashOf(name: string): number {
  let hash = SEED ^ 0x5bd1e995
  for (let at = 0; at < name.length; at++) hash = mix(hash, name.charCodeAt(at))
  return hash >>> 0
}

/** Features while they are collected: each counts once. */
class Collected {
  readonly #seen = new Set<number>()
  readonly #values: number[] = []
  #closed = 0

  get length(): number {
    return this.#seen.size
  }

  add(name: string): void {
    this.#seen.add(hashOf(name))
  }

  addHash(hash: number): void {
    this.#seen.add(hash)
  }

  /** Ends a group: what was added since the last one shares this weight. */
  close(weight: number): void {
    const size = this.#seen.size - this.#closed
    const value = size === 0 ? 0 : weight / Math.sqrt(size)
    for (let i = 0; i < size; i++) this.#values.push(value)
    this.#closed = this.#seen.size
  }

  finish(count: number): Features {
    return { hashes: Uint32Array.from(this.#seen), values: Float32Array.from(this.#values), characters: count }
  }
}
