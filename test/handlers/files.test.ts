import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AttachmentStore, LARGEST_FILE } from '../../src/attachments/store.ts'
import type { Call } from '../../src/chat/call.ts'
import { command } from '../../src/chat/command.ts'
import { indexCommands } from '../../src/chat/command-index.ts'
import { type Dialog, dialogPlace, openDialog } from '../../src/chat/dialog.ts'
import { MediaTooLarge } from '../../src/chat/gateway.ts'
import type { IncomingMessage } from '../../src/chat/incoming.ts'
import { Router } from '../../src/chat/router.ts'
import { Wake } from '../../src/chat/wake.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { fileIntake } from '../../src/handlers/files.ts'
import { photoIntake } from '../../src/handlers/photos.ts'
import { PicturesHeard } from '../../src/handlers/pictures-heard.ts'
import type { AccountId, ChatId, ContactId, MessageId } from '../../src/ids.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { runFolder } from '../run-folder.ts'

const ME = 'bot' as AccountId
const WANG = 'wang' as ContactId
const PRIVATE = { kind: 'private', id: 'wang' as ChatId } as const
const UNBOUND = { kind: 'group', id: 'u@chatroom' as ChatId } as const
const words = (text: string) => new TextEncoder().encode(text)

describe('files that people send', () => {
  let folder: string
  let database: Database
  let store: AttachmentStore
  let router: Router
  const clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
  /** what the chat hands out for each message, one after the other; the last stays */
  const brought = new Map<string, (Uint8Array | Error)[]>()
  const fetched: { id: string; maxBytes: number | undefined }[] = []
  let count = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(runFolder(), 'files-'))
    database = await openDatabase({ url: `file:${join(folder, 'files.db')}` })
    store = new AttachmentStore(folder)
    const tell = async (call: Call) => {
      const read = await Promise.all(call.files.map(async ({ name, sha256 }) => `${name}=${await store.read(sha256)}`))
      await call.reply(`收下：${read.join('，') || '无'}`)
    }
    const collect: Dialog = {
      kind: 'collect',
      waitMs: 600_000,
      takesFiles: true,
      answer: async (call) => {
        if (call.message.text === '好了') return 'done'
        if (call.files.length === 0) return call.message.attachment ? 'open' : 'not mine'
        await tell(call)
        return 'open'
      },
    }
    const own = {
      what: '试',
      section: 'everybody',
      who: ['everybody'],
      where: 'both',
      args: {},
      worksUnbound: true,
    } as const
    const desk = {
      database,
      store,
      heard: new PicturesHeard(clock.now()),
      log: pino({ level: 'silent' }),
      wait: async () => {},
      gateway: {
        media: async (id: MessageId, maxBytes?: number) => {
          fetched.push({ id, maxBytes })
          const all = brought.get(id) ?? []
          const next = all.length > 1 ? all.shift() : all[0]
          if (next instanceof Error) throw next
          return { name: 'whatever', bytes: next ?? new Uint8Array() }
        },
      } as never,
    }
    router = new Router({
      database,
      commands: indexCommands([
        command({
          ...own,
          name: '转交',
          aliases: [],
          example: '/转交',
          takesFiles: true,
          run: (call: Call) => tell(call),
        }),
        command({ ...own, name: '看看', aliases: [], example: '/看看', run: (call: Call) => tell(call) }),
        command({
          ...own,
          name: '收材料',
          aliases: [],
          example: '/收材料',
          run: async (call: Call) => {
            const expiresAt = new Date(call.now.getTime() + collect.waitMs)
            await openDialog(call.tx, dialogPlace(call.message), { kind: 'collect', state: {}, expiresAt })
            await call.reply('请把材料发来。')
          },
        }),
      ]),
      dialogs: [collect],
      answer: async () => false,
      unbound: async () => false,
      receipts: { mayBe: () => false, wanted: async () => false, read: async () => false },
      photos: photoIntake(desk),
      files: fileIntake(desk),
      loosePhoto: { wanted: async () => false, read: async () => {}, remember: async () => {} },
      freeText: { weigh: () => 'nothing', hear: async () => {} },
      clock,
      wake: new Wake(),
      log: pino({ level: 'silent' }),
    })
  })
  afterAll(async () => {
    await database.close()
    await rm(folder, { recursive: true })
  })
  beforeEach(() => {
    clock.moveBy(3_600_000)
    fetched.length = 0
  })

  async function hears(more: Partial<IncomingMessage>): Promise<string[]> {
    const { _max } = await database.client.outboxMessage.aggregate({ _max: { id: true } })
    count += 1
    await router.handle({
      account: ME,
      id: `m${count}` as MessageId,
      chat: PRIVATE,
      topic: '',
      sender: { id: WANG, name: '王主任' },
      at: clock.now(),
      text: '',
      mentionsBot: false,
      mentions: [],
      ...more,
    })
    const rows = await database.client.outboxMessage.findMany({ where: { id: { gt: _max.id ?? 0 } } })
    return rows.map(({ text }) => text)
  }
  const says = (text: string) => hears({ text })
  /** Somebody sends a file; the chat hands out `bytes`, one after the other. */
  const sends = (fileName: string | undefined, bytes: (Uint8Array | Error)[], more: Partial<IncomingMessage> = {}) => {
    brought.set(`m${count + 1}`, bytes)
    return hears({ attachment: 'file', ...(fileName ? { fileName } : {}), ...more })
  }

  it('belong to the command that follows within three minutes, once', async () => {
    expect(await sends('通知.docx', [words('一')])).toEqual([])
    expect(await sends('名单.xlsx', [words('二')])).toEqual([])
    expect(fetched, 'nobody wants them yet').toEqual([])
    expect(await says('/看看')).toEqual(['收下：无'])
    clock.moveBy(179_000)
    expect(await says('/转交')).toEqual(['收下：通知.docx=一，名单.xlsx=二'])
    expect(fetched.map(({ maxBytes }) => maxBytes)).toEqual([LARGEST_FILE, LARGEST_FILE])
    expect(await says('/转交')).toEqual(['收下：无'])
  })

  it('are too old after that, and another chat has nothing to do with them', async () => {
    await sends('旧的.docx', [words('一')])
    await sends('别处的.docx', [words('二')], { chat: UNBOUND, topic: '没绑定的群' })
    clock.moveBy(181_000)
    expect(await says('/转交')).toEqual(['收下：无'])
    expect(await database.client.recentPhoto.count({ where: { chatId: UNBOUND.id } })).toBe(0)
  })

  it('answer a dialog that takes them', async () => {
    await says('/收材料')
    expect(await sends('教案.pdf', [words('第一课')])).toEqual(['收下：教案.pdf=第一课'])
    expect(await sends(undefined, [words('第二课')])).toEqual(['收下：文件=第二课'])
    expect(await says('好了')).toEqual([])
    expect(await sends('又一份.pdf', [words('三')])).toEqual([])
  })

  it('are asked for again where they arrive with 0 bytes, and whoever sent them is told where that does not help', async () => {
    await says('/收材料')
    const none = new Uint8Array()
    expect(await sends('慢.pdf', [none, new Error('not there yet'), words('到了')])).toEqual(['收下：慢.pdf=到了'])
    expect(fetched).toHaveLength(3)
    expect(await sends('空.pdf', [none])).toEqual(['“空.pdf”没有传过来，请再发一次。'])
    expect(await sends('断.pdf', [new Error('gone')])).toEqual(['“断.pdf”没有取到，请再发一次。'])
    const large = '“大.pdf”超过20兆，小格收不下。请压缩一下，或者分成几份再发。'
    expect(await sends('大.pdf', [new MediaTooLarge('too large')])).toEqual([large])
    await says('好了')
    await sends('大.pdf', [new MediaTooLarge('too large')])
    expect(await says('/转交')).toEqual(['收下：无', large])
  })

  it('are taken once, however often they are delivered', async () => {
    await says('/收材料')
    const id = `m${count + 1}` as MessageId
    expect(await sends('教案.pdf', [words('一')])).toEqual(['收下：教案.pdf=一'])
    expect(await hears({ id, attachment: 'file', fileName: '教案.pdf' })).toEqual([])
  })
})
