import type { Transaction } from '@prisma/driver-adapter-utils'
import { OperatorError } from '../operator-error.ts'
import type { Dialect } from './dialect.ts'
import { appliedMigrations } from './migrate.ts'
import { argument, asking, type Column, quoted, type Row, type Table, tablesOf, type Value } from './tables.ts'

/** All that is in a database at one moment. */
export interface Snapshot {
  readonly dialect: Dialect['name']
  /** tells this database from others: it was given when its first tables were made */
  readonly id: string
  /** what was done to the database so far, oldest first */
  readonly migrations: readonly string[]
  readonly tables: readonly Table[]
  /** the last id that each table gave out by itself: it can be higher than any that is left */
  readonly lastIds: Readonly<Record<string, number>>
  /** The rows in the order of the primary key, a page at a time. Columns come in the order of their names. */
  pages(table: Table): AsyncIterable<readonly Row[]>
}

/** Few enough that reading a page holds nobody up; the bot may be answering in this process. */
const ROWS_AT_A_TIME = 500

/**
 * Hands `work` a snapshot. It is read on a connection of its own, which changes nothing, and neither waits for writers nor
 * makes them wait.
 */
export async function takeSnapshot<T>(dialect: Dialect, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  try {
    return await snapshot(dialect, work)
  } catch (error) {
    throw dialect.trouble(error)
  }
}

async function snapshot<T>(dialect: Dialect, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const connection = await dialect.connectReading()
  try {
    const transaction = await connection.startTransaction(dialect.name === 'sqlite' ? undefined : 'REPEATABLE READ')
    try {
      return await work(await seen(dialect, transaction))
    } finally {
      // On a connection that was lost nothing can be rolled back; it has to be given back all the same.
      await transaction.executeRaw(asking('ROLLBACK')).catch(() => undefined)
      await transaction.rollback().catch(() => undefined)
    }
  } finally {
    await connection.dispose()
  }
}

async function seen(dialect: Dialect, transaction: Transaction): Promise<Snapshot> {
  const { name } = dialect
  const { id, finished, interrupted } = await appliedMigrations(transaction)
  if (finished.length === 0) throw new OperatorError(`${dialect.place} is not a database of gezhong`)
  if (interrupted) {
    throw new OperatorError(
      `${dialect.place}: the change ${interrupted} was interrupted; start gezhong once, so that it is made`,
    )
  }
  return {
    dialect: name,
    id,
    migrations: finished,
    tables: await tablesOf(name, transaction),
    lastIds: await lastIds(name, transaction),
    pages: (table) => pages(name, transaction, table),
  }
}

async function* pages(name: Dialect['name'], transaction: Transaction, table: Table): AsyncGenerator<readonly Row[]> {
  const columns = table.columns.map((column) => quoted(column.name)).join(', ')
  const key = table.key.map((column) => inOrder(name, column)).join(', ')
  const given = table.key.map((_, index) => argument(name, index + 1)).join(', ')
  let after: (string | number)[] | undefined
  for (;;) {
    const from = after ? `WHERE (${key}) > (${given})` : ''
    const sql = `SELECT ${columns} FROM ${quoted(table.name)} ${from} ORDER BY ${key} LIMIT ${ROWS_AT_A_TIME}`
    const { rows } = await transaction.queryRaw(asking(sql, after))
    const page = rows.map((values) =>
      Object.fromEntries(table.columns.map((column, index) => [column.name, written(column, values[index])])),
    )
    if (page.length > 0) yield page
    const last = page.at(-1)
    if (!last || page.length < ROWS_AT_A_TIME) return
    after = table.key.map((column) => keyValue(last[column.name]))
    // SQLite answers without letting go.
    await new Promise(setImmediate)
  }
}

/** Text is ordered by its bytes, as SQLite does, not by a language; an enum as the text that it is elsewhere. */
function inOrder(name: Dialect['name'], { name: column, kind }: Column): string {
  return name === 'postgresql' && kind === 'text' ? `${quoted(column)}::text COLLATE "C"` : quoted(column)
}

function keyValue(value: Value | undefined): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value
  throw new Error('a primary key is neither text nor a number')
}

/** The same value is written in the same way, whichever database it comes from. */
function written({ name, kind }: Column, value: unknown): Value {
  if (value === null || value === undefined) return null
  switch (kind) {
    case 'boolean':
      return value === true || value === 1
    case 'time':
      return new Date(String(value)).toISOString()
    case 'json':
      return JSON.stringify(inOneOrder(typeof value === 'string' ? JSON.parse(value) : value))
    default:
      if (typeof value === 'string' || typeof value === 'number') return value
      throw new Error(`the column ${name} holds something that cannot be written down`)
  }
}

/** PostgreSQL keeps the members of a Json object in an order of its own. */
function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneOrder)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([name, member]) => [name, inOneOrder(member)]))
}

const LAST_IDS: Record<Dialect['name'], string> = {
  sqlite: 'SELECT name, seq FROM sqlite_sequence WHERE seq > 0 ORDER BY name',
  // By what the sequence belongs to: pg_get_serial_sequence fails on a table without an id, and the planner may well ask
  // it about one before the other conditions have left that table out.
  postgresql: `
    SELECT t.relname::text, s.last_value FROM pg_class q
      JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = q.oid
        AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
      JOIN pg_class t ON t.oid = d.refobjid
      JOIN pg_sequences s ON s.schemaname = 'public' AND s.sequencename = q.relname
    WHERE q.relkind = 'S' AND q.relnamespace = 'public'::regnamespace AND s.last_value IS NOT NULL
    ORDER BY t.relname::text COLLATE "C"`,
}

async function lastIds(name: Dialect['name'], transaction: Transaction): Promise<Record<string, number>> {
  const { rows } = await transaction.queryRaw(asking(LAST_IDS[name]))
  return Object.fromEntries(rows.map(([table, last]) => [String(table), Number(last)]))
}
