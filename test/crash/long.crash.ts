import { expect, it } from 'vitest'
import { startFreshDatabases } from '../database/fresh-databases.ts'
import { type Outcome, runLives } from './lives.ts'

/** What the environment says, for a run of another size, on PostgreSQL, or once more with the seed of one that failed. */
const {
  CRASH_DATABASE = 'sqlite',
  CRASH_SEED = String(Math.floor(Math.random() * 1_000_000)),
  CRASH_KILLS = '60',
  CRASH_REPORTS = '2000',
  CRASH_PACE_MS = '0',
  CRASH_FREE_OF = '20',
  CRASH_MINUTES = '25',
} = process.env

it(`loses nothing and says nothing twice over ${CRASH_KILLS} kills on ${CRASH_DATABASE}`, async () => {
  if (CRASH_DATABASE !== 'sqlite' && CRASH_DATABASE !== 'postgresql') {
    throw new Error(`CRASH_DATABASE=${CRASH_DATABASE}: must be sqlite or postgresql`)
  }
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  print(`crash test on ${CRASH_DATABASE}, CRASH_SEED=${CRASH_SEED}, a gap of ${CRASH_PACE_MS} ms between messages`)
  const databases = await startFreshDatabases()
  try {
    const outcome = await runLives({
      url: await databases.makeEmpty(CRASH_DATABASE),
      seed: Number(CRASH_SEED),
      kills: Number(CRASH_KILLS),
      reports: Number(CRASH_REPORTS),
      residentsPerGroup: 4,
      freeOf: Number(CRASH_FREE_OF),
      paceMs: Number(CRASH_PACE_MS),
      limitMs: Number(CRASH_MINUTES) * 60_000,
      progress: print,
    })
    for (const line of summaryOf(outcome)) print(line)
    expect(outcome.wrong.slice(0, 50)).toEqual([])
    expect(outcome.lost + outcome.doubled).toBe(0)
    expect(outcome.issues + outcome.within).toBe(Number(CRASH_REPORTS))
    expect(outcome.unsaid).toBeLessThanOrEqual(outcome.unknown)
  } finally {
    await databases.stop()
  }
})

function summaryOf(outcome: Outcome): string[] {
  const { readyMs, moments } = outcome
  const at = (share: number) => Math.round(readyMs[Math.floor((readyMs.length - 1) * share)] ?? 0)
  const killed = Object.entries(moments).map(([name, times]) => `${name} ${times}`)
  return [
    `kills       ${outcome.kills} (${killed.join(', ')})`,
    `reports     ${outcome.reports} (${outcome.free} without a command, ${outcome.reportsUnderFire} before the last kill), issues ${outcome.issues}, added to one ${outcome.within}`,
    `lost        ${outcome.lost}`,
    `doubled     ${outcome.doubled}`,
    `milestones  ${outcome.milestones}, of which ${outcome.unsaid} unsaid, each with a row that says UNKNOWN`,
    `unknown     ${outcome.unknown} messages, of which ${outcome.unknownSaid} were said after all`,
    `pictures    ${outcome.pictures}; files without a row ${outcome.filesWithoutRow}, halves of files ${outcome.halfFiles}`,
    `jobs        ${outcome.jobsUnfinished} left unfinished`,
    `ready       median ${at(0.5)} ms, slowest ${at(1)} ms, of ${readyMs.length} starts`,
    `took        ${Math.round(outcome.tookMs / 1000)} s`,
  ]
}
