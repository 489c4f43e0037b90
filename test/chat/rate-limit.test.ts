import { describe, expect, it } from 'vitest'
import { AlreadyHandled } from '../../src/chat/inbox.ts'
import { endRestEarly, pauseByStaff, resumeByStaff, runningPause } from '../../src/chat/pauses.ts'
import { beginRest, isRateLimitNotice } from '../../src/chat/rate-limit.ts'
import type { MessageId } from '../../src/ids.ts'
import { describeOnBoth } from '../database/both.ts'
import { GROUP, HOUR, ME, MINUTE, OTHER, SECOND, SendingDesk } from './sending-desk.ts'

const NOTICE = '操作过于频繁，可稍后再试。'

describe('a notice that the account speaks too often', () => {
  it.each([
    '操作过于频繁，可稍后再试。',
    '操作太频繁，请稍后再试',
    '发送消息过于频繁，可稍后再试。',
    '发送消息过于频繁，请稍后再试',
    '发送消息过于频繁，等待对方接收你的好友请求后再发',
    '消息发送过于频繁，请稍后再试。',
    '你的操作过于频繁，请稍后再试',
    '您的账号操作频率过高，请稍后再试。',
    '当前操作太频繁，请稍后再试',
    '操作過於頻繁，請稍後再試。',
    '由于发送消息过于频繁，你的消息发送已被限制',
    'You are sending messages too frequently. Try again later.',
    'Operation too frequent. Try again later.',
  ])('is known: %s', (text) => expect(isRateLimitNotice(text)).toBe(true))

  it.each([
    '"马先生"撤回了一条消息',
    '马先生撤回了一条消息',
    '"操作过于频繁"加入了群聊',
    '你邀请"发送消息过于频繁"加入了群聊',
    '"马先生"修改群名为“操作过于频繁，可稍后再试”',
    '操作过于频繁撤回了一条消息',
    '"操作太频繁" 拍了拍 "小格"',
    '你被"陈阿姨"移出群聊',
    '群主已恢复默认进群方式',
    '你已添加了马先生，现在可以开始聊天了。',
    '以上是打招呼的内容',
    '收到红包，请在手机上查看',
    '最近停水太频繁了，大家说说',
    '',
    `操作过于频繁，可稍后再试。${'很长的话'.repeat(40)}`,
  ])('is not seen in: %s', (text) => expect(isRateLimitNotice(text)).toBe(false))
})

