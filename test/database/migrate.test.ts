import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { dialectOf } from '../../src/database/dialects.ts'
import { migrate } from '../../src/database/migrate.ts'
import { migrationsOf } from '../../src/database/migrations.ts'
import { tablesOf } from '../../src/database/tables.ts'
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

async function tables(url: string): Promise<string[]> {
  const dialect = dialectOf({ url })
  const connection = await dialect.connectReading()
  const names = (await tablesOf(dialect.name, connection)).map(({ name }) => name)
  await connection.dispose()
  return names
}

const LEDGER_OF_POSTGRES = `CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL, applied_steps_count INTEGER NOT NULL DEFAULT 0)`

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
    expect(lines.filter((line) => line === 'the database was brought up to date')).toHaveLength(1)
    for (const database of opened) await database.close()
  })

  it('make again what was interrupted, and say so in one line', async () => {
    const url = await both.emptyUrl()
    const [first] = await migrationsOf(both.dialect)
    await (await openDatabase({ url })).close()
    // As it is when the process is killed inside the first one: the entry was begun, everything else rolled back.
    const drop =
      both.dialect === 'sqlite'
        ? (await tables(url)).map((name) => `PRAGMA foreign_keys = OFF; DROP TABLE "${name}"`)
        : ['DROP SCHEMA public CASCADE; CREATE SCHEMA public']
    await behindItsBack(url, ...drop, ...(both.dialect === 'sqlite' ? [] : [LEDGER_OF_POSTGRES]))
    await behindItsBack(url, 'DELETE FROM _prisma_migrations', entry(first?.name ?? '', false))
    const { lines, log } = logged()
    await (await openDatabase({ url, log })).close()
    expect(lines).toEqual([
      'a change of the database was interrupted; it is made again',
      'the database was brought up to date',
    ])
  })

  it('stop at one whose text is no longer what was applied', async () => {
    const url = await both.url()
    const [first] = await migrationsOf(both.dialect)
    await behindItsBack(url, `UPDATE _prisma_migrations SET checksum = 'x' WHERE migration_name = '${first?.name}'`)
    expect((await refusal(url)).message).toMatch(new RegExp(`${first?.name} was made in another wording`))
  })

  it('do not mind how git ended the lines of a text', async () => {
    const url = await both.url()
    const [first] = await migrationsOf(both.dialect)
    const onWindows = createHash('sha256')
      .update((first?.sql ?? '').replaceAll('\n', '\r\n'))
      .digest('hex')
    await behindItsBack(
      url,
      `UPDATE _prisma_migrations SET checksum = '${onWindows}' WHERE migration_name = '${first?.name}'`,
    )
    await (await openDatabase({ url })).close()
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

  it('that fail say why, leave nothing, and are made when the cause is gone', async () => {
    const url = await both.emptyUrl()
    const migrations = await migrationsOf(both.dialect)
    const [first, second] = migrations
    await migrate(dialectOf({ url }), { upTo: first?.name })
    // In the way of the second one, and not of its beginning.
    const inTheWay = both.dialect === 'sqlite' ? 'new_JobRun' : 'Account'
    await behindItsBack(url, `CREATE TABLE "${inTheWay}" (id INTEGER)`)
    const before = await tables(url)
    for (const _ of ['first', 'again']) {
      expect((await refusal(url)).message).toMatch(
        /could not be brought up to date and was left as it was: .*already exists/,
      )
      expect(await tables(url)).toEqual(before)
    }
    await behindItsBack(url, `DROP TABLE "${inTheWay}"`)
    const { lines, log } = logged()
    await (await openDatabase({ url, log })).close()
    expect(lines).toContain('the database was brought up to date')
    expect(await tables(url)).toContain('Account')
    expect(second?.name).toBeDefined()
  })

  it('go over rows of before, and keep what is to be kept', async () => {
    const url = await both.emptyUrl()
    const [first] = await migrationsOf(both.dialect)
    await migrate(dialectOf({ url }), { upTo: first?.name })
    const now = both.dialect === 'sqlite' ? "'2026-06-03T07:00:00.000+00:00'" : "'2026-06-03 07:00:00'"
    await behindItsBack(
      url,
      `INSERT INTO "Community" (code, name, "issueCounter", "createdAt") VALUES ('y', '玉成社区', 7, ${now})`,
      `INSERT INTO "Grid" ("communityId", number, name) VALUES (1, 3, '第三网格')`,
      `INSERT INTO "ChatGroup" (account, "chatId", purpose, "communityId", "gridId", topic, epoch, "boundAt")
        VALUES ('a', 'g@chatroom', 'GRID', 1, 1, '三网格群', 0, ${now})`,
      `INSERT INTO "AccountPause" (account, since, reason) VALUES ('a', ${now}, 'staff')`,
      `INSERT INTO "JobRun" (job, slot, "startedAt") VALUES ('clean-up', '2026-06-03 15:00', ${now})`,
      `INSERT INTO "OutboxMessage" (account, "chatKind", "chatId", text, mentions, priority, "notBefore", "createdAt")
        VALUES ('a', 'GROUP', 'g@chatroom', '已登记 #7', '[]', 1, ${now}, ${now})`,
    )
    const database = await openDatabase({ url })
    const { client } = database
    expect(await client.community.findFirst()).toMatchObject({ id: 1, issueCounter: 7, placesVersion: 0 })
    const group = await client.chatGroup.findFirstOrThrow({ include: { grid: true } })
    expect(group).toMatchObject({ chatId: 'g@chatroom', suspendedAt: null, grid: { number: 3 } })
    expect(group.boundAt).toEqual(new Date('2026-06-03T07:00:00Z'))
    expect(await client.accountPause.findMany()).toMatchObject([
      { account: 'a', kind: 'STAFF', strikes: 0, until: null },
    ])
    expect(await client.outboxMessage.findMany()).toMatchObject([
      { text: '已登记 #7', state: 'PENDING', givenUpAt: null },
    ])
    expect(await client.jobRun.count()).toBe(0)
    // The keys that were made anew still hold.
    const twice = database.transaction((tx) =>
      tx.chatGroup.create({ data: { ...group, grid: undefined, id: undefined, memberMarks: undefined } as never }),
    )
    await expect(twice).rejects.toThrow(/unique/i)
    await database.close()
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
