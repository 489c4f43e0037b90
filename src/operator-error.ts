/**
 * A mistake the person who runs the program can mend: a setting, a file, a port, a database. `main` prints the message
 * as one line, without a stack, and exits with 1. The message says what is wrong and what to do.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
}
