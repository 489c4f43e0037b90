import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatGateway, type OutgoingMessage, SendRejected } from '../../src/chat/gateway.ts'
import type { Chat } from '../../src/chat/incoming.ts'
import { type OutboxEntry, put, takeBack } from '../../src/chat/outbox.ts'
import { Pacer } from '../../src/chat/pace.ts'
import { Sender } from '../../src/chat/sender.ts'
import { Wake } from '../../src/chat/wake.ts'
import type { Pace } from '../../src/config.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import type { AccountId, ChatId, MessageId } from '../../src/ids.ts'
import { MovableClock } from '../../src/time/clock.ts'
import type { QuietHours } from '../../src/time/quiet-hours.ts'
import { shanghai } from '../../src/time/shanghai.ts'

const ME = 'bot' as AccountId
const GROUP: Chat = { kind: 'group', id: 'g1@chatroom' as ChatId }
const OTHER: Chat = { kind: 'group', id: 'g2@chatroom' as ChatId }
const MA: Chat = { kind: 'private', id: 'ma' as ChatId }
const SECOND = 1000
const MINUTE = 60 * SECOND
const NO_PACE: Pace = { gapMs: 0, perMinute: 0, groupPerMinute: 0, perDay: 0 }
const NIGHT: QuietHours = { from: 21 * 60 + 30, to: 7 * 60 + 30 }

