import { FileBox } from 'file-box'
import { afterEach, describe, expect, it } from 'vitest'
import { type Message, type Wechaty, WechatyBuilder } from 'wechaty'
import { types as puppetTypes } from 'wechaty-puppet'
import { parseQuotation } from '../../src/chat/quotation.ts'
import { SandboxPuppet } from '../../src/sandbox/puppet.ts'
import type { Said, SandboxPuppetOptions } from '../../src/sandbox/puppet-options.ts'
import { AT_END, quoting } from '../../src/sandbox/quotation.ts'
import { MovableClock } from '../../src/time/clock.ts'

const GROUP = 'grid-3@chatroom'

const cast: SandboxPuppetOptions = {
  account: { id: 'xiaoge', name: '小格' },
  people: [
    { contact: 'ma', name: '马先生', friend: true },
    { contact: 'li', name: '李阿姨', friend: false },
  ],
  groups: [{ chatId: GROUP, topic: '玉成社区第3网格', members: ['ma', 'li'], aliases: { li: '5号楼李阿姨' } }],
}

interface Heard {
  id: string
  text: string
  self: boolean
  room: string | undefined
  talker: string
  mentionsBot: boolean
  message: Message
}

const running: Wechaty[] = []

async function connect(options: Partial<SandboxPuppetOptions> = {}) {
  const puppet = new SandboxPuppet({ ...cast, ...options })
  const bot = WechatyBuilder.build({ puppet })
  const heard: Heard[] = []
  const waiting: { count: number; done: () => void }[] = []
  bot.on('error', () => {})
  bot.on('message', async (message) => {
    const mentionsBot = await message.mentionSelf()
    heard.push({
      id: message.id,
      text: message.text(),
      self: message.self(),
      room: message.room()?.id,
      talker: message.talker().id,
      mentionsBot,
      message,
    })
    for (const one of waiting) if (heard.length >= one.count) one.done()
  })
  const loggedIn = new Promise<void>((resolve) => bot.once('login', () => resolve()))
  running.push(bot)
  await bot.start()
  await loggedIn
  const said: Said[] = []
  puppet.onSaid((one) => said.push(one))
  const hears = (count: number) =>
    heard.length >= count ? Promise.resolve() : new Promise<void>((done) => waiting.push({ count, done }))
  const room = async () => {
    const found = await bot.Room.find({ id: GROUP })
    if (!found) throw new Error('no room')
    return found
  }
  return { puppet, bot, heard, said, hears, room }
}

afterEach(async () => {
  for (const bot of running.splice(0)) await bot.stop()
})

