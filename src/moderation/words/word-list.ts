import type { Category, Severity } from '../reason.ts'

/**
 * Words of one category, parted by blanks. `grave` and `alone` hold a text by themselves; `sign` does with another sign
 * (a second word, a way to get in touch, a link); `hint` with two.
 */
export interface WordList {
  readonly category: Category
  readonly severity: Severity
  /** severity 3 */
  readonly grave?: string
  readonly alone?: string
  readonly sign?: string
  readonly hint?: string
  /** words of other letters that stand for themselves: no part of a longer one, and believed only whole */
  readonly latin?: string
}
