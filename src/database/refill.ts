import type { SqlDriverAdapter, Transaction } from '@prisma/driver-adapter-utils'
import { OperatorError } from '../operator-error.ts'
import type { Dialect } from './dialect.ts'
import { appliedMigrations, migrate } from './migrate.ts'
import { storable, storableJson } from './storable.ts'
import { argument, asking, type Column, quoted, type Row, type Table, tablesOf } from './tables.ts'

/** Takes what a snapshot gave. */
export interface Filler {
  /** @throws OperatorError where the database has no such table or column, or does not take a value */
  insert(table: string, rows: readonly Row[]): Promise<void>
  /** Goes on numbering after these. */
  setLastIds(lastIds: Readonly<Record<string, number>>): Promise<void>
}

/**
 * Fills an empty database: makes its tables as they were after the migration `upTo`, and lets `work` put rows in, all in
 * one transaction. Whatever ends it early, the database has no row. The caller keeps others out meanwhile (`occupy`).
 *
 * @throws OperatorError when the database is not empty
 */
export async function refill(dialect: Dialect, upTo: string, work: (filler: Filler) => Promise<void>): Promise<void> {
  await expectEmpty(dialect, upTo)
  await migrate(dialect, { upTo })
  try {
    await fillTables(dialect, work)
  } catch (error) {
    throw dialect.trouble(error)
  }
}

async function fillTables(dialect: Dialect, work: (filler: Filler) => Promise<void>): Promise<void> {
  const connection = await dialect.adapters.connect()
  try {
    const tables = new Map((await tablesOf(dialect.name, connection)).map((table) => [table.name, table]))
    const transaction = await connection.startTransaction()
    let done = false
    try {
      await script(transaction, BEFORE[dialect.name])
      await work(fillerOf(dialect, transaction, tables))
      await script(transaction, AFTER[dialect.name])
      await transaction.executeRaw(asking('COMMIT'))
      done = true
      await transaction.commit()
    } finally {
      if (!done) {
        await transaction.executeRaw(asking('ROLLBACK')).catch(() => undefined)
        await transaction.rollback().catch(() => undefined)
      }
    }
  } finally {
    await connection.dispose()
  }
}

async function expectEmpty(dialect: Dialect, upTo: string): Promise<void> {
  const connection = await dialect.prepare()
  try {
    const tables = await tablesOf(dialect.name, connection)
    const { finished } = await appliedMigrations(connection)
    const foreign = finished.length === 0 ? tables[0] : await firstWithRows(connection, tables)
    const newer = finished.find((name) => name > upTo)
    if (!foreign && !newer) return
    const what = foreign ? `rows or tables (${foreign.name})` : `the tables of a newer version (${newer})`
    throw new OperatorError(`${dialect.place} already holds ${what}; a back-up is only restored into an empty database`)
  } finally {
    await connection.dispose()
  }
}

async function firstWithRows(connection: SqlDriverAdapter, tables: readonly Table[]): Promise<Table | undefined> {
  for (const table of tables) {
    const { rows } = await connection.queryRaw(asking(`SELECT 1 FROM ${quoted(table.name)} LIMIT 1`))
    if (rows.length > 0) return table
  }
  return undefined
}

/** Rows come table by table, whichever refers to which, so foreign keys are looked at in the end. */
const BEFORE: Record<Dialect['name'], readonly string[]> = {
  sqlite: ['PRAGMA defer_foreign_keys = ON'],
  postgresql: [foreignKeys('DEFERRABLE INITIALLY DEFERRED')],
}
const AFTER: Record<Dialect['name'], readonly string[]> = {
  sqlite: [],
  postgresql: ['SET CONSTRAINTS ALL IMMEDIATE', foreignKeys('NOT DEFERRABLE')],
}

function foreignKeys(when: string): string {
  return `DO $$
DECLARE key record;
BEGIN
  FOR key IN SELECT conrelid::regclass AS home, conname FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I ${when}', key.home, key.conname);
  END LOOP;
END $$`
}

async function script(transaction: Transaction, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await transaction.executeRaw(asking(statement))
}

function fillerOf(dialect: Dialect, transaction: Transaction, tables: ReadonlyMap<string, Table>): Filler {
  const { name, place } = dialect
  return {
    async insert(tableName, rows) {
      const [first] = rows
      if (!first) return
      const table = tables.get(tableName)
      const stray = Object.keys(first).find((column) => !table?.columns.some((known) => known.name === column))
      if (!table || stray !== undefined) {
        throw new OperatorError(`${place} has no place for ${tableName}${stray === undefined ? '' : `.${stray}`}`)
      }
      await transaction.executeRaw(asking(INSERT[name](table), [page(name, table, rows)]))
    },
    async setLastIds(lastIds) {
      for (const [table, last] of Object.entries(lastIds)) {
        if (!tables.has(table)) continue
        for (const sql of SET_LAST_ID[name](table, last)) await transaction.queryRaw(asking(sql))
      }
    },
  }
}

/** What SQLite took and PostgreSQL would refuse is left out, also inside Json. */
function page(name: Dialect['name'], { columns }: Table, rows: readonly Row[]): string {
  if (name === 'sqlite') return JSON.stringify(rows)
  const json = new Set(columns.filter(({ kind }) => kind === 'json').map((column) => column.name))
  return JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => {
          if (typeof value !== 'string') return [column, value]
          return [column, json.has(column) ? JSON.stringify(storableJson(JSON.parse(value))) : storable(value)]
        }),
      ),
    ),
  )
}

/** A page is one argument, taken apart by the database: as many rows as one likes, in one statement. */
const INSERT: Record<Dialect['name'], (table: Table) => string> = {
  sqlite: ({ name, columns }) => {
    const value = (column: Column) => {
      const member = `value ->> '$.${quoted(column.name)}'`
      // Written by Prisma as +00:00, and compared as text.
      return column.kind === 'time' ? `replace(${member}, 'Z', '+00:00')` : member
    }
    return `INSERT INTO ${quoted(name)} (${names(columns)})
      SELECT ${columns.map(value).join(', ')} FROM json_each(${argument('sqlite', 1)})`
  },
  postgresql: ({ name, columns }) => {
    const member = (column: Column) => `${quoted(column.name)} text`
    const value = (column: Column) => `given.${quoted(column.name)}::${column.type}`
    return `INSERT INTO ${quoted(name)} (${names(columns)})
      SELECT ${columns.map(value).join(', ')}
      FROM json_to_recordset(${argument('postgresql', 1)}::json) AS given(${columns.map(member).join(', ')})`
  },
}

function names(columns: readonly Column[]): string {
  return columns.map((column) => quoted(column.name)).join(', ')
}

const SET_LAST_ID: Record<Dialect['name'], (table: string, last: number) => readonly string[]> = {
  sqlite: (table, last) => [
    `DELETE FROM sqlite_sequence WHERE name = ${literal(table)}`,
    `INSERT INTO sqlite_sequence (name, seq) VALUES (${literal(table)}, ${Number(last)})`,
  ],
  postgresql: (table, last) => [
    `SELECT setval(pg_get_serial_sequence(${literal(quoted(table))}, 'id'), ${Number(last)})`,
  ],
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
