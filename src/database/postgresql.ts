import type { Socket } from 'node:net'
import type { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { NotThereYet, OperatorError } from '../operator-error.ts'
import type { DatabaseOptions, Dialect } from './dialect.ts'
import { holdSeat } from './postgres-seat.ts'
import { strictTransactions } from './strict-transactions.ts'
import { quoted, tablesOf } from './tables.ts'
import { codeOf, isAway, isKnown, postgresTrouble } from './trouble.ts'
import type { PrismaClient } from './types.ts'

/** PostgreSQL takes 100 connections unless told otherwise: room for several processes. */
const connections = 10
/** Kept for reading, so that a read never waits for a transaction that itself waits. */
const connectionsForReading = 2
/**
 * A server that says nothing for so long while it is asked is lost, in milliseconds, though nobody has closed the connection:
 * a machine that vanished, a firewall that forgot. Longer than a transaction may take.
 */
const longestSilenceMs = 40_000
/** Any number will do that nobody else on this database uses; Prisma's own is 72707369. */
const migrationLock = 20_261_123
/** Another process may be changing large tables; one that takes longer than this, in milliseconds, is stuck. */
const longestMigrationMs = 5 * 60_000

/** A PostgreSQL, for as many processes as have a seat each. */
export function postgresql({ url, log, seatLost, seatPatienceMs, silenceMs }: DatabaseOptions): Dialect {
  const where = parsed(url)
  const name = decodeURIComponent(where.pathname.slice(1))
  const itsPlace = `PostgreSQL database ${name} at ${where.host}`
  const onLoss = (error: Error) => log?.warn({ err: error }, 'a connection to PostgreSQL was lost')
  const open = async (max: number) => {
    const { PrismaPg } = await import('@prisma/adapter-pg')
    // The system looks now and then whether the other side is still there: what waits for it, waits some minutes.
    const alive = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 }
    const config = { connectionString: url, max, connectionTimeoutMillis: 10_000, ...alive }
    return new PrismaPg(config, { onPoolError: onLoss, onConnectionError: onLoss })
  }
  // One connection: the lock that keeps two processes from migrating at a time belongs to a connection.
  const adapters: SqlMigrationAwareDriverAdapterFactory = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => takingWholeScripts(await (await open(1)).connect()),
    connectToShadowDb: async () => takingWholeScripts(await (await open(1)).connectToShadowDb()),
  }

  async function untilLocked(take: () => Promise<boolean>): Promise<void> {
    const until = performance.now() + longestMigrationMs
    for (let waits = false; !(await take()); waits = true) {
      if (!waits) log?.info({ place: itsPlace }, 'another process is changing the tables; waiting for it')
      if (performance.now() > until) {
        throw new NotThereYet(`${itsPlace} is being changed by another process for minutes; see what it does there`)
      }
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }

  return {
    name: 'postgresql',
    place: itsPlace,
    concurrency: connections - connectionsForReading,
    adapters,

    async occupy(place) {
      try {
        return await holdSeat({
          open: async () => await (await open(1)).connect(),
          place,
          where: itsPlace,
          patienceMs: seatPatienceMs,
          log,
          lost: seatLost,
        })
      } catch (error) {
        throw postgresTrouble(error, where, name)
      }
    },

    async prepare() {
      try {
        const adapter = await (await open(1)).connect()
        try {
          const { rows } = await adapter.underlyingDriver().query(HOW_IT_IS)
          expectWritable(rows[0], itsPlace)
          return adapter
        } catch (error) {
          await adapter.dispose()
          throw error
        }
      } catch (error) {
        throw postgresTrouble(error, where, name)
      }
    },

    async connect() {
      const { PrismaClient } = await import('./generated/postgresql/client.ts')
      const answering = endingSilent(await open(connections), silenceMs ?? longestSilenceMs)
      const client = new PrismaClient({ adapter: strictTransactions(answering), errorFormat: 'minimal' })
      await client.$connect()
      // See `Tx` in database.ts for why one type serves both.
      const same: unknown = client
      return same as PrismaClient
    },

    connectReading: () => adapters.connect(),

    trouble: (error) => postgresTrouble(error, where, name),

    async exclusively(work) {
      const adapter = await (await open(1)).connect()
      const connection = await adapter.underlyingDriver().connect()
      try {
        // The lock goes with its connection, also when the process dies.
        await untilLocked(async () => {
          const { rows } = await connection.query('SELECT pg_try_advisory_lock($1) AS taken', [migrationLock])
          return rows[0]?.taken === true
        })
        return await work()
      } finally {
        connection.release(true)
        await adapter.dispose()
      }
    },

    async scrub(what) {
      // Its log is the server's own business.
      if (what === 'log') return true
      const connection = await adapters.connect()
      try {
        for (const { name: table } of await tablesOf('postgresql', connection)) {
          await connection.executeScript(`VACUUM ${quoted(table)}`)
        }
        return true
      } finally {
        await connection.dispose()
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

/** Fails as the first report would. */
const HOW_IT_IS =
  "SELECT current_setting('server_encoding') AS encoding, current_setting('transaction_read_only') AS read_only"

function expectWritable(is: Readonly<Record<string, unknown>> | undefined, itsPlace: string): void {
  if (is?.['read_only'] === 'on') {
    throw new NotThereYet(`${itsPlace} only lets itself be read; is it a standby of another?`)
  }
  if (is?.['encoding'] !== 'UTF8') {
    throw new OperatorError(
      `${itsPlace} has the encoding ${String(is?.['encoding'])}, which cannot hold Chinese; make one with: createdb -E UTF8 -T template0`,
    )
  }
}

/** What is used of a connection of the driver: over TLS its stream is another than the one it began with. */
interface Wired {
  readonly connection: { readonly stream: Socket }
}

/**
 * Ends a connection on which nothing has moved for so long. Those that nobody uses are closed long before (after 10 s), so it
 * is one on which an answer is waited for: who waits hears that the server is away, and the next connection is a fresh one.
 */
function endingSilent(factory: PrismaPg, silenceMs: number): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const adapter = await factory.connect()
      adapter.underlyingDriver().on('connect', (client) => {
        const { stream } = (client as unknown as Wired).connection
        stream.setTimeout(silenceMs, () => stream.destroy())
      })
      return adapter
    },
    connectToShadowDb: () => factory.connectToShadowDb(),
  }
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
