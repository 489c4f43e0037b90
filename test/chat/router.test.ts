import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ownWords } from '../../src/chat/arguments.ts'
import type { Call } from '../../src/chat/call.ts'
import { command } from '../../src/chat/command.ts'
import { type Dialog, dialogPlace, openDialog } from '../../src/chat/dialog.ts'
import type { IncomingMessage } from '../../src/chat/incoming.ts'
import { indexCommands } from '../../src/chat/parser.ts'
import { Router } from '../../src/chat/router.ts'
import { Wake } from '../../src/chat/wake.ts'
import { putBinding } from '../../src/community/groups.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import type { AccountId, ChatId, CommunityId, ContactId, MessageId } from '../../src/ids.ts'
import { Refusal } from '../../src/refusal.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { runFolder } from '../run-folder.ts'

const ME = 'bot' as AccountId
const GROUP = { kind: 'group', id: 'g@chatroom' as ChatId } as const
const UNBOUND = { kind: 'group', id: 'u@chatroom' as ChatId } as const
const MA = 'ma' as ContactId
const PRIVATE = { kind: 'private', id: 'ma' as ChatId } as const
const NOBODY = { photos: [], problems: [] }

describe('the router', () => {
  let folder: string
  let database: Database
  let router: Router
  let logged: string[]
  let answers: boolean
  let readsReceipt: (call: Call) => Promise<boolean>
  /** ids of what was handed to the reader of free text */
  let heard: string[]
  let wake: Wake
  let firstWords: string[]
  /** how often a row that 抢先 writes has been written by another first */
  let taken: number
  const clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
  let count = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(runFolder(), 'router-'))
    database = await openDatabase({ url: `file:${join(folder, 'router.db')}` })
    await database.transaction(async (tx) => {
      const { id } = await tx.community.create({ data: { code: 'c', name: '玉成社区', createdAt: clock.now() } })
      await putBinding(tx, {
        account: ME,
        chatId: GROUP.id,
        topic: '工作群',
        communityId: id as CommunityId,
        scope: { purpose: 'STAFF' },
        by: undefined,
        now: clock.now(),
      })
    })
  })
  afterAll(async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    logged = []
    answers = false
    heard = []
    wake = new Wake()
    firstWords = []
    taken = 0
    await database.transaction(async (tx) => {
      await tx.outboxMessage.deleteMany()
      await tx.handledMessage.deleteMany()
      await tx.dialog.deleteMany()
    })
    const base = { aliases: [], what: '试一试', section: 'everybody', who: ['everybody'], where: 'both' } as const
    const commands = [
      command({
        ...base,
        name: '回声',
        example: '/回声 你好',
        args: { words: ownWords('话') },
        run: (call: Call, { words }) => call.reply(`听到：${words}`),
      }),
      command({
        ...base,
        name: '出错',
        example: '/出错',
        args: {},
        run: async (call: Call) => {
          await call.reply('这句不该说出来')
          throw new Error('a bug')
        },
      }),
      command({
        ...base,
        name: '婉拒',
        example: '/婉拒',
        args: {},
        run: async (call: Call) => {
          await call.reply('这句不该说出来')
          throw new Refusal('现在不行，明天再来。')
        },
      }),
      command({
        ...base,
        name: '抢先',
        example: '/抢先',
        args: {},
        run: async (call: Call) => {
          taken -= 1
          // Somebody else's row has the key.
          if (taken >= 0) await call.tx.community.create({ data: { code: 'c', name: 'again', createdAt: call.now } })
          await call.reply('排上了')
        },
      }),
      command({
        ...base,
        name: '办公',
        example: '/办公',
        who: ['worker', 'staff'],
        args: {},
        run: (call: Call) => call.reply('办好了'),
      }),
      command({
        ...base,
        name: '悄悄话',
        example: '/悄悄话',
        where: 'private',
        args: {},
        run: async (call: Call) => {
          await openDialog(call.tx, dialogPlace(call.message), {
            kind: 'secret',
            state: { asked: '几点' },
            expiresAt: new Date(call.now.getTime() + 60_000),
          })
          await call.reply('几点？')
        },
      }),
    ]
    readsReceipt = async () => false
    const secret: Dialog = {
      kind: 'secret',
      waitMs: 60_000,
      answer: async (call, state) => {
        if (!/\d/.test(call.message.text)) return 'not mine'
        await call.reply(`${(state as { asked: string }).asked}：${call.message.text}`)
        return 'done'
      },
    }
    router = new Router({
      database,
      commands: indexCommands(commands),
      dialogs: [secret],
      answer: async (call) => {
        if (answers) await call.reply('这是回答')
        return answers
      },
      unbound: async () => false,
      receipts: {
        mayBe: ({ text }) => text.startsWith('收到'),
        wanted: async () => true,
        read: async (call) => readsReceipt(call),
      },
      photos: { before: async () => NOBODY, of: async () => NOBODY },
      files: { before: async () => NOBODY, of: async () => NOBODY, remember: async () => {} },
      loosePhoto: { wanted: async () => false, read: async () => {}, remember: async () => {} },
      freeText: {
        weigh: ({ text }) => (text.includes('灯') ? 'maybe' : 'nothing'),
        hear: async ({ id }) => void heard.push(id),
      },
      claimFirstWord: async (tx, { id }) => {
        const rows = await tx.outboxMessage.findMany({ where: { causeId: id } })
        const what = rows.map(({ text }) => text).join()
        return {
          committed: () => void firstWords.push(`${what}, ${wake.calls} calls`),
          undone: () => void firstWords.push(`not ${what}`),
        }
      },
      clock,
      wake,
      log: pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }),
    })
  })

  function message(text: string, more: Partial<IncomingMessage> = {}): IncomingMessage {
    count += 1
    return {
      account: ME,
      id: `m${count}` as MessageId,
      chat: GROUP,
      topic: '群',
      sender: { id: MA, name: '马先生' },
      at: clock.now(),
      text,
      mentionsBot: false,
      mentions: [],
      ...more,
    }
  }
  const outbox = async () =>
    (await database.client.outboxMessage.findMany({ orderBy: { id: 'asc' } })).map(({ text }) => text)
  const handled = () => database.client.handledMessage.count()
  const hears = async (text: string, more: Partial<IncomingMessage> = {}) => {
    const before = (await outbox()).length
    await router.handle(message(text, more))
    return (await outbox()).slice(before)
  }

  it('runs a command and answers with an @ to whoever said it', async () => {
    expect(await hears('/回声 你好')).toEqual(['听到：你好'])
    expect(await database.client.outboxMessage.findFirstOrThrow()).toMatchObject({
      chatId: GROUP.id,
      mentions: [MA],
      priority: 1,
    })
    expect(await hears('/回声 你好', { chat: PRIVATE })).toEqual(['听到：你好'])
    expect(await database.client.outboxMessage.findFirstOrThrow({ orderBy: { id: 'desc' } })).toMatchObject({
      chatId: PRIVATE.id,
      mentions: [],
    })
  })

  it('does nothing the second time', async () => {
    const one = message('/回声 你好')
    await Promise.all([router.handle(one), router.handle(one)])
    await router.handle(one)
    expect(await outbox()).toEqual(['听到：你好'])
    expect(logged).toEqual([])
  })

  it('begins again where another was first with a row, and another with the next', async () => {
    taken = 2
    expect(await hears('/抢先')).toEqual(['排上了'])
    expect(await handled()).toBe(1)
    expect(logged).toEqual([])
    taken = 100
    expect(await hears('/抢先')).toEqual([expect.stringContaining('刚才这条没有办成')])
  })

  it('keeps nothing of what went wrong but a kind answer and a line in the log with the message', async () => {
    const broken = message('/出错')
    await router.handle(broken)
    expect(await outbox()).toEqual([expect.stringContaining('刚才这条没有办成')])
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([{ message: broken.id, err: { message: 'a bug' } }])
    await router.handle(broken)
    expect(await outbox()).toHaveLength(1)
    expect(await hears('/回声 还在吗')).toEqual(['听到：还在吗'])
  })

  it('hands over what to say first when it is committed, before anybody is told, and takes it back when it is not', async () => {
    await hears('/回声 你好')
    expect(firstWords).toEqual(['听到：你好, 0 calls'])
    expect(wake.calls).toBe(1)
    await hears('/婉拒')
    expect(firstWords.slice(1)).toEqual(['现在不行，明天再来。, 1 calls'])
    const one = message('/回声 两次')
    await Promise.all([router.handle(one), router.handle(one)])
    expect(firstWords.slice(2).sort()).toEqual(['not 听到：两次,听到：两次', '听到：两次, 2 calls'].sort())
  })

  it('calls nobody for what people say among themselves', async () => {
    for (const text of ['今天真热', '/微笑', '知道了']) await hears(text)
    const quotation = { author: '小格', text: '#1 已登记', fromBot: true }
    await hears('知道了', { quotation })
    expect(wake.calls).toBe(0)
    await hears('/回声 你好')
    expect(wake.calls).toBe(1)
  })

  it('says a refusal in place of what had begun', async () => {
    expect(await hears('/婉拒')).toEqual(['现在不行，明天再来。'])
    expect(logged).toEqual([])
  })

  it('says who may, where, what is missing and what is nearest', async () => {
    expect(await hears('/办公')).toEqual(['/办公 由网格员和社区工作人员使用。'])
    expect(await hears('/悄悄话')).toEqual(['/悄悄话 请私聊小格发。'])
    expect(await hears('/回声')).toEqual([expect.stringMatching(/写法：\/回声 <话>\n例子：\/回声 你好/)])
    expect(await hears('/回升 你好')).toEqual([expect.stringMatching(/您要的是 \/回声 吗/)])
  })

  it('is silent among people, and keeps nothing of it', async () => {
    for (const text of ['今天真热', '/微笑', '1/2', '收到']) expect(await hears(text)).toEqual([])
    const quotation = { author: '小格', text: '#1 已登记', fromBot: true }
    expect(await hears('知道了', { quotation })).toEqual([])
    expect(await handled()).toBe(0)
  })

  it('answers who speaks to it', async () => {
    expect(await hears('在吗', { mentionsBot: true })).toEqual([expect.stringMatching(/^小格在/)])
    expect(await hears('在吗', { chat: PRIVATE })).toEqual([expect.stringMatching(/^小格在/)])
  })

  it('hands what people say without a command to the reader of free text, and what is said to it only if it may be something', async () => {
    const said = [message('今天真热'), message('楼道灯不亮'), message('楼道灯不亮', { chat: PRIVATE })]
    for (const each of said) await router.handle(each)
    await router.handle(message('/回声 灯'))
    await router.handle(message('在吗', { chat: PRIVATE }))
    expect(heard).toEqual(said.map(({ id }) => id))
  })

  it('takes voice notes and places on the map for a part of what people say, in private asks for words', async () => {
    const [voice, place, film] = [
      message('', { attachment: 'audio' }),
      message('东门 文化路1号', { attachment: 'location' }),
      message('', { attachment: 'video' }),
    ]
    for (const each of [voice, place, film]) await router.handle(each)
    expect(heard).toEqual([voice.id, place.id])
    expect(await hears('', { chat: PRIVATE, attachment: 'audio' })).toEqual([expect.stringContaining('转文字')])
  })

  it('lets words answer what was asked before it takes them for a greeting', async () => {
    answers = true
    expect(await hears('四楼', { chat: PRIVATE })).toEqual(['这是回答'])
    expect(await hears('四楼', { quotation: { author: '小格', text: '#1 几楼', fromBot: true } })).toEqual(['这是回答'])
    expect(await hears('四楼')).toEqual([])
  })

  it('has 收到 read as a receipt before it is taken for talk, where it is one, but after what was asked in private', async () => {
    const first = message('收到')
    await router.handle(first)
    expect(heard).toEqual([first.id])
    expect(await handled()).toBe(0)
    const read: string[] = []
    readsReceipt = async (call) => read.push(call.message.text) > 0
    expect(await hears('收到')).toEqual([])
    expect(heard).toEqual([first.id])
    expect(await handled()).toBe(1)
    await hears('/悄悄话', { chat: PRIVATE })
    expect(await hears('收到3点', { chat: PRIVATE })).toEqual(['几点：收到3点'])
    expect(read).toEqual(['收到'])
  })

  it('keeps a dialog open until it is answered or runs out, and lets a command through', async () => {
    expect(await hears('/悄悄话', { chat: PRIVATE })).toEqual(['几点？'])
    expect(await hears('嗯', { chat: PRIVATE })).toEqual([expect.stringMatching(/^小格在/)])
    expect(await hears('/回声 你好', { chat: PRIVATE })).toEqual(['听到：你好'])
    expect(await hears('3点', { chat: PRIVATE })).toEqual(['几点：3点'])
    expect(await hears('4点', { chat: PRIVATE })).toEqual([expect.stringMatching(/^小格在/)])
    await hears('/悄悄话', { chat: PRIVATE })
    clock.moveBy(60_000)
    expect(await hears('5点', { chat: PRIVATE })).toEqual([expect.stringMatching(/^小格在/)])
  })

  it('says once in a group that it is not bound', async () => {
    expect(await hears('/回声 你好', { chat: UNBOUND })).toEqual([expect.stringMatching(/还没有绑定/)])
    expect(await hears('/回声 你好', { chat: UNBOUND })).toEqual([])
    expect(await hears('在吗', { chat: UNBOUND, mentionsBot: true })).toEqual([])
    expect(await handled()).toBe(1)
  })
})
