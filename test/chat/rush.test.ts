import pino from 'pino'
import { expect, it } from 'vitest'
import type { IncomingMessage } from '../../src/chat/incoming.ts'
import { Rush, type Wish } from '../../src/chat/rush.ts'
import { Wake } from '../../src/chat/wake.ts'
import type { Tx } from '../../src/database/database.ts'
import type { AccountId, ChatId, ContactId, MessageId } from '../../src/ids.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { describeOnBoth } from '../database/both.ts'

const NOW = new Date('2026-06-03T01:00:00Z')
const said = (n: number, text = '要', chat = `p${n}`): IncomingMessage => ({
  account: 'bot' as AccountId,
  id: `m${n}` as MessageId,
  chat: { kind: 'private', id: chat as ChatId },
  topic: '',
  sender: { id: chat as ContactId, name: chat, friend: true },
  at: NOW,
  text,
  mentionsBot: false,
  mentions: [],
})

describeOnBoth('a rush', (open) => {
  async function rush(decide: (tx: Tx, wishes: readonly Wish<string>[]) => void = () => undefined) {
    const database = await open()
    const together: string[][] = []
    const made = new Rush<string>({
      database,
      wants: ({ text }) => (text === '话' ? undefined : text),
      ours: async (_, heard) => heard.map(({ wants }) => wants !== '别的'),
      decide: async (tx, wishes) => {
        decide(tx, wishes)
        together.push(wishes.map(({ message }) => message.id))
        return wishes.map(() => ({}))
      },
      clock: MovableClock.frozen(NOW),
      wake: new Wake(),
      log: pino({ level: 'silent' }),
    })
    return { rush: made, database, together }
  }

  it('is decided together, in the order in which it came in, each message once', async () => {
    const { rush: queue, database, together } = await rush()
    expect(queue.hear(said(0, '话'))).toBeUndefined()
    const fates = await Promise.all([3, 1, 2, 1].map((n) => queue.hear(said(n))))
    expect(fates).toEqual(Array(4).fill('done'))
    expect(together).toEqual([['m3', 'm1', 'm2']])
    expect(await queue.hear(said(2))).toBe('done')
    expect(together.flat()).toHaveLength(3)
    expect(await database.client.handledMessage.count()).toBe(3)
    expect(await database.client.person.count()).toBe(3)
  })

  it('keeps nothing of what turns out to be something else', async () => {
    const { rush: queue, database } = await rush()
    expect(await Promise.all([queue.hear(said(1, '别的')), queue.hear(said(2))])).toEqual(['not mine', 'done'])
    const people = await database.client.chatIdentity.findMany()
    expect(people.map(({ contactId }) => contactId)).toEqual(['p2'])
    expect(await database.client.handledMessage.count()).toBe(1)
  })

  it('does not suffer for the one of which nothing can be made', async () => {
    const {
      rush: queue,
      database,
      together,
    } = await rush((_, wishes) => {
      if (wishes.some(({ message }) => message.id === 'm3')) throw new Error('no')
    })
    expect(await Promise.all([1, 2, 3].map((n) => queue.hear(said(n))))).toEqual(['done', 'done', 'not mine'])
    expect(together).toEqual([['m1'], ['m2']])
    expect(await database.client.handledMessage.count()).toBe(2)
  })
})
