import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type Database, openDatabase, type Tx } from '../../src/database/database.ts'
import { runFolder } from '../run-folder.ts'
import { rolledBack } from './rolled-back.ts'
import { makeWorld, type World } from './world.ts'

/** One SQLite file with a world in it for the whole test file; each `inWorld` leaves it as it was. */
export function fastDatabase() {
  let folder: string
  let database: Database
  let world: World

  beforeAll(async () => {
    folder = await mkdtemp(join(runFolder(), 'issues-'))
    database = await openDatabase({ url: `file:${join(folder, 'issues.db')}` })
    world = await database.transaction((tx) => makeWorld(tx))
  })
  afterAll(async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  return {
    inWorld: (test: (tx: Tx, world: World) => Promise<void>) => rolledBack(database, (tx) => test(tx, world)),
    database: () => database,
    world: () => world,
  }
}
