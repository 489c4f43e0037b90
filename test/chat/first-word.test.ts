import { expect, it } from 'vitest'
import { put } from '../../src/chat/outbox.ts'
import type { Database } from '../../src/database/database.ts'
import type { ChatId, MessageId } from '../../src/ids.ts'
import type { QuietHours } from '../../src/time/quiet-hours.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { GROUP, ME, MINUTE, OTHER, refused, SECOND, SendingDesk, slow, timedOut } from './sending-desk.ts'

const NIGHT: QuietHours = { from: 21 * 60 + 30, to: 7 * 60 + 30 }

describeOnBoth('the first word of a message', (open) => {
  it('is said after the one transaction that the message was handled in', async () => {
    const { database, begun } = counting(await open())
    const desk = new SendingDesk(database)
    const one = await desk.free()
    const before = begun()
    await desk.hears(one, ['an answer', 'and something else'])
    expect(desk.texts()).toEqual(['an answer'])
    expect(begun() - before).toBe(1)
    await one.pass()
    expect(desk.texts()).toEqual(['an answer', 'and something else'])
    expect(await desk.rows()).toMatchObject([
      { state: 'SENT', attempts: 1, messageId: 'sent-1' },
      { state: 'SENT', attempts: 1, messageId: 'sent-2' },
    ])
  })

  it('is left to the rounds before the first of them after a login', async () => {
    const desk = new SendingDesk(await open())
    const one = desk.sender()
    await desk.hears(one, ['too early'])
    expect(desk.texts()).toEqual([])
    await one.pass()
    one.loggedIn()
    await desk.hears(one, ['too early again'])
    expect(desk.texts()).toEqual(['too early'])
    await one.pass()
    desk.account = undefined
    await desk.hears(one, ['nobody is there'])
    expect(desk.texts()).toEqual(['too early', 'too early again'])
  })

  it('does not overtake what waits', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free()
    // Written, and nobody has called yet.
    await desk.tell('waits', { chat: OTHER, priority: 'reply' })
    await desk.hears(one, ['an answer'])
    expect(desk.texts()).toEqual([])
    await desk.tell('danger', { priority: 'danger' })
    await one.pass()
    expect(desk.texts()).toEqual(['danger', 'waits', 'an answer'])
  })

  it('does not overtake what its chat refused a moment ago', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free()
    desk.fate = [refused]
    await desk.hears(one, ['refused'])
    await one.pass()
    expect(await desk.rows()).toMatchObject([{ state: 'PENDING', attempts: 1 }])
    await desk.hears(one, ['and this'])
    await one.pass()
    expect(desk.texts()).toEqual([])
    desk.clock.moveBy(5 * SECOND)
    await one.pass()
    expect(desk.texts()).toEqual(['refused', 'and this'])
  })

  it('is put back for danger that is written meanwhile', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free()
    await desk.hears(one, ['an answer'], async () => {
      await desk.tell('danger', { chat: OTHER, priority: 'danger' })
      desk.wake.call()
    })
    expect(desk.texts()).toEqual([])
    await one.pass()
    expect(desk.texts()).toEqual(['danger', 'an answer'])
    expect(await desk.rows()).toMatchObject([
      { state: 'SENT', attempts: 1 },
      { state: 'SENT', attempts: 1 },
    ])
  })

  it('is not said once staff have paused the account, not even when it is claimed already', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free()
    await desk.hears(one, ['an answer'], () => pause(desk, 'STAFF'))
    await one.pass()
    await desk.hears(one, ['another answer'])
    await one.pass()
    expect(desk.texts()).toEqual([])
    const untouched = { state: 'PENDING', attempts: 0, claimedBy: null, leaseUntil: null }
    expect(await desk.rows()).toMatchObject([untouched, untouched])
    await desk.database.transaction((tx) => tx.accountPause.deleteMany())
    desk.wake.call()
    await one.pass()
    expect(desk.texts()).toEqual(['an answer', 'another answer'])
  })

  it('waits while the account rests', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free()
    await pause(desk, 'RATE_LIMIT')
    await desk.hears(one, ['an answer'])
    await one.pass()
    await desk.hears(one, ['another answer'])
    expect(desk.texts()).toEqual([])
    desk.clock.moveBy(15 * MINUTE)
    await one.pass()
    expect(desk.texts()).toEqual(['an answer', 'another answer'])
  })

  it('keeps the gap, and what a group may hear in a minute', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free({ pace: { gapMs: 3 * SECOND, groupPerMinute: 1 } })
    await desk.hears(one, ['1'])
    expect(desk.texts()).toEqual(['1'])
    await one.pass()
    await desk.hears(one, ['2'], undefined, { chat: OTHER })
    expect(desk.texts()).toEqual(['1'])
    desk.clock.moveBy(3 * SECOND)
    await one.pass()
    expect(desk.texts()).toEqual(['1', '2'])
    desk.clock.moveBy(3 * SECOND)
    await one.pass()
    await desk.hears(one, ['3'])
    expect(desk.texts()).toEqual(['1', '2'])
    desk.clock.moveBy(MINUTE)
    await one.pass()
    expect(desk.texts()).toEqual(['1', '2', '3'])
  })

  it('waits for the morning if it is news', async () => {
    const desk = new SendingDesk(await open())
    desk.clock.moveTo(shanghai(2026, 6, 3, 23, 0))
    const one = await desk.free({ quietHours: NIGHT })
    await desk.hears(one, ['news'], undefined, { priority: 'news' })
    expect(desk.texts()).toEqual([])
    await one.pass()
    await desk.hears(one, ['an answer to somebody awake'])
    expect(desk.texts()).toEqual(['an answer to somebody awake'])
  })

  it('is nothing where the transaction fails, and the sender goes on', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free()
    const failing = desk.hears(one, ['never written'], undefined, {}, { beforeCommit: new Error('handled before') })
    await expect(failing).rejects.toThrow('handled before')
    await one.pass()
    await desk.hears(one, ['an answer'])
    expect(desk.texts()).toEqual(['an answer'])
    await one.pass()
    expect(await desk.rows()).toMatchObject([{ text: 'an answer', state: 'SENT' }])
  })

  it('is left to the rounds where its words were changed after they were written', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free()
    const message = { account: ME, id: 'm' as MessageId }
    const row = { account: ME, chat: GROUP, text: 'as written', priority: 'reply', cause: message.id } as const
    await desk.database.transaction(async (tx) => {
      await put(tx, row, desk.clock.now())
      await tx.outboxMessage.updateMany({ data: { text: 'as changed' } })
      expect(await one.claimFirstWord(tx, message)).toBeUndefined()
    })
    await one.pass()
    expect(desk.texts()).toEqual(['as changed'])
  })

  it('is unknown, and not said, when nobody knows whether the transaction was committed', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free()
    const failing = desk.hears(one, ['an answer'], undefined, {}, { afterCommit: new Error('no answer') })
    await expect(failing).rejects.toThrow('no answer')
    await one.pass()
    expect(desk.texts()).toEqual([])
    expect(await desk.states()).toEqual(['UNKNOWN'])
  })

  it('is unknown, and not said again, when the process dies before it is said', async () => {
    const desk = new SendingDesk(await open())
    const killed = await desk.free({ owner: 'killed' })
    void desk.hears(killed, ['an answer'], () => new Promise<never>(() => undefined))
    while ((await desk.states())[0] !== 'SENDING') await new Promise((resolve) => setTimeout(resolve, 1))
    const next = desk.sender({ owner: 'next', alone: true })
    await next.pass()
    await next.pass()
    expect(desk.texts()).toEqual([])
    expect(await desk.states()).toEqual(['UNKNOWN'])
  })

  it('is put back when the bot stops in between', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free()
    let stopped: Promise<void> | undefined
    await desk.hears(one, ['an answer'], () => {
      stopped = one.stop()
    })
    await stopped
    expect(desk.texts()).toEqual([])
    expect(await desk.rows()).toMatchObject([{ state: 'PENDING', attempts: 0 }])
    await desk.sender({ owner: 'next' }).pass()
    expect(desk.texts()).toEqual(['an answer'])
  })

  it('is put back when another account logs in meanwhile', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free()
    await desk.hears(one, ['an answer'], () => one.loggedIn())
    expect(desk.texts()).toEqual([])
    await one.pass()
    expect(desk.texts()).toEqual(['an answer'])
  })

  it('is nobody else’s while it is being said, and the next message’s waits for it', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free({ alone: true })
    const saying = slow()
    desk.fate = [saying.fate]
    await desk.hears(one, ['1'])
    await saying.begun
    desk.clock.moveBy(5 * MINUTE)
    await one.settle(ME)
    await desk.hears(one, ['2'])
    const passing = one.pass()
    expect(await desk.states()).toEqual(['SENDING', 'PENDING'])
    saying.answer()
    await passing
    expect(desk.texts()).toEqual(['1', '2'])
    expect(await desk.states()).toEqual(['SENT', 'SENT'])
  })

  it('is not said a second time when no answer came', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free()
    desk.fate = [timedOut]
    await desk.hears(one, ['an answer'])
    await one.pass()
    expect(await desk.states()).toEqual(['UNKNOWN'])
    expect(desk.texts()).toEqual([])
  })

  it('is one at a time', async () => {
    const desk = new SendingDesk(await open())
    const one = await desk.free()
    // Of different chats: a chat's own messages are handled one after the other.
    await Promise.all(
      ['1', '2', '3', '4', '5'].map((text) =>
        desk.hears(one, [text], undefined, { chat: { kind: 'group', id: `${text}@chatroom` as ChatId } }),
      ),
    )
    await one.pass()
    expect(desk.texts().sort()).toEqual(['1', '2', '3', '4', '5'])
    const rows = await desk.rows()
    expect(rows.every(({ state, attempts }) => state === 'SENT' && attempts === 1)).toBe(true)
  })
})

async function pause(desk: SendingDesk, kind: 'STAFF' | 'RATE_LIMIT'): Promise<void> {
  const since = desk.clock.now()
  const until = kind === 'STAFF' ? null : new Date(since.getTime() + 15 * MINUTE)
  await desk.database.transaction((tx) =>
    tx.accountPause.create({ data: { account: ME, kind, since, until, reason: 'x' } }),
  )
  desk.wake.call()
}

/** The database, and how many transactions were asked of it. */
function counting(database: Database): { database: Database; begun: () => number } {
  let begun = 0
  const counted: Database = {
    ...database,
    client: database.client,
    transaction(work) {
      begun += 1
      return database.transaction(work)
    },
  }
  return { database: counted, begun: () => begun }
}