describe('the sandbox account, through a real Wechaty', () => {
  it('brings a voice note, and a place on the map with its name and address', async () => {
    const { puppet, heard, hears } = await connect()
    puppet.sendVoice({ from: 'ma', chat: GROUP })
    puppet.sendPlace({ from: 'li', chat: GROUP, place: { name: '向阳小区3号楼', address: '玉成路8号' } })
    await hears(2)
    expect(heard.map(({ message }) => message.type())).toEqual([
      puppetTypes.Message.Audio,
      puppetTypes.Message.Location,
    ])
    expect(await puppet.messageLocation(heard[1]?.id ?? '')).toMatchObject({
      name: '向阳小区3号楼',
      address: '玉成路8号',
    })
  })

  it('brings what a resident says in a group, with its topic, alias and sandbox time', async () => {
    const clock = MovableClock.frozen(new Date('2026-06-03T01:00:00Z'))
    const { puppet, heard, hears, room } = await connect({ clock })
    puppet.say({ from: 'li', chat: GROUP, text: '/报事 楼道灯不亮' })
    await hears(1)
    expect(heard[0]).toMatchObject({ text: '/报事 楼道灯不亮', self: false, room: GROUP, talker: 'li' })
    expect(heard[0]?.message.date()).toEqual(clock.now())
    const group = await room()
    expect(await group.topic()).toBe('玉成社区第3网格')
    expect(await group.alias(heard[0]?.message.talker() as never)).toBe('5号楼李阿姨')
    expect((await group.memberAll()).map((member) => member.id).sort()).toEqual(['li', 'ma', 'xiaoge'])
  })

  it('knows an @ to the bot, and tells nobody is mentioned by a name alone', async () => {
    const { puppet, heard, hears } = await connect()
    puppet.say({ from: 'ma', chat: GROUP, text: `@小格${AT_END}你好` })
    await hears(1)
    puppet.say({ from: 'ma', chat: GROUP, text: '小格你好' })
    await hears(2)
    expect(heard.map((one) => one.mentionsBot)).toEqual([true, false])
  })

  it('delivers a quotation as WeChat does', async () => {
    const { puppet, heard, hears } = await connect()
    puppet.quote({ from: 'ma', chat: GROUP, author: 'li', quoted: '灯不亮\n第二行', text: '我也有' })
    await hears(1)
    expect(heard[0]?.text).toBe('「5号楼李阿姨：灯不亮\n第二行」\n- - - - - - - - - - - - - - -\n我也有')
    expect(parseQuotation(heard[0]?.text ?? '')).toEqual({
      author: '5号楼李阿姨',
      quoted: '灯不亮\n第二行',
      reply: '我也有',
    })
  })

  it('brings a picture byte for byte', async () => {
    const bytes = new Uint8Array(10_000).map((_, i) => (i * 31) % 256)
    const { puppet, heard, hears } = await connect()
    puppet.sendPicture({ from: 'ma', chat: 'ma', picture: { name: '灯.png', bytes } })
    await hears(1)
    const file = await heard[0]?.message.toFileBox()
    expect(file?.name).toBe('灯.png')
    expect(new Uint8Array((await file?.toBuffer()) ?? [])).toEqual(bytes)
  })

  it('lets the bot speak in the group: everybody hears it, and so does the bot, as its own', async () => {
    const { bot, said, heard, hears, room } = await connect()
    const ma = await bot.Contact.find({ id: 'ma' })
    const receipt = await (await room()).say('已登记 #1', ma as never)
    await hears(1)
    expect(said[0]).toMatchObject({ chat: GROUP, from: 'xiaoge', text: '@马先生 已登记 #1', mentions: ['ma'] })
    expect(heard[0]).toMatchObject({ self: true, room: GROUP, id: said[0]?.id })
    expect((receipt as Message | undefined)?.id).toBe(said[0]?.id)
  })

  it('writes in private to friends only, and becomes a friend by accepting', async () => {
    const { puppet, bot, said } = await connect()
    const li = await bot.Contact.find({ id: 'li' })
    await expect(bot.puppet.messageSendText('li', '您好')).rejects.toThrow(/not a friend/)
    expect(li?.friend()).toBe(false)
    const accepted = new Promise<void>((resolve, reject) =>
      bot.on('friendship', (friendship) => {
        if (friendship.type() === bot.Friendship.Type.Receive) friendship.accept().catch(reject)
        else resolve()
      }),
    )
    const befriended: string[] = []
    puppet.onFriend((contact) => befriended.push(contact))
    puppet.requestFriendship('li', '我是李阿姨')
    await accepted
    await bot.puppet.messageSendText('li', '您好')
    expect(said.map((one) => [one.chat, one.from, one.text])).toEqual([['li', 'xiaoge', '您好']])
    expect(befriended).toEqual(['li'])
    await li?.sync()
    expect(li?.friend()).toBe(true)
  })

  it('refuses words from outside the group and into another person’s private chat', async () => {
    const puppet = new SandboxPuppet({
      ...cast,
      people: [...cast.people, { contact: 'x', name: '外人', friend: true }],
    })
    expect(() => puppet.say({ from: 'x', chat: GROUP, text: '.' })).toThrow(/not in/)
    expect(() => puppet.say({ from: 'x', chat: 'ma', text: '.' })).toThrow(/private chat/)
    expect(() => puppet.say({ from: 'nobody', chat: GROUP, text: '.' })).toThrow(/no such contact/)
  })

  it('shows a new nickname and alias at once', async () => {
    const { puppet, bot, room } = await connect()
    const group = await room()
    const ma = await bot.Contact.find({ id: 'ma' })
    expect(ma?.name()).toBe('马先生')
    puppet.rename('ma', '书记')
    await ma?.sync()
    expect(ma?.name()).toBe('书记')
    puppet.setAlias(GROUP, 'ma', '网格长')
    expect(await group.alias(ma as never)).toBe('网格长')
  })

  it('brings a file byte for byte, and lets the bot send one', async () => {
    const bytes = new TextEncoder().encode('关于清理消防通道的通知')
    const { puppet, heard, said, hears } = await connect()
    puppet.sendFile({ from: 'ma', chat: GROUP, file: { name: '通知.docx', bytes } })
    await hears(1)
    expect(heard[0]?.message.type()).toBe(puppetTypes.Message.Attachment)
    const file = await heard[0]?.message.toFileBox()
    expect([file?.name, new Uint8Array((await file?.toBuffer()) ?? [])]).toEqual(['通知.docx', bytes])
    await puppet.messageSendFile(GROUP, FileBox.fromBuffer(Buffer.from(bytes), '名单.xlsx'))
    expect(said[1]).toMatchObject({ from: 'xiaoge', text: '', file: { name: '名单.xlsx', bytes } })
  })

  it('takes back what the bot said for two minutes, once, and nothing of anybody else', async () => {
    const clock = MovableClock.frozen(new Date('2026-06-03T01:00:00Z'))
    const { puppet } = await connect({ clock })
    const recalled: string[] = []
    puppet.onRecalled(({ id }) => recalled.push(id))
    const [first = '', second = ''] = [
      await puppet.messageSendText(GROUP, '一'),
      await puppet.messageSendText(GROUP, '二'),
    ]
    const other = puppet.say({ from: 'ma', chat: GROUP, text: '三' })
    expect(await puppet.messageRecall(first)).toBe(true)
    expect(await puppet.messageRecall(first)).toBe(false)
    expect(await puppet.messageRecall(other)).toBe(false)
    clock.moveBy(2 * 60_000 + 1)
    expect(await puppet.messageRecall(second)).toBe(false)
    expect(recalled).toEqual([first])
  })

  it('keeps only the last messages and only so many bytes of pictures', async () => {
    const { puppet } = await connect({ keepMessages: 3, keepPictureBytes: 100 })
    const ids = ['1', '2', '3', '4'].map((text) => puppet.say({ from: 'ma', chat: GROUP, text }))
    await expect(puppet.messageRawPayload(ids[0] ?? '')).rejects.toThrow(/too long ago/)
    expect((await puppet.messageRawPayload(ids[1] ?? '')).text).toBe('2')
    const picture = { name: 'a.png', bytes: new Uint8Array(60) }
    const [first, second] = [1, 2].map(() => puppet.sendPicture({ from: 'ma', chat: GROUP, picture }))
    await expect(puppet.messageFile(first ?? '')).rejects.toThrow(/no picture/)
    expect((await (await puppet.messageFile(second ?? '')).toBuffer()).length).toBe(60)
  })

  it('can be stopped and started again', async () => {
    const { puppet, bot, heard, hears } = await connect()
    await bot.stop()
    puppet.say({ from: 'ma', chat: GROUP, text: '没人听见' })
    const again = new Promise<void>((resolve) => bot.once('login', () => resolve()))
    await bot.start()
    await again
    puppet.say({ from: 'ma', chat: GROUP, text: '又听见了' })
    await hears(1)
    expect(heard.map((one) => one.text)).toEqual(['又听见了'])
  })
})

