import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Call } from '../../src/chat/call.ts'
import { command } from '../../src/chat/command.ts'
import { type Dialog, dialogPlace, forgetLapsed, openDialog } from '../../src/chat/dialog.ts'
import type { AttachmentKind, IncomingMessage } from '../../src/chat/incoming.ts'
import { indexCommands } from '../../src/chat/parser.ts'
import { Router } from '../../src/chat/router.ts'
import { Wake } from '../../src/chat/wake.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import type { AccountId, ChatId, ContactId, MessageId } from '../../src/ids.ts'
import type { Sealer } from '../../src/sealing/sealer.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { standsIn } from '../database/whole-database.ts'
import { runFolder } from '../run-folder.ts'
import { testKey, testSealer } from '../sealing/keys.ts'

const ME = 'bot' as AccountId
const MA = 'ma' as ContactId
const PRIVATE = { kind: 'private', id: 'ma' as ChatId } as const
const GROUP = { kind: 'group', id: 'g@chatroom' as ChatId } as const
const NOTHING = { photos: [], problems: [] }
const HOUR = 60 * 60_000
const CANARY = '属虎的金丝雀'

/** Asks until somebody says 完, and tells then what it was told; a cry for help is not its own. */
function confiding(sealer: Sealer): Dialog {
  return {
    kind: 'confiding',
    waitMs: HOUR,
    answer: async (call, state) => {
      const { text } = call.message
      const said = (state as { said: string[] }).said
      if (/着火/.test(text)) return 'not mine'
      const secret = { sealer, about: [call.person] }
      if (text === '完') {
        await call.reply(`您说了：${said.join('；')}`, { secret })
        return 'done'
      }
      await ask(call, sealer, [...said, text])
      return 'open'
    },
  }
}

async function ask(call: Call, sealer: Sealer, said: string[]): Promise<void> {
  const expiresAt = new Date(call.now.getTime() + HOUR)
  await openDialog(call.tx, dialogPlace(call.message), { kind: 'confiding', state: { said }, expiresAt, sealer })
  await call.reply('还有呢？')
}

