import { afterAll, afterEach, beforeEach, describe, inject } from 'vitest'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { type FreshDatabases, startFreshDatabases } from './fresh-databases.ts'
import { takenInTurns } from './lent/kept-connections.ts'
import { reusedDatabases } from './reused-databases.ts'

/** One source for all suites of a test file; nothing is started before it is asked. */
const databases = reusedDatabases(freshDatabases())
afterAll(() => databases.stop())

/** Opens a fresh database: all tables, no rows. It is closed and thrown away after the test (or the suite) that opened it. */
export type Open = () => Promise<Database>

export interface Both {
  readonly dialect: Database['dialect']
  /** The url of a fresh database that nobody has opened, thrown away afterwards: for tests that open it twice, or start a process on it. */
  url(): Promise<string>
  /** The same with no tables yet; of the other kind when asked for. */
  emptyUrl(dialect?: Database['dialect']): Promise<string>
}

/** Runs the tests once on a SQLite file and once on a real PostgreSQL. */
export function describeOnBoth(name: string, tests: (open: Open, both: Both) => void): void {
  for (const dialect of ['sqlite', 'postgresql'] as const) {
    describe(`${name} (${dialect})`, () => {
      let inTest = false
      const ofTest: (() => Promise<void>)[] = []
      const ofSuite: (() => Promise<void>)[] = []

      beforeEach(() => {
        inTest = true
      })
      afterEach(async () => {
        inTest = false
        await undo(ofTest)
      })
      afterAll(async () => {
        await undo(ofSuite)
      })

      const later = (cleanUp: () => Promise<void>) => (inTest ? ofTest : ofSuite).push(cleanUp)
      async function kept(url: string): Promise<string> {
        later(() => databases.drop(url))
        return url
      }
      const both: Both = {
        dialect,
        url: async () => await kept(await databases.take(dialect)),
        emptyUrl: async (other = dialect) => await kept(await databases.makeEmpty(other)),
      }
      async function open(): Promise<Database> {
        const url = await databases.take(dialect)
        takenInTurns(url)
        const database = await openDatabase({ url })
        later(async () => {
          await database.close()
          await databases.giveBack(url)
        })
        return database
      }
      tests(open, both)
    })
  }
}

/** Last come, first gone: a database is closed before it is dropped. */
async function undo(steps: (() => Promise<void>)[]): Promise<void> {
  for (const step of steps.splice(0).reverse()) await step()
}

/** The desk of the whole run; without it (vitest run with another configuration) a test file makes its own. */
function freshDatabases(): FreshDatabases {
  const desk = inject('databaseDesk')
  return desk ? asking(desk) : own()
}

function asking(desk: string): FreshDatabases {
  async function ask(question: string, body: string): Promise<string> {
    const response = await fetch(`${desk}/${question}`, { method: 'POST', body })
    const answer = await response.text()
    if (!response.ok) throw new Error(`no test database: ${answer}`)
    return answer
  }
  return {
    template: () => ask('template', ''),
    make: (dialect) => ask('make', dialect),
    makeEmpty: (dialect) => ask('make-empty', dialect),
    drop: async (url) => {
      await ask('drop', url)
    },
    stop: async () => undefined,
  }
}

function own(): FreshDatabases {
  let started: Promise<FreshDatabases> | undefined
  const get = () => {
    started ??= startFreshDatabases()
    return started
  }
  return {
    template: async () => await (await get()).template(),
    make: async (dialect) => await (await get()).make(dialect),
    makeEmpty: async (dialect) => await (await get()).makeEmpty(dialect),
    drop: async (url) => await (await get()).drop(url),
    stop: async () => {
      if (started) await (await started).stop()
    },
  }
}
