import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { link, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { dialectOf } from '../../src/database/dialects.ts'
import { takeSnapshot } from '../../src/database/snapshot.ts'
import { OperatorError } from '../../src/operator-error.ts'
import { Cable } from '../gateway/cable.ts'
import { runFolder } from '../run-folder.ts'
import { describeOnBoth } from './both.ts'

const at = new Date('2026-06-03T07:00:00Z')
/** For who asks in vain: the second that somebody who is just ending gets is not what is tested. */
const seatPatienceMs = 50

async function refusal(opening: Promise<unknown>): Promise<string> {
  const error: unknown = await opening.catch((caught: unknown) => caught)
  if (!(error instanceof OperatorError)) throw new Error('expected an OperatorError', { cause: error })
  expect(error.message).not.toContain('\n')
  return error.message
}

describeOnBoth('a seat', (_open, both) => {
  it('is one process’s alone, until it closes or is killed', async () => {
    const url = await both.url()
    const program = new URL('../../dist/database/database.js', import.meta.url).href
    const opening =
      'const { openDatabase } = await import(process.argv[1]); const { argv: [, , url] } = process\n' +
      "await openDatabase({ url, seat: 'main' }); console.log('open'); setInterval(() => {}, 1000)"
    const other = spawn(process.execPath, ['--input-type=module', '-e', opening, program, url], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
    })
    await once(other.stdout, 'data')
    const said = await refusal(openDatabase({ url, seat: 'main', seatPatienceMs }))
    if (both.dialect === 'sqlite') expect(said).toMatch(/^the database .* is used by another gezhong; stop it first$/)
    else expect(said).toMatch(/^another gezhong on PostgreSQL database .* has SEAT=main; stop it, or give this one/)
    // Who only looks, as a back-up does, is not kept out.
    await (await openDatabase({ url })).close()
    other.kill('SIGKILL')
    await once(other, 'exit')

    const first = await openDatabase({ url, seat: 'main' })
    await first.close()
    await (await openDatabase({ url, seat: 'main' })).close()
  })

  it('is not at the table while a back-up is being restored, nor the other way round', async () => {
    const url = await both.url()
    const leave = await dialectOf({ url }).occupy('everything')
    expect(await refusal(openDatabase({ url, seat: 'main', seatPatienceMs }))).toMatch(
      /is used by another gezhong|is being restored/,
    )
    await leave()
    const database = await openDatabase({ url, seat: 'main' })
    expect(await refusal(dialectOf({ url, seatPatienceMs }).occupy('everything'))).toMatch(
      /is used by (another|a running) gezhong/,
    )
    await database.close()
  })

  it('leaves room for other seats on PostgreSQL', async () => {
    if (both.dialect === 'sqlite') return
    const url = await both.url()
    const [one, two] = await Promise.all(['one', 'two'].map((seat) => openDatabase({ url, seat })))
    await one?.close()
    await two?.close()
  })

  it('waits with a word while another process changes the tables', async () => {
    if (both.dialect === 'sqlite') return
    const url = await both.emptyUrl()
    let heard = () => {}
    const waits = new Promise<void>((resolve) => {
      heard = resolve
    })
    const said: string[] = []
    const note = (...line: unknown[]) => {
      said.push(String(line.at(-1)))
      heard()
    }
    const opening = await dialectOf({ url }).exclusively(async () => {
      const second = openDatabase({ url, log: { debug: note, info: note, warn: note } })
      await waits
      return { second }
    })
    await (await opening.second).close()
    expect(said).toEqual([
      'another process is changing the tables; waiting for it',
      'the database was brought up to date',
    ])
  })

  it('goes to one of two that start for the first time together', async () => {
    const url = await both.emptyUrl()
    const started = await Promise.allSettled([1, 2].map(() => openDatabase({ url, seat: 'main', seatPatienceMs })))
    const won = started.filter((each) => each.status === 'fulfilled')
    expect(won).toHaveLength(1)
    await won[0]?.value.close()
  })
})

describe('a SQLite file', () => {
  it('has one lock under all its names', async () => {
    const folder = await mkdtemp(join(runFolder(), 'lock-'))
    const database = await openDatabase({ url: `file:${folder}/a.db`, seat: 'main' })
    await symlink(join(folder, 'a.db'), join(folder, 'b.db'))
    await symlink(folder, `${folder}-too`)
    expect(await refusal(openDatabase({ url: `file:${folder}/b.db`, seat: 'main', seatPatienceMs }))).toMatch(
      /b\.db is used by another/,
    )
    expect(await refusal(openDatabase({ url: `file:${folder}-too/a.db`, seat: 'main', seatPatienceMs }))).toMatch(
      /used by another/,
    )
    await database.close()
    await link(join(folder, 'a.db'), join(folder, 'c.db'))
  })

  it('is not what is moved away where something else has the name of its lock', async () => {
    const folder = await mkdtemp(join(runFolder(), 'lock-'))
    const url = `file:${folder}/a.db`
    await (await openDatabase({ url })).close()
    await writeFile(`${folder}/a.db-lock`, 'somebody’s notes, longer than the head of a database'.repeat(20))
    expect(await refusal(openDatabase({ url, seat: 'main' }))).toMatch(/a\.db-lock is not an SQLite database/)
  })

  it('that another program writes for longer than the driver waits loses no transaction', async () => {
    const folder = await mkdtemp(join(runFolder(), 'busy-'))
    const database = await openDatabase({ url: `file:${folder}/a.db` })
    const other = await new PrismaBetterSqlite3({ url: `${folder}/a.db` }).connect()
    await other.executeScript('BEGIN IMMEDIATE')
    const names = ['王', '李', '马']
    const written = Promise.all(
      names.map((name) => database.transaction((tx) => tx.person.create({ data: { name, createdAt: at } }))),
    )
    let pauses = 0
    const breath = setInterval(() => {
      pauses += 1
    }, 20)
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    clearInterval(breath)
    // Others can read, and the program goes on with everything else.
    expect(await database.client.person.count()).toBe(0)
    expect(pauses).toBeGreaterThan(10)
    await other.executeScript('COMMIT')
    expect((await written).map(({ name }) => name)).toEqual(names)
    await other.dispose()
    await database.close()
  })

  it('that stays locked rejects in the end, and works again afterwards', async () => {
    const folder = await mkdtemp(join(runFolder(), 'busy-'))
    const database = await openDatabase({ url: `file:${folder}/a.db`, patienceMs: 300, busyTimeoutMs: 20 })
    const other = await new PrismaBetterSqlite3({ url: `${folder}/a.db` }).connect()
    await other.executeScript('BEGIN IMMEDIATE')
    const write = () => database.transaction((tx) => tx.person.create({ data: { name: '王', createdAt: at } }))
    await expect(write()).rejects.toThrow()
    await other.executeScript('ROLLBACK')
    await write()
    expect(await database.client.person.count()).toBe(1)
    await other.dispose()
    await database.close()
  })
})