describeOnBoth('the rest that the chat asks for', (open) => {
  let notices = 0
  const noticed = (desk: SendingDesk, { chat = GROUP, id = `notice-${++notices}`, at = desk.clock.now() } = {}) =>
    desk.database.transaction((tx) =>
      beginRest(tx, { account: ME, chat, id: id as MessageId, text: NOTICE, at }, desk.clock.now()),
    )
  const minutes = (rest: Awaited<ReturnType<typeof noticed>>) =>
    rest && (rest.until.getTime() - rest.since.getTime()) / MINUTE

  it('lasts 15, then 60, then 240 minutes, a burst of notices counting once, and is forgotten after a quiet day', async () => {
    const desk = new SendingDesk(await open())
    expect(minutes(await noticed(desk))).toBe(15)
    desk.clock.moveBy(14 * MINUTE)
    expect(await noticed(desk)).toBeUndefined()
    desk.clock.moveBy(MINUTE)
    expect(minutes(await noticed(desk))).toBe(60)
    desk.clock.moveBy(23 * HOUR)
    expect(minutes(await noticed(desk))).toBe(240)
    desk.clock.moveBy(5 * HOUR)
    expect(minutes(await noticed(desk))).toBe(240)
    desk.clock.moveBy(28 * HOUR + SECOND)
    expect(minutes(await noticed(desk))).toBe(15)
  })

  it('is not begun anew by a notice that is replayed, under its own id or another', async () => {
    const desk = new SendingDesk(await open())
    const at = desk.clock.now()
    expect(minutes(await noticed(desk, { id: 'replayed', at }))).toBe(15)
    desk.clock.moveBy(16 * MINUTE)
    await desk.tell('said since')
    const one = desk.sender()
    await one.pass()
    // A puppet that tells no time of it.
    await expect(noticed(desk, { id: 'replayed' })).rejects.toThrow(AlreadyHandled)
    for (const minute of [0, 14]) {
      expect(await noticed(desk, { at: new Date(at.getTime() + minute * MINUTE) })).toBeUndefined()
    }
    desk.clock.moveBy(HOUR)
    expect(await noticed(desk, { at: new Date(at.getTime() + HOUR) })).toBeUndefined()
    expect(await desk.states()).toEqual(['SENT'])
    expect(minutes(await noticed(desk))).toBe(60)
  })

  it('holds everything but answers about it, until it is over, also in the middle of a queue', async () => {
    const desk = new SendingDesk(await open())
    for (let count = 1; count <= 5; count++) await desk.tell(`${count}`)
    const one = desk.sender()
    desk.fate = [
      () => undefined,
      async () => {
        await noticed(desk)
        desk.wake.call()
      },
    ]
    await one.pass()
    await desk.tell('danger', { priority: 'danger' })
    await desk.tell('how it stands', { evenPaused: true, chat: OTHER })
    await one.pass()
    expect(desk.texts()).toEqual(['1', '2', 'how it stands'])
    desk.clock.moveBy(15 * MINUTE)
    await one.pass()
    expect(desk.texts().slice(3)).toEqual(['danger', '3', '4', '5'])
  })

  it('puts in doubt what was last said there and has not come back, and does not say it again', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('swallowed')
    await desk.tell('elsewhere', { chat: OTHER })
    const one = desk.sender()
    await one.pass()
    await noticed(desk)
    expect(await desk.states()).toEqual(['UNKNOWN', 'SENT'])
    desk.clock.moveBy(HOUR)
    await one.pass()
    expect(desk.texts()).toHaveLength(2)
    // What came back arrived.
    await desk.tell('arrives')
    await one.pass()
    one.echoed({ account: ME, chat: GROUP, id: 'sent-3' as never, text: 'arrives' })
    await one.pass()
    await noticed(desk)
    expect(await desk.states()).toEqual(['UNKNOWN', 'SENT', 'ECHOED'])
  })

  it('puts in doubt what is being said when the notice comes', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('swallowed')
    desk.fate = [async () => void (await noticed(desk))]
    await desk.sender().pass()
    expect(await desk.states()).toEqual(['UNKNOWN'])
  })

  it('stands beside a pause by staff, and neither touches the other', async () => {
    const desk = new SendingDesk(await open())
    const { transaction, client } = desk.database
    await noticed(desk)
    const until = new Date(desk.clock.now().getTime() + 15 * MINUTE)
    await transaction((tx) => pauseByStaff(tx, ME, desk.clock.now()))
    expect((await runningPause(client, ME, 'RATE_LIMIT', desk.clock.now()))?.until).toEqual(until)
    await transaction((tx) => resumeByStaff(tx, ME))
    expect((await runningPause(client, ME, 'RATE_LIMIT', desk.clock.now()))?.until).toEqual(until)
    await transaction((tx) => pauseByStaff(tx, ME, desk.clock.now()))
    desk.clock.moveBy(HOUR)
    expect(await runningPause(client, ME, 'RATE_LIMIT', desk.clock.now())).toBeUndefined()
    expect(await runningPause(client, ME, 'STAFF', desk.clock.now())).toBeDefined()
  })

  it('stays in the count when it is ended early', async () => {
    const desk = new SendingDesk(await open())
    await noticed(desk)
    desk.clock.moveBy(MINUTE)
    await desk.database.transaction((tx) => endRestEarly(tx, ME, desk.clock.now()))
    expect(await runningPause(desk.database.client, ME, 'RATE_LIMIT', desk.clock.now())).toBeUndefined()
    desk.clock.moveBy(MINUTE)
    expect(minutes(await noticed(desk))).toBe(60)
  })

  it('is told of once when it is over, with how it was', async () => {
    const desk = new SendingDesk(await open())
    const told: string[] = []
    const tellOfRest = async (_tx: unknown, account: string, { since, until }: { since: Date; until: Date }) =>
      void told.push(`${account} ${since.toISOString()} ${until.toISOString()}`)
    await noticed(desk)
    const one = desk.sender({ tellOfRest })
    await one.pass()
    expect(told).toEqual([])
    desk.clock.moveBy(20 * MINUTE)
    // Another run of the program, too.
    await Promise.all([one.pass(), desk.sender({ tellOfRest, owner: 'other' }).pass()])
    await one.pass()
    expect(told).toEqual(['bot 2026-06-03T01:00:00.000Z 2026-06-03T01:15:00.000Z'])
  })
})
