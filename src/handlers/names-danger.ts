import { dangerWordsOf } from '../understanding/danger.ts'
import { fold } from '../understanding/fold.ts'

/** Whether words themselves speak of danger, and not of one that is over or elsewhere. */
export function namesDanger(words: string): boolean {
  const { acute, harmless } = dangerWordsOf(fold(words))
  return acute && !harmless
}
