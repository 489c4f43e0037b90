import { expect, it } from 'vitest'
import { settleByEcho } from '../../src/chat/receipts.ts'
import { sayAgain } from '../../src/chat/stuck.ts'
import type { Database } from '../../src/database/database.ts'
import type { AccountId, MessageId } from '../../src/ids.ts'
import { describeOnBoth } from '../database/both.ts'
import { GROUP, ME, MINUTE, OTHER, refused, SECOND, SendingDesk, slow, timedOut } from './sending-desk.ts'

describeOnBoth('never lost, never doubled', (open) => {
  it('never says a second time what may have been said, and goes on with the rest', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('hello')
    await desk.tell('and this follows')
    desk.fate = [timedOut]
    const one = desk.sender()
    await one.pass()
    expect(await desk.states()).toEqual(['UNKNOWN', 'SENT'])
    desk.clock.moveBy(24 * 60 * MINUTE)
    one.loggedIn()
    await one.pass()
    expect(desk.texts()).toEqual(['and this follows'])
    expect(await desk.states()).toEqual(['UNKNOWN', 'SENT'])
  })

  it('says each row once when two processes have the same account by mistake', async () => {
    const desk = new SendingDesk(await open())
    for (let count = 0; count < 60; count++) await desk.tell(`${count}`, { chat: count % 2 ? GROUP : OTHER })
    // Each message takes its time, so that the other process finds rows taken; the first takes until the other process,
    // which says one at a time too, has a row of its own.
    let bothBegun = () => {}
    const both = new Promise<void>((resolve) => {
      bothBegun = resolve
    })
    let begun = 0
    desk.gateway.send = async (message) => {
      begun += 1
      if (begun === 2) bothBegun()
      await both
      await new Promise((resolve) => setImmediate(resolve))
      desk.said.push(message)
      return {}
    }
    await Promise.all([desk.sender({ owner: 'one' }).pass(), desk.sender({ owner: 'other' }).pass()])
    expect(desk.texts().sort()).toEqual(Array.from({ length: 60 }, (_, count) => `${count}`).sort())
    const rows = await desk.rows()
    expect(rows.every(({ state, attempts }) => state === 'SENT' && attempts === 1)).toBe(true)
    expect(new Set(rows.map(({ claimedBy }) => claimedBy))).toEqual(new Set(['one', 'other']))
  })

  it('knows the echo of what is said again although it was said before under another id', async () => {
    const desk = new SendingDesk(await open())
    const { transaction } = desk.database
    await desk.tell('hello')
    const one = desk.sender()
    await one.pass()
    await transaction((tx) => tx.outboxMessage.updateMany({ data: { state: 'UNKNOWN' } }))
    await transaction((tx) => sayAgain(tx, ME, 'all', desk.clock.now()))
    const echo = { account: ME, chat: GROUP, id: 'sent-2' as MessageId, text: 'hello', at: undefined }
    // It comes back before the puppet answers.
    desk.fate = [() => transaction((tx) => settleByEcho(tx, echo, desk.clock.now()))]
    await one.pass()
    expect(await desk.rows()).toMatchObject([{ state: 'ECHOED', messageId: 'sent-2' }])
  })

  it('shares one database between two accounts, each saying and settling its own', async () => {
    const mine = new SendingDesk(await open())
    const theirs = new SendingDesk(mine.database)
    theirs.account = 'their-bot' as AccountId
    for (let count = 0; count < 10; count++) {
      await mine.tell(`mine ${count}`)
      await theirs.tell(`theirs ${count}`, { account: theirs.account })
    }
    const saying = slow()
    theirs.fate = [saying.fate]
    const passing = theirs.sender({ owner: 'other' }).pass()
    await saying.begun
    mine.clock.moveBy(10 * MINUTE)
    await mine.sender().pass()
    expect(await mine.database.client.outboxMessage.count({ where: { state: 'SENDING' } })).toBe(1)
    saying.answer()
    await passing
    expect(mine.texts()).toEqual(Array.from({ length: 10 }, (_, count) => `mine ${count}`))
    expect(theirs.texts()).toEqual(Array.from({ length: 10 }, (_, count) => `theirs ${count}`))
  })

  it('leaves alone what another living process is saying, until its time is up', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('hello')
    const saying = slow()
    desk.fate = [saying.fate]
    const theirs = desk.sender({ owner: 'other' }).pass()
    await saying.begun
    const ours = desk.sender()
    await ours.pass()
    desk.clock.moveBy(59 * SECOND)
    await ours.pass()
    expect(await desk.states()).toEqual(['SENDING'])
    desk.clock.moveBy(2 * SECOND)
    ours.loggedIn()
    await ours.pass()
    expect(await desk.states()).toEqual(['UNKNOWN'])
    // It was alive after all, and only slow: what it learnt does not undo what people may have been told.
    saying.answer()
    await theirs
    expect(await desk.states()).toEqual(['UNKNOWN'])
    expect(desk.said).toHaveLength(1)
  })

  it('finds what a dead process was saying without anybody logging in', async () => {
    const desk = new SendingDesk(await open())
    const ours = desk.sender()
    await ours.pass()
    await claimedBy(desk.database, desk, 'dead')
    desk.clock.moveBy(61 * SECOND)
    await ours.pass()
    expect(await desk.states()).toEqual(['UNKNOWN'])
    expect(desk.texts()).toEqual([])
  })

  it('settles at once what an earlier run was saying where no other process can be', async () => {
    const desk = new SendingDesk(await open())
    await claimedBy(desk.database, desk, 'earlier run')
    await desk.sender({ alone: true }).pass()
    expect(await desk.states()).toEqual(['UNKNOWN'])
    expect(desk.texts()).toEqual([])
  })

  it('does not call unknown what it is saying itself when the account logs in again', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('hello')
    const saying = slow()
    desk.fate = [saying.fate]
    const one = desk.sender({ alone: true })
    const passing = one.pass()
    await saying.begun
    desk.clock.moveBy(5 * MINUTE)
    await one.settle(ME)
    expect(await desk.states()).toEqual(['SENDING'])
    saying.answer()
    await passing
    expect(await desk.states()).toEqual(['SENT'])
  })

  it('says nothing when the claim cannot be written', async () => {
    const broken = breaking(await open())
    const desk = new SendingDesk(broken.database)
    await desk.tell('hello')
    const one = desk.sender()
    broken.failNext()
    await expect(one.pass()).rejects.toThrow('database is locked')
    expect(desk.texts()).toEqual([])
    await one.pass()
    expect(desk.texts()).toEqual(['hello'])
    expect(await desk.states()).toEqual(['SENT'])
  })

  it('says nothing when the claim was written but nobody was told so', async () => {
    const broken = breaking(await open())
    const desk = new SendingDesk(broken.database)
    await desk.tell('hello')
    const one = desk.sender()
    broken.failNext('after the commit')
    await expect(one.pass()).rejects.toThrow('database is locked')
    await one.pass()
    expect(desk.texts()).toEqual([])
    expect(await desk.states()).toEqual(['UNKNOWN'])
  })

  it('does not say again what it could not write down, and writes it when it can', async () => {
    const broken = breaking(await open())
    const desk = new SendingDesk(broken.database)
    await desk.tell('hello')
    const one = desk.sender()
    desk.fate = [() => broken.failNext()]
    await expect(one.pass()).rejects.toThrow('database is locked')
    expect(await desk.states()).toEqual(['SENDING'])
    await one.pass()
    expect(desk.texts()).toEqual(['hello'])
    expect(await desk.states()).toEqual(['SENT'])
  })

  it('calls unknown what a process could not write down before it was killed', async () => {
    const broken = breaking(await open())
    const desk = new SendingDesk(broken.database)
    await desk.tell('hello')
    desk.fate = [() => broken.failNext()]
    await expect(desk.sender({ owner: 'killed' }).pass()).rejects.toThrow('database is locked')
    desk.clock.moveBy(2 * MINUTE)
    await desk.sender().pass()
    expect(desk.texts()).toEqual(['hello'])
    expect(await desk.states()).toEqual(['UNKNOWN'])
  })

  it('remembers a refusal that it could not write down', async () => {
    const broken = breaking(await open())
    const desk = new SendingDesk(broken.database)
    await desk.tell('hello')
    desk.fate = [
      (message) => {
        broken.failNext()
        return refused(message)
      },
    ]
    const one = desk.sender()
    await one.pass().catch(() => undefined)
    await one.pass()
    expect(await desk.states()).toEqual(['PENDING'])
    desk.clock.moveBy(5 * SECOND)
    await one.pass()
    expect(desk.texts()).toEqual(['hello'])
  })
})

/** A row that another process has claimed at this moment. */
async function claimedBy(database: Database, desk: SendingDesk, owner: string): Promise<void> {
  await desk.tell('hello')
  const leaseUntil = new Date(desk.clock.now().getTime() + MINUTE)
  await database.transaction((tx) =>
    tx.outboxMessage.updateMany({ data: { state: 'SENDING', claimedBy: owner, leaseUntil, attempts: 1 } }),
  )
}

/** The database, with a transaction that fails when told to: before anything is written, or after all of it is. */
function breaking(database: Database) {
  let failing: 'at once' | 'after the commit' | undefined
  const broken: Database = {
    ...database,
    client: database.client,
    transaction: async (work) => {
      const how = failing
      failing = undefined
      if (how === 'at once') throw new Error('database is locked')
      const result = await database.transaction(work)
      if (how === 'after the commit') throw new Error('database is locked')
      return result
    },
  }
  return {
    database: broken,
    failNext: (how: typeof failing = 'at once') => {
      failing = how
    },
  }
}
