import { createHash } from 'node:crypto'
import { isDriverAdapterError, type SqlQueryable } from '@prisma/driver-adapter-utils'
import type { Logger } from 'pino'
import { NotThereYet, OperatorError } from '../operator-error.ts'
import type { Dialect } from './dialect.ts'
import { applyUpTo, migrationsOf } from './migrations.ts'
import type { Migration } from './schema-engine.ts'
import { argument, asking, LEDGER } from './tables.ts'

export interface MigrateOptions {
  readonly log?: Pick<Logger, 'info' | 'warn'> | undefined
  /** the name of the last one to apply; all of them unless said otherwise */
  readonly upTo?: string | undefined
}

/**
 * Makes the database where it is not there, and brings it up to date with prisma/migrations, by Prisma's own bookkeeping. An
 * OperatorError says what to do where that cannot be done. When there is nothing to do this is one question to the database.
 */
export async function migrate(dialect: Dialect, { log, upTo }: MigrateOptions = {}): Promise<void> {
  const all = await migrationsOf(dialect.name)
  const migrations = upTo === undefined ? all : all.filter(({ name }) => name <= upTo)
  const connection = await dialect.prepare()
  try {
    if (standing(migrations, await entries(connection)).upToDate) return
  } catch (error) {
    throw dialect.trouble(error)
  } finally {
    await connection.dispose()
  }
  // Another process may be at it this moment: only who holds the lock can tell a half-done migration from one under way.
  await dialect.exclusively(async () => {
    const { upToDate, interrupted, unknown, changed } = standing(migrations, await history(dialect))
    if (unknown) {
      throw new OperatorError(
        `${dialect.place} was used by a newer gezhong (${unknown}); start that version, or put back a back-up from before it`,
      )
    }
    if (changed) {
      throw new OperatorError(
        `${dialect.place}: the change ${changed} was made in another wording than this gezhong has; start the version that made it, or put back a back-up from before it`,
      )
    }
    if (upToDate) return
    if (interrupted) {
      // Each is made whole or not at all, so what was cut off has left nothing but its entry.
      await strike(dialect, interrupted)
      log?.warn({ change: interrupted }, 'a change of the database was interrupted; it is made again')
    }
    try {
      const applied = await applyUpTo(dialect, upTo)
      log?.info({ applied }, 'the database was brought up to date')
    } catch (error) {
      throw trouble(error, dialect)
    }
  })
}

interface Entry {
  readonly id: string
  readonly name: string
  readonly checksum: string
  readonly finished: boolean
}

/** What Prisma's table says was done, oldest first; what was rolled back counts for nothing. */
async function entries(connection: Pick<SqlQueryable, 'queryRaw'>): Promise<readonly Entry[]> {
  const sql = `SELECT id, migration_name, checksum, finished_at IS NOT NULL FROM ${LEDGER}
    WHERE rolled_back_at IS NULL ORDER BY migration_name`
  try {
    const { rows } = await connection.queryRaw(asking(sql))
    return rows.map(([id, name, checksum, finished]) => ({
      id: String(id),
      name: String(name),
      checksum: String(checksum),
      finished: finished === true || finished === 1,
    }))
  } catch (error) {
    if (isDriverAdapterError(error) && error.cause.kind === 'TableDoesNotExist') return []
    throw error
  }
}

async function history(dialect: Dialect): Promise<readonly Entry[]> {
  const adapter = await dialect.adapters.connect()
  try {
    return await entries(adapter)
  } finally {
    await adapter.dispose()
  }
}

/**
 * What was done to a database so far, oldest first, and what was begun and not finished. `id` is that of the first entry,
 * which no other database has; empty when nothing was done yet.
 */
export async function appliedMigrations(
  connection: Pick<SqlQueryable, 'queryRaw'>,
): Promise<{ id: string; finished: readonly string[]; interrupted: string | undefined }> {
  const all = await entries(connection)
  return {
    id: all[0]?.id ?? '',
    finished: all.filter(({ finished }) => finished).map(({ name }) => name),
    interrupted: all.find(({ finished }) => !finished)?.name,
  }
}

function standing(migrations: readonly Migration[], entries: readonly Entry[]) {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  const done = new Set(entries.filter(({ finished }) => finished).map(({ name }) => name))
  const interrupted = entries.find(({ finished }) => !finished)?.name
  const unknown = entries.find(({ name }) => !known.has(name))?.name
  const changed = entries.find(({ name, checksum, finished }) => {
    const migration = known.get(name)
    return finished && migration && !isOf(checksum, migration.sql)
  })?.name
  const upToDate = !interrupted && !unknown && !changed && migrations.every(({ name }) => done.has(name))
  return { upToDate, interrupted, unknown, changed }
}

/** Prisma's checksum is the SHA-256 of the file. Git may have changed how its lines end. */
function isOf(checksum: string, sql: string): boolean {
  const has = (text: string) => createHash('sha256').update(text).digest('hex') === checksum
  if (has(sql)) return true
  const unix = sql.replaceAll('\r\n', '\n')
  return has(unix) || has(unix.replaceAll('\n', '\r\n'))
}

/** Notes that a migration was rolled back, so that the engine applies it again. */
async function strike(dialect: Dialect, name: string): Promise<void> {
  const adapter = await dialect.adapters.connect()
  try {
    const sql = `UPDATE ${LEDGER} SET rolled_back_at = started_at
      WHERE migration_name = ${argument(dialect.name, 1)} AND finished_at IS NULL AND rolled_back_at IS NULL`
    await adapter.executeRaw(asking(sql, [name]))
  } finally {
    await adapter.dispose()
  }
}

function trouble(error: unknown, { place, trouble }: Dialect): unknown {
  const known = trouble(error)
  if (known instanceof OperatorError || !(error instanceof Error)) return known
  if ('code' in error && error.code === 'P3005') {
    return new OperatorError(`${place} already holds tables of something else; give gezhong a database of its own`)
  }
  // The engine wraps what the database said in lines of its own.
  const said = /ERROR: (.*)|Database error:\s*\n\s*(.*)/.exec(error.message)
  const reason = said?.[1] ?? said?.[2] ?? error.message.split('\n')[0]
  const Trouble = /disk is full|no space left/i.test(String(reason)) ? NotThereYet : OperatorError
  return new Trouble(`${place} could not be brought up to date and was left as it was: ${reason}`, {
    cause: error,
  })
}
