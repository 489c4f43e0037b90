import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { BotProcess } from '../bot-process.ts'
import { crowdedWorld, groupOf, residentsOf, settleIn } from '../crash/place.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'

const GROUP = groupOf(3)
const [resident = ''] = residentsOf(3, 1)

let gateway: Gateway
let bot: BotProcess
afterEach(async () => {
  await bot.remove()
  await gateway.stop()
})

it('a connection lost in the middle of a burst loses nothing that the gateway delivers again', async () => {
  gateway = await startGateway(await crowdedWorld(1))
  bot = await BotProcess.prepare({ ...gateway.env, PACE_GAP_MS: '0', PACE_GROUP_PER_MINUTE: '0', PACE_PER_MINUTE: '0' })
  const url = `file:${join(bot.dataDir, 'gezhong.db')}`
  await settleIn(url)
  bot.start()
  await bot.prints(/logged in/, 90_000)
  await gateway.connected()

  const texts = Array.from({ length: 40 }, (_, index) => `/报事 第${index + 1}盏路灯不亮`)
  const ids = texts.map((text) => gateway.says({ who: resident, chat: GROUP, text }))
  await gateway.waitFor(GROUP, /#5 已登记/, PATIENT)
  await gateway.vanish()
  await gateway.open()
  await gateway.connected(PATIENT.timeoutMs)
  for (const id of ids) gateway.repeats(id)
  await gateway.waitFor(GROUP, /第40盏/, PATIENT)
  await bot.interrupt()

  const database: Database = await openDatabase({ url })
  const issues = await database.client.issue.findMany({ orderBy: { number: 'asc' } })
  const rows = await database.client.outboxMessage.findMany({ where: { chatId: GROUP }, orderBy: { id: 'asc' } })
  await database.close()
  expect(issues.map(({ words }) => `/报事 ${words}`)).toEqual(texts)
  expect(rows).toHaveLength(texts.length)
  for (const { text, state } of rows) {
    const times = gateway.said(GROUP).filter((said) => said.text.endsWith(text)).length
    // What was on its way when the line broke may have arrived or not; nothing else is in doubt, and nothing came twice.
    if (state === 'UNKNOWN') expect(times).toBeLessThanOrEqual(1)
    else expect(times, `${state} ${text}`).toBe(1)
  }
  expect(rows.filter(({ state }) => state === 'UNKNOWN').length).toBeLessThanOrEqual(1)
}, 200_000)

const PATIENT = { timeoutMs: 60_000 }
