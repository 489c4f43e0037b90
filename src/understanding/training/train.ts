import type { Features } from '../features.ts'
import { type Answers, softmax, type Weights } from '../model.ts'

/** What is learned from: the features of a text, and for each of the questions the right answer's index. */
export interface Lesson {
  readonly features: Features
  /** -1: this text says nothing about the question */
  readonly kind: number
  readonly category: number
  readonly danger: number
  readonly issue: number
  /** features seen in one family alone are not learned */
  readonly family: string
  readonly weight: number
}

export interface Settings {
  readonly epochs: number
  readonly rate: number
  /** of the character n-grams so many are hidden at each look, so that the word lists learn to do without them */
  readonly hideCharacters: number
  readonly hideOthers: number
  /** what each weight loses per epoch */
  readonly decay: number
  /** a feature must occur in so many families */
  readonly families: number
  /** how far the right answer is aimed at, below 1: a softer aim makes for honest likelihoods */
  readonly aim: number
  /** the weights are the mean of those after so many of the last epochs, which steadies them */
  readonly averaged: number
}

export const SETTINGS: Settings = {
  epochs: 10,
  rate: 0.15,
  hideCharacters: 0.4,
  hideOthers: 0.15,
  decay: 0.1,
  families: 2,
  aim: 0.97,
  averaged: 4,
}

/**
 * Multinomial logistic regression for all questions at once, by stochastic gradient descent with a step of its own
 * for each weight (AdaGrad). The same lessons give the same weights on every machine.
 */
export function train(lessons: readonly Lesson[], answers: Answers, settings: Settings = SETTINGS): Weights {
  const hashes = knownHashes(lessons, settings.families)
  const rowOf = new Map<number, number>()
  for (const [row, hash] of hashes.entries()) rowOf.set(hash, row)
  const heads = headsOf(answers)
  const width = heads.reduce((sum, { size }) => sum + size, 0)
  const weights = new Float32Array(hashes.length * width)
  const steps = new Float32Array(hashes.length * width).fill(1e-3)
  const sums = new Float32Array(weights.length)
  const bias = new Float32Array(width)
  const random = new Random(20260601)
  const compact = lessons.map((lesson) => rowsOf(lesson, rowOf))
  const order = lessons.map((_, at) => at)
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    random.shuffle(order)
    for (const at of order) {
      const lesson = lessons[at]
      const seen = compact[at]
      if (!lesson || !seen) continue
      const shown = hide(seen, settings, random)
      const letters = lettersOf(shown)
      for (const { key, from, size, byLetters } of heads) {
        const right = lesson[key]
        if (right < 0) continue
        const seenHere = byLetters ? letters : shown
        learn({ weights, steps, bias, width, from, size, right, shown: seenHere, weight: lesson.weight, settings })
      }
    }
    const isLate = epoch >= settings.epochs - settings.averaged
    for (let i = 0; i < weights.length; i++) {
      const weight = (weights[i] ?? 0) * (1 - settings.decay)
      weights[i] = weight
      if (isLate) sums[i] = (sums[i] ?? 0) + weight
    }
  }
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) / settings.averaged
  return quantised({ answers, hashes, weights: sums, bias, width })
}

interface Head {
  readonly key: 'kind' | 'category' | 'danger' | 'issue'
  readonly from: number
  readonly size: number
  /** it looks at the characters alone */
  readonly byLetters: boolean
}

function headsOf({ kinds, categories, dangers, issues, issuesByLetters }: Answers): Head[] {
  const heads: [Head['key'], number, boolean][] = [
    ['kind', kinds.length, false],
    ['category', categories.length, false],
    ['danger', dangers.length, false],
    ['issue', issues.length, false],
    ['issue', issuesByLetters.length, true],
  ]
  let from = 0
  return heads.map(([key, size, byLetters]) => {
    from += size
    return { key, from: from - size, size, byLetters }
  })
}

function knownHashes(lessons: readonly Lesson[], families: number): Uint32Array {
  const seenIn = new Map<number, { family: string; count: number }>()
  for (const { features, family } of lessons) {
    for (const hash of features.hashes) {
      const seen = seenIn.get(hash)
      if (!seen) seenIn.set(hash, { family, count: 1 })
      else if (seen.family !== family) {
        seen.family = family
        seen.count += 1
      }
    }
  }
  return Uint32Array.from([...seenIn].flatMap(([hash, { count }]) => (count >= families ? [hash] : []))).sort()
}

interface Rows {
  readonly rows: Int32Array
  readonly values: Float32Array
  /** so many at the beginning are of characters */
  readonly characters: number
}

