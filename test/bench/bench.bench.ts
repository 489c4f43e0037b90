import { it } from 'vitest'
import { alikeAmongMany } from './alike.ts'
import { echoes } from './echo.ts'
import { noticeToMany } from './notice.ts'
import { reportsAmongMany, reportsOnPostgres, reportsOnSqlite } from './report-and-floor.ts'
import { rushes } from './rush.ts'
import { starts } from './start.ts'
import { steady } from './steady.ts'
import { type Findings, print } from './table.ts'
import { years } from './years.ts'

/** What is measured, by the letters in the issue that asked for it. */
const MEASURES: readonly (readonly [letters: string, measure: () => Promise<Findings>])[] = [
  ['ab', echoes],
  ['cd', reportsOnSqlite],
  ['e', reportsAmongMany],
  ['f', reportsOnPostgres],
  ['g', steady],
  ['h', noticeToMany],
  ['i', starts],
  ['j', alikeAmongMany],
  ['k', rushes],
  ['l', years],
]

/** Figures of the way of a message, each beside its floor or its aim. It prints and never fails on time. */
it('measures', async () => {
  const wanted = process.env['BENCH'] ?? ''
  const found: Findings[] = []
  for (const [letters, measure] of MEASURES) {
    if (wanted === '' || [...letters].some((letter) => wanted.includes(letter))) found.push(await measure())
  }
  print({ rows: found.flatMap(({ rows }) => rows), verdicts: found.flatMap(({ verdicts }) => verdicts) })
})
