import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { exampleFile } from '../../src/community/example-file.ts'
import { readCommunityFile } from '../../src/community/file.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import type { AccountId, CommunityId, GridId } from '../../src/ids.ts'
import { type AlikeQuery, alikeTo } from '../../src/issues/alike.ts'
import { loadCommunity } from '../../src/load-community.ts'
import { runFolder } from '../run-folder.ts'
import { fillWithIssues } from './existing-issues.ts'
import { atMost, type Findings, median, timed } from './table.ts'

const FEW = 1_000
const MANY = 100_000
const ROUNDS = 200
/** The day of the newest issues there: what was closed last counts as well. */
const NOW = new Date('2026-05-01T02:00:00Z')
/** Every issue there is of the first one's category, which is as bad as it can be; those of the others are hardly any. */
const SAID: readonly (readonly [words: string, category: string])[] = [
  ['三栋二单元声控灯又灭了，黑灯瞎火的', 'E01'],
  ['我家也停电了，空调都不转', 'A12'],
  ['大门口那个坑越来越大', 'D02'],
]

/** (j) how long it takes to find what somebody's words are like, where there are few issues and where there are many. */
export async function alikeAmongMany(): Promise<Findings> {
  const few = await Street.with(FEW)
  const many = await Street.with(MANY)
  const times = { few: [] as number[], many: [] as number[], manyInGrid: [] as number[] }
  for (let n = 0; n < ROUNDS * 2; n++) {
    if (n === ROUNDS) for (const all of Object.values(times)) all.length = 0
    times.few.push(await few.look(n))
    times.many.push(await many.look(n))
    times.manyInGrid.push(await many.look(n, 'grid'))
  }
  await few.database.close()
  await many.database.close()
  return {
    rows: [
      timed('j', `alike among ${FEW} issues`, times.few),
      timed('j', `alike among ${MANY} issues`, times.many),
      timed('j', `alike among ${MANY} issues, the compound not known`, times.manyInGrid),
    ],
    verdicts: [
      atMost('alike among 100000 issues', median(times.many), 5, 'ms'),
      atMost('alike among 100000 issues, the compound not known', median(times.manyInGrid), 5, 'ms'),
    ],
  }
}

type Place = Pick<AlikeQuery, 'communityId' | 'gridId' | 'compoundId'>

/** The example community with its issues. */
class Street {
  readonly database: Database
  readonly #at: Place

  private constructor(database: Database, at: Place) {
    this.database = database
    this.#at = at
  }

  static async with(issues: number): Promise<Street> {
    const folder = await mkdtemp(join(runFolder(), 'alike-'))
    const database = await openDatabase({ url: `file:${join(folder, 'street.db')}` })
    const [file] = await readCommunityFile(exampleFile)
    if (!file) throw new Error('the example file holds no community')
    await database.transaction((tx) => loadCommunity(tx, file, { account: 'bench' as AccountId, now: NOW }))
    await fillWithIssues(database, issues)
    const grid = await database.client.grid.findFirstOrThrow()
    const compound = await database.client.compound.findFirstOrThrow()
    const at = { communityId: grid.communityId as CommunityId, gridId: grid.id as GridId, compoundId: compound.id }
    return new Street(database, at)
  }

  /** Resolves with the milliseconds of one look, in the transaction that a message is read in. */
  look(n: number, where: 'compound' | 'grid' = 'compound'): Promise<number> {
    const [words, category] = SAID[n % SAID.length] ?? ['', 'K99']
    const { compoundId, ...inGrid } = this.#at
    const query = { ...inGrid, ...(where === 'compound' ? { compoundId } : {}), words, category, now: NOW }
    return this.database.transaction(async (tx) => {
      const began = performance.now()
      await alikeTo(tx, query)
      return performance.now() - began
    })
  }
}
