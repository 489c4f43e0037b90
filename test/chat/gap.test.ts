import { beforeEach, expect, it } from 'vitest'
import { tellOfGap } from '../../src/chat/gap.ts'
import { Hearing } from '../../src/chat/hearing.ts'
import type { Database } from '../../src/database/database.ts'
import type { AccountId } from '../../src/ids.ts'
import { MovableClock } from '../../src/time/clock.ts'
import type { QuietHours } from '../../src/time/quiet-hours.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'

const ME = 'wxid_xiaoge' as AccountId
const NIGHT: QuietHours = { from: 21 * 60 + 30, to: 7 * 60 + 30 }
const at = (hour: number, minute: number, second = 0, day = 3) =>
  new Date(shanghai(2026, 6, day, hour, minute).getTime() + second * 1000)

describeOnBoth('a gap in which messages may have been missed', (open) => {
  let database: Database

  beforeEach(async () => {
    database = await open()
    await database.transaction(async (tx) => {
      const community = await tx.community.create({ data: { code: 'c', name: '社区', createdAt: at(8, 0) } })
      await tx.account.create({ data: { account: ME, seat: 'main', name: '小格', since: at(8, 0) } })
      const group = (chatId: string, rest: object = {}) =>
        tx.chatGroup.create({
          data: {
            account: ME,
            chatId,
            purpose: 'STAFF',
            communityId: community.id,
            topic: chatId,
            boundAt: at(8, 0),
            ...rest,
          },
        })
      await group('one@chatroom')
      await group('two@chatroom')
      await group('unbound@chatroom', { unboundAt: at(8, 30) })
      await group('suspended@chatroom', { suspendedAt: at(8, 30) })
      await group('other@chatroom', { account: 'wxid_other' })
    })
  })

  const tell = (from: Date, to: Date) =>
    database.transaction((tx) => tellOfGap(tx, ME, { from, to }, { now: to, quietHours: NIGHT }))
  const rows = () => database.client.outboxMessage.findMany({ orderBy: { id: 'asc' } })
  const linesIn = async (chatId: string) =>
    (await rows()).filter((row) => row.chatId === chatId).map(({ text }) => text)

  it('is told to each group the account speaks in, suspended ones when they are known again, and to no other', async () => {
    expect(await tell(at(14, 5), at(14, 12))).toBe(3)
    expect((await rows()).map(({ account, chatId, state, text }) => ({ account, chatId, state, text }))).toEqual(
      ['one@chatroom', 'two@chatroom', 'suspended@chatroom'].map((chatId) => ({
        account: ME,
        chatId,
        state: 'PENDING',
        text: '14:05 到 14:12 小格断线了。这段时间报的事没看到回复的，请再发一次。',
      })),
    )
  })

  it.each([
    ['of 50 s', at(14, 5), at(14, 5, 50)],
    ['of a minute', at(14, 5), at(14, 6)],
    ['that ends before it begins, the clock having been put back', at(14, 5), at(13, 0)],
  ])('is not told %s', async (_, from, to) => {
    expect(await tell(from, to)).toBe(0)
    expect(await rows()).toEqual([])
  })

  it.each([
    ['counts a minute that has begun', at(14, 5, 40), at(14, 7, 1), '14:05 到 14:08'],
    ['names the day when it will be said on another', at(22, 0), at(23, 0), '6月3日(周三) 22:00 到 23:00'],
    ['names both days over midnight', at(22, 0), at(6, 0, 0, 4), '6月3日(周三) 22:00 到 6月4日(周四) 06:00'],
    ['is short again in the morning of its day', at(2, 0, 0, 4), at(3, 0, 0, 4), '02:00 到 03:00'],
  ])('%s', async (_, from, to, span) => {
    await tell(from, to)
    expect((await linesIn('one@chatroom'))[0]).toContain(`${span} 小格断线了`)
  })

  it('becomes one line with those before it that were not said yet', async () => {
    await tell(at(23, 0), at(23, 5))
    await tell(at(1, 0, 0, 4), at(1, 5, 0, 4))
    await tell(at(5, 0, 0, 4), at(5, 5, 0, 4))
    const line = '6月3日(周三) 23:00 到 6月4日(周四) 05:05 小格有时断线。这段时间报的事没看到回复的，请再发一次。'
    expect(await linesIn('one@chatroom')).toEqual([line])
    expect(await linesIn('two@chatroom')).toEqual([line])
  })

  it.each(['SENDING', 'SENT', 'UNKNOWN'] as const)('does not touch a line that is %s', async (state) => {
    await tell(at(14, 0), at(14, 5))
    await database.transaction((tx) => tx.outboxMessage.updateMany({ data: { state } }))
    await tell(at(15, 0), at(15, 5))
    expect(await linesIn('one@chatroom')).toEqual([
      expect.stringContaining('14:00 到 14:05 小格断线了'),
      expect.stringContaining('15:00 到 15:05 小格断线了'),
    ])
  })

  it('is told once though the same is told again', async () => {
    await tell(at(14, 0), at(14, 5))
    await database.transaction((tx) => tx.outboxMessage.updateMany({ data: { state: 'SENT' } }))
    await tell(at(14, 0), at(14, 5))
    expect(await rows()).toHaveLength(3)
  })

  describeHearing(() => database)
})

