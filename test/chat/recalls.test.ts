import { expect, it } from 'vitest'
import { recallsOf, takeBackSaid } from '../../src/chat/recalls.ts'
import { sayAgain } from '../../src/chat/stuck.ts'
import type { Prisma } from '../../src/database/types.ts'
import type { MessageId } from '../../src/ids.ts'
import { describeOnBoth } from '../database/both.ts'
import { GROUP, ME, MINUTE, refused, SECOND, SendingDesk, slow, timedOut } from './sending-desk.ts'

const NOTICE = { key: { startsWith: 'notice:' } }

describeOnBoth('what was said', (open) => {
  const desk = async () => new SendingDesk(await open())
  const takeBack = (at: SendingDesk, rows: Prisma.OutboxMessageWhereInput = NOTICE) =>
    at.database.transaction((tx) => takeBackSaid(tx, rows, at.clock.now()))
  const recalls = async (at: SendingDesk) => (await at.rows()).map(({ state, recall }) => [state, recall])

  it('is recalled in the chat, and what waits is not said', async () => {
    const at = await desk()
    const one = at.sender()
    for (const number of [1, 2]) await at.tell(`notice ${number}`, { key: `notice:${number}` })
    await at.tell('something else')
    await one.pass()
    await at.tell('notice 3', { key: 'notice:3' })
    expect(await takeBack(at)).toEqual({ cancelled: 1, asked: 2, left: 0 })
    expect(at.recalled, 'nothing before the commit').toEqual([])
    await one.pass()
    expect(at.recalled).toEqual(['sent-1', 'sent-2'])
    expect(at.texts()).toEqual(['notice 1', 'notice 2', 'something else'])
    expect(await recalls(at)).toEqual([
      ['SENT', 'DONE'],
      ['SENT', 'DONE'],
      ['SENT', null],
      ['CANCELLED', null],
    ])
    expect(await recallsOf(at.database.client, NOTICE)).toEqual({ done: 2, refused: 0, unknown: 0, open: 0 })
    expect(await takeBack(at), 'a second time').toEqual({ cancelled: 0, asked: 0, left: 2 })
  })

  it('stays where the chat refuses, and that is told', async () => {
    const at = await desk()
    at.recalling = (id) => id !== 'sent-1'
    for (const number of [1, 2]) await at.tell(`notice ${number}`, { key: `notice:${number}` })
    const one = at.sender()
    await one.pass()
    await takeBack(at)
    await one.pass()
    await one.pass()
    expect(await recallsOf(at.database.client, NOTICE)).toEqual({ done: 1, refused: 1, unknown: 0, open: 0 })
  })

  it('is asked for again after a crash and where nobody answered, for a quarter of an hour', async () => {
    const at = await desk()
    await at.tell('notice', { key: 'notice:1' })
    await at.sender().pass()
    await takeBack(at)
    let asked = 0
    at.recalling = () => {
      asked += 1
      throw new Error('no answer within 20 s')
    }
    const another = at.sender({ owner: 'after a restart' })
    await another.pass()
    await another.pass()
    expect([asked, await recallsOf(at.database.client, NOTICE)]).toEqual([
      2,
      { done: 0, refused: 0, unknown: 0, open: 1 },
    ])
    at.recalling = () => true
    await another.pass()
    expect(await recallsOf(at.database.client, NOTICE)).toEqual({ done: 1, refused: 0, unknown: 0, open: 0 })

    await at.tell('notice', { key: 'notice:2' })
    await another.pass()
    await takeBack(at)
    at.clock.moveBy(15 * MINUTE + SECOND)
    await another.pass()
    expect(await recallsOf(at.database.client, NOTICE)).toEqual({ done: 1, refused: 1, unknown: 0, open: 0 })
  })

  it('may have been taken back by a first asking that nobody answered, so a no to the second tells nothing', async () => {
    const at = await desk()
    for (const number of [1, 2, 3]) await at.tell(`notice ${number}`, { key: `notice:${number}` })
    const one = at.sender()
    await one.pass()
    await takeBack(at)
    const inTheChat = new Set(['sent-1', 'sent-2', 'sent-3'])
    at.recalling = (id) => {
      const done = inTheChat.delete(id)
      if (id === 'sent-1') throw new Error('no answer within 20 s')
      return done
    }
    // The answer to the first is lost, and the process with it; the others did not wait for it.
    await one.pass()
    expect(await recalls(at)).toEqual([
      ['SENT', 'TRYING'],
      ['SENT', 'DONE'],
      ['SENT', 'DONE'],
    ])
    const another = at.sender({ owner: 'after a restart' })
    at.recalling = (id) => inTheChat.delete(id)
    await another.pass()
    expect(await recallsOf(at.database.client, NOTICE)).toEqual({ done: 2, refused: 0, unknown: 1, open: 0 })
    expect(await takeBack(at), 'a second time').toEqual({ cancelled: 0, asked: 0, left: 3 })

    // Never answered at all, and then it is too late.
    await at.tell('notice 4', { key: 'notice:4' })
    await another.pass()
    await takeBack(at)
    at.recalling = () => {
      throw new Error('no answer within 20 s')
    }
    await another.pass()
    at.clock.moveBy(15 * MINUTE + SECOND)
    await another.pass()
    expect(await recallsOf(at.database.client, NOTICE)).toEqual({ done: 2, refused: 0, unknown: 2, open: 0 })
  })

  it('is asked for once, though its echo comes while the chat takes it back', async () => {
    const at = await desk()
    await at.tell('notice', { key: 'notice:1' })
    const one = at.sender()
    await one.pass()
    await takeBack(at)
    let asked = 0
    at.recalling = async () => {
      asked += 1
      await at.database.transaction((tx) => tx.outboxMessage.updateMany({ data: { state: 'ECHOED' } }))
      return true
    }
    await one.pass()
    await one.pass()
    expect([asked, await recalls(at)]).toEqual([1, [['ECHOED', 'DONE']]])
  })

  it('waits for its id, which the echo brings', async () => {
    const at = await desk()
    at.receipts = false
    await at.tell('notice', { key: 'notice:1' })
    const one = at.sender()
    await one.pass()
    expect(await takeBack(at)).toEqual({ cancelled: 0, asked: 1, left: 0 })
    await one.pass()
    expect(at.recalled).toEqual([])
    one.echoed({ account: ME, chat: GROUP, id: 'm1' as MessageId, text: 'notice', at: at.clock.now() })
    await one.pass()
    expect(at.recalled).toEqual(['m1'])
    expect(await recalls(at)).toEqual([['ECHOED', 'DONE']])
  })

  it('is recalled although it was just being said, and not said again where that failed', async () => {
    const at = await desk()
    const one = at.sender()
    for (const [number, fails] of [
      [1, false],
      [2, true],
    ] as const) {
      await at.tell(`notice ${number}`, { key: `notice:${number}` })
      const { fate, begun, answer } = slow()
      at.fate = [fate]
      const passing = one.pass()
      await begun
      expect(await takeBack(at, { key: `notice:${number}` })).toEqual({ cancelled: 0, asked: 1, left: 0 })
      if (fails) at.fate = [refused]
      answer(fails ? Object.assign(new Error('refused'), { name: 'SendRejected' }) : undefined)
      await passing
      await one.pass()
    }
    expect(at.recalled).toEqual(['sent-1'])
    const [, second] = await recalls(at)
    expect(second, 'nobody knows whether it was said').toEqual(['UNKNOWN', 'ASKED'])
    await at.database.transaction((tx) => sayAgain(tx, ME, 'all', at.clock.now()))
    at.clock.moveBy(MINUTE)
    await one.pass()
    expect(at.texts()).toEqual(['notice 1'])
    expect((await recalls(at))[1]).toEqual(['CANCELLED', null])
  })

  it('leaves alone what nobody knows to have been said', async () => {
    const at = await desk()
    await at.tell('notice', { key: 'notice:1' })
    at.fate = [timedOut]
    await at.sender().pass()
    expect(await takeBack(at)).toEqual({ cancelled: 0, asked: 0, left: 1 })
    expect(await at.states()).toEqual(['UNKNOWN'])
  })
})
