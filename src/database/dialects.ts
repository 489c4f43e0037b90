import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { Logger } from 'pino'
import { makeFolder } from '../make-folder.ts'
import { OperatorError } from '../operator-error.ts'
import { holdSeat, type Place } from './postgres-seat.ts'
import { holdSqliteFile } from './sqlite-lock.ts'
import { strictTransactions } from './strict-transactions.ts'
import { codeOf, isAway, postgresTrouble, sqliteTrouble } from './trouble.ts'
import { Prisma, type PrismaClient } from './types.ts'

export interface DatabaseOptions {
  /** `file:…` (relative to the working directory) or `postgresql://…` */
  readonly url: string
  readonly log?: Pick<Logger, 'debug' | 'info' | 'warn'> | undefined
  /** how long to wait for a SQLite file that another program is writing; 5 seconds unless said otherwise */
  readonly busyTimeoutMs?: number | undefined
}

/** All in which SQLite and PostgreSQL differ. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql'
  /** for messages: which database it is, without its password */
  readonly place: string
  /** how many transactions may be open at a time */
  readonly concurrency: number
  /** a connection with the rights to change tables, for migrations */
  readonly adapters: SqlMigrationAwareDriverAdapterFactory
  /**
   * Keeps other processes from what this one is about to do, until what it returns is called or the process dies.
   * Whoever asks for `everything` is alone with the database; a seat is somebody's own beside other seats, except in a
   * SQLite file, which has room for one process. OperatorError where another process is in the way.
   */
  occupy(place: Place): Promise<() => Promise<void>>
  /** Makes what has to be there, and sees that the database can be reached and written; OperatorError where not. */
  prepare(): Promise<void>
  connect(): Promise<Clients>
  /** one connection that changes nothing and makes nothing */
  connectReading(): Promise<SqlDriverAdapter>
  /** Runs `work` while no other process runs such work on this database. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  /** The error as an OperatorError where the person who runs the program can mend its cause. */
  trouble(error: unknown): unknown
  /** What a transaction failed of, where trying it again makes sense. */
  passing(error: unknown): Passing | undefined
}

/**
 * `conflict`: another transaction got there first. `locked`: another program writes the file. `away`: the server is not
 * there, or was lost in the middle.
 */
export type Passing = 'conflict' | 'locked' | 'away'

export interface Clients {
  /** for transactions */
  readonly writer: PrismaClient
  /** never sees what a transaction has not committed yet */
  readonly reader: PrismaClient
  readonly disconnect: () => Promise<void>
}

