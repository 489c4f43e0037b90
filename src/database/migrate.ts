import { readdir, readFile } from 'node:fs/promises'
import { isDriverAdapterError } from '@prisma/driver-adapter-utils'
import type { Logger } from 'pino'
import { OperatorError } from '../operator-error.ts'
import type { Dialect } from './dialects.ts'
import { applyMigrations, type Migration } from './schema-engine.ts'

/** As far from src/database as from dist/database. */
const folder = new URL('../../prisma/migrations/', import.meta.url)

/**
 * Brings the database up to date with prisma/migrations, by Prisma's own bookkeeping. An OperatorError says what to do
 * where that cannot be done. When there is nothing to do this is one question to the database.
 */
export async function migrate(dialect: Dialect, log?: Pick<Logger, 'info'>): Promise<void> {
  const migrations = await migrationsOf(dialect.name)
  if (standing(migrations, await history(dialect)).upToDate) return
  // Another process may be at it this moment: only who holds the lock can tell a half-done migration from a failed one.
  await dialect.exclusively(async () => {
    const { upToDate, failed, unknown } = standing(migrations, await history(dialect))
    if (failed) {
      const remedy =
        failed === migrations[0]?.name
          ? 'it holds nothing yet, so remove it and start again'
          : 'put back the back-up from before the upgrade and start again'
      throw new OperatorError(`${dialect.place}: the change ${failed} was interrupted half-way; ${remedy}`)
    }
    if (unknown) {
      throw new OperatorError(
        `${dialect.place} was used by a newer gezhong (${unknown}); start that version, or put back a back-up from before it`,
      )
    }
    if (upToDate) return
    try {
      const applied = await applyMigrations(dialect.name, dialect.adapters, migrations)
      log?.info({ applied }, 'the database was brought up to date')
    } catch (error) {
      throw trouble(error, dialect)
    }
  })
}

/** The migrations of prisma/migrations, oldest first. */
export async function migrationsOf(dialect: Dialect['name']): Promise<readonly Migration[]> {
  const names = (await readdir(new URL(`${dialect}/`, folder))).filter((name) => /^\d{14}_/.test(name)).sort()
  return await Promise.all(
    names.map(async (name) => ({
      name,
      sql: await readFile(new URL(`${dialect}/${name}/migration.sql`, folder), 'utf8'),
    })),
  )
}

interface Entry {
  readonly name: string
  readonly finished: boolean
}

/** What Prisma's table says was done; what was rolled back counts for nothing. */
async function history(dialect: Dialect): Promise<readonly Entry[]> {
  const adapter = await dialect.adapters.connect()
  try {
    const sql = 'SELECT migration_name, finished_at IS NOT NULL FROM _prisma_migrations WHERE rolled_back_at IS NULL'
    const { rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] })
    return rows.map(([name, finished]) => ({ name: String(name), finished: finished === true || finished === 1 }))
  } catch (error) {
    if (isDriverAdapterError(error) && error.cause.kind === 'TableDoesNotExist') return []
    throw error
  } finally {
    await adapter.dispose()
  }
}

function standing(migrations: readonly Migration[], entries: readonly Entry[]) {
  const known = new Set(migrations.map(({ name }) => name))
  const done = new Set(entries.filter(({ finished }) => finished).map(({ name }) => name))
  const failed = entries.find(({ finished }) => !finished)?.name
  const unknown = entries.find(({ name }) => !known.has(name))?.name
  const upToDate = !failed && !unknown && migrations.every(({ name }) => done.has(name))
  return { upToDate, failed, unknown }
}

function trouble(error: unknown, { place }: Dialect): unknown {
  if (!(error instanceof Error)) return error
  if ('code' in error && error.code === 'P3005') {
    return new OperatorError(`${place} already holds tables of something else; give gezhong a database of its own`)
  }
  const reason = error.message.split('\n')[0]
  return new OperatorError(`${place} could not be brought up to date: ${reason}`, { cause: error })
}