describe('privacy 9: a secret dialog', () => {
  let folder: string
  let url: string
  let database: Database
  /** what was handed to others: to the reader of free text, to those who keep in mind what was sent */
  let handedOn: string[]
  let logged: string[]
  let router: Router
  const sealer = testSealer()
  const clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
  let count = 0

  function routerWith(opener: Sealer | undefined): Router {
    const note = async ({ text, attachment }: IncomingMessage) => void handedOn.push(attachment ?? text)
    const base = { aliases: [], what: '试试', section: 'everybody', who: ['everybody'], where: 'both' } as const
    const begin = { ...base, name: '倾诉', example: '/倾诉', args: {}, run: (call: Call) => ask(call, sealer, []) }
    const lights = { ...base, name: '开灯', example: '/开灯', args: {}, run: (call: Call) => call.reply('灯开了') }
    return new Router({
      database,
      commands: indexCommands([command(begin), command(lights)]),
      dialogs: [confiding(sealer)],
      opener,
      answer: async (call) => {
        await note(call.message)
        return false
      },
      unbound: async () => false,
      receipts: { mayBe: () => false, wanted: async () => false, read: async () => false },
      photos: { before: async () => NOTHING, of: async () => NOTHING },
      files: { before: async () => NOTHING, of: async () => NOTHING, remember: note },
      loosePhoto: { wanted: async () => false, read: async () => {}, remember: note },
      freeText: {
        weigh: ({ text }) => (/着火/.test(text) ? 'now' : /灯/.test(text) ? 'maybe' : 'nothing'),
        hear: note,
      },
      clock,
      wake: new Wake(),
      log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
    })
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(runFolder(), 'secret-dialog-'))
    url = `file:${join(folder, 'router.db')}`
    database = await openDatabase({ url })
  })
  afterAll(async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    handedOn = []
    logged = []
    await database.transaction(async (tx) => {
      await tx.outboxMessage.deleteMany()
      await tx.dialog.deleteMany()
    })
    router = routerWith(sealer)
  })

  async function says(text: string, attachment?: AttachmentKind, chat: IncomingMessage['chat'] = PRIVATE) {
    count += 1
    const before = await database.client.outboxMessage.count()
    await router.handle({
      account: ME,
      id: `m${count}` as MessageId,
      chat,
      topic: '',
      sender: { id: MA, name: '马先生' },
      at: clock.now(),
      text,
      mentionsBot: false,
      mentions: [],
      attachment,
      fileName: attachment === 'file' ? text : undefined,
    })
    const rows = await database.client.outboxMessage.findMany({ orderBy: { id: 'asc' }, skip: before })
    return rows.map((row) => row.text || 'sealed')
  }
  const openState = async () => (await database.client.dialog.findFirst({}))?.sealed

  it('hears every word of an answer, and keeps it nowhere in the clear', async () => {
    await says('/倾诉')
    expect(await says(CANARY)).toEqual(['还有呢？'])
    expect(await says(`家里${CANARY}那盏灯不亮`), 'also what looks like a report').toEqual(['还有呢？'])
    expect(await says('开灯'), 'and what looks like a command without its slash').toEqual(['还有呢？'])
    expect(await openState()).toMatch(/^sealed1\./)
    expect(await says('完')).toEqual(['sealed'])
    const row = await database.client.outboxMessage.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(sealer.open(row.sealed ?? '', `OutboxMessage:${ME}:ma`)).toBe(
      `您说了：${CANARY}；家里${CANARY}那盏灯不亮；开灯`,
    )
    expect(await openState()).toBeUndefined()
    expect(handedOn).toEqual([])
    expect(logged.join()).not.toContain(CANARY)
    expect(await standsIn(url, CANARY)).toBe(false)
  })

  it('keeps whatever is said to itself, in whatever words', async () => {
    const before = fc.constantFrom(
      '',
      '收到 ',
      '我也是 ',
      '#12 ',
      '@小格 ',
      '开灯 ',
      '「小格：#1」\n-----\n',
      '0.5',
      '😀',
    )
    const words = fc.tuple(
      before,
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom('', '。', '灯', '\n'),
    )
    await says('/倾诉')
    await fc.assert(
      fc.asyncProperty(words, async ([head, middle, tail]) => {
        const said = await says(`${head}${CANARY}${middle.replace(/着火|完/g, '')}${tail}`)
        expect(said).toEqual(['还有呢？'])
      }),
      { numRuns: 40 },
    )
    expect(handedOn).toEqual([])
    expect(logged.join()).not.toContain(CANARY)
    expect(await standsIn(url, CANARY)).toBe(false)
  })

  it('lets a command through, and repeats nothing that was typed behind a slash', async () => {
    await says('/倾诉')
    expect(await says('/开灯')).toEqual(['灯开了'])
    expect(await says('/属虎')).toEqual([expect.not.stringContaining('属虎')])
    expect(await openState()).toMatch(/^sealed1\./)
  })

  it('lets a cry for help through to whoever reads such', async () => {
    await says('/倾诉')
    expect(await says('楼道着火了')).toEqual([])
    expect(new Set(handedOn)).toEqual(new Set(['楼道着火了']))
    expect(await openState(), 'and goes on afterwards').toMatch(/^sealed1\./)
  })

  it('keeps no picture, file or place that it has not asked for', async () => {
    await says('/倾诉')
    for (const attachment of ['image', 'file', 'location'] as const) {
      expect(await says(`${CANARY}的简历.pdf`, attachment), attachment).toEqual([expect.stringContaining('没有收')])
    }
    expect(await says('', 'audio')).toEqual([expect.stringContaining('转文字')])
    expect(handedOn).toEqual([])
    expect(await standsIn(url, CANARY)).toBe(false)
    await says('完')
    await says('p.png', 'image')
    expect(handedOn, 'afterwards it is as ever').toEqual(['image', 'image'])
  })

  it('tells who answers late, once, and their words go no further either; only a cry for help does', async () => {
    const forget = () => database.transaction((tx) => forgetLapsed(tx, clock.now(), 500))
    await says('/倾诉')
    await says(CANARY)
    clock.moveBy(HOUR + 60_000)
    await forget()
    expect(await openState(), 'what it held is gone').toBe('')
    expect(await says(`${CANARY}那盏灯，二楼`)).toEqual([expect.stringContaining('过了时间')])
    expect(handedOn).toEqual([])
    expect(await standsIn(url, CANARY)).toBe(false)
    await says('那盏灯坏了')
    expect(handedOn, 'then it is as ever').toContain('那盏灯坏了')
    await says('/倾诉')
    clock.moveBy(HOUR + 60_000)
    handedOn = []
    await says('楼道着火了')
    expect(handedOn).toContain('楼道着火了')
    clock.moveBy(8 * 24 * HOUR)
    await forget()
    expect(await database.client.dialog.count(), 'nobody answers after a week').toBe(0)
  })

  it('is of no use in a group', async () => {
    const dialog = { kind: 'confiding', state: {}, expiresAt: clock.now(), sealer }
    const place = { account: ME, chatId: GROUP.id, contactId: MA }
    await expect(database.transaction((tx) => openDialog(tx, place, dialog))).rejects.toThrow('private')
  })

  it.each([
    ['no key', undefined],
    ['another key', testSealer({ key: testKey('B') })],
  ])('says that it cannot go on with %s, and listens to nobody’s secrets meanwhile', async (_, opener) => {
    await says('/倾诉')
    await says(CANARY)
    router = routerWith(opener)
    expect(await says(`还有${CANARY}`)).toEqual([expect.stringContaining('从头再来')])
    expect(handedOn).toEqual([])
    expect(await standsIn(url, CANARY)).toBe(false)
    expect(await openState()).toBeUndefined()
  })
})
