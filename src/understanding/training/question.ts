import type { Answers } from '../model.ts'

/** One of the things that are asked of a text, and what has been learned of it so far. */
export interface Question {
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
export function questionsOf(answers: Answers, all: number, shared: number): Question[] {
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