function rowsOf({ features }: Lesson, rowOf: ReadonlyMap<number, number>): Rows {
  const rows: number[] = []
  const values: number[] = []
  let characters = 0
  for (const [i, hash] of features.hashes.entries()) {
    const row = rowOf.get(hash)
    if (row === undefined) continue
    rows.push(row)
    values.push(features.values[i] ?? 0)
    if (i < features.characters) characters += 1
  }
  return { rows: Int32Array.from(rows), values: Float32Array.from(values), characters }
}

/** Leaves out some of what is seen, and counts the rest for more. */
function hide({ rows, values, characters }: Rows, settings: Settings, random: Random): Rows {
  const keptRows = new Int32Array(rows.length)
  const keptValues = new Float32Array(rows.length)
  let kept = 0
  let keptCharacters = 0
  for (let i = 0; i < rows.length; i++) {
    const share = i < characters ? settings.hideCharacters : settings.hideOthers
    if (random.next() < share) continue
    keptRows[kept] = rows[i] ?? 0
    keptValues[kept] = (values[i] ?? 0) / (1 - share)
    kept += 1
    if (i < characters) keptCharacters = kept
  }
  return { rows: keptRows.subarray(0, kept), values: keptValues.subarray(0, kept), characters: keptCharacters }
}

function lettersOf({ rows, values, characters }: Rows): Rows {
  return { rows: rows.subarray(0, characters), values: values.subarray(0, characters), characters }
}

interface Step {
  readonly weights: Float32Array
  readonly steps: Float32Array
  readonly bias: Float32Array
  readonly width: number
  readonly from: number
  readonly size: number
  readonly right: number
  readonly shown: Rows
  readonly weight: number
  readonly settings: Settings
}

/** Errors smaller than this change nothing. */
const SMALL = 0.005

function learn({ weights, steps, bias, width, from, size, right, shown, weight, settings }: Step): void {
  const { rows, values } = shown
  const guess = new Float64Array(size)
  for (let column = 0; column < size; column++) guess[column] = bias[from + column] ?? 0
  for (let i = 0; i < rows.length; i++) {
    const value = values[i] ?? 0
    const start = (rows[i] ?? 0) * width + from
    for (let column = 0; column < size; column++) {
      guess[column] = (guess[column] ?? 0) + value * (weights[start + column] ?? 0)
    }
  }
  softmax(guess)
  const rest = (1 - settings.aim) / (size - 1)
  for (let column = 0; column < size; column++) {
    const error = ((guess[column] ?? 0) - (column === right ? settings.aim : rest)) * weight
    if (Math.abs(error) < SMALL) continue
    bias[from + column] = (bias[from + column] ?? 0) - 0.02 * settings.rate * error
    for (let i = 0; i < rows.length; i++) {
      const at = (rows[i] ?? 0) * width + from + column
      const slope = error * (values[i] ?? 0)
      const sum = (steps[at] ?? 0) + slope * slope
      steps[at] = sum
      weights[at] = (weights[at] ?? 0) - (settings.rate * slope) / Math.sqrt(sum)
    }
  }
}

interface Learned {
  readonly answers: Answers
  readonly hashes: Uint32Array
  readonly weights: Float32Array
  readonly bias: Float32Array
  readonly width: number
}

function quantised({ answers, hashes, weights, bias, width }: Learned): Weights {
  const scales = new Float32Array(width)
  for (let i = 0; i < weights.length; i++) {
    scales[i % width] = Math.max(scales[i % width] ?? 0, Math.abs(weights[i] ?? 0))
  }
  for (let column = 0; column < width; column++) scales[column] = (scales[column] ?? 0) / 127 || 1
  const kept: number[] = []
  const starts = [0]
  const columns: number[] = []
  const values: number[] = []
  for (const [row, hash] of hashes.entries()) {
    for (let column = 0; column < width; column++) {
      const value = Math.round((weights[row * width + column] ?? 0) / (scales[column] ?? 1))
      if (Math.abs(value) < SMALLEST_KEPT) continue
      columns.push(column)
      values.push(value)
    }
    if (columns.length === starts.at(-1)) continue
    kept.push(hash)
    starts.push(columns.length)
  }
  return {
    answers,
    hashes: Uint32Array.from(kept),
    starts: Uint32Array.from(starts),
    columns: Uint8Array.from(columns),
    values: Int8Array.from(values),
    scales,
    bias,
  }
}

/** Of 127: weights below it change no reading, and there are very many of them. */
const SMALLEST_KEPT = 5

/** Numbers that look random and are the same in every run (mulberry32). */
class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  shuffle(items: number[]): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = Math.floor(this.next() * (i + 1))
      const [a, b] = [items[i] ?? 0, items[j] ?? 0]
      items[i] = b
      items[j] = a
    }
  }
}
