import { readSettings } from './config.ts'
import { loadEnvFile } from './process/env-file.ts'
import { BEYOND_HELP, NOT_THERE_YET } from './process/exit-codes.ts'
import { exitCodeFor, lastWords } from './process/last-words.ts'
import { openLog } from './process/log.ts'
import { type Program, runProgram } from './program.ts'

/** Ctrl-C ends within this time even if something hangs. Everything that matters is in the database by then. */
const LONGEST_STOP_MS = 3_000

async function main(): Promise<void> {
  loadEnvFile()
  const settings = readSettings(process.env)
  const log = openLog(settings.logLevel)
  // Whoever read what is printed may be gone (a pipe to a program that ended): the bot goes on without.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  // Wechaty has promises nobody waits for; one that fails must not take the bot with it.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise nobody waited for was rejected'))

  process.on('uncaughtException', (error) => {
    // Nothing is to be relied on any more; what has an effect is in the database.
    say(lastWords(error))
    process.exit(BEYOND_HELP)
  })

  let stopping = false
  const stop = async (code: number): Promise<void> => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(code), LONGEST_STOP_MS - 200).unref()
    // Also while it is still starting: a migration is let finish.
    const program = await starting.catch(() => undefined)
    await program?.stop().catch((error: unknown) => log.error({ err: error }, 'something did not end cleanly'))
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'stopping')
      void stop(0)
    })
  }
  const starting: Promise<Program> = runProgram({
    settings,
    log,
    print: (line) => void process.stdout.write(`${line}\n`),
    failed: (reason) => {
      say(`the connection to WeChat is beyond help in this process: ${reason}`)
      void stop(BEYOND_HELP)
    },
    seatLost: (reason) => {
      say(reason)
      void stop(NOT_THERE_YET)
    },
  })
  await starting
}

function say(text: string): void {
  process.stderr.write(`gezhong: ${text}\n`)
}

main().catch((error: unknown) => {
  say(lastWords(error))
  process.exit(exitCodeFor(error))
})
