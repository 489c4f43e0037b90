import type { Answers, Weights } from '../model.ts'
import type { Counts } from './counts.ts'
import type { Question } from './question.ts'

/** Of the other questions nothing is counted. */
const NOT_COUNTED: Counts = { weights: new Map(), common: [] }

/** Of 127: weights below it change no reading, and there are very many of them. */
const SMALLEST_KEPT = 5

/** The weights as small integers, those that change nothing left out, the features ascending. */
export function quantised(
  answers: Answers,
  hashes: Uint32Array,
  questions: readonly Question[],
  counts: Counts,
): Weights {
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
