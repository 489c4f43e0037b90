import { readSettings, type Settings } from './config.ts'
import { loadEnvFile } from './env-file.ts'
import { OperatorError } from './operator-error.ts'

/**
 * Runs a command of the terminal: what `work` returns is printed as a line, and a mistake the operator can mend as one line
 * too, with exit code 1; anything else is ours and needs its stack.
 */
export async function runCommand(
  work: (settings: Settings, args: readonly string[]) => Promise<string>,
): Promise<void> {
  try {
    loadEnvFile()
    process.stdout.write(`${await work(readSettings(process.env), process.argv.slice(2))}\n`)
  } catch (error) {
    const text = error instanceof OperatorError ? error.message : error instanceof Error ? error.stack : String(error)
    process.stderr.write(`gezhong: ${text}\n`)
    process.exitCode = 1
  }
}
