import { randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { startTemporaryPostgres } from '../../prisma/temporary-postgres.js'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { quickPlace } from '../quick-place.ts'
import { runFolder } from '../run-folder.ts'

export interface FreshDatabases {
  /** A SQLite file with all tables and no rows, to be copied. */
  template(): Promise<string>
  /** The url of a database of its own, with all tables and no rows. The PostgreSQL starts when first asked for. */
  make(dialect: Database['dialect']): Promise<string>
  /** The same without tables, as a first start finds it. */
  makeEmpty(dialect: Database['dialect']): Promise<string>
  /** Throws a database away, whoever is still connected. */
  drop(url: string): Promise<void>
  stop(): Promise<void>
}

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
  const newFile = () => join(folder, `${randomUUID()}.db`)

  return {
    template: () => sqliteTemplate.get(),
    async make(dialect) {
      if (dialect === 'postgresql') return await create(await postgresTemplate.get())
      const file = newFile()
      await copyFile(await sqliteTemplate.get(), file)
      return `file:${file}`
    },
    async makeEmpty(dialect) {
      return dialect === 'postgresql' ? await create('template0') : `file:${newFile()}`
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
