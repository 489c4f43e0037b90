import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Bot, createBot } from '../src/bot.ts'
import type { ChatGateway, GatewayListener } from '../src/chat/gateway.ts'
import { type Database, openDatabase } from '../src/database/database.ts'
import type { AccountId, ChatId, ContactId, MessageId } from '../src/ids.ts'
import type { Job } from '../src/scheduler/job.ts'
import { schedule } from '../src/scheduler/schedule.ts'
import { MovableClock } from '../src/time/clock.ts'
import { shanghai } from '../src/time/shanghai.ts'
import { WorkCalendar } from '../src/time/work-calendar.ts'
import { runFolder } from './run-folder.ts'

const ME = 'wxid_xiaoge' as AccountId

describe('the bot', () => {
  let folder: string
  let database: Database
  let away: boolean
  let clock: MovableClock
  let said: string[]
  let logged: string[]
  let hang: Promise<void>
  let listener: GatewayListener
  let bot: Bot

  beforeEach(async () => {
    folder = await mkdtemp(join(runFolder(), 'bot-'))
    database = await openDatabase({ url: `file:${join(folder, 'bot.db')}` })
    away = false
    clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
    said = []
    logged = []
    hang = Promise.resolve()
    const gateway: ChatGateway = {
      account: () => ME,
      state: () => 'logged-in',
      lastHeard: () => undefined,
      groups: async () => [],
      recall: async () => false,
      send: async ({ text }) => {
        said.push(text)
        return {}
      },
      media: async () => {
        throw new Error('there is none')
      },
    }
    const slow: Job = {
      name: 'slow',
      title: '慢',
      schedule: schedule('* * * * *'),
      graceMs: 300_000,
      missed: 'latest',
      limitMs: 600_000,
      run: async () => {
        await hang
        return 'done'
      },
    }
    bot = createBot({
      settings: {
        dataDir: folder,
        pace: { gapMs: 0, perMinute: 0, groupPerMinute: 0, perDay: 0 },
        quietHours: undefined,
        seat: 'main',
        unstableIds: false,
        model: undefined,
      },
      database: {
        ...database,
        transaction: async (work) => {
          if (away) throw new Error('the database is away')
          return database.transaction(work)
        },
      },
      calendar: new WorkCalendar({}),
      clock,
      log: pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line).msg) }),
      connect: (hears) => {
        listener = hears
        return gateway
      },
      jobs: [slow],
    })
  })
  afterEach(async () => {
    vi.useRealTimers()
    await bot.stop()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  const asksForHelp = (id: string) =>
    listener.message({
      account: ME,
      id: id as MessageId,
      chat: { kind: 'private', id: 'ma' as ChatId },
      topic: '',
      sender: { id: 'ma' as ContactId, name: '马先生', friend: true },
      at: clock.now(),
      text: '/帮助',
      mentionsBot: false,
      mentions: [],
    })

  it('notes a login and answers what was said, once the database is back', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] })
    bot.start()
    away = true
    listener.login(ME, '小格')
    asksForHelp('one')
    asksForHelp('two')
    await vi.waitFor(() => expect(logged).toContain('a message could not be handled'))
    away = false
    await bot.idle()
    expect((await database.client.handledMessage.findMany()).map(({ messageId }) => messageId)).toEqual(['one', 'two'])
    await vi.waitFor(() => expect(said).toHaveLength(2))
    expect(await database.client.account.count()).toBe(0)
    clock.moveBy(15_000)
    vi.advanceTimersByTime(15_000)
    await bot.idle()
    expect(await database.client.account.findFirst()).toMatchObject({ account: ME, heardUntil: clock.now() })
  })

  it('begins to say nothing more when it is stopped, though a job takes long', async () => {
    const stopSender = vi.spyOn(bot.sender, 'stop')
    let release = () => {}
    await bot.heart.beat()
    hang = new Promise((resolve) => {
      release = resolve
    })
    clock.moveBy(60_000)
    void bot.heart.beat()
    await vi.waitFor(async () => expect(await database.client.jobRun.count({ where: { state: 'RUNNING' } })).toBe(1))
    const stopping = bot.stop()
    await vi.waitFor(() => expect(stopSender).toHaveBeenCalled())
    release()
    await stopping
  })
})
