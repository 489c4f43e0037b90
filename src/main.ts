import { existsSync } from 'node:fs'
import { readSettings } from './config.ts'
import { openLog } from './log.ts'
import { OperatorError } from './operator-error.ts'
import { type Program, runProgram } from './program.ts'

/** Ctrl-C ends within this time even if something hangs. Everything that matters is in the database by then. */
const LONGEST_STOP_MS = 3_000

async function main(): Promise<void> {
  loadEnvFile()
  const settings = readSettings(process.env)
  const log = openLog(settings.logLevel)
  // Wechaty has promises nobody waits for; one that fails must not take the bot with it.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise nobody waited for was rejected'))

  let stopping = false
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(0), LONGEST_STOP_MS - 200).unref()
    // Also while it is still starting: a migration is let finish.
    const program = await starting.catch(() => undefined)
    await program?.stop().catch((error: unknown) => log.error({ err: error }, 'something did not end cleanly'))
    process.exit(0)
  }
  process.on('SIGINT', () => void stop('SIGINT'))
  process.on('SIGTERM', () => void stop('SIGTERM'))
  const starting: Promise<Program> = runProgram({
    settings,
    log,
    print: (line) => void process.stdout.write(`${line}\n`),
  })
  await starting
}

function loadEnvFile(): void {
  if (!existsSync('.env')) return
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    throw new OperatorError(`.env cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

main().catch((error: unknown) => {
  // An operator's mistake gets one line that says what to mend; anything else is ours and needs its stack.
  const text = error instanceof OperatorError ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`gezhong: ${text}\n`)
  process.exit(1)
})
