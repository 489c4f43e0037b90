import { type Answers, softmax, type Weights } from '../model.ts'
import { type Counts, countsOf } from './counts.ts'
import type { Lesson } from './lesson.ts'

export interface Settings {
  readonly epochs: number
  /** the question for the category, which takes longest, is asked in so many of them, the last */
  readonly categoryEpochs: number
  readonly rate: number
  /** of the character n-grams so many are hidden at each look, so that the word lists learn to do without them */
  readonly hideCharacters: number
  readonly hideOthers: number
  /** what each weight loses per epoch */
  readonly decay: number
  /** for a category, a feature must occur in so many families */
  readonly families: number
  /** how far the right answer is aimed at, below 1: a softer aim makes for honest likelihoods */
  readonly aim: number
  /** the weights are the mean of those after so many of the last epochs, which steadies them */
  readonly averaged: number
}

export const SETTINGS: Settings = {
  epochs: 10,
  categoryEpochs: 6,
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
  const { hashes, shared } = knownHashes(lessons, settings.families)
  const rowOf = new Map<number, number>()
  for (const [row, hash] of hashes.entries()) rowOf.set(hash, row)
  const questions = questionsOf(answers, hashes.length, shared)
  const random = new Random(20260601)
  const compact = lessons.map((lesson) => rowsOf(lesson, rowOf))
  const order = lessons.map((_, at) => at)
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const asksCategory = epoch >= settings.epochs - settings.categoryEpochs
    random.shuffle(order)
    for (const at of order) {
      const lesson = lessons[at]
      const seen = compact[at]
      if (!lesson || !seen) continue
      const shown = hide(seen, settings, random)
      for (const question of questions) {
        const right = lesson[question.key]
        if (right >= 0 && (question.key !== 'category' || asksCategory)) {
          learn(question, visibleTo(question, shown), right, lesson.weight, settings)
        }
      }
    }
    const isLate = epoch >= settings.epochs - settings.averaged
    for (const { weights, sums } of questions) {
      for (let i = 0; i < weights.length; i++) {
        const weight = (weights[i] ?? 0) * (1 - settings.decay)
        weights[i] = weight
        if (isLate) sums[i] = (sums[i] ?? 0) + weight / settings.averaged
      }
    }
  }
  return quantised(answers, hashes, questions, countsOf(lessons, rowOf, answers.categories.length))
}

/** One of the things that are asked of a text, and what has been learned of it so far. */
interface Question {
  readonly key: 'kind' | 'category' | 'danger' | 'issue'
  /** it looks at the characters alone */
  readonly byLetters: boolean
  /** it looks at so many features, the first of them */
  readonly rows: number
  /** how many answers there are */
  readonly size: number
  /** by row, then by answer */
  readonly weights: Float32Array
  readonly steps: Float32Array
  /** of the weights after each of the last epochs */
  readonly sums: Float32Array
  readonly bias: Float32Array
}

/**
 * In the order of `Answers`. Which category it is, is asked of the features that several families share: there are many
 * categories, and what is said once tells little of one. Whether it is an issue at all, how urgent and of what kind is
 * asked of all features: what stands in one example alone then explains that example, so that what it shares with others
 * need not, which reads other texts better.
 */
function questionsOf(answers: Answers, all: number, shared: number): Question[] {
  const question = (key: Question['key'], size: number, rows: number, byLetters = false): Question => ({
    key,
    byLetters,
    rows,
    size,
    weights: new Float32Array(rows * size),
    steps: new Float32Array(rows * size).fill(1e-3),
    sums: new Float32Array(rows * size),
    bias: new Float32Array(size),
  })
  return [
    question('kind', answers.kinds.length, all),
    question('category', answers.categories.length, shared),
    question('danger', answers.dangers.length, all),
    question('issue', answers.issues.length, all),
    question('issue', answers.issuesByLetters.length, all, true),
  ]
}

/** All features of the lessons; the first `shared` of them occur in at least so many families. */
function knownHashes(lessons: readonly Lesson[], families: number): { hashes: Uint32Array; shared: number } {
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
  const shared: number[] = []
  const alone: number[] = []
  for (const [hash, { count }] of seenIn) (count >= families ? shared : alone).push(hash)
  return { hashes: Uint32Array.from([...shared, ...alone]), shared: shared.length }
}

interface Rows {
  readonly rows: Int32Array
  readonly values: Float32Array
  /** so many at the beginning are of characters */
  readonly characters: number
}

