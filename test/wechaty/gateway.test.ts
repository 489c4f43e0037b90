import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { LARGEST_FILE } from '../../src/attachments/store.ts'
import { MediaTooLarge, SendRejected } from '../../src/chat/gateway.ts'
import type { ChatId, ContactId, MessageId } from '../../src/ids.ts'
import type { WechatyConnection } from '../../src/wechaty/connection.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'
import { runFolder } from '../run-folder.ts'
import { type Listening, listening } from './listening.ts'
import { GRID_3, world } from './world.ts'

const group = { kind: 'group', id: GRID_3 as ChatId } as const
const withMa = { kind: 'private', id: 'wxid_ma' as ChatId } as const

describe('over a real gateway', () => {
  let dataDir: string
  let gateway: Gateway
  let connection: WechatyConnection
  let listener: Listening

  beforeAll(async () => {
    dataDir = await mkdtemp(join(runFolder(), 'wechaty-'))
  })
  afterAll(() => rm(dataDir, { recursive: true }))

  beforeEach(async () => {
    gateway = await startGateway(world)
    const heard = listening({ puppet: 'wechaty-puppet-service', env: gateway.env, dataDir, sendTimeoutMs: 4000 })
    ;({ connection, listener } = heard)
    await connection.start()
    await listener.heard('login')
    await gateway.connected()
  })
  afterEach(async () => {
    await connection.stop()
    await gateway.stop()
  })

  it('hears a resident, answers with an @, and hears its own answer', async () => {
    const before = Date.now()
    const id = gateway.says({ who: '张三', chat: '第3网格居民群', text: '/报事 3号楼楼道灯不亮' })
    const [{ message } = { message: undefined }] = await listener.heard('message')
    expect(message).toEqual({
      account: 'wxid_xiaoge',
      id,
      chat: group,
      topic: '第3网格居民群',
      sender: { id: 'wxid_zhang', name: '3号楼张三', friend: false },
      at: expect.any(Date),
      text: '/报事 3号楼楼道灯不亮',
      mentionsBot: false,
      mentions: [],
    })
    expect(message?.at.getTime()).toBeGreaterThanOrEqual(before)
    const sent = await connection.send({ chat: group, text: '已登记 #1', mentions: ['wxid_zhang' as ContactId] })
    const said = await gateway.waitFor('第3网格居民群', /已登记 #1/)
    expect(said).toMatchObject({ text: '@3号楼张三 已登记 #1', mentions: ['wxid_zhang'] })
    expect(sent.messageId).toBe(said.id)
    expect(await listener.heard('echo')).toEqual([
      { kind: 'echo', text: '@3号楼张三 已登记 #1', id: said.id, chat: GRID_3 },
    ])
    expect(listener.messages).toHaveLength(1)
  })

  it('ends the @ between several people with U+2005 and the last with a plain blank', async () => {
    const mentions = ['wxid_ma', 'wxid_zhang'] as ContactId[]
    await connection.send({ chat: group, text: '请看', mentions })
    expect(gateway.said(GRID_3)).toMatchObject([{ text: '@马先生\u2005@3号楼张三 请看', mentions }])
  })

  it('speaks in private with a friend, and is refused by a stranger', async () => {
    gateway.says({ who: '马先生', chat: 'private', text: '你好' })
    const [{ message } = { message: undefined }] = await listener.heard('message')
    expect(message).toMatchObject({ chat: withMa, topic: '', sender: { id: 'wxid_ma', friend: true } })
    await connection.send({ chat: withMa, text: '您好', mentions: [] })
    expect(await listener.heard('echo')).toMatchObject([{ text: '您好', chat: 'wxid_ma' }])
    const stranger = { kind: 'private', id: 'wxid_zhang' as ChatId } as const
    await expect(connection.send({ chat: stranger, text: '您好', mentions: [] })).rejects.toThrow(SendRejected)
  })

  it.each([
    ['small', 5],
    ['larger than a gRPC message carries inside', 300_000],
  ])('passes a picture on byte for byte, in and out: %s', async (_, size) => {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) % 256)
    gateway.sendsPicture({ who: '张三', chat: GRID_3, bytes, name: '楼道.jpg' })
    const [{ message } = { message: undefined }] = await listener.heard('message')
    expect(message).toMatchObject({ attachment: 'image', text: '', sender: { id: 'wxid_zhang' } })
    const media = await connection.media(message?.id as MessageId)
    expect(media.name).toBe('楼道.jpg')
    expect(Buffer.compare(media.bytes, bytes)).toBe(0)

    await connection.send({ chat: group, text: '', mentions: [], picture: { name: '修好了.jpg', bytes } })
    const [said] = gateway.said(GRID_3)
    expect(said?.picture?.name).toBe('修好了.jpg')
    expect(Buffer.compare(said?.picture?.bytes ?? new Uint8Array(), bytes)).toBe(0)
  })

  it.each([
    ['a list', '6月 名单.txt', 3],
    ['a spreadsheet', '3网格台账（6月）.xlsx', 300_000],
    ['larger than a gRPC message may be at all', '课件.pdf', 5_000_000],
  ])('sends a file byte for byte under its name: %s', async (_, name, size) => {
    const bytes = Buffer.alloc(size, '物业公司排班表')
    await connection.send({ chat: group, text: '', mentions: [], file: { name, bytes } })
    const [said] = gateway.said(GRID_3)
    expect([said?.picture, said?.file?.name]).toEqual([undefined, name])
    expect(Buffer.compare(said?.file?.bytes ?? new Uint8Array(), bytes)).toBe(0)
    expect(await listener.heard('echo')).toMatchObject([{ kind: 'echo', text: '', id: said?.id }])
  })

  it('hears of a file by its name, and fetches it where it is larger than a picture may be', async () => {
    const bytes = Buffer.alloc(11 * 1024 * 1024, '区里的要求')
    gateway.sendsFile({ who: '马先生', chat: 'private', name: '../关于清理消防通道的通知.docx', bytes })
    const [{ message } = { message: undefined }] = await listener.heard('message')
    expect(message).toMatchObject({ attachment: 'file', fileName: '关于清理消防通道的通知.docx', text: '' })
    const id = message?.id as MessageId
    await expect(connection.media(id)).rejects.toThrow(MediaTooLarge)
    expect(Buffer.compare((await connection.media(id, LARGEST_FILE)).bytes, bytes)).toBe(0)
  })

  it('takes back what it said, and tells where it cannot', async () => {
    const { messageId = '' as MessageId } = await connection.send({ chat: group, text: '发错了', mentions: [] })
    const id = gateway.says({ who: '张三', chat: GRID_3, text: '别人的话' }) as MessageId
    const recalled: string[] = []
    gateway.puppet.onRecalled((said) => recalled.push(said.text))
    expect(await connection.recall(group, messageId)).toBe(true)
    expect(recalled).toEqual(['发错了'])
    expect(await connection.recall(group, id)).toBe(false)
    expect(await connection.recall(group, 'long-gone' as MessageId)).toBe(false)
    gateway.faults.recall = 'refused'
    expect(await connection.recall(group, messageId)).toBe(false)
    await gateway.vanish()
    await expect(connection.recall(group, messageId)).rejects.toThrow()
  })

  it('brings 0 bytes when the puppet does, and the picture when asked again', async () => {
    gateway.faults.emptyPictures = 1
    const id = gateway.sendsPicture({ who: '张三', chat: GRID_3, bytes: Uint8Array.of(1, 2, 3) }) as MessageId
    await listener.heard('message')
    expect((await connection.media(id)).bytes).toHaveLength(0)
    expect([...(await connection.media(id)).bytes]).toEqual([1, 2, 3])
  })

  it('survives a picture the gateway no longer has', async () => {
    await expect(connection.media('long-gone' as MessageId)).rejects.toThrow('no such message')
    gateway.says({ who: '张三', chat: GRID_3, text: '还在吗' })
    await listener.heard('message')
  })

  it('survives a gateway that goes away in the middle of a picture', async () => {
    const bytes = new Uint8Array(9 * 1024 * 1024)
    const id = gateway.sendsPicture({ who: '张三', chat: GRID_3, bytes }) as MessageId
    await listener.heard('message')
    const fetching = connection.media(id)
    setTimeout(() => gateway.vanish(), 20)
    await expect(fetching).rejects.toThrow()
    await listener.heard('logout')
  })

  it('stops reading a picture that is too large', async () => {
    const id = gateway.sendsPicture({ who: '张三', chat: GRID_3, bytes: new Uint8Array(10 * 1024 * 1024 + 1) })
    await listener.heard('message')
    await expect(connection.media(id as MessageId)).rejects.toThrow(MediaTooLarge)
  })

  it('keeps the order of many messages in a group it sees for the first time', async () => {
    const texts = Array.from({ length: 50 }, (_, i) => `第${i}句`)
    for (const text of texts) gateway.says({ who: '张三', chat: GRID_3, text })
    await listener.heard('message', 50)
    expect(listener.messages.map((message) => message.text)).toEqual(texts)
  })

  it('asks the gateway one thing for each message of chit-chat, once the names are known', async () => {
    const say = () => gateway.says({ who: '张三', chat: GRID_3, text: '吃了吗' })
    say()
    await listener.heard('message')
    const asked = ['messagePayload', 'contactPayload', 'roomPayload', 'roomMemberPayload', 'roomMemberList'] as const
    const spies = asked.map((call) => vi.spyOn(gateway.puppet, call))
    for (let i = 0; i < 10; i++) say()
    await listener.heard('message', 11)
    expect(spies.map((spy) => spy.mock.calls.length)).toEqual([10, 0, 0, 0, 0])
  })

  it('hears at once when the group, or somebody in it, is renamed', async () => {
    gateway.says({ who: '张三', chat: GRID_3, text: '一' })
    await listener.heard('message')
    gateway.puppet.setAlias(GRID_3, 'wxid_zhang', '5号楼张三')
    gateway.puppet.addGroup({ chatId: GRID_3, topic: '三格之家', members: ['wxid_zhang'] })
    gateway.puppet.rename('wxid_zhang', '张老三')
    gateway.says({ who: '张三', chat: GRID_3, text: '二' })
    await listener.heard('message', 2)
    expect(listener.messages.map(({ topic, sender }) => [topic, sender.name])).toEqual([
      ['第3网格居民群', '3号楼张三'],
      ['三格之家', '张老三'],
    ])
  })

  it('delivers what arrives twice twice, with one id', async () => {
    gateway.repeats(gateway.says({ who: '张三', chat: GRID_3, text: '灯坏了' }))
    await listener.heard('message', 2)
    expect(new Set(listener.messages.map((message) => message.id)).size).toBe(1)
  })

  it('tells a refusal, which may be said again, from an answer that never came, which may not', async () => {
    const message = { chat: group, text: '通知', mentions: [] }
    gateway.faults.send = 'rejected'
    await expect(connection.send(message)).rejects.toThrow(SendRejected)
    gateway.faults.send = 'said-but-hanging'
    const hanging = await connection.send(message).catch((error) => error)
    expect(hanging).toBeInstanceOf(Error)
    expect(hanging).not.toBeInstanceOf(SendRejected)
    expect(await listener.heard('echo')).toHaveLength(1)
    gateway.faults.send = undefined
    const nowhere = { kind: 'group', id: 'nowhere@chatroom' as ChatId } as const
    await expect(connection.send({ ...message, chat: nowhere })).rejects.toThrow(SendRejected)
  })

  it('says a picture once, whatever becomes of it', async () => {
    const message = { chat: group, text: '', mentions: [], picture: { name: 'a.jpg', bytes: Uint8Array.of(1) } }
    let asked = 0
    const send = gateway.puppet.messageSendFile.bind(gateway.puppet)
    gateway.puppet.messageSendFile = async (chat, file) => {
      asked++
      await send(chat, file)
      throw new Error('the connection to WeChat broke')
    }
    const broken = await connection.send(message).catch((error) => error)
    expect(String(broken)).toContain('broke')
    expect(broken).not.toBeInstanceOf(SendRejected)
    gateway.puppet.messageSendFile = send
    gateway.faults.send = 'rejected'
    await expect(connection.send(message)).rejects.toThrow(SendRejected)
    expect(asked).toBe(1)
    expect(gateway.said()).toHaveLength(1)
  })

  it('accepts who asks to be a friend, reports it once, and can then write', async () => {
    gateway.asksToBeFriend('张三', '我是3号楼的')
    expect(await listener.heard('friend')).toEqual([{ kind: 'friend', id: 'wxid_zhang', name: '张三' }])
    expect(gateway.isFriend('张三')).toBe(true)
    await connection.send({ chat: { kind: 'private', id: 'wxid_zhang' as ChatId }, text: '您好', mentions: [] })
    expect(gateway.said('张三')).toMatchObject([{ text: '您好' }])
    gateway.says({ who: '张三', chat: 'private', text: '好' })
    await listener.heard('message')
    expect(await listener.heard('friend')).toHaveLength(1)
  })

  it('comes back by itself after the gateway was away, and does not pile up listeners', async () => {
    for (let time = 1; time <= 3; time++) {
      await gateway.vanish()
      await listener.heard('logout', time)
      expect(connection.account()).toBeUndefined()
      await expect(connection.send({ chat: group, text: '在吗', mentions: [] })).rejects.toThrow(SendRejected)
      await gateway.open()
      await listener.heard('login', time + 1)
      await gateway.connected()
    }
    gateway.says({ who: '张三', chat: GRID_3, text: '回来了' })
    await listener.heard('message')
    await connection.send({ chat: group, text: '在', mentions: [] })
    await listener.heard('echo')
    expect(listener.messages.map((message) => message.text)).toEqual(['回来了'])
    expect(gateway.said().map((said) => said.text)).toEqual(['在'])
    expect(gateway.puppet.listenerCount('message')).toBe(1)
  }, 40_000)

  it('fetches a picture from before a restart', async () => {
    const id = gateway.sendsPicture({ who: '张三', chat: GRID_3, bytes: Uint8Array.of(9) }) as MessageId
    await listener.heard('message')
    await connection.stop()
    expect(connection.state()).toBe('stopped')
    await connection.start()
    await listener.heard('login', 2)
    expect([...(await connection.media(id)).bytes]).toEqual([9])
  })

  it('writes only into the data directory', async () => {
    const files = await readdir(dataDir, { recursive: true })
    expect(files.filter((name) => !/^wechaty(\/test\.memory-card\.json)?$/.test(name))).toEqual([])
    const { WECHATY_PUPPET_SERVICE_TOKEN: token = '' } = gateway.env
    expect(existsSync(join(homedir(), '.wechaty', 'wechaty-puppet-service', token))).toBe(false)
    expect((await readdir('.')).filter((name) => /memory-card|flash-store/.test(name))).toEqual([])
  })
})
