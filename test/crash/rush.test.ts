import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { BotProcess } from '../bot-process.ts'
import { makeTerm } from '../courses/term.ts'
import { startGateway } from '../gateway/gateway.ts'
import { runFolder } from '../run-folder.ts'
import { OutboxWindow } from './outbox-window.ts'
import { crowdedWorld, GRIDS, groupOf, residentsOf, settleIn } from './place.ts'
import { SeededRandom } from './random.ts'

const PLACES = 20
const PER_GROUP = 8
const KILLS = 2
const MINUTE = 60_000

it('sells no place twice and loses nobody, though the bot is killed in the middle of the rush', async () => {
  const seed = Math.floor(Math.random() * 1_000_000)
  const random = new SeededRandom(seed)
  const url = `file:${join(await mkdtemp(join(runFolder(), 'rush-')), 'rush.db')}`
  await settleIn(url)
  const before = await openDatabase({ url })
  const { id } = await before.client.community.findFirstOrThrow()
  const opensAt = new Date(Date.now() - MINUTE / 6)
  const { runId } = await before.transaction((tx) => makeTerm(tx, { communityId: id, capacity: PLACES, opensAt }))
  await before.close()

  const gateway = await startGateway(await crowdedWorld(PER_GROUP))
  const bot = await BotProcess.prepare({
    ...gateway.env,
    DATABASE_URL: url,
    ...{ PACE_GAP_MS: '0', PACE_PER_MINUTE: '0', PACE_GROUP_PER_MINUTE: '0', PACE_PER_DAY: '0' },
  })
  const ids: string[] = []
  try {
    const start = async () => {
      bot.start()
      await bot.prints(/logged in/, 90_000)
    }
    await start()
    for (const text of ['/报名 乐高', '/报名 乐高智力开发']) {
      for (let n = 0; n < PER_GROUP; n++) {
        for (const grid of GRIDS) {
          ids.push(gateway.says({ who: residentsOf(grid, PER_GROUP)[n] ?? '', chat: groupOf(grid), text }))
        }
      }
    }
    const window = await OutboxWindow.open(url)
    const until = async (handled: number) => {
      const deadline = performance.now() + 60_000
      while ((await window.handled()) < handled) {
        if (performance.now() > deadline) throw new Error(`only ${await window.handled()} handled\n${bot.stderr}`)
        await delay(2)
      }
    }
    try {
      for (let killed = 0; killed < KILLS; killed++) {
        const so = await window.handled()
        await until(Math.min(so + random.whole(1, 60), ids.length - 1))
        await bot.kill()
        await start()
        // What was missed is delivered again, and with it what was not.
        for (const each of ids) gateway.repeats(each)
      }
      await until(ids.length)
    } finally {
      await window.close()
    }
    await bot.interrupt()
  } finally {
    await bot.remove()
    await gateway.stop()
  }

  const after = await openDatabase({ url })
  const run = await after.client.courseRun.findUniqueOrThrow({ where: { id: runId } })
  const rows = await after.client.enrolment.findMany({ where: { runId }, orderBy: { seq: 'asc' } })
  const events = await after.client.enrolmentEvent.count()
  await after.close()
  const states = rows.map(({ state }) => state)
  expect(
    states.filter((state) => state === 'CONFIRMED'),
    `with seed ${seed}`,
  ).toHaveLength(PLACES)
  expect(run.enrolled).toBe(PLACES)
  // First come, first served, also over the kills: those with a place are the first in line.
  expect(states.slice(0, PLACES).every((state) => state === 'CONFIRMED')).toBe(true)
  expect(new Set(rows.map(({ personId }) => personId)).size, 'nobody is lost, nobody is there twice').toBe(
    ids.length / 2,
  )
  expect(rows).toHaveLength(ids.length / 2)
  expect(events, 'each was decided once').toBe(rows.length)
}, 300_000)