describe('the sender', () => {
  let folder: string
  let database: Database
  let clock: MovableClock
  let said: OutgoingMessage[]
  /** what the chat makes of the next messages; takes them when it is empty */
  let fate: (() => never)[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gezhong-sender-'))
    database = await openDatabase({ url: `file:${join(folder, 'sender.db')}` })
    clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
    said = []
    fate = []
  })
  afterEach(async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  const gateway: ChatGateway = {
    account: () => ME,
    state: () => 'logged-in',
    lastHeard: () => undefined,
    groups: async () => [],
    send: async (message) => {
      fate.shift()?.()
      said.push(message)
      return { messageId: `sent-${said.length}` as MessageId }
    },
    media: () => Promise.reject(new Error('not asked for')),
  }

  function sender(
    options: {
      pace?: Partial<Pace>
      quietHours?: QuietHours
      picture?: () => Promise<{ name: string; bytes: Uint8Array }>
    } = {},
  ) {
    return new Sender({
      database,
      gateway,
      clock,
      wake: new Wake(),
      owner: 'this process',
      pacer: new Pacer({ ...NO_PACE, ...options.pace }, () => 0),
      quietHours: options.quietHours,
      picture: options.picture ?? (async () => ({ name: 'p.png', bytes: new Uint8Array([1]) })),
      log: pino({ level: 'silent' }),
    })
  }

  const tell = (text: string, entry: Partial<OutboxEntry> = {}) =>
    database.transaction((tx) => put(tx, { account: ME, chat: GROUP, text, priority: 'news', ...entry }, clock.now()))
  const pause = (reason: string, until?: Date) =>
    database.transaction((tx) =>
      tx.accountPause.create({
        data: { account: ME, kind: 'STAFF', since: clock.now(), reason, until: until ?? null },
      }),
    )
  const texts = () => said.map(({ text }) => text)
  const states = async () =>
    (await database.client.outboxMessage.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state)
  const refused = () => {
    throw new SendRejected('not logged in')
  }
  const timedOut = () => {
    throw new Error('no answer within 30 s')
  }

  it('says what is urgent first, and a chat its messages in their order', async () => {
    await tell('a digest', { chat: OTHER, priority: 'digest' })
    await tell('first news')
    await tell('second news')
    await tell('an answer', { chat: MA, priority: 'reply' })
    await tell('danger', { chat: OTHER, priority: 'danger' })
    await sender().pass()
    expect(texts()).toEqual(['danger', 'an answer', 'first news', 'second news', 'a digest'])
    expect(await states()).toEqual(['SENT', 'SENT', 'SENT', 'SENT', 'SENT'])
  })

  it('keeps news for the morning, but not danger nor an answer to somebody awake', async () => {
    clock.moveTo(shanghai(2026, 6, 3, 23, 0))
    await tell('news')
    await tell('an answer', { priority: 'reply' })
    await tell('danger', { chat: OTHER, priority: 'danger' })
    const night = sender({ quietHours: NIGHT })
    await night.pass()
    expect(texts()).toEqual(['danger', 'an answer'])
    clock.moveTo(shanghai(2026, 6, 4, 7, 29))
    await night.pass()
    expect(texts()).toHaveLength(2)
    clock.moveTo(shanghai(2026, 6, 4, 7, 30))
    await night.pass()
    expect(texts()).toEqual(['danger', 'an answer', 'news'])
  })

  it('says nothing before its time', async () => {
    await tell('later', { notBefore: new Date(clock.now().getTime() + MINUTE) })
    await tell('now')
    const one = sender()
    await one.pass()
    expect(texts()).toEqual(['now'])
    clock.moveBy(MINUTE)
    await one.pass()
    expect(texts()).toEqual(['now', 'later'])
  })

  it('leaves a gap between two messages and says when it is worth looking again', async () => {
    for (const text of ['1', '2', '3']) await tell(text)
    const one = sender({ pace: { gapMs: 3 * SECOND } })
    expect(await one.pass()).toBe(3 * SECOND)
    expect(texts()).toEqual(['1'])
    clock.moveBy(3 * SECOND)
    await one.pass()
    expect(texts()).toEqual(['1', '2'])
  })

  it('does not let a crowded group hide the other chats', async () => {
    for (let count = 1; count <= 120; count++) await tell(`${count}`)
    await tell('elsewhere', { chat: OTHER })
    const one = sender({ pace: { groupPerMinute: 4 } })
    await one.pass()
    expect(texts()).toEqual(['1', '2', '3', '4', 'elsewhere'])
    clock.moveBy(MINUTE)
    await one.pass()
    expect(texts().slice(5)).toEqual(['5', '6', '7', '8'])
  })

  it('keeps a tenth of the day for danger', async () => {
    for (let count = 1; count <= 20; count++) await tell(`${count}`, { chat: count % 2 ? GROUP : OTHER })
    const one = sender({ pace: { perDay: 10 } })
    await one.pass()
    expect(texts()).toHaveLength(9)
    await tell('danger', { priority: 'danger' })
    await one.pass()
    expect(texts().slice(9)).toEqual(['danger'])
    await tell('more danger', { priority: 'danger' })
    await one.pass()
    expect(texts()).toHaveLength(10)
    clock.moveBy(24 * 60 * MINUTE)
    await one.pass()
    expect(texts()[10]).toBe('more danger')
  })

  it('goes on at the same pace after a restart, and after a second login', async () => {
    for (const text of ['1', '2', '3', '4']) await tell(text)
    await sender({ pace: { perMinute: 2 } }).pass()
    expect(texts()).toEqual(['1', '2'])
    const again = sender({ pace: { perMinute: 2 } })
    await again.settle(ME)
    await again.settle(ME)
    await again.pass()
    expect(texts()).toEqual(['1', '2'])
    clock.moveBy(MINUTE)
    await again.pass()
    expect(texts()).toEqual(['1', '2', '3', '4'])
    await again.settle(ME)
    clock.moveBy(30 * SECOND)
    await tell('5')
    expect(await again.pass()).toBe(30 * SECOND)
  })

  it('tries again what was certainly not said, ever later, and gives it up in the end', async () => {
    await tell('hello')
    await tell('and this follows')
    const one = sender()
    for (const wait of [5, 30, 120, 600]) {
      fate = [refused]
      await one.pass()
      expect(await states()).toEqual(['PENDING', 'PENDING'])
      clock.moveBy(wait * SECOND - 1)
      await one.pass()
      expect(texts(), 'nothing overtakes it').toEqual([])
      clock.moveBy(1)
    }
    fate = [refused]
    await one.pass()
    expect(await states()).toEqual(['FAILED', 'SENT'])
    expect(await database.client.outboxMessage.findFirstOrThrow()).toMatchObject({
      attempts: 5,
      lastError: 'not logged in',
    })
  })

  it('lets danger overtake what waits to be tried again', async () => {
    await tell('hello')
    fate = [refused]
    const one = sender()
    await one.pass()
    await tell('danger', { priority: 'danger' })
    await one.pass()
    expect(texts()).toEqual(['danger'])
    clock.moveBy(5 * SECOND)
    await one.pass()
    expect(texts()).toEqual(['danger', 'hello'])
  })

  it('never says a second time what may have been said', async () => {
    await tell('hello')
    fate = [timedOut]
    const one = sender()
    await one.pass()
    expect(await states()).toEqual(['UNKNOWN'])
    clock.moveBy(24 * 60 * MINUTE)
    await one.pass()
    await one.settle(ME)
    await one.pass()
    expect(texts()).toEqual([])
    expect(await states()).toEqual(['UNKNOWN'])
  })

  it('calls unknown what was being said when the program ended', async () => {
    await tell('hello')
    await database.transaction((tx) => tx.outboxMessage.updateMany({ data: { state: 'SENDING', mentions: ['ma'] } }))
    const one = sender()
    await one.settle(ME)
    await one.pass()
    expect(texts()).toEqual([])
    expect(await states()).toEqual(['UNKNOWN'])
    // Somebody types at the bot's own phone, ending with the same word.
    await one.echoed({ account: ME, chat: GROUP, id: 'm8' as MessageId, text: 'I said hello' })
    expect(await states()).toEqual(['UNKNOWN'])
    await one.echoed({ account: ME, chat: GROUP, id: 'm9' as MessageId, text: '@马先生 hello' })
    expect(await database.client.outboxMessage.findFirstOrThrow()).toMatchObject({ state: 'ECHOED', messageId: 'm9' })
  })

  it('does not call unknown what it is saying itself when the account logs in again', async () => {
    await tell('hello')
    const one = sender()
    let answer: (() => void) | undefined
    const slow: ChatGateway = {
      ...gateway,
      send: async (message) => {
        await new Promise<void>((resolve) => {
          answer = resolve
        })
        return gateway.send(message)
      },
    }
    const slowSender = new Sender({
      owner: 'this process',
      database,
      gateway: slow,
      clock,
      wake: new Wake(),
      pacer: new Pacer(NO_PACE),
      quietHours: undefined,
      picture: async () => ({ name: 'p.png', bytes: new Uint8Array() }),
      log: pino({ level: 'silent' }),
    })
    const passing = slowSender.pass()
    while (!answer) await new Promise((resolve) => setImmediate(resolve))
    await slowSender.settle(ME)
    answer()
    await passing
    expect(await states()).toEqual(['SENT'])
    await one.pass()
    expect(texts()).toEqual(['hello'])
  })

  it('takes the echo as the receipt, also of what was written long before it was said', async () => {
    clock.moveTo(shanghai(2026, 6, 3, 22, 0))
    await tell('news of the evening')
    const one = sender({ quietHours: NIGHT })
    clock.moveTo(shanghai(2026, 6, 4, 7, 30))
    fate = [timedOut]
    await one.pass()
    await one.echoed({ account: ME, chat: OTHER, id: 'x' as MessageId, text: 'news of the evening' })
    expect(await states(), 'another chat says nothing of this one').toEqual(['UNKNOWN'])
    await one.echoed({ account: ME, chat: GROUP, id: 'm1' as MessageId, text: 'news of the evening' })
    expect(await states()).toEqual(['ECHOED'])
  })

  it('takes one echo for one message, by id before words', async () => {
    await tell('same')
    await tell('same')
    const one = sender()
    await one.pass()
    await one.echoed({ account: ME, chat: GROUP, id: 'sent-2' as MessageId, text: 'same' })
    expect(await states()).toEqual(['SENT', 'ECHOED'])
    await one.echoed({ account: ME, chat: GROUP, id: 'sent-1' as MessageId, text: 'same' })
    expect(await states()).toEqual(['ECHOED', 'ECHOED'])
  })

  it('holds its tongue while staff have paused it, except for the answer to the pause', async () => {
    await pause('工作人员暂停')
    await tell('danger', { priority: 'danger' })
    await tell('paused', { priority: 'reply', evenPaused: true })
    const one = sender()
    await one.pass()
    expect(texts()).toEqual(['paused'])
    await database.transaction((tx) => tx.accountPause.deleteMany())
    await one.pass()
    expect(texts()).toEqual(['paused', 'danger'])
  })

  it('holds everything while the chat itself asked for a rest, until that is over', async () => {
    const until = new Date(clock.now().getTime() + 15 * MINUTE)
    await pause('操作过于频繁', until)
    await tell('hello', { evenPaused: true })
    const one = sender()
    await one.pass()
    expect(texts()).toEqual([])
    clock.moveTo(until)
    await one.pass()
    expect(texts()).toEqual(['hello'])
  })

  it('sends a picture as a message of its own, and nothing for one that is gone', async () => {
    await tell('', { sha256: 'a'.repeat(64) })
    await sender({ picture: async () => ({ name: 'p.png', bytes: new Uint8Array([7]) }) }).pass()
    expect(said[0]?.picture?.bytes).toEqual(new Uint8Array([7]))
    await tell('', { sha256: 'b'.repeat(64) })
    await sender({ picture: () => Promise.reject(new Error('no such file')) }).pass()
    expect(said).toHaveLength(1)
    expect(await states()).toEqual(['SENT', 'PENDING'])
  })

  it('stops what was taken back before it was said', async () => {
    const cause = 'm1' as MessageId
    await tell('said', { cause, chat: MA })
    const one = sender()
    await one.pass()
    await tell('not yet said', { cause })
    expect(await database.transaction((tx) => takeBack(tx, ME, cause))).toEqual({ stopped: 1, alreadySaid: 1 })
    await one.pass()
    expect(texts()).toEqual(['said'])
  })

  it('writes a message with a key once', async () => {
    await tell('once', { key: 'notice:1:g1' })
    await tell('once more', { key: 'notice:1:g1' })
    await sender().pass()
    expect(texts()).toEqual(['once'])
  })

  it('leaves another account alone', async () => {
    await tell('not mine', { account: 'somebody-else' as AccountId })
    await sender().pass()
    expect(texts()).toEqual([])
    expect(await states()).toEqual(['PENDING'])
  })

  it('runs by itself once started, and ends when stopped', async () => {
    const wake = new Wake()
    const one = new Sender({
      owner: 'this process',
      database,
      gateway,
      clock,
      wake,
      pacer: new Pacer(NO_PACE),
      quietHours: undefined,
      picture: async () => ({ name: 'p.png', bytes: new Uint8Array() }),
      log: pino({ level: 'silent' }),
    })
    one.start()
    await tell('hello')
    wake.call()
    while (said.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await one.stop()
    await tell('too late')
    wake.call()
    await one.pass()
    expect(texts()).toEqual(['hello'])
  })
})
