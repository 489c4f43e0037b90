import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bot, createBot } from '../../src/bot.ts'
import { put } from '../../src/chat/outbox.ts'
import { exampleFile } from '../../src/community/example-file.ts'
import { readCommunityFile } from '../../src/community/file.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import type { AccountId, ChatId } from '../../src/ids.ts'
import { loadCommunity } from '../../src/load-community.ts'
import { inhabitants } from '../../src/sandbox/inhabitants.ts'
import { systemClock } from '../../src/time/clock.ts'
import { WorkCalendar } from '../../src/time/work-calendar.ts'
import { connect, type WechatyConnection } from '../../src/wechaty/connection.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'
import { runFolder } from '../run-folder.ts'
import { GRID_3 } from './town.ts'

const KILLS = 10
/** How long the gateway is away each time, in milliseconds: from a hiccup to longer than the longest wait between attempts. */
const AWAY_MS = [0, 0, 0, 20, 50, 100, 200, 300, 500, 2500]

describe('a gateway that is killed again and again', () => {
  let folder: string
  let gateway: Gateway
  let database: Database
  let connection: WechatyConnection
  let bot: Bot

  beforeEach(async () => {
    folder = await mkdtemp(join(runFolder(), 'recovery-'))
    const files = await readCommunityFile(exampleFile)
    const { account, people, groups } = inhabitants(files)
    gateway = await startGateway({ account, people, groups })
    database = await openDatabase({ url: `file:${join(folder, 'recovery.db')}` })
    for (const file of files) {
      await database.transaction((tx) =>
        loadCommunity(tx, file, { account: account.id as AccountId, now: systemClock.now() }),
      )
    }
    const log = pino({ level: 'silent' })
    const clock = systemClock
    const opened: WechatyConnection[] = []
    bot = createBot({
      settings: {
        dataDir: folder,
        pace: { gapMs: 0, perMinute: 0, groupPerMinute: 0, perDay: 0 },
        quietHours: undefined,
        seat: 'main',
        unstableIds: false,
        model: undefined,
      },
      database,
      calendar: new WorkCalendar({}),
      clock,
      log,
      connect: (listener) => {
        const made = connect({
          puppet: 'wechaty-puppet-service',
          env: gateway.env,
          name: 'recovery',
          listener,
          clock,
          log,
        })
        opened.push(made)
        return made
      },
    })
    const [made] = opened
    if (!made) throw new Error('not connected')
    connection = made
    await connection.start()
    bot.start()
    await gateway.connected()
  })
  afterEach(async () => {
    await bot.stop()
    await connection.stop()
    await gateway.stop()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** A resident speaks to the bot until it answers, as people do. Returns how long it took, in milliseconds. */
  async function answeredAfter(since: number, words: string): Promise<number> {
    const before = gateway.said(GRID_3).length
    const patience = since + 20_000
    while (gateway.said(GRID_3).length === before) {
      if (performance.now() > patience) throw new Error(`no answer to ${words} within 20 s`)
      gateway.says({ who: 'ma', chat: GRID_3, text: words, mention: 'bot' })
      for (let look = 0; look < 10 && gateway.said(GRID_3).length === before; look++) await pause(20)
    }
    return performance.now() - since
  }

  it('is heard and answered within 5 s of each return, with nothing piling up', async () => {
    await answeredAfter(performance.now(), '在吗')
    await pause(300)
    const began = countsOf(gateway)
    const heap: number[] = []
    const took: number[] = []
    for (let kill = 0; kill < KILLS; kill++) {
      await gateway.vanish()
      await until(() => connection.account() === undefined)
      await database.transaction((tx) =>
        put(
          tx,
          {
            account: gateway.puppet.accountId as AccountId,
            chat: { kind: 'private', id: 'worker-03' as ChatId },
            text: `等到连上再说的第${kill + 1}条`,
            priority: 'reply',
          },
          systemClock.now(),
        ),
      )
      await pause(AWAY_MS[kill] ?? 0)
      const back = performance.now()
      await gateway.open()
      took.push(await answeredAfter(back, `第${kill + 1}次回来了吗`))
      await gateway.waitFor('worker-03', new RegExp(`第${kill + 1}条`))
      // The first sessions warm things up.
      if (kill === 2) heap.push(await heapMb())
    }
    await until(() => connection.account() !== undefined)
    await pause(250)
    heap.push(await heapMb())
    const report = `answered after ${took.map(Math.round).join(', ')} ms; heap ${heap.join(', ')} MB`
    process.stdout.write(`${report}\n`)

    expect(Math.max(...took), report).toBeLessThan(5000)
    // Fewer is no concern: what an earlier test of the same process left behind may go in the meantime.
    const grown = Object.entries(countsOf(gateway)).filter(([name, count]) => count > (began[name] ?? 0))
    expect(grown, report).toEqual([])
    expect(gateway.said('worker-03'), 'each once').toHaveLength(KILLS)
    // A session that is not let go of holds on to about 1 MB; the gateway, which is in this process too, to 0.2 for each start.
    expect((heap[1] ?? 0) - (heap[0] ?? 0), report).toBeLessThan(4)
  }, 120_000)
})

/**
 * What a session may forget to let go of: listeners in this process and at the gateway's puppet, and sockets.
 * Each start of a gateway leaves its own listeners behind at six events of a puppet that outlives it, as this one does.
 */
function countsOf(gateway: Gateway): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const event of process.eventNames()) counts[`process ${String(event)}`] = process.listenerCount(event)
  const gatewaysOwn = new Set(['scan', 'ready', 'login', 'logout', 'heartbeat', 'reset'])
  for (const event of gateway.puppet.eventNames()) {
    const name = String(event)
    if (!gatewaysOwn.has(name)) counts[`puppet ${name}`] = gateway.puppet.listenerCount(event as 'message')
  }
  counts['sockets'] = process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length
  return counts
}

/** What is in use after a collection. */
async function heapMb(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let round = 0; round < 3; round++) {
    collect()
    await pause(10)
  }
  return Math.round(process.memoryUsage().heapUsed / 104_857.6) / 10
}

async function until(done: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!done()) {
    if (performance.now() > deadline) throw new Error('it did not come to that within 10 s')
    await pause(5)
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
