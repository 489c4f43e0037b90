import { NotThereYet, OperatorError } from '../operator-error.ts'
import { BEYOND_HELP, MISTAKE, NOT_THERE_YET } from './exit-codes.ts'

/** An operator's mistake gets one line that says what to mend; anything else is ours and needs its stack. */
export function lastWords(error: unknown): string {
  if (error instanceof OperatorError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** What a process ends with for which this error is the end. */
export function exitCodeFor(error: unknown): number {
  if (error instanceof NotThereYet) return NOT_THERE_YET
  return error instanceof OperatorError ? MISTAKE : BEYOND_HELP
}
