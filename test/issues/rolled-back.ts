import type { Database, Tx } from '../../src/database/database.ts'

class RolledBack extends Error {}

/** Runs a test in a transaction and leaves no trace of it: fast, and each starts from the same rows. */
export async function rolledBack(database: Database, test: (tx: Tx) => Promise<void>): Promise<void> {
  const run = database.transaction(async (tx) => {
    await test(tx)
    throw new RolledBack()
  })
  await run.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error
  })
}
