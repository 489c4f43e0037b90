import { pipeline } from 'node:stream/promises'
import { OperatorError } from './operator-error.ts'
import { MISTAKE } from './process/exit-codes.ts'
import { exitCodeFor, lastWords } from './process/last-words.ts'
import { pairLines } from './understanding/pairs.ts'
import { Reader } from './understanding/reader.ts'
import { understandLines } from './understanding/understand-lines.ts'
import { utf8Lines } from './understanding/utf8-lines.ts'

const USAGE = `npm run --silent understand < messages.jsonl
npm run --silent understand -- --pairs < messages-of-one-compound.jsonl

Each line in is {"id":…,"text":"…"} in UTF-8. Each line out says how the bot would read it or, with --pairs, under "group"
which line first told of the same trouble.
`

/**
 * `npm run understand < chat.jsonl`: how the bot would read each message of an exported chat, with nothing kept and
 * nobody asked; with `--pairs`, which messages of one compound tell of the same trouble. Bad lines, also such as are not
 * UTF-8, are named on standard error and make for exit code 1 at the end.
 */
try {
  const words = process.argv.slice(2)
  if (words.some((word) => word === '--help' || word === '-h')) process.stdout.write(USAGE)
  else await answer(words)
} catch (error) {
  // Whoever reads the answers has had enough of them (| head).
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
    process.stderr.write(`gezhong: ${lastWords(error)}\n`)
    process.exitCode = exitCodeFor(error)
  }
}

/** @throws OperatorError when it is called in another way than `USAGE` says */
async function answer(words: readonly string[]): Promise<void> {
  const pairs = words[0] === '--pairs'
  const [unknown] = pairs ? words.slice(1) : words
  if (unknown !== undefined)
    throw new OperatorError(`${unknown}: write npm run understand [-- --pairs] < messages.jsonl`)
  const bad = ({ number, why }: { number: number; why: string }) => {
    process.stderr.write(`line ${number}: ${why}\n`)
    process.exitCode = MISTAKE
  }
  const read = pairs ? pairLines : understandLines
  await pipeline(read(utf8Lines(process.stdin), new Reader(), bad), process.stdout)
}
