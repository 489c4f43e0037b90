import type { ConceptFinder, Found } from './concepts.ts'
import { type DangerWords, dangerWordsOf } from './danger.ts'
import { calm, fold } from './fold.ts'
import { framesOf, namesSharedTrouble } from './frames.ts'
import { keywordCategories } from './guess-category.ts'
import { hashOf, mix, SEED } from './hash.ts'
import { shapeOf } from './shape.ts'

/** What a text is made of, for the statistics: the hash of each thing seen in it once, and how much it weighs. */
export interface Features {
  readonly hashes: Uint32Array
  readonly values: Float32Array
  /** How many at the beginning are character n-grams; those after it rest on the word lists and the shape. */
  readonly characters: number
  /** something shared is named with a trouble beside it, and nothing that takes it away */
  readonly sharedTrouble: boolean
  /** a few characters that name no trouble, as in answers to a question */
  readonly bare: boolean
}

/** A group of features has the same length (as a vector) whatever the text, so that a long text says no more than a short one. */
const WEIGHT = { characters: 2, concepts: 1, pairs: 0.3, mixed: 1, keywords: 0.5, shape: 0.5, frames: 0.3 }

const BARE = 8

/** Words of the lists that stand further apart than this, in characters or in words between them, are no pair. */
const PAIR_CHARACTERS = 16
const PAIR_WORDS = 4

/** The features of a text: character n-grams of one to three, the concepts in it and which follow which, and its shape. */
export function featuresOf(
  text: string,
  concepts: ConceptFinder,
  folded: string = fold(text),
  dangerWords: DangerWords = dangerWordsOf(folded),
): Features {
  const said = calm(folded)
  const found = concepts.find(said)
  const out = new Collected()
  characters(`^${said}$`, out)
  out.close(WEIGHT.characters)
  const count = out.length
  for (const { word } of found) {
    for (const concept of word.conceptHashes) out.add(mix(CONCEPT, concept))
    for (const role of word.roleHashes) out.add(mix(CONCEPT, role))
  }
  out.close(WEIGHT.concepts)
  pairs(found, out)
  out.close(WEIGHT.pairs)
  mixed(said, found, out)
  out.close(WEIGHT.mixed)
  for (const [code, isBest] of keywordCategories(said.replaceAll('_', ''))) {
    out.add(mix(KEYWORD, hashOf(code)))
    if (isBest) out.add(mix(BEST_KEYWORD, hashOf(code)))
  }
  out.close(WEIGHT.keywords)
  for (const frame of framesOf(found, said)) out.add(mix(FRAME, hashOf(frame)))
  out.close(WEIGHT.frames)
  for (const sign of shapeOf(text, said, dangerWords)) out.add(mix(SHAPE, hashOf(sign)))
  out.close(WEIGHT.shape)
  const bare =
    folded.length <= BARE &&
    !found.some(({ word }) => word.roles.some((role) => role === 'trouble' || role === 'danger'))
  return { ...out.finish(count), sharedTrouble: namesSharedTrouble(found), bare }
}

/** Where the hashes of each group begin, so that no two groups share one. */
const [CONCEPT, PAIR, MIXED, KEYWORD, BEST_KEYWORD, FRAME, SHAPE] = [
  hashOf('concept'),
  hashOf('pair'),
  hashOf('mixed'),
  hashOf('keyword'),
  hashOf('best keyword'),
  hashOf('frame'),
  hashOf('shape'),
] as const

function characters(framed: string, out: Collected): void {
  for (let at = 0; at < framed.length; at++) {
    let hash = SEED
    for (let length = 1; length <= 3 && at + length <= framed.length; length++) {
      hash = mix(hash, framed.charCodeAt(at + length - 1))
      out.add(hash)
    }
  }
}

function pairs(found: readonly Found[], out: Collected): void {
  for (const [at, first] of found.entries()) {
    for (const second of found.slice(at + 1, at + 1 + PAIR_WORDS)) {
      if (second.start - first.end > PAIR_CHARACTERS) break
      for (const role of first.word.roleHashes) {
        for (const next of second.word.roleHashes) out.add(mix(mix(PAIR, role), next))
      }
      for (const concept of first.word.conceptHashes) {
        for (const next of second.word.conceptHashes) out.add(mix(mix(PAIR, concept), next))
      }
    }
  }
}

/** N-grams of two and three over the text in which a word of the lists counts as one sign, whichever of its list it is. */
function mixed(folded: string, found: readonly Found[], out: Collected): void {
  const signs = ['^'.charCodeAt(0)]
  const isWord = [false]
  let at = 0
  const until = (end: number) => {
    for (; at < end; at++) {
      signs.push(folded.charCodeAt(at))
      isWord.push(false)
    }
  }
  for (const { start, end, word } of found) {
    until(start)
    signs.push(word.hash)
    isWord.push(true)
    at = end
  }
  until(folded.length)
  signs.push('$'.charCodeAt(0))
  isWord.push(false)
  for (let i = 0; i + 1 < signs.length; i++) {
    const pair = mix(mix(MIXED, signs[i] ?? 0), signs[i + 1] ?? 0)
    if (isWord[i] || isWord[i + 1]) out.add(pair)
    if (i + 2 < signs.length && (isWord[i] || isWord[i + 1] || isWord[i + 2])) out.add(mix(pair, signs[i + 2] ?? 0))
  }
}

/** Features while they are collected: each counts once. */
class Collected {
  readonly #seen = new Set<number>()
  readonly #values: number[] = []
  #closed = 0

  get length(): number {
    return this.#seen.size
  }

  add(hash: number): void {
    this.#seen.add(hash)
  }

  /** Ends a group: what was added since the last one shares this weight. */
  close(weight: number): void {
    const size = this.#seen.size - this.#closed
    const value = size === 0 ? 0 : weight / Math.sqrt(size)
    for (let i = 0; i < size; i++) this.#values.push(value)
    this.#closed = this.#seen.size
  }

  finish(characters: number): Pick<Features, 'hashes' | 'values' | 'characters'> {
    // Not by `from`, which asks what it is given piece by piece: a tenth of a reading.
    const hashes = new Uint32Array(this.#seen.size)
    let at = 0
    for (const hash of this.#seen) hashes[at++] = hash
    return { hashes, values: new Float32Array(this.#values), characters }
  }
}
