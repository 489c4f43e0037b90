import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { vi } from 'vitest'
import type { Database } from '../../src/database/database.ts'

/** As much of better-sqlite3 as Prisma's adapter uses. */
interface Statement {
  run(parameters?: readonly unknown[]): unknown
  all(parameters?: readonly unknown[]): unknown
}
interface Driver {
  prepare(sql: string): Statement
}

export interface Said {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** Notes what is said to SQLite files that are opened from now on, every statement once, as it was said first; until mocks are restored. */
export function noteStatements(): Map<string, Said> {
  const noted = new Map<string, Said>()
  const connect = PrismaBetterSqlite3.prototype.connect
  vi.spyOn(PrismaBetterSqlite3.prototype, 'connect').mockImplementation(async function (this: PrismaBetterSqlite3) {
    const adapter = await connect.call(this)
    const { client } = adapter as unknown as { readonly client: Driver }
    const prepare = client.prepare.bind(client)
    client.prepare = (sql) => {
      const statement = prepare(sql)
      for (const what of ['run', 'all'] as const) {
        const say = statement[what].bind(statement)
        statement[what] = (parameters = []) => {
          if (!noted.has(sql)) noted.set(sql, { sql, parameters })
          return say(parameters)
        }
      }
      return statement
    }
    return adapter
  })
  return noted
}

/** How SQLite goes about a statement, a step a line. It is the same whatever rows there are: nobody measures them (ANALYZE). */
export async function planOf({ client }: Pick<Database, 'client'>, { sql, parameters }: Said): Promise<string[]> {
  const steps = await client.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, ...parameters)
  return steps.map(({ detail }) => detail)
}
