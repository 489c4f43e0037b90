import { readdir, readFile } from 'node:fs/promises'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { Dialect } from './dialect.ts'
import { applyMigrations, type Migration } from './schema-engine.ts'
import { LEDGER } from './tables.ts'

/** As far from src/database as from dist/database. */
const folder = new URL('../../prisma/migrations/', import.meta.url)

/** The migrations of prisma/migrations, oldest first. */
export async function migrationsOf(dialect: Dialect['name']): Promise<readonly Migration[]> {
  const names = (await readdir(new URL(`${dialect}/`, folder))).filter((name) => /^\d{14}_\w+$/.test(name)).sort()
  return await Promise.all(
    names.map(async (name) => ({
      name,
      sql: await readFile(new URL(`${dialect}/${name}/migration.sql`, folder), 'utf8'),
    })),
  )
}

/** Applies what the database has not had yet, as far as `upTo`, and returns the names. Each is made whole or not at all. */
export async function applyUpTo(dialect: Dialect, upTo: string | undefined): Promise<readonly string[]> {
  const all = await migrationsOf(dialect.name)
  const migrations = all.filter(({ name }) => upTo === undefined || name <= upTo)
  return await applyMigrations(dialect.name, wholeOrNotAtAll(dialect, migrations), migrations)
}

/**
 * The engine runs a migration's script and then writes into its ledger that it is finished. Here both are one transaction,
 * so that a process that is killed in between leaves either nothing or all of it, and the ledger says which.
 */
function wholeOrNotAtAll(dialect: Dialect, migrations: readonly Migration[]): SqlMigrationAwareDriverAdapterFactory {
  const { adapters } = dialect
  const connect = async () => {
    const adapter = await adapters.connect()
    const run = adapter.executeScript.bind(adapter)
    adapter.executeScript = async (script) => {
      const migration = migrations.find(({ sql }) => sql === script)
      if (!migration) return await run(script)
      await (dialect.name === 'sqlite' ? inSqlite(adapter, run, migration) : run(forPostgres(migration)))
    }
    return adapter
  }
  return { ...adapters, connect, connectToShadowDb: () => adapters.connectToShadowDb() }
}

/** SQLite can switch its foreign keys off, which rebuilding a table needs, only outside a transaction. */
async function inSqlite(
  adapter: SqlDriverAdapter,
  run: SqlDriverAdapter['executeScript'],
  migration: Migration,
): Promise<void> {
  await run('PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE')
  try {
    await run(`${migration.sql}\n;\n${finished(migration, "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")}`)
    await run('COMMIT')
  } catch (error) {
    // Some errors, a full disk among them, have ended the transaction already.
    await adapter.executeRaw({ sql: 'ROLLBACK', args: [], argTypes: [] }).catch(() => undefined)
    throw error
  } finally {
    await run('PRAGMA foreign_keys = ON')
  }
}

/**
 * PostgreSQL takes a script as one transaction. It goes on with what it is doing after the program was killed, unless told
 * to look whether anybody still listens (from version 14 on); and one that nobody waited for any more, whose entry was struck
 * since, must not come to an end.
 */
function forPostgres(migration: Migration): string {
  return `DO $$ BEGIN
  PERFORM set_config('client_connection_check_interval', '1000', true);
EXCEPTION WHEN OTHERS THEN NULL;
END $$;
${migration.sql}
;
DO $$ BEGIN
  ${finished(migration, 'now()')};
  IF NOT FOUND THEN RAISE EXCEPTION 'somebody else makes this change by now'; END IF;
END $$`
}

function finished({ name }: Migration, now: string): string {
  return `UPDATE ${LEDGER} SET finished_at = ${now}
  WHERE migration_name = '${name}' AND finished_at IS NULL AND rolled_back_at IS NULL`
}
