import type { PrismaClient } from './types.ts'

const reading = /^(find|count|aggregate|groupBy|\$queryRaw)/

/**
 * The client, refusing whatever writes. On SQLite a stray write would fail anyway (the connection is read-only), on
 * PostgreSQL it would commit by itself, apart from the change it belongs to; this makes it one clear error on both.
 */
export function readOnly(client: PrismaClient): PrismaClient {
  const guarded: unknown = client.$extends({
    query: {
      $allOperations({ model, operation, args, query }) {
        if (!reading.test(operation)) {
          throw new Error(`${model ?? 'database'}.${operation} outside a transaction; write in database.transaction(…)`)
        }
        return query(args)
      },
    },
  })
  // An extended client lacks only $on, which nobody calls.
  return guarded as PrismaClient
}
