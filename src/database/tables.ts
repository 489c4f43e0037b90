import type { SqlDriverAdapter, SqlQuery } from '@prisma/driver-adapter-utils'
import type { Dialect } from './dialect.ts'

/** What both databases can say of a column, whatever they call its type. */
export type Kind = 'text' | 'number' | 'boolean' | 'time' | 'json'

export interface Column {
  readonly name: string
  readonly kind: Kind
  /** as this database writes it */
  readonly type: string
}

export interface Table {
  readonly name: string
  /** in the order of their names, which is the same in both databases */
  readonly columns: readonly Column[]
  /** the columns of the primary key */
  readonly key: readonly Column[]
}

/** A value as it is written down for either database: a time as ISO 8601 in UTC, Json as its text. */
export type Value = string | number | boolean | null
export type Row = Readonly<Record<string, Value>>

type Name = Dialect['name']
type Queryable = Pick<SqlDriverAdapter, 'queryRaw'>

/** Prisma's table of what was done to the others; it belongs to a database, not to what is in it. */
export const LEDGER = '_prisma_migrations'

const CATALOGUE: Record<Name, string> = {
  sqlite: `
    SELECT t.name, c.name, c.type, c.pk FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND t.name <> '${LEDGER}'
    ORDER BY t.name, c.name`,
  postgresql: `
    SELECT t.relname::text, c.attname::text, format_type(c.atttypid, c.atttypmod),
      coalesce(array_position(k.indkey::int2[], c.attnum) + 1, 0)
    FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
      LEFT JOIN pg_index k ON k.indrelid = t.oid AND k.indisprimary
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND t.relname <> '${LEDGER}'
    ORDER BY t.relname::text COLLATE "C", c.attname::text COLLATE "C"`,
}

/** Every table but Prisma's ledger, in the order of their names. */
export async function tablesOf(name: Name, connection: Queryable): Promise<readonly Table[]> {
  const tables = new Map<string, { column: Column; key: number }[]>()
  for (const [table, column, type, key] of (await connection.queryRaw(asking(CATALOGUE[name]))).rows) {
    const columns = tables.get(String(table)) ?? []
    tables.set(String(table), columns)
    columns.push({
      column: { name: String(column), kind: kindOf(String(type)), type: String(type) },
      key: Number(key),
    })
  }
  return [...tables].map(([name, columns]) => ({
    name,
    columns: columns.map(({ column }) => column),
    key: columns
      .filter(({ key }) => key > 0)
      .sort((a, b) => a.key - b.key)
      .map(({ column }) => column),
  }))
}

function kindOf(type: string): Kind {
  const bare = type.toLowerCase().replace(/\(.*\)/, '')
  if (/^(integer|bigint|smallint|real|double precision|float|double)$/.test(bare)) return 'number'
  if (bare === 'boolean') return 'boolean'
  if (/^(datetime|timestamp)/.test(bare)) return 'time'
  if (/^jsonb?$/.test(bare)) return 'json'
  // Everything else is written as text in both, enums as well. Bytes would be the exception: no model has any.
  if (/^(blob|bytea|numeric|decimal)$/.test(bare)) throw new Error(`a column of type ${type} cannot be written down`)
  return 'text'
}

/** A query with plain arguments: text and numbers. */
export function asking(sql: string, args: readonly (string | number)[] = []): SqlQuery {
  return {
    sql,
    args: [...args],
    argTypes: args.map((arg) => ({ scalarType: typeof arg === 'number' ? 'int' : 'string', arity: 'scalar' })),
  }
}

/** The name as it is written in SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** The nth argument of a query, from 1. */
export function argument(name: Name, nth: number): string {
  return name === 'sqlite' ? '?' : `$${nth}`
}
