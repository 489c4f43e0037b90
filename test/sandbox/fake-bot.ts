import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Wechaty, WechatyBuilder } from 'wechaty'
import { SandboxPuppet } from '../../src/sandbox/puppet.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/server.tsx'
import { crossing } from '../../src/sandbox/stories/crossing.ts'
import type { Story } from '../../src/sandbox/story.ts'
import type { SandboxGroup, SandboxPerson } from '../../src/sandbox/world.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { runFolder } from '../run-folder.ts'

export const GRID = 'grid-03@chatroom'
export const STAFF = 'staff@chatroom'
export const UNIT = 'traffic@chatroom'

export const people: readonly SandboxPerson[] = [
  { contact: 'ma', name: '马先生', kind: 'resident', label: '3网格居民，小区大门正对公交站', friend: true },
  { contact: 'chen', name: '陈阿姨', kind: 'resident', label: '3网格居民，马先生的邻居', friend: true },
  { contact: 'liu', name: '刘女士', kind: 'resident', label: '3网格居民，没有加小格为好友', friend: false },
  { contact: 'worker-03', name: '杨静', kind: 'worker', label: '3网格网格员', friend: true },
  { contact: 'secretary', name: '方书记', kind: 'staff', label: '社区书记', friend: true },
  { contact: 'traffic', name: '交警中队冯警官', kind: 'unit', label: '交警中队的联系人', friend: true },
]

export const groups: readonly SandboxGroup[] = [
  { chatId: GRID, topic: '玉成社区3网格群', members: ['worker-03', 'ma', 'chen', 'liu'] },
  { chatId: STAFF, topic: '玉成社区工作群', members: ['secretary', 'worker-03'] },
  { chatId: UNIT, topic: '玉成社区·交警中队', members: ['traffic', 'secretary'] },
]

/** Wednesday, 3 June 2026, 07:40 in Shanghai. */
export const MORNING = new Date('2026-06-02T23:40:00Z')

/** The crossing story, content with any words of the bot that carry the number: this bot has few. */
export const crossingOfFewWords: Story = {
  ...crossing,
  steps: crossing.steps.map((step) => ({
    ...step,
    expect: step.expect?.map((one) => ({ ...one, text: one.card ? /#\d+/ : /#{n}/ })) ?? [],
  })),
}

export interface FakeHouse {
  readonly sandbox: Sandbox
  readonly puppet: SandboxPuppet
  readonly clock: MovableClock
  readonly dataDir: string
  readonly moves: Date[]
  close(): Promise<void>
}

/**
 * A sandbox with a bot of a few words behind a real Wechaty: it registers a /报事 as #1, answers every other command in
 * all groups with that number, accepts friends, and is otherwise silent.
 */
export async function openFakeHouse(options: Partial<SandboxOptions> = {}): Promise<FakeHouse> {
  const clock = options.clock ?? MovableClock.frozen(MORNING)
  const dataDir = options.dataDir ?? (await mkdtemp(join(runFolder(), 'sandbox-')))
  const puppet = new SandboxPuppet({ account: { id: 'xiaoge', name: '小格' }, people, groups, clock })
  const bot = await startBot(puppet)
  const moves: Date[] = []
  const sandbox = await startSandbox({
    host: '127.0.0.1',
    port: 0,
    puppet,
    community: '玉成社区',
    people,
    groups,
    dataDir,
    clock,
    system: { now: () => MORNING },
    onClockMoved: (now) => {
      moves.push(now)
    },
    log: pino({ level: 'silent' }),
    ...options,
  })
  return {
    sandbox,
    puppet,
    clock,
    dataDir,
    moves,
    async close() {
      await bot.stop()
      await sandbox.stop()
      if (!options.dataDir) await rm(dataDir, { recursive: true })
    },
  }
}

async function startBot(puppet: SandboxPuppet): Promise<Wechaty> {
  const bot = WechatyBuilder.build({ puppet })
  bot.on('error', () => {})
  bot.on('friendship', (friendship) => {
    if (friendship.type() === bot.Friendship.Type.Receive) friendship.accept().catch(() => {})
  })
  bot.on('message', (message) => {
    if (message.self()) return
    const text = message.text()
    const chat = message.room()?.id ?? message.talker().id
    for (const [where, words] of answers(text, chat)) puppet.messageSendText(where, words).catch(() => {})
  })
  const loggedIn = new Promise<void>((resolve) => bot.once('login', () => resolve()))
  await bot.start()
  await loggedIn
  return bot
}

function answers(text: string, chat: string): [chat: string, words: string][] {
  if (text.startsWith('/报事 ')) {
    const card = [
      '已登记 #1 秩序与出行',
      text.slice(4),
      '网格员杨静会在 30 分钟内受理。',
      '您也有同样的事，引用这条回复“我也有”。',
    ]
    return [[chat, card.join('\n')]]
  }
  if (text.startsWith('/')) return [GRID, STAFF, UNIT].map((where) => [where, `#1 已受理，记下了：${text}`])
  if (/我也有$/.test(text)) return [[chat, '#1 记下了，谢谢您。']]
  if (/满意$/.test(text)) return [GRID, 'chen'].map((where) => [where, '#1 已结案：马先生满意。'])
  return []
}
