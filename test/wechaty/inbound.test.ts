import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type payloads, types } from 'wechaty-puppet'
import type { IncomingMessage } from '../../src/chat/incoming.ts'
import type { AccountId, MessageId } from '../../src/ids.ts'
import { SandboxPuppet } from '../../src/sandbox/puppet.ts'
import { type Heard, readMessage } from '../../src/wechaty/inbound.ts'
import { GRID_3, world } from './world.ts'

const account = { id: 'wxid_xiaoge', name: '小格' }
const now = new Date('2026-06-03T07:00:00Z')
const RULE = '- - - - - - - - - - - - - - -'

/** A puppet whose next message has a payload of our choice, and that counts what is asked of it. */
class Letterbox extends SandboxPuppet {
  next: Partial<payloads.Message> = {}
  asked: string[] = []

  override async messageRawPayload(id: string): Promise<payloads.Message> {
    const base = { id, talkerId: 'wxid_zhang', text: '', timestamp: now.getTime(), type: types.Message.Text }
    return { ...base, ...this.next } as payloads.Message
  }
  override async roomMemberRawPayload(room: string, contact: string): Promise<payloads.RoomMember> {
    this.asked.push(`member ${contact}`)
    return super.roomMemberRawPayload(room, contact)
  }
}

const puppet = new Letterbox({ ...world, account })
let count = 0

async function hear(payload: Partial<payloads.Message>): Promise<Heard | undefined> {
  puppet.next = payload
  return readMessage(puppet, `m${count++}` as MessageId, account.id as AccountId, () => now)
}

async function inGroup(text: string, rest: Partial<payloads.Message> = {}): Promise<IncomingMessage> {
  const heard = await hear({ roomId: GRID_3, text, ...rest })
  if (heard?.kind !== 'message') throw new Error('no message')
  return heard.message
}

beforeAll(() => puppet.start())
afterAll(() => puppet.stop())
beforeEach(() => {
  puppet.asked = []
})

it('drops from a text what a database cannot keep', async () => {
  expect((await inGroup('灯\0不亮\ud83d 👍')).text).toBe('灯不亮 👍')
})

describe('a sign-up list of WeChat’s own', () => {
  const title = '#接龙\n乐高报名\n\n1. 张三'
  const xml = `<msg><appmsg><title>${title}</title><type>53</type><extinfo><solitaire><content/></solitaire></extinfo></appmsg></msg>`

  it('brings its XML where the puppet has it', async () => {
    const type = types.Message.GroupNote
    const raw = (content: object) => inGroup(title, { type, ...content })
    expect(await raw({ content: xml } as object)).toMatchObject({ text: title, signUpXml: xml })
    expect(await raw({ payload: { Content: xml } } as object)).toMatchObject({ text: title, signUpXml: xml })
    expect(await inGroup(xml, { type })).toMatchObject({ text: title, signUpXml: xml })
    expect(await inGroup(title, { type })).not.toHaveProperty('signUpXml')
  })

  it('is not looked for in what people say', async () => {
    expect(await inGroup('<type>53</type>')).toMatchObject({ signUpXml: '<type>53</type>' })
    expect(await inGroup(title, { content: xml } as object)).not.toHaveProperty('signUpXml')
  })
})