function rowsOf({ features }: Lesson, rowOf: ReadonlyMap<number, number>): Rows {
  const rows = Int32Array.from(features.hashes, (hash) => rowOf.get(hash) ?? -1)
  return { rows, values: features.values, characters: features.characters }
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

/** What of a text this question looks at. */
function visibleTo({ rows: known, byLetters }: Question, shown: Rows): Rows {
  const { characters } = shown
  const seen = byLetters
    ? { rows: shown.rows.subarray(0, characters), values: shown.values.subarray(0, characters), characters }
    : shown
  let count = 0
  for (let i = 0; i < seen.rows.length; i++) if ((seen.rows[i] ?? 0) < known) count += 1
  if (count === seen.rows.length) return seen
  const rows = new Int32Array(count)
  const values = new Float32Array(count)
  let at = 0
  for (let i = 0; i < seen.rows.length; i++) {
    const row = seen.rows[i] ?? 0
    if (row >= known) continue
    rows[at] = row
    values[at] = seen.values[i] ?? 0
    at += 1
  }
  return { rows, values, characters }
}

/** Errors smaller than this change nothing. */
const SMALL = 0.01

function learn(question: Question, { rows, values }: Rows, right: number, weight: number, settings: Settings): void {
  const { weights, steps, bias, size } = question
  const guess = Float64Array.from(bias)
  for (let i = 0; i < rows.length; i++) {
    const value = values[i] ?? 0
    const start = (rows[i] ?? 0) * size
    for (let column = 0; column < size; column++) {
      guess[column] = (guess[column] ?? 0) + value * (weights[start + column] ?? 0)
    }
  }
  softmax(guess)
  const rest = (1 - settings.aim) / (size - 1)
  for (let column = 0; column < size; column++) {
    const error = ((guess[column] ?? 0) - (column === right ? settings.aim : rest)) * weight
    if (Math.abs(error) < SMALL) continue
    bias[column] = (bias[column] ?? 0) - 0.02 * settings.rate * error
    for (let i = 0; i < rows.length; i++) {
      const at = (rows[i] ?? 0) * size + column
      const slope = error * (values[i] ?? 0)
      const sum = (steps[at] ?? 0) + slope * slope
      steps[at] = sum
      weights[at] = (weights[at] ?? 0) - (settings.rate * slope) / Math.sqrt(sum)
    }
  }
}

/** The weights as small integers, those that change nothing left out, the features ascending. */
function quantised(answers: Answers, hashes: Uint32Array, questions: readonly Question[], counts: Counts): Weights {
  const counted = ({ key }: Question) => (key === 'category' ? counts : NOT_COUNTED)
  /** All that a feature says about a question, by answer; false where that is nothing. Written into `into`. */
  const weigh = (question: Question, row: number, into: Float32Array) => {
    const { sums, size, rows } = question
    const more = counted(question).weights.get(row)
    if (row >= rows && !more) return false
    for (let column = 0; column < size; column++) into[column] = row < rows ? (sums[row * size + column] ?? 0) : 0
    for (const [column, weight] of more ?? []) into[column] = (into[column] ?? 0) + weight
    return true
  }
  const weights = new Float32Array(Math.max(...questions.map(({ size }) => size)))
  const scales = questions.flatMap((question) => {
    const greatest = new Array<number>(question.size).fill(0)
    for (let row = 0; row < hashes.length; row++) {
      if (!weigh(question, row, weights)) continue
      for (let column = 0; column < question.size; column++) {
        greatest[column] = Math.max(greatest[column] ?? 0, Math.abs(weights[column] ?? 0))
      }
    }
    // For each answer, what 1 is worth where its greatest weight is 127.
    return greatest.map((most) => most / 127 || 1)
  })
  const kept: number[] = []
  const starts = [0]
  const columns: number[] = []
  const values: number[] = []
  const order = Uint32Array.from(hashes, (_, row) => row).sort((a, b) => (hashes[a] ?? 0) - (hashes[b] ?? 0))
  for (const row of order) {
    let from = 0
    for (const question of questions) {
      const said = weigh(question, row, weights)
      for (let column = 0; said && column < question.size; column++) {
        const value = Math.round((weights[column] ?? 0) / (scales[from + column] ?? 1))
        if (Math.abs(value) < SMALLEST_KEPT) continue
        columns.push(from + column)
        values.push(value)
      }
      from += question.size
    }
    if (columns.length === starts.at(-1)) continue
    kept.push(hashes[row] ?? 0)
    starts.push(columns.length)
  }
  return {
    answers,
    hashes: Uint32Array.from(kept),
    starts: Uint32Array.from(starts),
    columns: Uint8Array.from(columns),
    values: Int8Array.from(values),
    scales: Float32Array.from(scales),
    bias: Float32Array.from(questions.flatMap(({ bias }) => [...bias])),
    common: Float32Array.from(
      questions.flatMap((question) => Array.from(question.bias, (_, column) => counted(question).common[column] ?? 0)),
    ),
  }
}

/** Of the other questions nothing is counted. */
const NOT_COUNTED: Counts = { weights: new Map(), common: [] }

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
