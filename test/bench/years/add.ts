import type { Tx } from '../../../src/database/database.ts'

/** Where the rows of years are added: who and what is in the town already. */
export interface Place {
  readonly communityId: number
  readonly account: string
  /** of the twelve grids, whose numbers follow each other, and of their groups */
  readonly firstGrid: number
  readonly firstGroup: number
  readonly chats: readonly string[]
  /** the property company */
  readonly unitId: number
  /** the last person there was; the residents of the years come after */
  readonly last: number
  /** 马先生, the worker of grid 3, 许主任 */
  readonly ma: number
  readonly worker: number
  readonly staff: number
}

export const RESIDENTS = 20_000
/** The newest of everything is of 3 June 2026, midnight. */
const UNTIL = '2026-06-02T16:00:00'
const DAY_S = 86_400

/** Adds rows to a table in a SQLite file; each column is SQL in which `i` is the number of the row, from 1. */
export async function add(
  tx: Tx,
  table: string,
  count: number,
  columns: Readonly<Record<string, string | number>>,
): Promise<void> {
  const names = Object.keys(columns).map((name) => `"${name}"`)
  await tx.$executeRawUnsafe(
    `INSERT INTO "${table}" (${names.join(', ')})
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
     SELECT ${Object.values(columns).join(', ')} FROM n`,
  )
}

/** A text as SQL. */
export const said = (text: string): string => `'${text}'`

/** Times, evenly over so many days, of the last row the newest. */
export const aged = (count: number, days = 365): string =>
  `strftime('%Y-%m-%dT%H:%M:%f+00:00', '${UNTIL}', '-' || ((${count} - i) * ${days * DAY_S} / ${count}) || ' seconds')`

/** One resident after the other, and once in 400 times 马先生. */
export const resident = ({ ma, last }: Place, step = 1): string =>
  `CASE WHEN i % 400 = 7 THEN ${ma} ELSE ${last} + 1 + (i * ${step}) % ${RESIDENTS} END`

/** The contact of that resident. */
export const contact = (step = 1): string =>
  `CASE WHEN i % 400 = 7 THEN 'ma' ELSE 'resident-' || (1 + (i * ${step}) % ${RESIDENTS}) END`

/** The groups of the grids in turn. */
export const group = ({ chats }: Place, nth = 'i'): string =>
  `(CASE ${nth} % ${chats.length} ${chats.map((chat, at) => `WHEN ${at} THEN '${chat}'`).join(' ')} END)`

/** The hash of a picture. */
export const picture = (nth = 'i'): string => `printf('%064d', ${nth})`
