import { readFile } from 'node:fs/promises'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { migrationsOf } from '../../src/database/migrate.ts'
import { OperatorError } from '../../src/operator-error.ts'
import { describeOnBoth } from './both.ts'

/** Does something to the database behind the program's back. */
async function behindItsBack(url: string, ...statements: string[]): Promise<void> {
  const adapters = url.startsWith('file:') ? new PrismaBetterSqlite3({ url }) : new PrismaPg(url)
  const adapter = await adapters.connect()
  for (const statement of statements) await adapter.executeScript(statement)
  await adapter.dispose()
}

function entry(name: string, finished: boolean): string {
  const at = "'2026-06-03 07:00:00'"
  return `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at)
    VALUES ('${name}', '', '${name}', ${at}, ${finished ? at : 'NULL'})`
}

async function refusal(url: string): Promise<OperatorError> {
  const error: unknown = await openDatabase({ url }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(OperatorError)
  const refused = error as OperatorError
  expect(refused.message).not.toContain('\n')
  return refused
}

function logged() {
  const lines: string[] = []
  const write = (...said: unknown[]) => {
    lines.push(String(said.at(-1)))
  }
  return { lines, log: { debug: write, info: write, warn: write } }
}

describeOnBoth('migrations', (open, both) => {
  it('make every table of the models at the first start, and nothing at the next', async () => {
    const url = await both.emptyUrl()
    const { lines, log } = logged()
    const first = await openDatabase({ url, log })
    await first.transaction((tx) => tx.person.create({ data: { name: '马先生', createdAt: new Date() } }))
    await first.close()
    const second = await openDatabase({ url, log })
    expect(await second.client.person.count()).toBe(1)
    await second.close()
    expect(lines).toEqual(['the database was brought up to date'])
  })

  it('let every column of every model be read', async () => {
    const { client } = await open()
    const models = Object.entries(client as unknown as Record<string, { findFirst(): Promise<unknown> }>)
    const readable = models.filter(([name, model]) => /^[a-z]/.test(name) && typeof model?.findFirst === 'function')
    expect(readable.map(([name]) => name)).toEqual(
      expect.arrayContaining(['community', 'issue', 'jobRun', 'auditEntry']),
    )
    for (const [, model] of readable) expect(await model.findFirst()).toBeNull()
  })

  it('run once when several processes start together', async () => {
    if (both.dialect === 'sqlite') return
    const url = await both.emptyUrl()
    const { lines, log } = logged()
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase({ url, log })))
    expect(lines).toHaveLength(1)
    for (const database of opened) await database.close()
  })

  it('stop at one that was interrupted', async () => {
    const url = await both.url()
    await behindItsBack(url, entry('29990101000000_half', false))
    expect((await refusal(url)).message).toMatch(/29990101000000_half was interrupted.*back-up/)
  })

  it('take no notice of one that was rolled back', async () => {
    const url = await both.url()
    const rolledBack = "UPDATE _prisma_migrations SET rolled_back_at = '2026-06-03 07:00:00' WHERE migration_name = 'x'"
    await behindItsBack(url, entry('x', false), rolledBack)
    await (await openDatabase({ url })).close()
  })

  it('stop at a database that a newer program has changed', async () => {
    const url = await both.url()
    await behindItsBack(url, entry('29990101000000_future', true))
    expect((await refusal(url)).message).toMatch(/newer gezhong \(29990101000000_future\)/)
  })

  it('stop at a database that holds something else', async () => {
    const url = await both.emptyUrl()
    await behindItsBack(url, 'CREATE TABLE accounts (id INTEGER)')
    expect((await refusal(url)).message).toMatch(/something else.*of its own/)
  })

  it('that fail say why, and are interrupted ones from then on', async () => {
    const url = await both.emptyUrl()
    // The first start, cut off after its first table had been made by hand: the table is there, the entry is not.
    await behindItsBack(
      url,
      `CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at ${
        both.dialect === 'sqlite' ? 'DATETIME' : 'TIMESTAMPTZ'
      }, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at ${
        both.dialect === 'sqlite' ? 'DATETIME' : 'TIMESTAMPTZ'
      }, started_at ${both.dialect === 'sqlite' ? 'DATETIME' : 'TIMESTAMPTZ'} NOT NULL, applied_steps_count INTEGER NOT NULL DEFAULT 0)`,
      'CREATE TABLE "Community" (id INTEGER)',
    )
    expect((await refusal(url)).message).toMatch(/could not be brought up to date: .*already exists/)
    expect((await refusal(url)).message).toMatch(/init was interrupted half-way; it holds nothing yet/)
  })
})

describe('prisma/migrations', () => {
  it('goes as far as models.prisma: npm run migration was not forgotten', async () => {
    const read = (path: string) => readFile(new URL(`../../prisma/${path}`, import.meta.url), 'utf8')
    expect(await read('migrations/models.prisma')).toBe(await read('models.prisma'))
  })

  it('holds the same steps for both databases, except where only one needs any', async () => {
    const [sqlite, postgresql] = await Promise.all([migrationsOf('sqlite'), migrationsOf('postgresql')])
    expect(sqlite[0]?.name).toBe(postgresql[0]?.name)
    for (const { sql } of [...sqlite, ...postgresql]) expect(sql.trim()).not.toBe('')
  })
})
