import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { CommunityFile } from '../../src/community/file.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import type { AccountId } from '../../src/ids.ts'
import { loadCommunity } from '../../src/load-community.ts'
import { BotProcess } from '../bot-process.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'
import { runFolder } from '../run-folder.ts'
import { ACCOUNT } from './place.ts'

const chatOf = (grid: number) => `big-${grid}@chatroom`

/** Many grids with a group each, as a street has them. */
function street(grids: number): CommunityFile {
  const all = Array.from({ length: grids }, (_, at) => at + 1)
  return {
    code: 'big',
    name: '大街道',
    example: false,
    grids: all.map((number) => ({ number, name: `第${number}网格` })),
    compounds: [],
    units: [],
    people: [{ contact: 'office', name: '许主任', about: '', friend: true, roles: [{ kind: 'STAFF' }] }],
    groups: all.map((grid) => ({
      chat: chatOf(grid),
      topic: `${grid}网格群`,
      target: { purpose: 'GRID', grid },
      members: ['office'],
    })),
    courses: [],
    wishes: [],
    calendar: {},
  }
}

/** What became of a relay during which the bot was killed. */
export interface RelayOutcome {
  /** groups that have it more than once */
  readonly twice: readonly string[]
  /** groups that have not got it, though nobody says that it is unknown */
  readonly lost: readonly string[]
  /** how many rows were unknown */
  readonly unknown: number
  readonly directives: number
  readonly deliveries: number
  /** how many groups have it after staff have settled what was unknown */
  readonly reached: number
}

const PATIENCE = { timeoutMs: 30_000 }

/**
 * Relays a directive to so many groups over a real gateway while the bot is killed with SIGKILL: as soon as the preview is said,
 * in the very moment of the 确认, and whenever so many groups have it as `killAt` tells. In the end it lives, and staff look
 * after what is unknown.
 */
export async function relayUnderFire(grids: number, killAt: readonly number[]): Promise<RelayOutcome> {
  const url = `file:${join(await mkdtemp(join(runFolder(), 'relay-')), 'relay.db')}`
  const file = street(grids)
  const made = await openDatabase({ url })
  await made.transaction((tx) => loadCommunity(tx, file, { account: ACCOUNT.id as AccountId, now: new Date() }))
  await made.close()
  const gateway = await startGateway({
    account: ACCOUNT,
    people: [{ contact: 'office', name: '许主任', friend: true }],
    groups: file.groups.map(({ chat, topic, members }) => ({ chatId: chat, topic, members: [...members] })),
    keepMessages: 10_000,
  })
  const bot = await BotProcess.prepare({
    ...gateway.env,
    DATABASE_URL: url,
    PACE_GAP_MS: '0',
    PACE_PER_MINUTE: '0',
    PACE_GROUP_PER_MINUTE: '0',
    PACE_PER_DAY: '0',
  })
  const ledger = await openDatabase({ url })
  try {
    return await underFire({ gateway, bot, ledger, chats: file.groups.map(({ chat }) => chat), killAt })
  } finally {
    await ledger.close()
    await bot.remove()
    await gateway.stop()
  }
}

interface Field {
  readonly gateway: Gateway
  readonly bot: BotProcess
  readonly ledger: Database
  readonly chats: readonly string[]
  readonly killAt: readonly number[]
}

async function underFire({ gateway, bot, ledger, chats, killAt }: Field): Promise<RelayOutcome> {
  const inGroups = () => gateway.said().filter(({ chat }) => chat.startsWith('big-'))
  const says = (text: string) => gateway.says({ who: 'office', chat: 'private', text })
  const begin = async () => {
    bot.start()
    await bot.prints(/logged in/, 60_000)
    await gateway.connected()
  }
  /** Starts the bot, and kills it at the moment that the promise tells. */
  const live = async (untilWhen: () => Promise<unknown>) => {
    await begin()
    await untilWhen()
    await bot.kill()
  }
  /** Resolves when so many groups have it. */
  const groupsHaveIt = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (inGroups().length < count) return
        stop()
        resolve()
      }
      const stop = gateway.puppet.onSaid(look)
      look()
    })

  let asked = ''
  await live(() => {
    asked = says('/转发 全部\n各网格今天17:00前清理楼道堆物')
    return gateway.waitFor('office', /第1稿/, PATIENCE)
  })
  let confirmed = ''
  await live(async () => {
    gateway.repeats(asked)
    confirmed = says('确认')
  })
  for (const count of killAt) {
    await live(async () => {
      gateway.repeats(confirmed)
      await groupsHaveIt(count)
    })
  }
  await begin()
  gateway.repeats(confirmed)
  await settled(ledger)

  const counts = new Map<string, number>()
  for (const { chat } of inGroups()) counts.set(chat, (counts.get(chat) ?? 0) + 1)
  const rows = await ledger.client.outboxMessage.findMany({ where: { state: 'UNKNOWN', deliveryId: { not: null } } })
  const unknown = new Set(rows.map(({ chatId }) => chatId))
  const outcome = {
    twice: [...counts].filter(([, count]) => count > 1).map(([chat]) => chat),
    lost: chats.filter((chat) => !counts.has(chat) && !unknown.has(chat)),
    unknown: rows.length,
    directives: await ledger.client.directive.count(),
    deliveries: await ledger.client.directiveDelivery.count(),
  }
  // Staff look into those groups and have it said again where it is not there: then everybody has it.
  for (const { id, chatId } of rows) says(counts.has(chatId) ? `/确认已发 ${id}` : `/重发 ${id}`)
  await groupsHaveIt(chats.length)
  await settled(ledger)
  return { ...outcome, reached: new Set(inGroups().map(({ chat }) => chat)).size }
}

/** Resolves when nothing is waiting to be said. */
async function settled(database: Database): Promise<void> {
  while ((await database.client.outboxMessage.count({ where: { state: { in: ['PENDING', 'SENDING'] } } })) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