describeOnBoth('a server', (_open, both) => {
  it('that is away for a moment loses no transaction, and no seat', async () => {
    if (both.dialect === 'sqlite') return
    const url = new URL(await both.url())
    const wire = await startWire(Number(url.port))
    const through = Object.assign(new URL(url), { port: String(wire.port) }).href
    const database = await openDatabase({ url: through, seat: 'main' })
    const write = (name: string) =>
      database.transaction(async (tx) => {
        await tx.person.create({ data: { name, createdAt: at } })
      })
    await write('before')
    wire.cut()
    const written = Promise.all([write('王'), write('李')])
    await new Promise((resolve) => setTimeout(resolve, 500))
    wire.mend()
    await written
    const names = (await database.client.person.findMany({ orderBy: { id: 'asc' } })).map(({ name }) => name)
    expect(names.toSorted()).toEqual(['before', '李', '王'].toSorted())
    await database.close()
    wire.stop()
  })

  it('that is lost without a word holds up nobody once it can be reached again', async () => {
    if (both.dialect === 'sqlite') return
    const url = new URL(await both.url())
    const cable = await Cable.to(Number(url.port))
    const through = Object.assign(new URL(url), { port: String(cable.port) }).href
    const database = await openDatabase({ url: through, silenceMs: 300 })
    const write = (name: string) =>
      database.transaction(async (tx) => {
        await tx.person.create({ data: { name, createdAt: at } })
      })
    await Promise.all([write('before'), database.client.person.count()])
    cable.cut()
    const [reading, writing] = [database.client.person.count(), write('meanwhile')]
    cable.mend()
    await expect(reading, 'who only looks is told').rejects.toThrow()
    await writing
    expect(await database.client.person.count()).toBe(2)
    await database.close()
    await cable.remove()
  })

  it('that goes away in the middle of a back-up ends it', async () => {
    if (both.dialect === 'sqlite') return
    const url = new URL(await both.url())
    const wire = await startWire(Number(url.port))
    const through = Object.assign(new URL(url), { port: String(wire.port) }).href
    const reading = takeSnapshot(dialectOf({ url: through }), async (all) => {
      const [table] = all.tables
      wire.cut()
      if (table) for await (const _ of all.pages(table));
    })
    await expect(reading).rejects.toThrow()
    wire.stop()
  })

  it('that is away for a moment keeps a seat for who had it, and tells who comes too late', async () => {
    if (both.dialect === 'sqlite') return
    const url = new URL(await both.url())
    const wire = await startWire(Number(url.port))
    const through = Object.assign(new URL(url), { port: String(wire.port) }).href
    const lost: string[] = []
    const said: string[] = []
    const note = (...line: unknown[]) => void said.push(String(line.at(-1)))
    const log = { debug: note, info: note, warn: note }
    const leave = await dialectOf({ url: through, log, seatLost: (why) => void lost.push(why) }).occupy({
      seat: 'main',
    })
    const other = dialectOf({ url: url.href, seatPatienceMs })
    wire.loseConnections()
    await expect.poll(() => said).toContain('the seat was taken again')
    expect(await refusal(other.occupy({ seat: 'main' }))).toMatch(/has SEAT=main/)
    expect(lost).toEqual([])

    wire.cut()
    const leaveOther = await other.occupy({ seat: 'main' })
    wire.mend()
    await expect.poll(() => lost, { timeout: 10_000 }).toEqual([expect.stringMatching(/another gezhong .* has SEAT/)])
    await leave()
    await leaveOther()
    wire.stop()
  })
})

/** A wire to the server that can be cut. */
async function startWire(to: number) {
  const sockets = new Set<Socket>()
  const nearEnds = new Set<Socket>()
  /** of whose end the server is not told */
  const unheard = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    if (!whole) return void near.resetAndDestroy()
    const far = connect(to, '127.0.0.1')
    nearEnds.add(near)
    for (const [a, b] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(a)
      const pass = () => void (unheard.has(a) || b.destroy())
      a.on('error', pass).on('close', pass)
      a.pipe(b)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut() {
      whole = false
      for (const socket of sockets) socket.destroy()
    },
    /** As when a router forgets the connections: the server does not notice. */
    loseConnections() {
      for (const socket of nearEnds) {
        unheard.add(socket)
        socket.destroy()
      }
    },
    mend() {
      whole = true
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
