import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { makeFolder } from '../make-folder.ts'
import { OperatorError } from '../operator-error.ts'
import type { DatabaseOptions, Dialect } from './dialect.ts'
import { keepStatements } from './kept-statements.ts'
import { holdSqliteFile } from './sqlite-lock.ts'
import { strictTransactions } from './strict-transactions.ts'
import { asking } from './tables.ts'
import { codeOf, isKnown, sqliteTrouble } from './trouble.ts'
import { twoConnections } from './two-connections.ts'

/** How long everything may stand still for a SQLite file that another program writes, in milliseconds. */
const longestStandstillMs = 50

/** A SQLite file, for one process; it is made when it is not there. */
export function sqlite({ url, busyTimeoutMs = 5_000, seatPatienceMs }: DatabaseOptions): Dialect {
  const path = pathOf(url)
  const place = `SQLite file ${path}`
  const factory = (pragmas: string, settings: { timeout: number; readonly?: boolean }) =>
    sqliteFactory(async () => {
      const { PrismaBetterSqlite3 } = await import('@prisma/adapter-better-sqlite3')
      return new PrismaBetterSqlite3({ url: path, ...settings })
    }, pragmas)
  // FULL: what was committed survives a power cut, not only a crash. WAL: reading does not wait for writing.
  // What is deleted is overwritten: people's talk that became nothing does not stay in the file.
  const pragmas =
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON'
  const adapters = factory(pragmas, { timeout: busyTimeoutMs })
  const reading = factory('', { timeout: busyTimeoutMs, readonly: true })
  async function makeItsFolder(): Promise<void> {
    const folder = dirname(path)
    // It holds what residents wrote, so it is its owner's alone.
    await makeFolder(folder, 0o700).catch((error: unknown) => {
      throw new OperatorError(
        `cannot make the folder ${folder} for the database (${codeOf(error)}); check DATABASE_URL`,
      )
    })
  }

  return {
    name: 'sqlite',
    place,
    concurrency: 1,
    adapters,

    async occupy() {
      await makeItsFolder()
      return await holdSqliteFile(path, seatPatienceMs)
    },

    async prepare() {
      await makeItsFolder()
      try {
        const adapter = await adapters.connect()
        try {
          // Fails like the first write would, and writes nothing.
          await adapter.executeScript('BEGIN IMMEDIATE; ROLLBACK')
          return adapter
        } catch (error) {
          await adapter.dispose()
          throw error
        }
      } catch (error) {
        throw sqliteTrouble(error, path)
      }
    },

    async connect() {
      const { PrismaClient } = await import('./generated/sqlite/client.ts')
      // The driver waits without letting anything else run, so it waits shortly; Database waits for as long as it takes.
      const writing = strictTransactions(factory(pragmas, { timeout: Math.min(busyTimeoutMs, longestStandstillMs) }))
      const client = new PrismaClient({ adapter: twoConnections(writing, reading), errorFormat: 'minimal' })
      await client.$connect()
      return client
    },

    connectReading: () => reading.connect(),

    trouble: (error) => sqliteTrouble(error, path),

    // One process has the file: see `occupy`.
    exclusively: (work) => work(),

    async scrub(what) {
      const connection = await factory(pragmas, { timeout: longestStandstillMs }).connect()
      try {
        // secure_delete overwrites what is deleted, but not the copies that are left where a page was put in order.
        if (what === 'all') await connection.executeScript('VACUUM')
        const { rows } = await connection.queryRaw(asking('PRAGMA wal_checkpoint(TRUNCATE)'))
        const [busy] = rows[0] ?? []
        return Number(busy) === 0
      } finally {
        await connection.dispose()
      }
    },

    passing(error) {
      const busy = /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error)) || (isKnown(error) && error.code === 'P1008')
      return busy ? 'locked' : undefined
    },
  }
}

/** `pragmas` are set on every connection. */
function sqliteFactory(
  open: () => Promise<SqlMigrationAwareDriverAdapterFactory>,
  pragmas: string,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: 'sqlite',
    adapterName: '@prisma/adapter-better-sqlite3',
    async connect() {
      const adapter = keepStatements(await (await open()).connect())
      try {
        await adapter.executeScript(pragmas)
      } catch (error) {
        await adapter.dispose()
        throw error
      }
      return adapter
    },
    connectToShadowDb: async () => (await open()).connectToShadowDb(),
  }
}

function pathOf(url: string): string {
  if (url.includes('?') || url.includes(':memory:') || url === 'file:') {
    throw new OperatorError(`DATABASE_URL ${url} must be file: and the path of a file, without settings after a ?`)
  }
  try {
    return url.startsWith('file://') ? fileURLToPath(url) : resolve(url.slice('file:'.length))
  } catch {
    throw new OperatorError(`DATABASE_URL ${url} is not a file on this machine; write file: and its path`)
  }
}
