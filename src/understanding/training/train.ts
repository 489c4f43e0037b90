import { type Answers, softmax, type Weights } from '../model.ts'
import { countsOf } from './counts.ts'
import type { Lesson } from './lesson.ts'
import { quantised } from './quantised.ts'
import { type Question, questionsOf } from './question.ts'
import { Random } from './random.ts'

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
