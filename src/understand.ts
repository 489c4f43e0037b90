import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { MISTAKE } from './exit-codes.ts'
import { exitCodeFor, lastWords } from './last-words.ts'
import { OperatorError } from './operator-error.ts'
import { pairLines } from './understanding/pairs.ts'
import { Reader } from './understanding/reader.ts'
import { understandLines } from './understanding/understand-lines.ts'

/**
 * `npm run understand < chat.jsonl`: how the bot would read each message of an exported chat, with nothing kept and
 * nobody asked; with `--pairs`, which messages of one compound tell of the same trouble. Bad lines are named on standard
 * error and make for exit code 1 at the end.
 */
try {
  const words = process.argv.slice(2)
  const pairs = words[0] === '--pairs'
  const [unknown] = pairs ? words.slice(1) : words
  if (unknown !== undefined)
    throw new OperatorError(`${unknown}: write npm run understand [-- --pairs] < messages.jsonl`)
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
  const bad = ({ number, why }: { number: number; why: string }) => {
    process.stderr.write(`line ${number}: ${why}\n`)
    process.exitCode = MISTAKE
  }
  const read = pairs ? pairLines : understandLines
  await pipeline(read(lines, new Reader(), bad), process.stdout)
} catch (error) {
  // Whoever reads the answers has had enough of them (| head).
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
    process.stderr.write(`gezhong: ${lastWords(error)}\n`)
    process.exitCode = exitCodeFor(error)
  }
}