describe('who is mentioned', () => {
  it.each([
    ['by id and name', '@小格\u2005报事 灯', { mentionIdList: ['wxid_xiaoge'] }],
    ['by name, the list being empty', '@小格\u2005报事 灯', { mentionIdList: [] }],
    ['by name, there being no list', '@小格 报事 灯', {}],
    ['by its name in the group', '@网格小助手\u2005报事 灯', {}],
    ['at the end', '报事 灯 @小格', {}],
    ['by id alone', '报事 灯', { mentionIdList: ['wxid_xiaoge'] }],
  ])('is the bot, %s', async (_, text, rest) => {
    expect(await inGroup(text, rest)).toMatchObject({ text: '报事 灯', mentionsBot: true, mentions: [] })
  })

  it('are others, with the names the group knows them by', async () => {
    const ids = { mentionIdList: ['wxid_xiaoge', 'wxid_zhang', 'wxid_ma'] }
    const message = await inGroup('@小格\u2005/任命 @3号楼张三\u2005@马先生\u2005志愿者', ids)
    expect(message).toMatchObject({
      text: '/任命 @3号楼张三\u2005@马先生\u2005志愿者',
      mentionsBot: true,
      mentions: [
        { id: 'wxid_zhang', name: '3号楼张三' },
        { id: 'wxid_ma', name: '马先生' },
      ],
    })
  })

  it('are found by name in a command where the puppet gives no ids', async () => {
    const message = await inGroup('/任命 @3号楼张三\u2005志愿者', { mentionIdList: [] })
    expect(message.mentions).toEqual([{ id: 'wxid_zhang', name: '3号楼张三' }])
  })

  it('are not guessed when two members bear the name', async () => {
    const twins = { roomId: 'twins@chatroom', talkerId: 'wxid_ma' }
    expect((await inGroup('/任命 @李网格\u2005网格员 3', twins)).mentions).toEqual([])
    const known = await inGroup('/任命 @李网格\u2005网格员 3', { ...twins, mentionIdList: ['wxid_li'] })
    expect(known.mentions).toEqual([{ id: 'wxid_li', name: '李网格' }])
  })

  it('is nobody in chit-chat, for which no member is looked up but the sender', async () => {
    const message = await inGroup('@马先生\u2005吃了吗')
    expect(message).toMatchObject({ mentionsBot: false, mentions: [], text: '@马先生\u2005吃了吗' })
    expect(puppet.asked.sort()).toEqual(['member wxid_xiaoge', 'member wxid_zhang'])
    puppet.asked = []
    await inGroup('吃了')
    expect(puppet.asked).toEqual(['member wxid_zhang'])
  })
})

describe('a quotation', () => {
  it('of the bot, answered with an @, leaves the reply', async () => {
    const message = await inGroup(`「小格：#128 路灯不亮」\n${RULE}\n@小格\u2005/受理`)
    expect(message).toMatchObject({
      text: '/受理',
      mentionsBot: true,
      quotation: { author: '小格', text: '#128 路灯不亮', fromBot: true },
    })
  })

  it('of the bot under its name in the group', async () => {
    expect((await inGroup(`「网格小助手：#7」\n${RULE}\n我也有`)).quotation?.fromBot).toBe(true)
  })

  it('of a neighbour who mentioned the bot mentions nobody', async () => {
    const message = await inGroup(`「马先生：@小格\u2005灯坏了」\n${RULE}\n我也是`)
    expect(message).toMatchObject({
      text: '我也是',
      mentionsBot: false,
      quotation: { author: '马先生', fromBot: false },
    })
  })
})

describe('the kinds of message', () => {
  it.each([
    [types.Message.Image, 'image'],
    [types.Message.Audio, 'audio'],
    [types.Message.Video, 'video'],
    [types.Message.Attachment, 'file'],
    [types.Message.Emoticon, 'other'],
    [types.Message.Location, 'location'],
    [types.Message.Url, 'other'],
  ])('%s is %s, without the XML that puppets put there', async (type, attachment) => {
    expect(await inGroup('<msg><img/></msg>', { type })).toMatchObject({ attachment, text: '' })
  })

  it('a 接龙 is text', async () => {
    const message = await inGroup('#接龙\n1. 张三', { type: types.Message.GroupNote })
    expect(message.text).toBe('#接龙\n1. 张三')
    expect(message.attachment).toBeUndefined()
  })

  it.each([types.Message.Unknown, types.Message.Recalled])('%s is nobody’s words', async (type) => {
    expect(await hear({ roomId: GRID_3, text: '张三撤回了一条消息', type })).toBeUndefined()
  })

  it.each([
    ['as Wechaty has it', '7788990011'],
    [
      'in WeChat’s XML',
      '<sysmsg type="revokemsg"><revokemsg><msgid>1</msgid><newmsgid>7788990011</newmsgid></revokemsg></sysmsg>',
    ],
  ])('a recall tells which message is no longer there: %s', async (_, text) => {
    expect(await hear({ roomId: GRID_3, text, type: types.Message.Recalled })).toEqual({
      kind: 'recall',
      recalled: { account: account.id, chat: { kind: 'group', id: GRID_3 }, id: '7788990011' },
    })
  })

  it('what the account itself said is an echo, in its group or to its friend', async () => {
    const own = { talkerId: account.id, text: '收到' }
    expect(await hear({ ...own, roomId: GRID_3 })).toMatchObject({
      kind: 'echo',
      echo: { account: account.id, chat: { kind: 'group', id: GRID_3 }, text: '收到' },
    })
    expect(await hear({ ...own, listenerId: 'wxid_ma' })).toMatchObject({
      kind: 'echo',
      echo: { chat: { kind: 'private', id: 'wxid_ma' } },
    })
  })
})

