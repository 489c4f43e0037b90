import { CONCEPTS_AND_ROLES, type ConceptFinder } from './concepts.ts'
import { soundsAcute } from './danger.ts'
import { calm, fold } from './fold.ts'
import { hashOf, mix, SEED } from './hash.ts'
import type { Weights } from './model.ts'
import { tellsOutage } from './outage.ts'
import type { Kind } from './reading.ts'

/**
 * Below which a score (a sum of log odds) is talk's. Set in November 2026 so that of all texts of the training and the test
 * part that the whole reading does not leave in silence none is taken for talk, with something to spare:
 * `first-look.test.ts` holds them to it, and shows how much talk is known by them.
 */
const LEVELS = { matter: -3.7, also: -1.5 } as const

/** Talk is short. What is longer is read: in a long letter the trouble itself has little weight among all its words. */
const LONGEST_TALK = 80

/** As in `featuresOf`: how much each group of features weighs together, how long n-grams are, where concepts begin. */
const WEIGHT = { characters: 2, concepts: 1 }
const LONGEST_GRAM = 3
const CONCEPT = hashOf('concept')

/** Two weights share a number of 32 bits, each as a whole number; so many make 1. */
const STEPS = 8_000
const [LOWEST, HIGHEST] = [-32_768, 32_767]

interface Scores {
  /** how much it speaks for an issue, for a cry for help and for a life at stake, rather than for talk */
  readonly matter: number
  /** how much it speaks for 我家也是 rather than for talk: so short that a letter decides */
  readonly also: number
}

/**
 * Knows talk that is certainly nothing else, for a tenth of what a reading costs: by what the model has learned of
 * characters and concepts, and no word of danger or of an outage. Most of what people say in a group ends here. "No" means
 * only that it has to be read.
 */
export class FirstLook {
  readonly #concepts: ConceptFinder
  /** open addressing, two numbers a place: the hash of a feature, 0 where there is none, and its weights for both scores */
  readonly #table: Int32Array
  readonly #mask: number
  readonly #bias: Scores

  constructor(weights: Weights, concepts: ConceptFinder) {
    const { hashes, starts, columns, values, scales, bias } = weights
    const shares = sharesOf(weights)
    const rows = rowsLookedAt(weights)
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, rows.length * 2)))
    this.#concepts = concepts
    this.#mask = size - 1
    this.#table = new Int32Array(2 * size)
    for (const row of rows) {
      let matter = 0
      let also = 0
      for (let at = starts[row] ?? 0, end = starts[row + 1] ?? 0; at < end; at++) {
        const column = columns[at] ?? 0
        const weight = (values[at] ?? 0) * (scales[column] ?? 0)
        matter += weight * (shares.matter[column] ?? 0)
        also += weight * (shares.also[column] ?? 0)
      }
      const hash = hashes[row] ?? 0
      const slot = this.#slotOf(hash)
      this.#table[slot] = hash
      this.#table[slot + 1] = (whole(matter) << 16) | (whole(also) & 0xffff)
    }
    const sum = (share: Float64Array) => bias.reduce((all, weight, column) => all + weight * (share[column] ?? 0), 0)
    this.#bias = { matter: sum(shares.matter), also: sum(shares.also) }
  }

  /** Whether the whole reading would certainly leave it in silence. Never throws, whatever the text. */
  isTalk(text: string): boolean {
    const folded = fold(text)
    if (folded.length > LONGEST_TALK) return false
    const { matter, also } = this.#scoresOf(calm(folded))
    if (matter >= LEVELS.matter || also >= LEVELS.also) return false
    return !soundsAcute(folded) && !tellsOutage(folded, true)
  }

  #scoresOf(said: string): Scores {
    const framed = `^${said}$`
    let matter = 0
    let also = 0
    let count = 0
    for (let at = 0; at < framed.length; at++) {
      let hash = SEED
      for (let end = at; end < at + LONGEST_GRAM && end < framed.length; end++) {
        hash = mix(hash, framed.charCodeAt(end))
        const both = this.#table[this.#slotOf(hash) + 1] ?? 0
        matter += both >> 16
        also += (both << 16) >> 16
        count += 1
      }
    }
    const characters = WEIGHT.characters / Math.sqrt(count)
    const seen = this.#conceptsIn(said)
    const concepts = seen.size === 0 ? 0 : WEIGHT.concepts / Math.sqrt(seen.size)
    let matterByConcepts = 0
    let alsoByConcepts = 0
    for (const concept of seen) {
      const both = this.#table[this.#slotOf(mix(CONCEPT, concept)) + 1] ?? 0
      matterByConcepts += both >> 16
      alsoByConcepts += (both << 16) >> 16
    }
    return {
      matter: (matter * characters + matterByConcepts * concepts) / STEPS + this.#bias.matter,
      also: (also * characters + alsoByConcepts * concepts) / STEPS + this.#bias.also,
    }
  }

  #conceptsIn(said: string): ReadonlySet<number> {
    const seen = new Set<number>()
    for (const { word } of this.#concepts.find(said)) {
      for (const concept of word.conceptHashes) seen.add(concept)
      for (const role of word.roleHashes) seen.add(role)
    }
    return seen
  }

  /** Where the hash stands, or a free place. */
  #slotOf(hash: number): number {
    let place = Math.imul(hash, 0x9e3779b1) & this.#mask
    for (;;) {
      const there = this.#table[2 * place] ?? 0
      if (there === 0 || there === hash) return 2 * place
      place = (place + 1) & this.#mask
    }
  }
}

/** Which part each answer, by its column, has in the scores. */
function sharesOf({ answers, bias }: Weights): Readonly<Record<keyof Scores, Float64Array>> {
  const matter = new Float64Array(bias.length)
  const also = new Float64Array(bias.length)
  const rather = (share: Float64Array, one: number, other: number, weight: number) => {
    share[one] = (share[one] ?? 0) + weight
    share[other] = (share[other] ?? 0) - weight
  }
  const kind = (name: Kind) => answers.kinds.indexOf(name)
  const { dangers, issues, letters } = firstColumns(answers)
  rather(matter, issues + 1, issues, 1)
  rather(matter, letters + 1, letters, 1)
  rather(matter, dangers + 2, dangers, 0.5)
  rather(matter, kind('求助'), kind('闲聊'), 0.5)
  rather(also, kind('+1'), kind('闲聊'), 1)
  return { matter, also }
}

/** Where the answers to each question begin. */
function firstColumns({ kinds, categories, dangers: degrees, issues: yesOrNo }: Weights['answers']) {
  const dangers = kinds.length + categories.length
  const issues = dangers + degrees.length
  return { dangers, issues, letters: issues + yesOrNo.length }
}

/** Those of n-grams of characters (nothing else has a weight for the question that is asked of them alone) and of concepts. */
function rowsLookedAt({ answers, hashes, starts, columns }: Weights): number[] {
  const { letters } = firstColumns(answers)
  const concepts = new Set([...CONCEPTS_AND_ROLES].map((name) => mix(CONCEPT, hashOf(name))))
  const rows: number[] = []
  for (let row = 0; row < hashes.length; row++) {
    // The columns of a row ascend.
    const last = columns[(starts[row + 1] ?? 0) - 1] ?? 0
    if (last >= letters || concepts.has(hashes[row] ?? 0)) rows.push(row)
  }
  return rows
}

const whole = (weight: number) => Math.max(LOWEST, Math.min(HIGHEST, Math.round(weight * STEPS)))
