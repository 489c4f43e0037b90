/**
 * A mistake the person who runs the program can mend: a setting, a file, a port, a database. `main` prints the message
 * as one line, without a stack, and exits with 1. The message says what is wrong and what to do.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError'
}

/**
 * What the program needs is not there now, and may come without anybody mending anything: a database server that starts
 * after it, a seat that another process still has. Also one line; it exits with 75, and `npm start` tries again.
 */
export class NotThereYet extends OperatorError {
  override readonly name = 'NotThereYet'
}
