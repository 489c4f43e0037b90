import type { Database } from '../../src/database/database.ts'
import { sealedColumns } from '../../src/sealed-columns.ts'
import { sealedHead } from '../../src/sealing/sealed-text.ts'
import type { Sealer } from '../../src/sealing/sealer.ts'

/** What tells the right key is looked after by itself. */
const BY_ITSELF = 'KeyCheck.sealed'

/**
 * What would be lost when the key changes: columns in which something is sealed although they are not entered in
 * `src/sealed-columns.ts`, and values that are entered with another context than they were sealed for.
 */
export async function notLookedAfter(database: Database, sealer: Pick<Sealer, 'open'>): Promise<string[]> {
  const entered = new Set([BY_ITSELF, ...sealedColumns.map(({ table, column }) => `${table}.${column}`)])
  const strays = (await columnsWithSealed(database)).filter((column) => !entered.has(column))
  const astray: string[] = []
  for (const { table, column, read } of sealedColumns) {
    for (const { id, sealed, context } of await read(database.client, { startsWith: sealedHead() }, 0, 10_000)) {
      try {
        sealer.open(sealed, context)
      } catch {
        astray.push(`${table}.${column} of row ${id}: ${context}`)
      }
    }
  }
  return [...strays, ...astray]
}

/** The columns in which anything looks sealed, as a whole or inside Json. */
function columnsWithSealed(database: Database): Promise<string[]> {
  return database.snapshot(async (snapshot) => {
    const found = new Set<string>()
    for (const table of snapshot.tables) {
      for await (const page of snapshot.pages(table)) {
        for (const [column, value] of page.flatMap((row) => Object.entries(row))) {
          if (typeof value === 'string' && value.includes(sealedHead())) found.add(`${table.name}.${column}`)
        }
      }
    }
    return [...found]
  })
}
