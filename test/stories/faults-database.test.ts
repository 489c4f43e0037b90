import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import pino from 'pino'
import { afterEach, expect, it, vi } from 'vitest'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { healthPage } from '../../src/health/page.ts'
import { runFolder } from '../run-folder.ts'
import { GRID_3, heardIn, Town } from './town.ts'

let town: Town
let database: Database
afterEach(async () => {
  await town.close()
  await database.close()
})

it('a database that another program holds in the middle of a burst costs time, and no message', async () => {
  const folder = await mkdtemp(join(runFolder(), 'held-'))
  const url = `file:${join(folder, 'held.db')}`
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  database = await openDatabase({ url, log })
  town = await Town.open({ database })
  const other = await new PrismaBetterSqlite3({ url: join(folder, 'held.db'), timeout: 0 }).connect()
  const first = Array.from({ length: 10 }, (_, index) => reportOf(index))
  const rest = Array.from({ length: 20 }, (_, index) => reportOf(10 + index))
  for (const words of first) town.puppet.say(words)
  await vi.waitFor(async () => expect(await town.database.client.issue.count()).toBeGreaterThan(0), PATIENT)

  // It runs in the same thread, so it asks rather than waits.
  await vi.waitFor(() => other.executeScript('BEGIN IMMEDIATE'), PATIENT)
  for (const words of rest) town.puppet.say(words)
  // Seconds later: it has tried again for so long that it says so.
  await vi.waitFor(() => expect(lines.join('')).toMatch(/still trying/), PATIENT)
  await other.executeScript('ROLLBACK')
  await other.dispose()
  await town.settled()

  const issues = await town.database.client.issue.findMany({ orderBy: { number: 'asc' } })
  expect(issues.map(({ words }) => words)).toEqual([...first, ...rest].map(({ text }) => text.slice(4)))
  expect(heardIn(GRID_3, town.said).match(/#\d+(?= 已登记)/g)).toEqual(issues.map(({ number }) => `#${number}`))
  expect(town.logged).toEqual([])
}, 60_000)

it('a database that cannot be written is told to whoever watches over the bot while what people say waits for it', async () => {
  const folder = await mkdtemp(join(runFolder(), 'full-'))
  const url = `file:${join(folder, 'full.db')}`
  database = await openDatabase({ url, patienceMs: 50 })
  town = await Town.open({ database })
  const page = healthPage({ health: town.bot.health, failed: (error) => expect.fail(String(error)) })
  const reasons = async () => ((await (await page.request('/health')).json()) as { reasons: string[] }).reasons
  expect(await reasons()).toEqual([])

  const other = await new PrismaBetterSqlite3({ url: join(folder, 'full.db'), timeout: 0 }).connect()
  await vi.waitFor(() => other.executeScript('BEGIN IMMEDIATE'), PATIENT)
  const since = town.now().toISOString()
  town.puppet.say(reportOf(0))
  await vi.waitFor(
    async () =>
      expect(await reasons()).toEqual([`what people say waits since ${since}: the database cannot be written`]),
    PATIENT,
  )
  await other.executeScript('ROLLBACK')
  await other.dispose()
  await town.settled()
  expect(heardIn(GRID_3, town.said)).toMatch(/#1 已登记/)
  expect(await reasons()).toEqual([])
}, 60_000)

const PATIENT = { timeout: 30_000, interval: 20 }

const reportOf = (index: number) => ({
  from: index % 2 === 0 ? 'ma' : 'chen',
  chat: GRID_3,
  text: `/报事 3号楼第${index + 1}盏路灯不亮`,
})