describe('faults, as seen in real puppets', () => {
  it('delivers twice with one id', async () => {
    const { puppet, heard, hears } = await connect({ faults: { duplicateDelivery: true } })
    const id = puppet.say({ from: 'ma', chat: GROUP, text: '一次' })
    await hears(2)
    expect(heard.map((one) => one.id)).toEqual([id, id])
  })

  it('refuses to send, and nothing is said', async () => {
    const { puppet, said } = await connect({ faults: { send: 'rejected' } })
    await expect(puppet.messageSendText(GROUP, '话')).rejects.toThrow(/refused/)
    expect(said).toEqual([])
  })

  it('hangs without saying, or after saying', async () => {
    const { puppet, said, heard, hears } = await connect({ faults: { send: 'hanging' } })
    let settled = false
    puppet.messageSendText(GROUP, '没说').finally(() => {
      settled = true
    })
    await new Promise(setImmediate)
    expect([said.length, settled]).toEqual([0, false])
    puppet.faults.send = 'said-but-hanging'
    puppet.messageSendText(GROUP, '说了').finally(() => {
      settled = true
    })
    await hears(1)
    expect(said.map((one) => one.text)).toEqual(['说了'])
    expect([heard[0]?.self, settled]).toEqual([true, false])
  })

  it('brings 0 bytes so many times, then the picture', async () => {
    const { puppet } = await connect({ faults: { emptyPictures: 2 } })
    const id = puppet.sendPicture({ from: 'ma', chat: 'ma', picture: { name: 'a.png', bytes: new Uint8Array(5) } })
    const lengths = []
    for (let i = 0; i < 3; i++) lengths.push((await (await puppet.messageImage(id)).toBuffer()).length)
    expect(lengths).toEqual([0, 0, 5])
  })

  it('gives no receipt, no echo, no ids with an @', async () => {
    const { puppet, heard, hears } = await connect({ faults: { noReceipt: true, noEcho: true, noMentionIds: true } })
    expect(await puppet.messageSendText(GROUP, '话')).toBeUndefined()
    puppet.say({ from: 'ma', chat: GROUP, text: `@小格${AT_END}` })
    await hears(1)
    expect(heard.map((one) => [one.self, one.mentionsBot])).toEqual([[false, false]])
  })
})