export function dialectOf(options: DatabaseOptions): Dialect {
  if (options.url.startsWith('file:')) return sqlite(options)
  if (/^postgres(ql)?:\/\//.test(options.url)) return postgresql(options)
  throw new OperatorError(
    'DATABASE_URL must begin with file: (SQLite) or postgresql:// (PostgreSQL); see the settings in the README',
  )
}

// ── SQLite ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** How long everything may stand still for a SQLite file that another program writes, in milliseconds. */
const longestStandstillMs = 50

function sqlite({ url, busyTimeoutMs = 5_000 }: DatabaseOptions): Dialect {
  const path = pathOf(url)
  const place = `SQLite file ${path}`
  const factory = (pragmas: string, settings: { timeout: number; readonly?: boolean }) =>
    sqliteFactory(async () => {
      const { PrismaBetterSqlite3 } = await import('@prisma/adapter-better-sqlite3')
      return new PrismaBetterSqlite3({ url: path, ...settings })
    }, pragmas)
  // FULL: what was committed survives a power cut, not only a crash. WAL: reading does not wait for writing.
  const pragmas = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON'
  const adapters = factory(pragmas, { timeout: busyTimeoutMs })
  const reading = factory('', { timeout: busyTimeoutMs, readonly: true })
  async function makeItsFolder(): Promise<void> {
    const folder = dirname(path)
    await makeFolder(folder).catch((error: unknown) => {
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
      return await holdSqliteFile(path)
    },

    async prepare() {
      await makeItsFolder()
      try {
        const adapter = await adapters.connect()
        try {
          // Fails like the first write would, and writes nothing.
          await adapter.executeScript('BEGIN IMMEDIATE; ROLLBACK')
        } finally {
          await adapter.dispose()
        }
      } catch (error) {
        throw sqliteTrouble(error, path)
      }
    },

    async connect() {
      const { PrismaClient } = await import('./generated/sqlite/client.ts')
      // The driver waits without letting anything else run, so it waits shortly; Database waits for as long as it takes.
      const writing = strictTransactions(factory(pragmas, { timeout: Math.min(busyTimeoutMs, longestStandstillMs) }))
      const writer = new PrismaClient({ adapter: writing, errorFormat: 'minimal' })
      // Prisma gives a client one SQLite connection, on which a read would see the open transaction of somebody else.
      const reader = new PrismaClient({ adapter: reading, errorFormat: 'minimal' })
      // The writer comes first and goes last: it mends what a crash left in the -wal file, and empties it in the end.
      await writer.$connect()
      await reader.$connect()
      const disconnect = async () => {
        await reader.$disconnect()
        await writer.$disconnect()
      }
      return { writer, reader, disconnect }
    },

    connectReading: () => reading.connect(),

    trouble: (error) => sqliteTrouble(error, path),

    // One process has the file: see `occupy`.
    exclusively: (work) => work(),

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
      const adapter = await (await open()).connect()
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

// ── PostgreSQL ───────────────────────────────────────────────────────────────────────────────────────────────────

/** PostgreSQL takes 100 connections unless told otherwise: room for several processes. */
const connections = 10
/** Kept for reading, so that a read never waits for a transaction that itself waits. */
const connectionsForReading = 2
/** Any number will do that nobody else on this database uses; Prisma's own is 72707369. */
const migrationLock = 20_261_123

function postgresql({ url, log }: DatabaseOptions): Dialect {
  const where = parsed(url)
  const name = decodeURIComponent(where.pathname.slice(1))
  const itsPlace = `PostgreSQL database ${name} at ${where.host}`
  const onLoss = (error: Error) => log?.warn({ err: error }, 'a connection to PostgreSQL was lost')
  const open = async (max: number) => {
    const { PrismaPg } = await import('@prisma/adapter-pg')
    const config = { connectionString: url, max, connectionTimeoutMillis: 10_000 }
    return new PrismaPg(config, { onPoolError: onLoss, onConnectionError: onLoss })
  }
  // One connection: the lock that keeps two processes from migrating at a time belongs to a connection.
  const adapters: SqlMigrationAwareDriverAdapterFactory = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => takingWholeScripts(await (await open(1)).connect()),
    connectToShadowDb: async () => takingWholeScripts(await (await open(1)).connectToShadowDb()),
  }

  return {
    name: 'postgresql',
    place: itsPlace,
    concurrency: connections - connectionsForReading,
    adapters,

    async occupy(place) {
      try {
        return await holdSeat({ open: async () => await (await open(1)).connect(), place, where: itsPlace, log })
      } catch (error) {
        throw postgresTrouble(error, where, name)
      }
    },

    async prepare() {
      try {
        const adapter = await (await open(1)).connect()
        try {
          const connection = await adapter.underlyingDriver().connect()
          connection.release()
        } finally {
          await adapter.dispose()
        }
      } catch (error) {
        throw postgresTrouble(error, where, name)
      }
    },

    async connect() {
      const { PrismaClient } = await import('./generated/postgresql/client.ts')
      const client = new PrismaClient({ adapter: strictTransactions(await open(connections)), errorFormat: 'minimal' })
      await client.$connect()
      // See `Tx` in database.ts for why one type serves both.
      const same: unknown = client
      const writer = same as PrismaClient
      return { writer, reader: writer, disconnect: () => client.$disconnect() }
    },

    connectReading: () => adapters.connect(),

    trouble: (error) => postgresTrouble(error, where, name),

    async exclusively(work) {
      const adapter = await (await open(1)).connect()
      const connection = await adapter.underlyingDriver().connect()
      try {
        // The lock goes with its connection, also when the process dies.
        await connection.query('SELECT pg_advisory_lock($1)', [migrationLock])
        return await work()
      } finally {
        connection.release(true)
        await adapter.dispose()
      }
    },

    passing(error) {
      if (['40001', '40P01'].includes(codeOf(error)) || (isKnown(error) && error.code === 'P2034')) return 'conflict'
      return isAway(error) ? 'away' : undefined
    },
  }
}

/**
 * The adapter cuts a script at every semicolon, also one inside a text or a comment, and runs the pieces one by one.
 * PostgreSQL itself takes the whole, and as one transaction: a migration that fails half-way leaves nothing.
 */
function takingWholeScripts(adapter: Awaited<ReturnType<PrismaPg['connect']>>): SqlDriverAdapter {
  const pool = adapter.underlyingDriver()
  adapter.executeScript = async (script) => {
    await pool.query(script)
  }
  return adapter
}

function parsed(url: string): URL {
  // A # in a password begins a part of the address that is not sent; a % that is meant as such cannot be decoded.
  if (!URL.canParse(url) || url.includes('#') || /%(?![\da-f]{2})/i.test(url)) {
    throw new OperatorError(
      'DATABASE_URL is not a valid address; write postgresql://user:password@host:5432/database, with %XX for special characters in the password',
    )
  }
  const where = new URL(url)
  if (where.pathname.length < 2) {
    throw new OperatorError('DATABASE_URL names no database; write it after the host: …/gezhong')
  }
  const schema = where.searchParams.get('schema')
  if (schema !== null && schema !== 'public') {
    throw new OperatorError(
      `DATABASE_URL asks for the schema ${schema}; only public is used, so give gezhong its own database`,
    )
  }
  return where
}

// ── Both ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function isKnown(error: unknown): error is Prisma.PrismaClientKnownRequestError {
  return error instanceof Prisma.PrismaClientKnownRequestError
}
