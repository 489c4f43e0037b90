import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CommunityFile } from '../../src/community/file.ts'
import { loadCommunity } from '../../src/community/load.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import type { AccountId } from '../../src/ids.ts'
import { BotProcess } from '../bot-process.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'
import { runFolder } from '../run-folder.ts'
import { ACCOUNT } from './place.ts'

const GRIDS = 200
const chatOf = (grid: number) => `big-${grid}@chatroom`

/** One compound of two hundred grids with a group each: a street's. */
const street: CommunityFile = {
  code: 'big',
  name: '大街道',
  example: false,
  grids: Array.from({ length: GRIDS }, (_, at) => ({ number: at + 1, name: `第${at + 1}网格` })),
  compounds: [],
  units: [],
  people: [{ contact: 'office', name: '许主任', about: '', friend: true, roles: [{ kind: 'STAFF' }] }],
  groups: Array.from({ length: GRIDS }, (_, at) => ({
    chat: chatOf(at + 1),
    topic: `${at + 1}网格群`,
    target: { purpose: 'GRID', grid: at + 1 },
    members: ['office'],
  })),
  calendar: {},
}

let url: string
let gateway: Gateway
let bot: BotProcess

beforeEach(async () => {
  url = `file:${join(await mkdtemp(join(runFolder(), 'relay-')), 'relay.db')}`
  const database = await openDatabase({ url })
  await database.transaction((tx) => loadCommunity(tx, street, { account: ACCOUNT.id as AccountId, now: new Date() }))
  await database.close()
  gateway = await startGateway({
    account: ACCOUNT,
    people: [{ contact: 'office', name: '许主任', friend: true }],
    groups: street.groups.map(({ chat, topic, members }) => ({ chatId: chat, topic, members: [...members] })),
    keepMessages: 10_000,
  })
  bot = await BotProcess.prepare({
    ...gateway.env,
    DATABASE_URL: url,
    PACE_GAP_MS: '0',
    PACE_PER_MINUTE: '0',
    PACE_GROUP_PER_MINUTE: '0',
    PACE_PER_DAY: '0',
  })
})
afterEach(async () => {
  await bot.remove()
  await gateway.stop()
})

it('reaches each of 200 groups once, or says honestly that nobody knows, though the bot is killed at every stage', async () => {
  /** Starts the bot, and kills it at the moment that the promise tells. */
  const live = async (untilWhen: () => Promise<unknown>) => {
    bot.start()
    await bot.prints(/logged in/, 60_000)
    await gateway.connected()
    await untilWhen()
    await bot.kill()
  }
  const patience = { timeoutMs: 30_000 }
  const reached = () => gateway.said().filter(({ chat }) => chat.startsWith('big-')).length
  const says = (text: string) => gateway.says({ who: 'office', chat: 'private', text })
  /** Resolves when so many groups have it. */
  const groupsHaveIt = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (reached() < count) return
        stop()
        resolve()
      }
      const stop = gateway.puppet.onSaid(look)
      look()
    })

  let asked = ''
  // As soon as the preview is written; once it is read; in the very moment of the 确认; while it goes out; again.
  await live(() => {
    asked = says('/转发 全部\n各网格今天17:00前清理楼道堆物')
    return gateway.waitFor('office', /第1稿/, patience)
  })
  let confirmed = ''
  await live(async () => {
    gateway.repeats(asked)
    confirmed = says('确认')
  })
  await live(async () => {
    gateway.repeats(confirmed)
    await groupsHaveIt(1)
  })
  await live(async () => {
    gateway.repeats(confirmed)
    await groupsHaveIt(60)
  })
  await live(() => groupsHaveIt(140))

  bot.start()
  await bot.prints(/logged in/, 60_000)
  await gateway.connected()
  gateway.repeats(confirmed)
  const ledger = await openDatabase({ url })
  const unknown = await settled(ledger)

  const counts = new Map<string, number>()
  for (const { chat } of gateway.said()) if (chat.startsWith('big-')) counts.set(chat, (counts.get(chat) ?? 0) + 1)
  expect(
    [...counts.values()].filter((count) => count > 1),
    'nobody has it twice',
  ).toEqual([])
  const without = street.groups.map(({ chat }) => chat).filter((chat) => !counts.has(chat))
  expect(
    without.filter((chat) => !unknown.has(chat)),
    'who has it not is told to be unknown',
  ).toEqual([])
  expect(await ledger.client.directive.count()).toBe(1)
  expect(await ledger.client.directiveDelivery.count()).toBe(GRIDS)

  // Staff look into those groups and have it said again where it is not there: then everybody has it, once.
  const rows = await ledger.client.outboxMessage.findMany({ where: { state: 'UNKNOWN', deliveryId: { not: null } } })
  for (const { id, chatId } of rows) says(counts.has(chatId) ? `/确认已发 ${id}` : `/重发 ${id}`)
  await groupsHaveIt(GRIDS)
  await settled(ledger)
  await ledger.close()
  expect(reached()).toBe(GRIDS)
}, 180_000)

/** Resolves when nothing is waiting to be said, with the chats in which nobody knows whether it was. */
async function settled(database: Database): Promise<Set<string>> {
  for (;;) {
    const waiting = await database.client.outboxMessage.count({ where: { state: { in: ['PENDING', 'SENDING'] } } })
    if (waiting === 0) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const rows = await database.client.outboxMessage.findMany({ where: { state: 'UNKNOWN' }, select: { chatId: true } })
  return new Set(rows.map(({ chatId }) => chatId))
}