/** Runs of the program on one database, each with its own memory. */
function describeHearing(database: () => Database): void {
  const clock = MovableClock.frozen(at(9, 0))
  let account: AccountId | undefined = ME
  let inHandSince: Date | undefined
  const run = (missesNothing = false) =>
    new Hearing({
      database: database(),
      gateway: { account: () => account },
      quietHours: NIGHT,
      missesNothing,
      inHandSince: () => inHandSince,
      clock,
    })
  const heardUntil = async () => (await database().client.account.findUnique({ where: { account: ME } }))?.heardUntil
  const note = async () => ({ heardUntil: (await heardUntil()) ?? undefined })
  const told = () => database().client.outboxMessage.count({ where: { chatId: 'one@chatroom' } })
  beforeEach(() => {
    clock.moveTo(at(9, 0))
    account = ME
    inHandSince = undefined
  })

  it('begins where the connection was lost, not where it was noticed', async () => {
    const hearing = run()
    await hearing.returned(ME, note)
    clock.moveTo(at(10, 0, 20))
    await hearing.goesOn()
    await hearing.lost(ME, at(10, 0))
    clock.moveTo(at(10, 1))
    await hearing.returned(ME, note)
    expect(await told()).toBe(0)
    await hearing.lost(ME, at(10, 1))
    clock.moveTo(at(10, 3))
    await hearing.goesOn()
    expect(await heardUntil()).toEqual(at(10, 1))
    await hearing.returned(ME, note)
    expect(await told()).toBe(1)
  })

  it('is known after the program was down, and told once however often it is killed then', async () => {
    const first = run()
    await first.returned(ME, note)
    clock.moveTo(at(11, 0))
    await first.goesOn()
    clock.moveTo(at(11, 10))
    await run().returned(ME, note)
    // Killed right after the rows were written, before one was said; up again within a minute.
    clock.moveTo(at(11, 10, 30))
    await run().returned(ME, note)
    expect(await told()).toBe(1)
    const [row] = await database().client.outboxMessage.findMany()
    expect(row?.text).toContain('11:00 到 11:10 小格断线了')
  })

  it('is not written down by halves', async () => {
    await run().returned(ME, note)
    clock.moveTo(at(12, 0))
    const broken = run().returned(ME, async () => {
      throw new Error('the disk is full')
    })
    await expect(broken).rejects.toThrow('the disk is full')
    expect(await heardUntil()).toEqual(at(9, 0))
  })

  it('is none while the clock is moved and nothing is lost', async () => {
    const hearing = run()
    await hearing.returned(ME, note)
    clock.moveTo(at(9, 0, 0, 9))
    await hearing.goesOn()
    await hearing.returned(ME, note)
    expect(await told()).toBe(0)
  })

  it('is none where nobody can speak while the program is down', async () => {
    await run(true).returned(ME, note)
    clock.moveTo(at(9, 0, 0, 9))
    await run(true).returned(ME, note)
    expect(await told()).toBe(0)
  })

  it('is not closed by who is not logged in', async () => {
    const hearing = run()
    await hearing.returned(ME, note)
    account = undefined
    clock.moveTo(at(9, 30))
    await hearing.goesOn()
    expect(await heardUntil()).toEqual(at(9, 0))
  })

  it('reaches back to what was heard and is not handled yet, should the program end', async () => {
    const hearing = run()
    await hearing.returned(ME, note)
    inHandSince = at(9, 5)
    clock.moveTo(at(9, 15))
    await hearing.goesOn()
    expect(await heardUntil()).toEqual(at(9, 5))
    inHandSince = undefined
    await hearing.goesOn()
    expect(await heardUntil()).toEqual(at(9, 15))
    expect(await told()).toBe(0)
  })

  it('is told, once, of what was lost while the database was away', async () => {
    const hearing = run(true)
    await hearing.returned(ME, note)
    hearing.missed(at(9, 20))
    hearing.missed(at(9, 25))
    clock.moveTo(at(9, 30))
    await hearing.goesOn()
    clock.moveTo(at(9, 40))
    await hearing.goesOn()
    const rows = await database().client.outboxMessage.findMany({ where: { chatId: 'one@chatroom' } })
    expect(rows.map(({ text }) => text)).toEqual([expect.stringContaining('09:20 到 09:30')])
  })

  it('ends when the account came back, not when that could be written down', async () => {
    await run().returned(ME, note)
    clock.moveTo(at(9, 50))
    await run().returned(ME, note, at(9, 10))
    const [row] = await database().client.outboxMessage.findMany()
    expect(row?.text).toContain('09:00 到 09:10')
    expect(await heardUntil()).toEqual(at(9, 50))
  })
}
