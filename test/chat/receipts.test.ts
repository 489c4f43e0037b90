import { expect, it } from 'vitest'
import { sayAgain } from '../../src/chat/stuck.ts'
import type { MessageId } from '../../src/ids.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { GROUP, ME, MINUTE, OTHER, SECOND, SendingDesk, slow, timedOut } from './sending-desk.ts'

describeOnBoth('the bot hears itself', (open) => {
  const heard = (text: string, id: string, chat = GROUP) => ({ account: ME, chat, id: id as MessageId, text })

  it('takes the echo as the receipt, also of what was written long before it was said', async () => {
    const desk = new SendingDesk(await open())
    desk.clock.moveTo(shanghai(2026, 6, 3, 22, 0))
    await desk.tell('news of the evening')
    const one = desk.sender({ quietHours: { from: 21 * 60 + 30, to: 7 * 60 + 30 } })
    desk.clock.moveTo(shanghai(2026, 6, 4, 7, 30))
    desk.fate = [timedOut]
    await one.pass()
    one.echoed(heard('news of the evening', 'x', OTHER))
    await one.pass()
    expect(await desk.states(), 'another chat says nothing of this one').toEqual(['UNKNOWN'])
    one.echoed(heard('I said news of the evening', 'y'))
    await one.pass()
    expect(await desk.states(), 'somebody types at the bot’s own phone').toEqual(['UNKNOWN'])
    one.echoed(heard('news of the evening', 'm1'))
    await one.pass()
    expect(await desk.rows()).toMatchObject([{ state: 'ECHOED', messageId: 'm1' }])
  })

  it('knows its words behind the mentions they were sent with', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('hello', { mentions: ['ma' as never] })
    desk.fate = [timedOut]
    const one = desk.sender()
    await one.pass()
    one.echoed(heard('@马先生 hello', 'm1'))
    await one.pass()
    expect(await desk.states()).toEqual(['ECHOED'])
  })

  it('writes an echo down by itself where nothing else is to be written', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('hello')
    const one = desk.sender()
    await one.pass()
    one.echoed(heard('hello', 'sent-1'))
    await expect.poll(() => desk.states(), { timeout: 15_000, interval: 5 }).toEqual(['ECHOED'])
    one.echoed(heard('nothing of ours', 'm2'))
    await one.stop()
    expect(await desk.states()).toEqual(['ECHOED'])
  })

  it('takes one echo for one message, by id before words', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('same')
    await desk.tell('same')
    const one = desk.sender()
    await one.pass()
    one.echoed(heard('same', 'sent-2'))
    await one.pass()
    expect(await desk.states()).toEqual(['SENT', 'ECHOED'])
    one.echoed(heard('same', 'sent-1'))
    await one.pass()
    expect(await desk.states()).toEqual(['ECHOED', 'ECHOED'])
  })

  it('takes an echo for what was certainly said before what may have been', async () => {
    const desk = new SendingDesk(await open())
    desk.receipts = false
    await desk.tell('same')
    await desk.tell('same')
    desk.fate = [timedOut]
    const one = desk.sender()
    await one.pass()
    one.echoed(heard('same', 'm1'))
    await one.pass()
    expect(await desk.states()).toEqual(['UNKNOWN', 'ECHOED'])
    one.echoed(heard('same', 'm2'))
    await one.pass()
    expect(await desk.states()).toEqual(['ECHOED', 'ECHOED'])
  })

  it('takes an echo that is delivered again for what it was, not for another message with the same words', async () => {
    const desk = new SendingDesk(await open())
    desk.receipts = false
    const one = desk.sender()
    await desk.tell('same')
    await one.pass()
    one.echoed(heard('same', 'm1'))
    await desk.tell('same')
    desk.fate = [timedOut]
    await one.pass()
    one.echoed(heard('same', 'm1'))
    await one.pass()
    expect(await desk.states()).toEqual(['ECHOED', 'UNKNOWN'])
  })

  it('knows an echo by its id however late it is delivered again', async () => {
    const desk = new SendingDesk(await open())
    const one = desk.sender()
    await desk.tell('same')
    await one.pass()
    const first = { ...heard('same', 'sent-1'), at: desk.clock.now() }
    one.echoed(first)
    await one.pass()
    desk.clock.moveBy(30 * MINUTE)
    await desk.tell('same')
    desk.fate = [timedOut]
    await one.pass()
    for (const again of [heard('same', 'sent-1'), first]) {
      one.echoed(again)
      await one.pass()
      expect(await desk.states()).toEqual(['ECHOED', 'UNKNOWN'])
    }
    await desk.database.transaction((tx) => sayAgain(tx, ME, 'all', desk.clock.now()))
    one.echoed(first)
    await one.pass()
    expect(desk.texts(), 'what staff want said again is said').toEqual(['same', 'same'])
  })

  it('takes no echo for what was only to be said after it', async () => {
    const desk = new SendingDesk(await open())
    const one = desk.sender()
    const earlier = desk.clock.now()
    desk.clock.moveBy(5 * MINUTE)
    await desk.tell('same')
    desk.fate = [timedOut]
    await one.pass()
    one.echoed({ ...heard('same', 'of a life before'), at: earlier })
    await one.pass()
    expect(await desk.states()).toEqual(['UNKNOWN'])
    one.echoed({ ...heard('same', 'm1'), at: new Date(desk.clock.now().getTime() - SECOND) })
    await one.pass()
    expect(await desk.states(), 'the chat tells full seconds').toEqual(['ECHOED'])
  })

  it('bears an echo that comes before the receipt', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('hello')
    const saying = slow()
    desk.fate = [saying.fate]
    const one = desk.sender()
    const passing = one.pass()
    await saying.begun
    one.echoed(heard('hello', 'sent-1'))
    await expect.poll(() => desk.states(), { timeout: 15_000, interval: 5 }).toEqual(['ECHOED'])
    saying.answer()
    await passing
    expect(await desk.rows()).toMatchObject([{ state: 'ECHOED', messageId: 'sent-1', attempts: 1 }])
  })

  it('settles what was said but hung, at once', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('hello')
    const saying = slow()
    desk.fate = [saying.fate]
    const one = desk.sender()
    const passing = one.pass()
    await saying.begun
    one.echoed(heard('hello', 'm1'))
    saying.answer(new Error('no answer within 20 s'))
    await passing
    expect(await desk.states()).toEqual(['ECHOED'])
  })

  it('looks no further back than 15 minutes', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('hello')
    desk.fate = [timedOut]
    const one = desk.sender()
    await one.pass()
    desk.clock.moveBy(15 * MINUTE + SECOND)
    one.echoed(heard('hello', 'm1'))
    await one.pass()
    expect(await desk.states()).toEqual(['UNKNOWN'])
  })

  it('knows a picture, which has no words, by its turn, unless that leaves a doubt', async () => {
    const desk = new SendingDesk(await open())
    desk.receipts = false
    const picture = (sha256: string) => desk.tell('', { sha256: sha256.repeat(64) })
    const one = desk.sender()
    await picture('a')
    desk.fate = [timedOut]
    await one.pass()
    one.echoed(heard('', 'm1'))
    await one.pass()
    expect(await desk.states(), 'the only one it can be').toEqual(['ECHOED'])
    await picture('b')
    await picture('c')
    await one.pass()
    one.echoed(heard('', 'm2'))
    await one.pass()
    expect(await desk.states()).toEqual(['ECHOED', 'ECHOED', 'SENT'])
    one.echoed(heard('', 'm3'))
    await picture('d')
    await picture('e')
    desk.fate = [timedOut]
    await one.pass()
    one.echoed(heard('', 'm4'))
    await one.pass()
    expect(await desk.states(), 'it may be either').toEqual(['ECHOED', 'ECHOED', 'ECHOED', 'UNKNOWN', 'SENT'])
  })

  it('knows a file by its turn too, among the pictures', async () => {
    const desk = new SendingDesk(await open())
    desk.receipts = false
    await desk.tell('', { sha256: 'a'.repeat(64) })
    await desk.tell('', { file: { sha256: 'b'.repeat(64), name: '名单.xlsx' } })
    const one = desk.sender()
    await one.pass()
    one.echoed(heard('', 'm1'))
    await one.pass()
    expect(await desk.states()).toEqual(['ECHOED', 'SENT'])
    one.echoed(heard('', 'm2'))
    await one.pass()
    expect((await desk.rows()).map(({ messageId, fileName }) => [messageId, fileName])).toEqual([
      ['m1', null],
      ['m2', '名单.xlsx'],
    ])
  })

  it('does not say again for staff what turns out to have arrived', async () => {
    const desk = new SendingDesk(await open())
    await desk.tell('hello')
    desk.fate = [timedOut]
    const one = desk.sender()
    await one.pass()
    await desk.database.transaction((tx) => sayAgain(tx, ME, 'all', desk.clock.now()))
    expect(await desk.states()).toEqual(['PENDING'])
    one.echoed(heard('hello', 'm1'))
    desk.account = undefined
    await one.pass()
    desk.account = ME
    await one.pass()
    expect(await desk.states()).toEqual(['ECHOED'])
    expect(desk.texts()).toEqual([])
  })
})
