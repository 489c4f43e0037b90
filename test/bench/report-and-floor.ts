import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { startTemporaryPostgres } from '../../prisma/temporary-postgres.js'
import { openDatabase } from '../../src/database/database.ts'
import { runFolder } from '../run-folder.ts'
import { Town } from '../stories/town.ts'
import { fillWithIssues } from './existing-issues.ts'
import { Floor } from './floor.ts'
import { loneReport, nothingLeft, reportsInARow, writesOfReport } from './report.ts'
import { atLeast, atMost, type Findings, median, type Row, timed } from './table.ts'

const WARM_UP = 60
const ROUNDS = 12
const LONE = 10
const IN_A_ROW = 15

interface Measured {
  readonly lone: number[]
  readonly inARow: number[]
  readonly floor: number[]
  readonly writes: number
}

/**
 * (c) reports through gezhong and (d) their database floor, in turns, so that both meet the same machine: first reports
 * one by one, each on a bot that has nothing else to do, then some in a row, then as many bare transactions.
 */
async function measure(town: Town, rounds = ROUNDS): Promise<Measured> {
  // As for a bot that has been up for a while.
  town.clock.moveBy(10 * 60_000)
  const floor = await Floor.of(town.database)
  let n = 0
  const measured: Measured = { lone: [], inARow: [], floor: [], writes: await writesOfReport(town) }
  const round = async (lone: number, inARow: number) => {
    for (let i = 0; i < lone; i++) {
      measured.lone.push(await loneReport(town, ++n))
      await nothingLeft(town)
      measured.floor.push(await floor.once())
    }
    if (inARow === 0) return
    measured.inARow.push(await reportsInARow(town, n, inARow))
    n += inARow
  }
  await round(WARM_UP, IN_A_ROW)
  for (const times of [measured.lone, measured.inARow, measured.floor]) times.length = 0
  for (let i = 0; i < rounds; i++) await round(LONE, IN_A_ROW)
  return measured
}

function findings(letters: { report: string; floor: string }, where: string, measured: Measured): Findings {
  const { lone, inARow, floor, writes } = measured
  const whole: Row = {
    part: letters.report,
    what: `the same in a row, ${where}: to the last word said and written down`,
    count: inARow.length * IN_A_ROW,
    perSecond: 1000 / median(inARow),
    p50: median(inARow),
  }
  return {
    rows: [
      timed(
        letters.report,
        `/报事, ${where}: message in to reply handed to the puppet`,
        lone,
        `${writes} rows written`,
      ),
      whole,
      timed(
        letters.floor,
        `as many row writes in one bare Prisma transaction, ${where}`,
        floor,
        `${Floor.writes} rows written`,
      ),
    ],
    verdicts: [
      atLeast(`/报事 / database floor, ${where}`, median(floor) / median(lone), 0.7),
      atLeast(`/报事 in a row / database floor, ${where}`, median(floor) / median(inARow), 0.7),
    ],
  }
}

/** (c) and (d) on SQLite. */
export async function reportsOnSqlite(): Promise<Findings> {
  const town = await Town.open()
  const measured = await measure(town)
  await town.close()
  return findings({ report: 'c', floor: 'd' }, 'SQLite FULL', measured)
}

/** (f) the same on PostgreSQL, as it comes out of the box. */
export async function reportsOnPostgres(): Promise<Findings> {
  const server = await startTemporaryPostgres()
  try {
    const database = await openDatabase({ url: server.url })
    const town = await Town.open({ database })
    const measured = await measure(town, ROUNDS / 2)
    await town.close()
    await database.close()
    return findings({ report: 'f', floor: 'f' }, 'PostgreSQL', measured)
  } finally {
    await server.stop()
  }
}

const FEW = 1_000
const MANY = 100_000

/** (e) what a report costs where there are few issues and where there are many, in turns. */
export async function reportsAmongMany(): Promise<Findings> {
  const few = await townWith(FEW)
  const many = await townWith(MANY)
  const times = { few: [] as number[], many: [] as number[] }
  for (let n = 0; n < WARM_UP; n++) for (const town of [few, many]) await loneReport(town, n)
  for (let n = WARM_UP; n < WARM_UP + ROUNDS * LONE; n++) {
    times.few.push(await loneReport(few, n))
    times.many.push(await loneReport(many, n))
  }
  for (const town of [few, many]) {
    await town.close()
    await town.database.close()
  }
  return {
    rows: [timed('e', `/报事 among ${FEW} issues`, times.few), timed('e', `/报事 among ${MANY} issues`, times.many)],
    verdicts: [atMost('/报事 among 100000 issues / among 1000', median(times.many) / median(times.few), 1.3, 'times')],
  }
}

async function townWith(issues: number): Promise<Town> {
  const folder = await mkdtemp(join(runFolder(), 'issues-'))
  const database = await openDatabase({ url: `file:${join(folder, 'town.db')}` })
  const town = await Town.open({ database })
  await fillWithIssues(database, issues)
  return town
}
