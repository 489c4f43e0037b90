import { randomUUID } from 'node:crypto'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import type { Database } from '../../src/database/database.ts'
import { runFolder } from '../run-folder.ts'
import { type FreshDatabases, isFile, removeFile } from './fresh-databases.ts'

/** What the tests of one process have: what one of them has done with serves the next. */
export interface ReusedDatabases extends Pick<FreshDatabases, 'makeEmpty' | 'drop' | 'stop'> {
  /** The url of a database with all tables and no rows that nobody else uses. */
  take(dialect: Database['dialect']): Promise<string>
  /** Takes back one that only had rows written; nobody is connected any more. */
  giveBack(url: string): Promise<void>
}

/**
 * All rows out, all numbering back to 1. Far quicker than another database, for which PostgreSQL makes hundreds of files;
 * and most tests touch few tables, so what nobody has written to is left alone.
 */
const emptied = `DO $$
DECLARE name text;
BEGIN
  SET LOCAL session_replication_role = replica; -- no foreign keys meanwhile
  FOR name IN
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations'
      AND pg_relation_size(oid) > 0
  LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
  PERFORM setval(seqrelid, 1, false) FROM pg_sequence WHERE pg_sequence_last_value(seqrelid) IS NOT NULL;
END $$`

/**
 * A SQLite file is copied here, and a PostgreSQL emptied over a connection that stays: a new one has to learn all tables first,
 * 20 ms of the server's time.
 */
export function reusedDatabases(databases: FreshDatabases): ReusedDatabases {
  const idle: string[] = []
  const emptying = new Map<string, Promise<SqlDriverAdapter>>()
  let template: Promise<string> | undefined

  async function copied(): Promise<string> {
    template ??= databases.template()
    const file = join(runFolder(), `${randomUUID()}.db`)
    await copyFile(await template, file)
    return `file:${file}`
  }

  async function leave(url: string): Promise<void> {
    const connection = emptying.get(url)
    emptying.delete(url)
    await (await connection)?.dispose()
  }

  return {
    async take(dialect) {
      return dialect === 'sqlite' ? await copied() : (idle.pop() ?? (await databases.make(dialect)))
    },
    makeEmpty: (dialect) => databases.makeEmpty(dialect),
    async giveBack(url) {
      if (isFile(url)) return await removeFile(url)
      const connection =
        emptying.get(url) ?? new PrismaPg({ connectionString: url, max: 1, idleTimeoutMillis: 0 }).connect()
      emptying.set(url, connection)
      await (await connection).executeRaw({ sql: emptied, args: [], argTypes: [] })
      idle.push(url)
    },
    async drop(url) {
      await leave(url)
      await (isFile(url) ? removeFile(url) : databases.drop(url))
    },
    async stop() {
      for (const url of [...emptying.keys()]) await leave(url)
      await databases.stop()
    },
  }
}
