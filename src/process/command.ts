import { readSettings, type Settings } from '../config.ts'
import { loadEnvFile } from './env-file.ts'
import { exitCodeFor, lastWords } from './last-words.ts'

/**
 * Runs a command of the terminal: what `work` returns is printed as a line, and a mistake the operator can mend as one line
 * too; anything else is ours and needs its stack. The exit code says which it was (see exit-codes.ts).
 */
export async function runCommand(
  work: (settings: Settings, args: readonly string[]) => Promise<string>,
): Promise<void> {
  try {
    loadEnvFile()
    process.stdout.write(`${await work(readSettings(process.env), process.argv.slice(2))}\n`)
  } catch (error) {
    process.stderr.write(`gezhong: ${lastWords(error)}\n`)
    process.exitCode = exitCodeFor(error)
  }
}
