import type { Features } from './features.ts'
import { KINDS } from './reading.ts'

/** The five questions the model answers, and what each can be answered with. */
export interface Answers {
  readonly kinds: readonly string[]
  readonly categories: readonly string[]
  readonly dangers: readonly string[]
  /** is it an issue at all: no, yes */
  readonly issues: readonly string[]
  /** the same, by the characters alone */
  readonly issuesByLetters: readonly string[]
}

/** How likely each answer is, in the order of `Answers`; each of the five sums to 1. */
export interface Likelihoods {
  readonly kinds: Float64Array
  readonly categories: Float64Array
  readonly dangers: Float64Array
  readonly issues: Float64Array
  readonly issuesByLetters: Float64Array
}

/** What was learned: for each known feature the weights of the answers it speaks for or against, as small integers. */
export interface Weights {
  readonly answers: Answers
  /** of the features, ascending */
  readonly hashes: Uint32Array
  /** The weights of feature `i` are those from `starts[i]` up to `starts[i + 1]`. */
  readonly starts: Uint32Array
  /** which answer, counted through all five questions */
  readonly columns: Uint8Array
  readonly values: Int8Array
  /** what 1 in `values` is worth, by answer */
  readonly scales: Float32Array
  /** said of any text */
  readonly bias: Float32Array
  /** said by each known feature, whichever it is, for as much as it weighs in the text */
  readonly common: Float32Array
}

/** Numbers of a place in the table: the hash of a feature, 0 where there is none, and where its weights begin and end. */
const PLACE = 3

/** A linear model: the sum of the weights of what is seen in a text, made into likelihoods. */
export class Model {
  readonly answers: Answers
  readonly #scales: Float32Array
  readonly #bias: Float32Array
  readonly #common: Float32Array
  /** open addressing, and all that is asked of a feature side by side: most of the time goes into waiting for memory */
  readonly #places: Int32Array
  readonly #mask: number
  /** which answer, and below it (8 bits) the weight */
  readonly #entries: Int16Array

  constructor({ answers, hashes, starts, columns, values, scales, bias, common }: Weights) {
    this.answers = answers
    // Copies: the rest of what was read is let go of.
    this.#scales = scales.slice()
    this.#bias = bias.slice()
    this.#common = common.slice()
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, hashes.length * 1.4)))
    this.#mask = size - 1
    this.#places = new Int32Array(PLACE * size)
    for (let row = 0; row < hashes.length; row++) {
      const place = this.#placeOf(hashes[row] ?? 0)
      this.#places[place] = hashes[row] ?? 0
      this.#places[place + 1] = starts[row] ?? 0
      this.#places[place + 2] = starts[row + 1] ?? 0
    }
    this.#entries = new Int16Array(columns.length)
    for (let at = 0; at < columns.length; at++)
      this.#entries[at] = ((columns[at] ?? 0) << 8) | ((values[at] ?? 0) & 0xff)
  }

  likelihoods({ hashes, values }: Features): Likelihoods {
    const { answers } = this
    const places = this.#places
    const entries = this.#entries
    const width = this.#bias.length
    const sums = new Float64Array(width)
    let known = 0
    for (let i = 0; i < hashes.length; i++) {
      const place = this.#placeOf(hashes[i] ?? 0)
      if (places[place] === 0) continue
      const value = values[i] ?? 0
      known += value
      for (let at = places[place + 1] ?? 0, end = places[place + 2] ?? 0; at < end; at++) {
        const entry = entries[at] ?? 0
        const column = (entry >> 8) & 0xff
        sums[column] = (sums[column] ?? 0) + value * ((entry << 24) >> 24)
      }
    }
    for (let column = 0; column < width; column++) {
      sums[column] =
        (sums[column] ?? 0) * (this.#scales[column] ?? 0) +
        (this.#bias[column] ?? 0) +
        known * (this.#common[column] ?? 0)
    }
    const kinds = answers.kinds.length
    const categories = kinds + answers.categories.length
    const dangers = categories + answers.dangers.length
    const issues = dangers + answers.issues.length
    return {
      kinds: softmax(sums.subarray(0, kinds)),
      categories: softmax(sums.subarray(kinds, categories)),
      dangers: softmax(sums.subarray(categories, dangers)),
      issues: softmax(sums.subarray(dangers, issues)),
      issuesByLetters: softmax(sums.subarray(issues)),
    }
  }

  /** Where the feature stands, or a free place. */
  #placeOf(hash: number): number {
    let slot = Math.imul(hash, 0x9e3779b1) & this.#mask
    for (;;) {
      const there = this.#places[PLACE * slot] ?? 0
      if (there === 0 || there === hash) return PLACE * slot
      slot = (slot + 1) & this.#mask
    }
  }
}

/** The answers of a model for these categories. */
export function answersFor(categories: readonly string[]): Answers {
  return { kinds: KINDS, categories, dangers: ['0', '1', '2'], issues: ['no', 'yes'], issuesByLetters: ['no', 'yes'] }
}

/** In place: sums of weights become likelihoods. */
export function softmax(sums: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY
  for (const sum of sums) highest = Math.max(highest, sum)
  let total = 0
  for (let i = 0; i < sums.length; i++) {
    const power = Math.exp((sums[i] ?? 0) - highest)
    sums[i] = power
    total += power
  }
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) / total
  return sums
}
