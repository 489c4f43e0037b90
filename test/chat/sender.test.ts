import { expect, it } from 'vitest'
import { noteLogin } from '../../src/chat/accounts.ts'
import type { Chat } from '../../src/chat/incoming.ts'
import { takeBack } from '../../src/chat/outbox.ts'
import type { AccountId, ChatId, MessageId } from '../../src/ids.ts'
import type { QuietHours } from '../../src/time/quiet-hours.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { GROUP, MA, ME, MINUTE, OTHER, refused, SECOND, SendingDesk, slow, timedOut } from './sending-desk.ts'

const NIGHT: QuietHours = { from: 21 * 60 + 30, to: 7 * 60 + 30 }

describeOnBoth('what is said, and when', (open) => {
  it('says what is urgent first, and a chat its messages in their order', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('a digest', { chat: OTHER, priority: 'digest' })
    await desk.tell('first news')
    await desk.tell('second news')
    await desk.tell('an answer', { chat: MA, priority: 'reply' })
    await desk.tell('danger', { chat: OTHER, priority: 'danger' })
    await desk.sender().pass()
    expect(desk.texts()).toEqual(['danger', 'an answer', 'first news', 'second news', 'a digest'])
    expect(await desk.states()).toEqual(['SENT', 'SENT', 'SENT', 'SENT', 'SENT'])
  })

  it('lets danger that is written while a long queue is being said go next', async () => {
    const desk = new SendingDesk(await open())
    for (let count = 1; count <= 30; count++) await desk.tell(`${count}`, { chat: chat(count) })
    const first = slow()
    desk.fate = [() => undefined, first.fate]
    const passing = desk.sender().pass()
    await first.begun
    await desk.tell('danger', { priority: 'danger' })
    desk.wake.call()
    first.answer()
    await passing
    expect(desk.texts().slice(0, 4)).toEqual(['1', '2', 'danger', '3'])
    expect(desk.said).toHaveLength(31)
  })

  it('says nothing more once staff pause it in the middle of a long queue', async () => {
    const desk = new SendingDesk(await open())
    for (let count = 1; count <= 30; count++) await desk.tell(`${count}`, { chat: chat(count) })
    const first = slow()
    desk.fate = [first.fate]
    const passing = desk.sender().pass()
    await first.begun
    await pause(desk)
    desk.wake.call()
    first.answer()
    await passing
    expect(desk.texts()).toEqual(['1'])
  })

  it('does not say what was taken back while it was being chosen', async () => {
    const desk = new SendingDesk(await open())
    const cause = 'm1' as MessageId
    await desk.tell('first')
    await desk.tell('taken back', { cause })
    await desk.tell('third')
    const first = slow()
    desk.fate = [first.fate]
    const passing = desk.sender().pass()
    await first.begun
    // Nobody calls: the row is among those that were read ahead.
    expect(await desk.database.transaction((tx) => takeBack(tx, ME, cause))).toEqual({ stopped: 1, alreadySaid: 0 })
    first.answer()
    await passing
    expect(desk.texts()).toEqual(['first', 'third'])
  })

  it('keeps news for the morning, but not danger nor an answer to somebody awake', async () => {
    const desk = new SendingDesk(await open())
    desk.clock.moveTo(shanghai(2026, 6, 3, 23, 0))
    await desk.tell('news')
    await desk.tell('an answer', { priority: 'reply' })
    await desk.tell('danger', { chat: OTHER, priority: 'danger' })
    const night = desk.sender({ quietHours: NIGHT })
    await night.pass()
    expect(desk.texts()).toEqual(['danger', 'an answer'])
    desk.clock.moveTo(shanghai(2026, 6, 4, 7, 29))
    await night.pass()
    expect(desk.texts()).toHaveLength(2)
    desk.clock.moveTo(shanghai(2026, 6, 4, 7, 30))
    await night.pass()
    expect(desk.texts()).toEqual(['danger', 'an answer', 'news'])
  })

  it('says nothing before its time', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('later', { notBefore: new Date(desk.clock.now().getTime() + MINUTE) })
    await desk.tell('now')
    const one = desk.sender()
    await one.pass()
    expect(desk.texts()).toEqual(['now'])
    desk.clock.moveBy(MINUTE)
    await one.pass()
    expect(desk.texts()).toEqual(['now', 'later'])
  })

  it('leaves a gap between two messages, also before danger, and says when it is worth looking again', async () => {
    const desk = new SendingDesk(await open())
    for (const text of ['1', '2', '3']) await desk.tell(text)
    const one = desk.sender({ pace: { gapMs: 3 * SECOND } })
    expect(await one.pass()).toBe(3 * SECOND)
    expect(desk.texts()).toEqual(['1'])
    await desk.tell('danger', { priority: 'danger' })
    desk.clock.moveBy(3 * SECOND - 1)
    expect(await one.pass()).toBe(1)
    desk.clock.moveBy(1)
    await one.pass()
    expect(desk.texts()).toEqual(['1', 'danger'])
  })

  it('does not let a crowded group hide the other chats', async () => {
    const desk = new SendingDesk(await open())
    for (let count = 1; count <= 40; count++) await desk.tell(`${count}`)
    await desk.tell('elsewhere', { chat: OTHER })
    const one = desk.sender({ pace: { groupPerMinute: 4 } })
    await one.pass()
    expect(desk.texts()).toEqual(['1', '2', '3', '4', 'elsewhere'])
    desk.clock.moveBy(MINUTE)
    await one.pass()
    expect(desk.texts().slice(5)).toEqual(['5', '6', '7', '8'])
  })

  it('does not let chats that refuse hide one that listens', async () => {
    const desk = new SendingDesk(await open())
    for (let count = 1; count <= 40; count++) await desk.tell(`${count}`, { chat: chat(count % 20) })
    desk.fate = Array.from({ length: 20 }, () => refused)
    const one = desk.sender()
    await one.pass()
    expect(desk.texts()).toEqual([])
    await desk.tell('elsewhere', { chat: OTHER, priority: 'digest' })
    await one.pass()
    expect(desk.texts()).toEqual(['elsewhere'])
  })

  it('lets the answers to staff who ask why use that tenth, and tells people by another way, once a day', async () => {
    const desk = new SendingDesk(await open())
    for (let n = 1; n <= 10; n++) await desk.tell(`${n}`)
    const alerts: string[] = []
    const one = desk.sender({ pace: { perDay: 10 }, alert: (text) => void alerts.push(text) })
    await one.pass()
    await desk.tell('how it is', { priority: 'reply', evenPaused: true })
    await desk.tell('an answer', { priority: 'reply' })
    await one.pass()
    expect(desk.texts().slice(8)).toEqual(['9', 'how it is'])
    expect(alerts).toEqual(['24 小时里能发的条数用完了，危险的事照发，别的等有了空再发。'])
    desk.clock.moveBy(24 * 60 * MINUTE)
    for (let n = 1; n <= 10; n++) await desk.tell(`again ${n}`)
    await one.pass()
    expect(alerts).toHaveLength(2)
  })

  it('does not burn the queue on a chat that answers nothing: it tries now and then, and tells people', async () => {
    const desk = new SendingDesk(await open())
    for (let n = 1; n <= 9; n++) await desk.tell(`${n}`)
    desk.fate = Array.from({ length: 6 }, () => timedOut)
    const alerts: string[] = []
    const one = desk.sender({ alert: (text) => void alerts.push(text) })
    const unknown = async () => (await desk.states()).filter((state) => state === 'UNKNOWN').length
    expect(await one.pass()).toBe(30_000)
    expect(await unknown(), 'one without an answer holds up nobody').toBe(2)
    desk.clock.moveBy(30_000 - 1)
    expect(await one.pass()).toBe(1)
    desk.clock.moveBy(1)
    expect(await one.pass()).toBe(60_000)
    expect(await unknown()).toBe(3)
    expect(alerts).toEqual([expect.stringMatching(/^连着 3 条消息不知道发没发到/)])
    desk.clock.moveBy(MINUTE)
    await one.pass()
    one.echoed({ account: ME, chat: GROUP, id: 'm1' as MessageId, text: '1' })
    await one.pass()
    expect(await unknown(), 'an echo shows that the chat is there').toBe(5)
    expect(alerts).toHaveLength(1)
    one.loggedIn()
    await one.pass()
    expect(desk.texts(), 'a new connection is tried at once').toEqual(['7', '8', '9'])
  })

  it('writes down what became of a message though it is called all the time while the pace holds it back', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('a')
    const one = desk.sender({ pace: { gapMs: 60_000 } })
    one.start()
    const calling = setInterval(() => desk.wake.call(), 1)
    try {
      await expect.poll(() => desk.states(), { timeout: 15_000, interval: 5 }).toEqual(['SENT'])
    } finally {
      clearInterval(calling)
      await one.stop()
    }
  })

  it('keeps a tenth of the day for danger, also over a restart', async () => {
    const desk = new SendingDesk(await open())
    for (let count = 1; count <= 20; count++) await desk.tell(`${count}`, { chat: count % 2 ? GROUP : OTHER })
    await desk.sender({ pace: { perDay: 10 } }).pass()
    expect(desk.texts()).toHaveLength(9)
    await desk.tell('danger', { priority: 'danger' })
    await desk.tell('more danger', { priority: 'danger' })
    const again = desk.sender({ pace: { perDay: 10 } })
    await again.pass()
    expect(desk.texts().slice(9)).toEqual(['danger'])
    desk.clock.moveBy(24 * 60 * MINUTE)
    await again.pass()
    expect(desk.texts()[10]).toBe('more danger')
  })

  it('goes on at the same pace after a restart, and after a second login', async () => {
    const desk = new SendingDesk(await open())
    for (const text of ['1', '2', '3', '4']) await desk.tell(text)
    await desk.sender({ pace: { perMinute: 2 } }).pass()
    expect(desk.texts()).toEqual(['1', '2'])
    const again = desk.sender({ pace: { perMinute: 2 } })
    again.loggedIn()
    await again.pass()
    expect(desk.texts()).toEqual(['1', '2'])
    desk.clock.moveBy(MINUTE)
    await again.pass()
    expect(desk.texts()).toEqual(['1', '2', '3', '4'])
    again.loggedIn()
    desk.clock.moveBy(30 * SECOND)
    await desk.tell('5')
    expect(await again.pass()).toBe(30 * SECOND)
  })

  it('goes on at the pace of the account whose place it takes, and not at that of another seat', async () => {
    const desk = new SendingDesk(await open())
    const logsIn = async (account: string, seat = 'one') => {
      desk.account = account as AccountId
      await desk.database.transaction((tx) =>
        noteLogin(tx, { account: desk.account ?? ME, name: '小格', seat, now: desk.clock.now() }),
      )
      one.loggedIn()
    }
    const one = desk.sender({ pace: { perMinute: 2 } })
    await logsIn('before')
    for (const text of ['1', '2', '3']) await desk.tell(text, { account: 'before' as AccountId })
    await one.pass()
    await logsIn('after')
    for (const text of ['4', '5']) await desk.tell(text, { account: 'after' as AccountId })
    desk.clock.moveBy(20 * SECOND)
    expect(await one.pass()).toBe(40 * SECOND)
    expect(desk.texts()).toEqual(['1', '2'])
    await logsIn('elsewhere', 'two')
    await desk.tell('6', { account: 'elsewhere' as AccountId })
    await one.pass()
    expect(desk.texts()).toEqual(['1', '2', '6'])
  })

  it('counts what it has just said when somebody logs in at that moment', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('1')
    await desk.tell('2')
    const one = desk.sender({ pace: { perMinute: 1 } })
    desk.fate = [() => one.loggedIn()]
    await one.pass()
    expect(desk.texts()).toEqual(['1'])
    expect(await desk.states()).toEqual(['SENT', 'PENDING'])
  })

  it('holds its tongue while staff have paused it, except for the answer to the pause', async () => {
    const desk = new SendingDesk(await open())
    await pause(desk)
    await desk.tell('danger', { priority: 'danger' })
    await desk.tell('paused', { priority: 'reply', evenPaused: true })
    const one = desk.sender()
    await one.pass()
    expect(desk.texts()).toEqual(['paused'])
    await desk.database.transaction((tx) => tx.accountPause.deleteMany())
    await one.pass()
    expect(desk.texts()).toEqual(['paused', 'danger'])
  })

  it('sends a picture as a message of its own, and nothing for one that is gone', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('', { sha256: 'a'.repeat(64) })
    await desk.sender({ picture: async () => ({ name: 'p.png', bytes: new Uint8Array([7]) }) }).pass()
    expect(desk.said[0]?.picture?.bytes).toEqual(new Uint8Array([7]))
    await desk.tell('', { sha256: 'b'.repeat(64) })
    await desk.sender({ picture: () => Promise.reject(new Error('no such file')) }).pass()
    expect(desk.said).toHaveLength(1)
    expect(await desk.states()).toEqual(['SENT', 'PENDING'])
  })

  it('sends a file under the name that people see, and tries again where it cannot be read', async () => {
    const desk = new SendingDesk(await open())
    const file = { sha256: 'c'.repeat(64), name: '../归档/6月台账\u202E.xlsx' }
    await desk.tell('', { file })
    await desk.sender({ file: async () => new Uint8Array([8]) }).pass()
    expect(desk.said).toMatchObject([{ text: '', file: { name: '6月台账.xlsx', bytes: new Uint8Array([8]) } }])
    expect(desk.said[0]?.picture).toBeUndefined()
    await desk.tell('', { file })
    await desk.sender({ file: () => Promise.reject(new Error('no such file')) }).pass()
    expect(await desk.states()).toEqual(['SENT', 'PENDING'])
    expect(desk.said).toHaveLength(1)
  })

  it('writes a message with a key once', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('once', { key: 'notice:1:g1' })
    await desk.tell('once more', { key: 'notice:1:g1' })
    await desk.sender().pass()
    expect(desk.texts()).toEqual(['once'])
  })

  it('leaves another account alone, and says nothing while nobody is logged in', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('not mine', { account: 'somebody-else' as AccountId })
    await desk.tell('mine')
    desk.account = undefined
    const one = desk.sender()
    await one.pass()
    expect(desk.texts()).toEqual([])
    desk.account = ME
    await one.pass()
    expect(desk.texts()).toEqual(['mine'])
    expect(await desk.states()).toEqual(['PENDING', 'SENT'])
  })

  it('runs by itself once started, and ends when stopped', async () => {
    const desk = new SendingDesk(await open())
    const one = desk.sender()
    one.start()
    await desk.tell('hello')
    desk.wake.call()
    while (desk.said.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await one.stop()
    expect(await desk.states()).toEqual(['SENT'])
    await desk.tell('too late')
    desk.wake.call()
    await one.pass()
    expect(desk.texts()).toEqual(['hello'])
  })

  it('asks the database for little: one transaction for each message, and few readings for many', async () => {
    const open_ = await open()
    let transactions = 0
    const counting = {
      ...open_,
      client: open_.client,
      transaction: <T>(work: Parameters<typeof open_.transaction<T>>[0]) => {
        transactions += 1
        return open_.transaction(work)
      },
    }
    const desk = new SendingDesk(counting)
    await open_.transaction((tx) =>
      tx.outboxMessage.createMany({
        data: Array.from({ length: 100 }, (_, count) => ({
          account: ME,
          chatKind: 'GROUP' as const,
          chatId: chat(count).id,
          text: `${count}`,
          mentions: [],
          priority: 2,
          notBefore: desk.clock.now(),
          createdAt: desk.clock.now(),
        })),
      }),
    )
    await desk.sender().pass()
    expect(desk.texts()).toEqual(Array.from({ length: 100 }, (_, count) => `${count}`))
    expect(transactions).toBe(101)
  })
})

function chat(number: number): Chat {
  return { kind: 'group', id: `many-${number}@chatroom` as ChatId }
}

function pause(desk: SendingDesk): Promise<unknown> {
  return desk.database.transaction((tx) =>
    tx.accountPause.create({ data: { account: ME, kind: 'STAFF', since: desk.clock.now(), reason: '工作人员暂停' } }),
  )
}
