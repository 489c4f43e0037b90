import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dialectOf } from '../../src/database/dialects.ts'
import { appliedMigrations } from '../../src/database/migrate.ts'
import { tablesOf } from '../../src/database/tables.ts'
import { runFolder } from '../run-folder.ts'
import { describeOnBoth } from './both.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const NEXT = '29990101000000_next'
const change = 'ALTER TABLE "Person" ADD COLUMN "nick" TEXT;'
/** Long enough to be killed in the middle of. */
const slow = {
  sqlite: `CREATE TABLE slow AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000000)
    SELECT max(x) AS x FROM n;`,
  postgresql: 'SELECT pg_sleep(60);',
}
const opening = `const { openDatabase } = await import(process.argv[1])
const log = { debug() {}, info: (_, said) => console.log(said), warn: (_, said) => console.log(said) }
await (await openDatabase({ url: process.argv[2], log })).close()
console.log(process.getActiveResourcesInfo().includes('Timeout') ? 'waits for a timer' : 'ends')`

describeOnBoth('a program killed in the middle of a migration', (_open, both) => {
  let folder = ''
  const children: ChildProcess[] = []
  beforeEach(async () => {
    // The program as it will be with one migration more.
    folder = await mkdtemp(join(runFolder(), 'next-'))
    for (const part of [
      'dist/database',
      'dist/operator-error.js',
      'dist/make-folder.js',
      'prisma/migrations',
      'package.json',
    ]) {
      await cp(join(ROOT, part), join(folder, part), { recursive: true })
    }
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  async function next(sql: string): Promise<void> {
    const home = join(folder, 'prisma/migrations', both.dialect, NEXT)
    await mkdir(home, { recursive: true })
    await writeFile(join(home, 'migration.sql'), sql)
  }

  function start(url: string) {
    const program = new URL('dist/database/database.js', `file://${folder}/`).href
    const child = spawn(process.execPath, ['--input-type=module', '-e', opening, program, url])
    children.push(child)
    const said = { out: '' }
    child.stdout?.on('data', (data: Buffer) => {
      said.out += data
    })
    child.stderr?.on('data', (data: Buffer) => {
      said.out += data
    })
    return { child, said, ended: once(child, 'exit') }
  }

  /** Whether the migration has begun; while it runs, a SQLite file cannot be read at all. */
  async function begun(url: string): Promise<boolean> {
    const connection = await dialectOf({ url, busyTimeoutMs: 20 }).connectReading()
    try {
      return (await appliedMigrations(connection)).interrupted === NEXT
    } catch {
      return true
    } finally {
      await connection.dispose()
    }
  }

  it('finds nothing of it at the next start, and makes it again', async () => {
    const url = await both.url()
    await next(change + slow[both.dialect])
    const { child, said, ended } = start(url)
    while (!(await begun(url))) {
      expect(child.exitCode, said.out).toBeNull()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    // Deep in the slow statement, after the first one was made.
    await new Promise((resolve) => setTimeout(resolve, 300))
    child.kill('SIGKILL')
    await ended

    await next(change)
    const again = start(url)
    await again.ended

    expect(again.said.out.trim().split('\n')).toEqual([
      'a change of the database was interrupted; it is made again',
      'the database was brought up to date',
      'ends',
    ])
    const connection = await dialectOf({ url }).connectReading()
    const tables = await tablesOf(both.dialect, connection)
    expect((await appliedMigrations(connection)).finished.at(-1)).toBe(NEXT)
    await connection.dispose()
    expect(tables.map(({ name }) => name)).not.toContain('slow')
    expect(tables.find(({ name }) => name === 'Person')?.columns.map(({ name }) => name)).toContain('nick')
  }, 90_000)
})
