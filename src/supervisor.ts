import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { MISTAKE, NOT_THERE_YET } from './process/exit-codes.ts'

/**
 * What `npm start` runs: it starts the program (main.js beside it) as a process of its own, with the Node options given after
 * its own name, and starts it again when it did not end by itself. It holds nothing and knows nothing of the program but
 * its exit code: 0 ended as asked, 1 a mistake of the operator's, 75 what it needs is not there yet, anything else, or a
 * signal, an accident.
 */

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000
/** A run this long was a good one: the next accident after it is mended quickly again. */
const GOOD_RUN_MS = 60_000

const program = fileURLToPath(new URL('./main.js', import.meta.url))
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
let waitMs = FIRST_WAIT_MS
let ranWell = false
let toldThatItWaits = false
let stopping = false
let child: ReturnType<typeof spawn> | undefined
let waiting: NodeJS.Timeout | undefined

// Whoever read what is said may be gone: the program is started again all the same.
process.stderr.on('error', () => undefined)

for (const signal of signals) {
  process.on(signal, () => {
    stopping = true
    if (waiting) process.exit(0)
    child?.kill(signal)
  })
}
run()

function run(): void {
  waiting = undefined
  const began = performance.now()
  child = spawn(process.execPath, [...process.argv.slice(2), program], { stdio: 'inherit' })
  child.on('error', (error) => {
    say(`the program cannot be started: ${error.message}`)
    process.exit(MISTAKE)
  })
  child.on('exit', (code, signal) => {
    if (performance.now() - began >= GOOD_RUN_MS) {
      waitMs = FIRST_WAIT_MS
      ranWell = true
      toldThatItWaits = false
    }
    // A mistake is there from the start. What looks like one after a good run (a database that is down) may pass.
    if (stopping || code === 0 || (code === MISTAKE && !ranWell)) process.exit(code ?? 0)
    if (code === NOT_THERE_YET) {
      // The program has said why, and says so each time.
      if (!toldThatItWaits) say('it is tried again until that is mended; Ctrl-C ends it')
      toldThatItWaits = true
      return again()
    }
    const how = signal ? `was ended by ${signal}` : `ended with code ${code}`
    say(`the program ${how}; it is started again in ${waitMs / 1000} s`)
    again()
  })
}

function again(): void {
  waiting = setTimeout(run, waitMs)
  waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)
}

function say(line: string): void {
  process.stderr.write(`gezhong: ${line}\n`)
}
