import type { Dialect } from './dialect.ts'
import { quoted } from './tables.ts'
import type { Prisma } from './types.ts'

// Prisma's `createMany` compiles its statement anew for every other number of rows, some 40 µs for each value: most of what
// a rush cost. Many rows are changed by as many statements. Here the rows are one argument of a statement that stays the same,
// and the database takes them apart; what it keeps is what Prisma would have written.

type Tx = Prisma.TransactionClient
type Models = Prisma.TypeMap['model']
/** A table, by the name of its model. */
export type Model = keyof Models
type Scalars<M extends Model> = Models[M]['payload']['scalars']
type Input<M extends Model> = Extract<Models[M]['operations']['createMany']['args']['data'], readonly unknown[]>[number]
type Optional<T> = { [K in keyof T]: Partial<Pick<T, K>> extends Pick<T, K> ? K : never }[keyof T]

/** As it is read back; a Json column takes an object or a list. */
type Given<V> = Prisma.JsonValue extends V ? Prisma.InputJsonObject | Prisma.InputJsonArray | null : V
type Value<M extends Model, K> = K extends keyof Scalars<M> ? Given<Scalars<M>[K]> : never

/** A new row. What the table fills in by itself may be left out, but then of all rows. */
export type NewRow<M extends Model> = {
  readonly [K in Exclude<keyof Input<M>, Optional<Input<M>>>]: Value<M, K>
} & { readonly [K in Optional<Input<M>>]?: Value<M, K> }

/** The number of a row, and what it has from now on; of all rows the same columns. */
export type ChangedRow<M extends Model> = { readonly id: number } & {
  readonly [K in Exclude<keyof Input<M>, 'id'>]?: Value<M, K>
}

/** The columns that come back alike from both databases as they are: numbers and text. */
type Plain<M extends Model> = string &
  { [K in keyof Scalars<M>]: Scalars<M>[K] extends number | string ? K : never }[keyof Scalars<M>]

/** Adds rows to one table, as many as one likes, in this order; all have the same columns. */
export async function addRows<M extends Model>(tx: Tx, model: M, rows: readonly NewRow<M>[]): Promise<void> {
  if (rows.length === 0) return
  const { sql, page } = said(tx, 'insert', model, rows)
  await tx.$executeRawUnsafe(sql, page)
}

/** The same, and returns these columns of the new rows, in no promised order. */
export async function addRowsReturning<M extends Model, K extends Plain<M>>(
  tx: Tx,
  model: M,
  rows: readonly NewRow<M>[],
  columns: readonly K[],
): Promise<Pick<Scalars<M>, K>[]> {
  if (rows.length === 0) return []
  const { sql, page } = said(tx, 'insert', model, rows)
  return tx.$queryRawUnsafe(`${sql} RETURNING ${columns.map(quoted).join(', ')}`, page)
}

/** Changes rows of one table, each by itself. @throws where one of them is not there */
export async function changeRows<M extends Model>(tx: Tx, model: M, rows: readonly ChangedRow<M>[]): Promise<void> {
  if (rows.length === 0) return
  const { sql, page } = said(tx, 'update', model, rows)
  const changed = await tx.$executeRawUnsafe(sql, page)
  if (changed !== rows.length) throw new Error(`of ${rows.length} rows of ${model} to be changed ${changed} are there`)
}

const dialects = new WeakMap<Tx, Dialect['name']>()

/** Says which SQL is understood in a transaction that begins. */
export function speaks(tx: Tx, name: Dialect['name']): void {
  dialects.set(tx, name)
}

type Row = Readonly<Record<string, unknown>>

function said(
  tx: Tx,
  what: 'insert' | 'update',
  model: Model,
  rows: readonly Row[],
): { readonly sql: string; readonly page: string } {
  const name = dialects.get(tx)
  if (!name)
    throw new Error('many rows are written with the tx that a transaction was given, not with what is made of it')
  const columns = Object.keys(rows[0] ?? {})
  for (const row of rows) {
    if (Object.keys(row).length === columns.length && columns.every((column) => row[column] !== undefined)) continue
    throw new Error(`all rows of ${model} must have the same columns, and a value or null in each: ${columns}`)
  }
  const by = BY_PAGE[name]
  return { sql: by[what](quoted(model), columns), page: by.page(columns, rows) }
}

/** How each database takes a page of rows apart by itself. */
const BY_PAGE: Record<
  Dialect['name'],
  {
    readonly insert: (table: string, columns: readonly string[]) => string
    readonly update: (table: string, columns: readonly string[]) => string
    readonly page: (columns: readonly string[], rows: readonly Row[]) => string
  }
> = {
  sqlite: {
    insert: (table, columns) =>
      `INSERT INTO ${table} (${columns.map(quoted).join(', ')})
       SELECT ${columns.map((_, index) => `value ->> ${index}`).join(', ')} FROM json_each(?)`,
    update: (table, columns) =>
      `UPDATE ${table} SET ${without(
        'id',
        columns.map((column, index) => [column, `page.value ->> ${index}`]),
      )}
       FROM json_each(?) AS page WHERE ${table}."id" = page.value ->> ${columns.indexOf('id')}`,
    page: (columns, rows) => JSON.stringify(rows.map((row) => columns.map((column) => forSqlite(row[column])))),
  },
  postgresql: {
    insert: (table, columns) => {
      const names = columns.map(quoted).join(', ')
      return `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${table}, $1::json)`
    },
    update: (table, columns) =>
      `UPDATE ${table} SET ${without(
        'id',
        columns.map((column) => [column, `page.${quoted(column)}`]),
      )}
       FROM json_populate_recordset(NULL::${table}, $1::json) AS page WHERE ${table}."id" = page."id"`,
    page: (_, rows) =>
      JSON.stringify(rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, whole(v)])))),
  },
}

/** What is set, but not the key: of a row whose key is set SQLite looks through all that may point to it. */
function without(key: string, values: readonly (readonly [column: string, value: string])[]): string {
  const set = values.filter(([column]) => column !== key)
  return set.map(([column, value]) => `${quoted(column)} = ${value}`).join(', ')
}

/** As Prisma's adapter writes it: a time as text that ends in +00:00, by which times are compared; Json as its text. */
function forSqlite(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().replace('Z', '+00:00')
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : whole(value)
}

/** Half a character becomes the sign for an unreadable one: PostgreSQL would refuse the whole page for it. */
function whole(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\uFFFD') : value
}
