import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { BotProcess } from '../bot-process.ts'
import { atMost, type Findings, median } from './table.ts'

const STARTS = 3
/** After it is ready the program is left alone for so long before its memory is looked at, in milliseconds. */
const IDLE_MS = 3_000

/** (i) the compiled program as a process of its own: how long until it is ready, and what it holds when it has nothing to do. */
export async function starts(): Promise<Findings> {
  const program = await BotProcess.prepare()
  const ready: number[] = []
  const resident: number[] = []
  try {
    // The first start makes the database and loads the community.
    for (let start = 0; start <= STARTS; start++) {
      const began = performance.now()
      program.start()
      await program.prints(/the sandbox is at/)
      const took = performance.now() - began
      await delay(IDLE_MS)
      const megabytes = await residentMegabytes(program)
      await program.interrupt()
      if (start === 0) continue
      ready.push(took)
      if (megabytes !== undefined) resident.push(megabytes)
    }
  } finally {
    await program.remove()
  }
  const memory =
    resident.length > 0
      ? `resident ${Math.round(median(resident))} MB when idle`
      : 'resident memory: not on this system'
  const what = 'start of dist/program/main.js to ready, on a database that is there'
  return {
    rows: [{ part: 'i', what, count: STARTS, p50: median(ready), note: memory }],
    verdicts: [
      atMost('start to ready', median(ready) / 1000, 2, 's'),
      ...(resident.length > 0 ? [atMost('resident memory, idle', median(resident), 220, 'MB')] : []),
    ],
  }
}

/** What the process has in memory, as Linux tells; undefined elsewhere. */
async function residentMegabytes({ pid }: BotProcess): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(status) ?? []
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}
