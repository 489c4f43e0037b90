import type { Database, Db } from '../database/database.ts'
import type { SealedColumn, SealedValue } from './columns.ts'
import { keyIdOf, sealedHead } from './sealed-text.ts'
import { type Sealer, Unsealable } from './sealer.ts'

/** Values that are sealed anew in one transaction: few enough that nothing waits for it. */
const BATCH = 200

/** What became of the values that were not sealed with the current key. */
export interface Resealed {
  readonly count: number
  /** the ids of the keys that are lacking: what is sealed with them stays as it is; in their order */
  readonly lacking: readonly string[]
  /** how many values no key opens, because they were changed */
  readonly damaged: number
}

/** What sealing anew needs. */
export interface Resealing {
  readonly database: Pick<Database, 'client' | 'transaction'>
  readonly columns: readonly SealedColumn[]
  readonly sealer: Sealer
  /** the id of the current key */
  readonly keyId: string
}

/**
 * Seals everything with the current key that is sealed with an older one, a batch at a time. Where it ends in between, the
 * next start goes on: until then each value is sealed with one of the two. Several processes may do it at once.
 */
export async function reseal({ database, columns, sealer, keyId }: Resealing): Promise<Resealed> {
  const lacking = new Set<string>()
  let count = 0
  let damaged = 0
  for (const column of columns) {
    const older = { startsWith: sealedHead(), not: { startsWith: sealedHead(keyId) } }
    for await (const values of batches(database.client, column, older)) {
      const opened: (readonly [SealedValue, string])[] = []
      for (const value of values) {
        try {
          opened.push([value, sealer.seal(sealer.open(value.sealed, value.context), value.context)])
        } catch (error) {
          if (!(error instanceof Unsealable)) throw error
          if (error.lacks === undefined) damaged += 1
          else lacking.add(error.lacks)
        }
      }
      if (opened.length === 0) continue
      await database.transaction(async (tx) => {
        for (const [value, anew] of opened) await column.replace(tx, value, anew)
      })
      count += opened.length
    }
  }
  return { count, lacking: [...lacking].sort(), damaged }
}

/** Everything that is sealed with one key and stays without it is let go of, for good. Resolves with how much that was. */
export async function discardSealed(
  { database, columns }: Pick<Resealing, 'database' | 'columns'>,
  keyId: string,
): Promise<number> {
  let count = 0
  for (const column of columns) {
    for await (const values of batches(database.client, column, { startsWith: sealedHead(keyId) })) {
      await database.transaction(async (tx) => {
        for (const value of values) await column.discard(tx, value)
      })
      count += values.length
    }
  }
  return count
}

/** The ids of the keys with which anything is sealed, in their order. */
export async function keysInUse(db: Db, columns: readonly SealedColumn[]): Promise<readonly string[]> {
  const ids = new Set<string>()
  for (const column of columns) {
    for await (const values of batches(db, column, { startsWith: sealedHead() })) {
      for (const id of values.flatMap(({ sealed }) => keyIdOf(sealed) ?? [])) ids.add(id)
    }
  }
  return [...ids].sort()
}

async function* batches(db: Db, column: SealedColumn, filter: Parameters<SealedColumn['read']>[1]) {
  let after = 0
  for (;;) {
    const values = await column.read(db, filter, after, BATCH)
    if (values.length > 0) yield values
    after = values.at(-1)?.id ?? after
    if (values.length < BATCH) return
  }
}
