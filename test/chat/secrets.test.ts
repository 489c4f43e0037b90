import { expect, it } from 'vitest'
import type { put } from '../../src/chat/outbox.ts'
import { forgetSecretsAbout, forgetSettledSecrets } from '../../src/chat/secret-words.ts'
import { sayAgain, stuckRowsOf } from '../../src/chat/stuck.ts'
import { openDatabase } from '../../src/database/database.ts'
import type { MessageId, PersonId } from '../../src/ids.ts'
import { describeOnBoth } from '../database/both.ts'
import { standsIn } from '../database/whole-database.ts'
import { testKey, testSealer } from '../sealing/keys.ts'
import { GROUP, HOUR, MA, ME, MINUTE, SendingDesk, timedOut } from './sending-desk.ts'

const sealer = testSealer()
const WANG = 12 as PersonId
const LI = 13 as PersonId
const CANARY = '生于1985年·养金丝雀'
const secret = { sealer, about: [WANG, LI, WANG] }
const DAY = 24 * HOUR

describeOnBoth('privacy 9: a secret message', (open, { url }) => {
  const tellSecret = (desk: SendingDesk, text = CANARY) => desk.tell(text, { chat: MA, secret })
  const inOneTransaction = <T>(desk: SendingDesk, work: (tx: Parameters<typeof put>[0]) => Promise<T>) =>
    desk.database.transaction(work)
  const about = (desk: SendingDesk) => desk.database.client.outboxAbout.count()

  it('is said in full, and stands nowhere in the clear before, while and after', async () => {
    const place = await url()
    const desk = new SendingDesk(await openDatabase({ url: place }))
    await tellSecret(desk)
    await desk.tell('not secret at all')
    expect(await desk.rows()).toMatchObject([
      { text: '', sealed: expect.stringMatching(/^sealed1\./) },
      { sealed: null },
    ])
    expect(await about(desk), 'each person once').toBe(2)
    expect(await standsIn(place, 'not secret at all'), 'the look sees what is there').toBe(true)
    expect(await standsIn(place, CANARY)).toBe(false)
    const sender = desk.sender({ opener: sealer })
    await sender.pass()
    expect(desk.texts()).toContain(CANARY)
    expect(await standsIn(place, CANARY)).toBe(false)
    sender.echoed({ account: ME, chat: MA, id: 'x' as MessageId, text: CANARY })
    await sender.pass()
    expect((await desk.rows())[0], 'known by its id').toMatchObject({ state: 'SENT' })
    sender.echoed({ account: ME, chat: MA, id: 'sent-1' as MessageId, text: CANARY })
    await sender.pass()
    expect((await desk.rows())[0]).toMatchObject({ state: 'ECHOED', text: '', sealed: null })
    expect(await about(desk)).toBe(0)
    await sender.stop()
    await desk.database.close()
    expect(await standsIn(place, CANARY)).toBe(false)
  })

  it('is known by its words when the chat tells no id, and only by them', async () => {
    const desk = new SendingDesk(await open())
    desk.receipts = false
    await tellSecret(desk)
    await tellSecret(desk, 'another one')
    const sender = desk.sender({ opener: sealer })
    await sender.pass()
    sender.echoed({ account: ME, chat: MA, id: 'e1' as MessageId, text: 'another one' })
    await sender.pass()
    expect(await desk.rows()).toMatchObject([
      { state: 'SENT', messageId: null },
      { state: 'ECHOED', sealed: null },
    ])
  })

  it('privacy 4: is refused for a group, as a picture or file, and about nobody', async () => {
    const desk = new SendingDesk(await open())
    await expect(desk.tell(CANARY, { chat: GROUP, secret })).rejects.toThrow('group')
    await expect(desk.tell('', { chat: MA, secret, sha256: 'a'.repeat(64) })).rejects.toThrow('words')
    await expect(desk.tell(CANARY, { chat: MA, secret: { sealer, about: [] } })).rejects.toThrow('somebody')
    expect(await desk.rows()).toEqual([])
  })

  it('is given up where the key is lacking or wrong, keeps nobody else waiting, and can be said when it is back', async () => {
    const desk = new SendingDesk(await open())
    await tellSecret(desk)
    await tellSecret(desk)
    await desk.tell('to all', { chat: MA })
    await desk.sender().pass()
    await desk.sender({ opener: testSealer({ key: testKey('B') }) }).pass()
    expect(desk.texts()).toEqual(['to all'])
    const lost = { state: 'FAILED', givenUpAt: desk.clock.now(), sealed: expect.any(String) }
    expect(await desk.rows()).toMatchObject([lost, lost, { state: 'SENT' }])
    const stuck = await stuckRowsOf(desk.database.client, ME, [])
    expect(stuck.rows, 'staff see that there is something, not what').toMatchObject([
      { state: 'FAILED', firstWords: undefined },
      { state: 'FAILED', firstWords: undefined },
    ])
    await inOneTransaction(desk, (tx) => sayAgain(tx, ME, 'all', desk.clock.now()))
    await desk.sender({ opener: sealer }).pass()
    expect(desk.texts()).toEqual(['to all', CANARY, CANARY])
  })

  it('opens in no other chat', async () => {
    const desk = new SendingDesk(await open())
    await tellSecret(desk)
    await inOneTransaction(desk, (tx) => tx.outboxMessage.updateMany({ data: { chatId: 'somebody else' } }))
    await desk.sender({ opener: sealer }).pass()
    expect(desk.said).toEqual([])
    expect(await desk.rows()).toMatchObject([{ state: 'FAILED', lastError: expect.not.stringContaining(CANARY) }])
  })

  it('leaves nothing in what is written down of a failure, whatever the chat says', async () => {
    const desk = new SendingDesk(await open())
    await tellSecret(desk)
    desk.fate = [
      () => {
        throw new Error(`cannot send: ${CANARY}`)
      },
    ]
    const logged: unknown[] = []
    const log = { warn: (facts: { err: Error }) => logged.push(String(facts.err)), error: () => {}, debug: () => {} }
    await desk.sender({ opener: sealer, log: log as never }).pass()
    expect(logged).toEqual([expect.not.stringContaining('金丝雀')])
    expect(await desk.rows()).toMatchObject([{ state: 'UNKNOWN', lastError: expect.not.stringContaining('金丝雀') }])
  })

  it('loses its words when it is certain what became of it', async () => {
    const desk = new SendingDesk(await open())
    const fates = ['PENDING', 'SENT', 'ECHOED', 'CANCELLED', 'UNKNOWN'] as const
    for (const state of fates) {
      await tellSecret(desk, state)
      const { id } = (await desk.rows()).at(-1) ?? { id: 0 }
      const data = { state, sentAt: state === 'SENT' ? desk.clock.now() : null }
      await inOneTransaction(desk, (tx) => tx.outboxMessage.updateMany({ where: { id }, data }))
    }
    const forget = (limit = 500) => inOneTransaction(desk, (tx) => forgetSettledSecrets(tx, desk.clock.now(), limit))
    const held = async () => (await desk.rows()).flatMap((row) => (row.sealed === null ? [] : [row.state]))
    expect([await forget(1), await forget(1), await forget(1)]).toEqual([1, 1, 0])
    expect(await held()).toEqual(['PENDING', 'SENT', 'UNKNOWN'])
    desk.clock.moveBy(DAY + MINUTE)
    await forget()
    expect(await held()).toEqual(['PENDING', 'UNKNOWN'])
    desk.clock.moveBy(6 * DAY)
    await forget()
    expect(await held()).toEqual(['PENDING'])
    expect((await stuckRowsOf(desk.database.client, ME, [])).rows, 'nothing is left to be settled').toEqual([])
  })

  it('privacy 7: is forgotten with the person it is about, said or not', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('of Wang', { chat: MA, secret: { sealer, about: [WANG] } })
    await tellSecret(desk, 'of both')
    await desk.tell('of Li', { chat: MA, secret: { sealer, about: [LI] } })
    const sender = desk.sender({ opener: sealer })
    let during: Promise<number> | undefined
    const forget = () => inOneTransaction(desk, (tx) => forgetSecretsAbout(tx, WANG, desk.clock.now()))
    desk.fate = [
      timedOut,
      async () => {
        during = forget()
        await during
      },
    ]
    await sender.pass()
    expect(await during).toBe(2)
    expect((await desk.rows()).map(({ state, sealed, recall }) => [state, sealed === null, recall])).toEqual([
      ['CANCELLED', true, null],
      ['SENT', true, 'DONE'],
      ['SENT', false, null],
    ])
    expect(await forget(), 'a second time there is nothing').toBe(0)
  })

  it('is not said empty after its words are gone', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('', { chat: MA })
    await desk.sender().pass()
    expect(desk.said).toEqual([])
    expect(await desk.states()).toEqual(['CANCELLED'])
  })
})
