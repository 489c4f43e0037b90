import { randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { startTemporaryPostgres } from '../../prisma/temporary-postgres.js'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { quickPlace } from '../quick-place.ts'
import { runFolder } from '../run-folder.ts'

export interface FreshDatabases {
  /** The url of a database of its own, with all tables and no rows. The PostgreSQL starts when first asked for. */
  make(dialect: Database['dialect']): Promise<string>
  /** The same without tables, as a first start finds it. */
  makeEmpty(dialect: Database['dialect']): Promise<string>
  /** Takes back one that was made and only had rows written: emptied, it serves another test. */
  giveBack(url: string): Promise<void>
  /** Throws a database away, whoever is still connected. */
  drop(url: string): Promise<void>
  stop(): Promise<void>
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

/** A SQLite database, which its user can remove without asking anybody. */
export function isFile(url: string): boolean {
  return url.startsWith('file:')
}

/** At once and not at the end of the run: a thousand of them would take much room. */
export async function removeFile(url: string): Promise<void> {
  const path = url.slice('file:'.length)
  for (const end of ['', '-wal', '-shm']) await rm(`${path}${end}`, { force: true })
}

/** Migrations are applied once to a template; every database is a copy of that. */
export async function startFreshDatabases(): Promise<FreshDatabases> {
  const folder = await mkdtemp(join(runFolder(), 'databases-'))
  const sqliteTemplate = once(async () => {
    const file = join(folder, 'template.db')
    await migrated(`file:${file}`)
    return file
  })
  const postgres = once(async () => {
    const server = await startTemporaryPostgres(quickPlace())
    const administration = await new PrismaPg({ connectionString: server.url, max: 2 }).connect()
    const urlOf = (name: string) => Object.assign(new URL(server.url), { pathname: `/${name}` }).href
    return { server, administration, urlOf }
  })
  const postgresTemplate = once(async () => {
    const { administration, urlOf } = await postgres.get()
    await administration.executeScript('CREATE DATABASE template_migrated')
    await migrated(urlOf('template_migrated'))
    return 'template_migrated'
  })

  async function create(template: string): Promise<string> {
    const { administration, urlOf } = await postgres.get()
    const name = `test_${randomUUID().replaceAll('-', '')}`
    await administration.executeScript(`CREATE DATABASE ${name} TEMPLATE ${template}`)
    return urlOf(name)
  }
  const idle: string[] = []
  const newFile = () => join(folder, `${randomUUID()}.db`)

  return {
    async make(dialect) {
      if (dialect === 'postgresql') return idle.pop() ?? (await create(await postgresTemplate.get()))
      const file = newFile()
      await copyFile(await sqliteTemplate.get(), file)
      return `file:${file}`
    },
    async makeEmpty(dialect) {
      return dialect === 'postgresql' ? await create('template0') : `file:${newFile()}`
    },
    async giveBack(url) {
      if (isFile(url)) return await removeFile(url)
      const connection = await new PrismaPg({ connectionString: url, max: 1 }).connect()
      try {
        await connection.executeRaw({ sql: emptied, args: [], argTypes: [] })
      } finally {
        await connection.dispose()
      }
      idle.push(url)
    },
    async drop(url) {
      if (isFile(url)) return await removeFile(url)
      const { administration } = await postgres.get()
      await administration.executeScript(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`)
    },
    async stop() {
      if (postgres.asked()) {
        const { server, administration } = await postgres.get()
        await administration.dispose()
        await server.stop()
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function migrated(url: string): Promise<void> {
  const database = await openDatabase({ url })
  await database.close()
}

function once<T>(make: () => Promise<T>) {
  let made: Promise<T> | undefined
  return {
    asked: () => made !== undefined,
    get: () => {
      made ??= make()
      return made
    },
  }
}
