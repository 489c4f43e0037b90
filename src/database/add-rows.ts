import type { Dialect } from './dialect.ts'
import { quoted } from './tables.ts'
import type { Prisma } from './types.ts'

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

/** The columns that come back alike from both databases as they are: numbers and text. */
type Plain<M extends Model> = string &
  { [K in keyof Scalars<M>]: Scalars<M>[K] extends number | string ? K : never }[keyof Scalars<M>]

/**
 * Adds rows to one table, as many as one likes, in this order; all have the same columns. It writes what Prisma's
 * `createMany` writes. That compiles its statement anew for every other number of rows, some 40 µs for each value, which was
 * most of what a rush cost; here the rows are one argument of a statement that stays the same.
 */
export async function addRows<M extends Model>(tx: Tx, model: M, rows: readonly NewRow<M>[]): Promise<void> {
  if (rows.length === 0) return
  const { sql, page } = insertion(tx, model, rows)
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
  const { sql, page } = insertion(tx, model, rows)
  return tx.$queryRawUnsafe(`${sql} RETURNING ${columns.map(quoted).join(', ')}`, page)
}

const dialects = new WeakMap<Tx, Dialect['name']>()

/** Says which SQL is understood in a transaction that begins. */
export function speaks(tx: Tx, name: Dialect['name']): void {
  dialects.set(tx, name)
}

type Row = Readonly<Record<string, unknown>>

function insertion(tx: Tx, model: Model, rows: readonly Row[]): { readonly sql: string; readonly page: string } {
  const name = dialects.get(tx)
  if (!name) throw new Error('rows are added with the tx that a transaction was given, not with what is made of it')
  const columns = Object.keys(rows[0] ?? {})
  for (const row of rows) {
    if (Object.keys(row).length === columns.length && columns.every((column) => row[column] !== undefined)) continue
    throw new Error(`every new row of ${model} must have the same columns, and a value or null in each: ${columns}`)
  }
  const { sql, page } = INSERT[name]
  return { sql: sql(quoted(model), columns), page: page(columns, rows) }
}

/** How each database takes a page of rows apart by itself. */
const INSERT: Record<
  Dialect['name'],
  {
    readonly sql: (table: string, columns: readonly string[]) => string
    readonly page: (columns: readonly string[], rows: readonly Row[]) => string
  }
> = {
  sqlite: {
    sql: (table, columns) =>
      `INSERT INTO ${table} (${columns.map(quoted).join(', ')})
       SELECT ${columns.map((_, index) => `value ->> ${index}`).join(', ')} FROM json_each(?)`,
    page: (columns, rows) => JSON.stringify(rows.map((row) => columns.map((column) => forSqlite(row[column])))),
  },
  postgresql: {
    sql: (table, columns) => {
      const names = columns.map(quoted).join(', ')
      return `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${table}, $1::json)`
    },
    page: (_, rows) =>
      JSON.stringify(rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, whole(v)])))),
  },
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
