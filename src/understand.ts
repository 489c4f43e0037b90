import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { MISTAKE } from './exit-codes.ts'
import { exitCodeFor, lastWords } from './last-words.ts'
import { OperatorError } from './operator-error.ts'
import { Reader } from './understanding/reader.ts'
import { understandLines } from './understanding/understand-lines.ts'

/**
 * `npm run understand < chat.jsonl`: how the bot would read each message of an exported chat, with nothing kept and
 * nobody asked. Bad lines are named on standard error and make for exit code 1 at the end.
 */
try {
  const [unknown] = process.argv.slice(2)
  if (unknown !== undefined) throw new OperatorError(`${unknown}: write npm run understand < messages.jsonl`)
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
  const bad = ({ number, why }: { number: number; why: string }) => {
    process.stderr.write(`line ${number}: ${why}\n`)
    process.exitCode = MISTAKE
  }
  await pipeline(understandLines(lines, new Reader(), bad), process.stdout)
} catch (error) {
  // Whoever reads the answers has had enough of them (| head).
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
    process.stderr.write(`gezhong: ${lastWords(error)}\n`)
    process.exitCode = exitCodeFor(error)
  }
}
