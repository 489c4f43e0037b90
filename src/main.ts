import { existsSync } from 'node:fs'
import { readSettings } from './config.ts'
import { openLog } from './log.ts'
import { OperatorError } from './operator-error.ts'
import { type Program, runProgram } from './program.ts'

/** Ctrl-C ends within this time even if something hangs. Everything that matters is in the database by then. */
const LONGEST_STOP_MS = 3_000

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const settings = readSettings(process.env)
  const log = openLog(settings.logLevel)
  // Wechaty has promises nobody waits for; one that fails must not take the bot with it.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise nobody waited for was rejected'))

  let program: Program | undefined
  let stopping = false
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(0), LONGEST_STOP_MS - 200).unref()
    await program?.stop()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop('SIGINT'))
  process.on('SIGTERM', () => void stop('SIGTERM'))
  program = await runProgram({ settings, log, print: (line) => void process.stdout.write(`${line}\n`) })
}

main().catch((error: unknown) => {
  // An operator's mistake gets one line that says what to mend; anything else is ours and needs its stack.
  const text = error instanceof OperatorError ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`gezhong: ${text}\n`)
  process.exit(1)
})
