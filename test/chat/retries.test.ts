import { expect, it } from 'vitest'
import { retryFailed } from '../../src/chat/retries.ts'
import type { Sender } from '../../src/chat/sender.ts'
import { confirmArrived, sayAgain, stuckRowsOf } from '../../src/chat/stuck.ts'
import type { IssueId } from '../../src/ids.ts'
import { describeOnBoth } from '../database/both.ts'
import { HOUR, MA, ME, MINUTE, OTHER, refused, SECOND, SendingDesk, timedOut } from './sending-desk.ts'

describeOnBoth('what was not said', (open) => {
  /** A desk on an account that has logged in once. */
  async function openDesk(): Promise<SendingDesk> {
    const desk = new SendingDesk(await open())
    await desk.database.transaction((tx) =>
      tx.account.create({ data: { account: ME, seat: 'main', name: '小格', since: desk.clock.now() } }),
    )
    return desk
  }
  /** What waits for people to settle it. */
  const stuckOn = async ({ database }: SendingDesk) => (await stuckRowsOf(database.client, ME, [])).rows
  const retry = (desk: SendingDesk) => desk.database.transaction((tx) => retryFailed(tx, desk.clock.now()))
  /** The chat refuses until it stands aside as FAILED. */
  async function refuseAll(desk: SendingDesk, sender: Sender): Promise<void> {
    desk.fate = Array.from({ length: 5 }, () => refused)
    for (const wait of [0, 5, 30, 120, 600]) {
      desk.clock.moveBy(wait * SECOND)
      await sender.pass()
    }
  }

  it('is tried again when it certainly was not, ever later, nothing of its chat overtaking it', async () => {
    const desk = await openDesk()
    await desk.tell('hello')
    await desk.tell('and this follows')
    const one = desk.sender()
    for (const wait of [5, 30, 120, 600]) {
      desk.fate = [refused]
      await one.pass()
      expect(await desk.states()).toEqual(['PENDING', 'PENDING'])
      desk.clock.moveBy(wait * SECOND - 1)
      await one.pass()
      expect(desk.texts()).toEqual([])
      desk.clock.moveBy(1)
    }
    desk.fate = [refused]
    await one.pass()
    expect(await desk.states()).toEqual(['FAILED', 'SENT'])
    expect(await desk.rows()).toMatchObject([{ attempts: 5, lastError: 'not logged in', givenUpAt: null }, {}])
  })

  it('lets danger overtake what waits to be tried again', async () => {
    const desk = await openDesk()
    await desk.tell('hello')
    desk.fate = [refused]
    const one = desk.sender()
    await one.pass()
    await desk.tell('danger', { priority: 'danger' })
    await one.pass()
    expect(desk.texts()).toEqual(['danger'])
    desk.clock.moveBy(5 * SECOND)
    await one.pass()
    expect(desk.texts()).toEqual(['danger', 'hello'])
  })

  it('is tried three times more over the day, then given up and shown', async () => {
    const desk = await openDesk()
    await desk.tell('hello')
    const one = desk.sender()
    await refuseAll(desk, one)
    for (const wait of [30 * MINUTE, 2 * HOUR, 6 * HOUR]) {
      desk.clock.moveBy(wait - 1)
      expect(await retry(desk)).toEqual({ retried: 0, givenUp: 0 })
      desk.clock.moveBy(1)
      expect(await retry(desk)).toEqual({ retried: 1, givenUp: 0 })
      expect(await retry(desk), 'once').toEqual({ retried: 0, givenUp: 0 })
      expect(await stuckOn(desk)).toEqual([])
      desk.fate = [refused]
      await one.pass()
      expect(await desk.states()).toEqual(['FAILED'])
    }
    expect(await desk.rows()).toMatchObject([{ attempts: 8, givenUpAt: desk.clock.now() }])
    expect(await stuckOn(desk)).toMatchObject([{ state: 'FAILED', firstWords: 'hello' }])
    expect(await retry(desk)).toEqual({ retried: 0, givenUp: 0 })
  })

  it('arrives when the chat takes it again', async () => {
    const desk = await openDesk()
    await desk.tell('hello')
    const one = desk.sender()
    await refuseAll(desk, one)
    desk.clock.moveBy(30 * MINUTE)
    await retry(desk)
    await one.pass()
    expect(desk.texts()).toEqual(['hello'])
    expect(await desk.states()).toEqual(['SENT'])
  })

  it('is given up when it has become pointless: an answer after six hours, news after a day', async () => {
    const desk = await openDesk()
    await desk.tell('an answer', { priority: 'reply' })
    await desk.tell('an answer that tells of an issue', { priority: 'reply', issue: 1 as IssueId, chat: MA })
    await desk.tell('news', { chat: OTHER })
    await desk.database.transaction((tx) => tx.outboxMessage.updateMany({ data: { state: 'FAILED', attempts: 5 } }))
    desk.clock.moveBy(6 * HOUR + SECOND)
    expect(await retry(desk)).toEqual({ retried: 2, givenUp: 1 })
    expect(await desk.states()).toEqual(['FAILED', 'PENDING', 'PENDING'])
    await desk.database.transaction((tx) => tx.outboxMessage.updateMany({ data: { state: 'FAILED' } }))
    desk.clock.moveBy(18 * HOUR)
    expect(await retry(desk)).toEqual({ retried: 0, givenUp: 2 })
  })

  it('is settled by people: it arrived, or it is to be said again, once', async () => {
    const desk = await openDesk()
    await desk.tell('in the group, with many words')
    await desk.tell('to one person', { chat: MA })
    await desk.tell('fine', { chat: OTHER })
    desk.fate = [timedOut, timedOut]
    const one = desk.sender()
    await one.pass()
    desk.clock.moveBy(MINUTE)
    await one.pass()
    const stuck = await stuckOn(desk)
    expect(stuck.map(({ state, firstWords }) => ({ state, firstWords }))).toEqual([
      { state: 'UNKNOWN', firstWords: 'in the gro…' },
      { state: 'UNKNOWN', firstWords: undefined },
    ])
    const [first, second] = stuck.map(({ id }) => id)
    const { transaction } = desk.database
    expect(await transaction((tx) => confirmArrived(tx, ME, first ?? 0))).toMatchObject([{ id: first }])
    expect(await transaction((tx) => sayAgain(tx, ME, 'all', desk.clock.now()))).toMatchObject([{ id: second }])
    expect(await transaction((tx) => sayAgain(tx, ME, second ?? 0, desk.clock.now())), 'it waits already').toEqual([])
    expect(await transaction((tx) => sayAgain(tx, 'somebody-else' as typeof ME, first ?? 0, desk.clock.now()))).toEqual(
      [],
    )
    expect(await stuckOn(desk)).toEqual([])
    desk.fate = [timedOut]
    await one.pass()
    expect(await desk.states()).toEqual(['SENT', 'UNKNOWN', 'SENT'])
    await one.pass()
    expect(desk.texts()).toEqual(['fine'])
  })
})