describe('what the chat says in its own name', () => {
  const LIMIT = '操作过于频繁，可稍后再试。'
  const { Unknown, Recalled, Text } = types.Message
  it.each([
    ['as WeChat’s own type, in the name of the account (wechat4u, PadLocal)', { type: Unknown, talkerId: account.id }],
    ['as WeChat’s own type, in the name of the group', { type: Unknown, talkerId: GRID_3 }],
    ['as WeChat’s own type, without a sender', { type: Unknown, talkerId: '' }],
    ['as text in the name of the group', { type: Text, talkerId: GRID_3 }],
    ['as text without a sender', { type: Text, talkerId: '' }],
    ['as a recall by nobody', { type: Recalled, talkerId: '' }],
  ])('is a notice in a group: %s', async (_, rest) => {
    expect(await hear({ roomId: GRID_3, text: LIMIT, ...rest })).toEqual({
      kind: 'notice',
      notice: {
        account: account.id,
        chat: { kind: 'group', id: GRID_3 },
        id: expect.any(String),
        text: LIMIT,
        at: expect.any(Date),
      },
    })
  })

  it.each([
    ['about a friend, in the friend’s name', { talkerId: 'wxid_ma', listenerId: account.id }, 'wxid_ma'],
    ['about a friend, in the name of the account', { talkerId: account.id, listenerId: 'wxid_ma' }, 'wxid_ma'],
    ['to the account', { talkerId: '', listenerId: account.id }, account.id],
  ])('is a notice in private: %s', async (_, rest, chat) => {
    expect(await hear({ text: LIMIT, type: Unknown, ...rest })).toMatchObject({
      notice: { chat: { kind: 'private', id: chat }, text: LIMIT },
    })
  })

  it.each([
    ['what somebody did in a group', { type: Unknown, roomId: GRID_3, text: LIMIT }],
    [
      'XML, which is not for people',
      { type: Unknown, roomId: GRID_3, talkerId: account.id, text: '<sysmsg type="x"/>' },
    ],
    ['nothing said', { type: Unknown, roomId: GRID_3, talkerId: account.id, text: ' ' }],
  ])('is not %s', async (_, payload) => {
    expect(await hear(payload)).toBeUndefined()
  })

  it.each([
    ['in a group', { roomId: GRID_3 }],
    ['in private', { listenerId: account.id }],
  ])('is never what a person says, be it the same words: %s', async (_, rest) => {
    expect(await hear({ ...rest, text: LIMIT })).toMatchObject({ kind: 'message', message: { text: LIMIT } })
  })

  it('is not what the account said itself', async () => {
    expect(await hear({ roomId: GRID_3, talkerId: account.id, text: LIMIT })).toMatchObject({ kind: 'echo' })
  })
})

describe('the sender', () => {
  it('who cannot be read is still heard', async () => {
    expect(await inGroup('我是新来的', { talkerId: 'wxid_unknown' })).toMatchObject({
      text: '我是新来的',
      sender: { id: 'wxid_unknown', name: '', friend: undefined },
    })
  })

  it('of a private message can be written to', async () => {
    const heard = await hear({ listenerId: account.id, text: '你好' })
    expect(heard).toMatchObject({
      message: { chat: { kind: 'private', id: 'wxid_zhang' }, topic: '', sender: { name: '张三', friend: true } },
    })
  })

  it('that is an official account is not a person', async () => {
    const contact = puppet.contactRawPayload.bind(puppet)
    puppet.contactRawPayload = async () => ({ ...(await contact('wxid_ma')), type: types.Contact.Official })
    expect(await hear({ talkerId: 'gh_news', listenerId: account.id, text: '今日要闻' })).toBeUndefined()
    puppet.contactRawPayload = contact
  })
})

it.each([
  ['milliseconds', now.getTime()],
  ['seconds', now.getTime() / 1000],
  ['nothing', 0],
])('reads the time from %s', async (_, timestamp) => {
  expect((await inGroup('几点了', { timestamp })).at).toEqual(now)
})

it('a message from long before the login is delivered with its own time', async () => {
  const past = new Date('2026-06-01T00:00:00Z')
  expect((await inGroup('前天的', { timestamp: past.getTime() })).at).toEqual(past)
})