describe('what happens to real accounts', () => {
  it('lets the later of two things said within a second be heard first, each with its time', async () => {
    const clock = MovableClock.frozen(new Date('2026-06-03T01:00:00Z'))
    const { puppet, heard, hears } = await connect({ clock, faults: { reordered: true } })
    puppet.say({ from: 'ma', chat: GROUP, text: '先' })
    clock.moveBy(400)
    puppet.say({ from: 'ma', chat: GROUP, text: '后' })
    await hears(2)
    expect(heard.map(({ text, message }) => [text, message.date().getTime() % 1000])).toEqual([
      ['后', 400],
      ['先', 0],
    ])
    puppet.say({ from: 'ma', chat: GROUP, text: '一个人的话' })
    await hears(3)
    expect(heard.at(-1)?.text).toBe('一个人的话')
  })

  it('brings what was said meanwhile in one burst, with what had been heard once more', async () => {
    const clock = MovableClock.frozen(new Date('2026-06-03T01:00:00Z'))
    const { puppet, heard, hears } = await connect({ clock })
    for (const text of ['一', '二']) puppet.say({ from: 'ma', chat: GROUP, text })
    await hears(2)
    await puppet.logout()
    for (const text of ['三', '四']) puppet.say({ from: 'ma', chat: GROUP, text })
    clock.moveBy(3_600_000)
    puppet.login(puppet.accountId)
    expect(heard).toHaveLength(2)
    expect(puppet.replay(1)).toBe(3)
    await hears(5)
    expect(heard.map(({ text }) => text)).toEqual(['一', '二', '二', '三', '四'])
    expect(heard.at(-1)?.message.date()).toEqual(new Date('2026-06-03T01:00:00Z'))
    expect(puppet.replay()).toBe(0)
  })

  it('gives everything another id at a login, and leaves names, topics, members and friendships', async () => {
    const { puppet, bot, heard, hears } = await connect()
    const ids = await puppet.rotateIds()
    const [ma, chat] = [ids.contacts.get('ma') ?? '', ids.chats.get(GROUP) ?? '']
    expect(puppet.accountId).not.toBe('xiaoge')
    expect(puppet.currentUserId).toBe(ids.account)
    expect([ma, chat]).not.toEqual(['ma', GROUP])
    puppet.say({ from: ma, chat, text: '还认得我吗' })
    await hears(1)
    expect(heard[0]).toMatchObject({ room: chat, talker: ma })
    const room = await bot.Room.find({ id: chat })
    expect(await room?.topic()).toBe('玉成社区第3网格')
    expect(puppet.nameIn(chat, ids.contacts.get('li') ?? '')).toBe('5号楼李阿姨')
    expect(puppet.isFriend(ma)).toBe(true)
    await expect(puppet.messageSendText(GROUP, '话')).rejects.toThrow(/no such group/)
    expect(() => puppet.say({ from: 'ma', chat, text: '我是谁' })).toThrow(/no such contact/)

    const again = await puppet.rotateIds('groups')
    expect([again.account, again.contacts.size]).toEqual([ids.account, 0])
    expect(again.chats.get(chat)).not.toBe(chat)
  })

  it('brings a note of the chat’s own without a sender', async () => {
    const { puppet } = await connect()
    const payload = await puppet.messagePayload(puppet.note(GROUP, '操作过于频繁，可稍后再试。'))
    expect(payload).toMatchObject({ roomId: GROUP, talkerId: '', type: puppetTypes.Message.Unknown })
  })
})

it('leaves alone what only looks like a quotation', () => {
  expect(parseQuotation('「没有冒号」')).toBeUndefined()
  expect(parseQuotation('普通的话')).toBeUndefined()
  expect(parseQuotation(quoting('甲', '他说「好」', '行'))).toEqual({ author: '甲', quoted: '他说「好」', reply: '行' })
})
