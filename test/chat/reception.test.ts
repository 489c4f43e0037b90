import pino from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import type { IncomingMessage } from '../../src/chat/incoming.ts'
import { Lanes } from '../../src/chat/lanes.ts'
import { Reception } from '../../src/chat/reception.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'

const NINE = shanghai(2026, 6, 3, 9, 0)

describe('what people say while the database is away', () => {
  let clock: MovableClock
  let lanes: Lanes
  let ending: AbortController
  let away: boolean
  let handled: string[]
  let missed: Date[]
  let waits: number[]
  let alerts: string[]
  /** what happens at each wait, one after the other */
  let then: (() => void)[]

  beforeEach(() => {
    clock = MovableClock.frozen(NINE)
    lanes = new Lanes()
    ending = new AbortController()
    away = true
    handled = []
    missed = []
    waits = []
    alerts = []
    then = []
  })

  function reception(most?: number): Reception {
    return new Reception({
      handle: async ({ id }) => {
        if (away || id === 'poison') return false
        handled.push(id)
        return true
      },
      works: async () => {
        if (away) throw new Error('away')
      },
      missed: (at) => void missed.push(at),
      alert: (text) => void alerts.push(text),
      lanes,
      wait: async (ms) => {
        waits.push(ms)
        then.shift()?.()
      },
      ending: ending.signal,
      clock,
      log: pino({ level: 'silent' }),
      ...(most === undefined ? {} : { most }),
    })
  }
  const said = (id: string, chat = 'one') => ({ id, chat: { kind: 'group', id: chat } }) as unknown as IncomingMessage

  it('waits for it, in the order of each chat, and is in hand as long', async () => {
    const desk = reception()
    desk.hear(said('a'))
    clock.moveBy(1000)
    desk.hear(said('b'))
    desk.hear(said('c', 'two'))
    const since: (Date | undefined)[] = []
    then = [
      () => {
        since.push(desk.since)
      },
      () => {},
      () => {
        away = false
      },
    ]
    await lanes.idle()
    expect(handled.filter((id) => id !== 'c')).toEqual(['a', 'b'])
    expect(handled).toContain('c')
    expect(missed).toEqual([])
    expect(waits).toEqual([1000, 2000, 4000])
    expect(alerts, 'a server that is started anew').toEqual([])
    expect(since).toEqual([NINE])
    expect(desk.since).toBeUndefined()
  })

  it('is told by another way where it takes minutes, once, and when it is over', async () => {
    const desk = reception()
    desk.hear(said('a'))
    then = [1, 2, 3, 4].map((minute) => () => {
      clock.moveTo(new Date(NINE.getTime() + minute * 60_000))
      away = minute < 4
    })
    await lanes.idle()
    expect(handled).toEqual(['a'])
    expect(alerts).toEqual([
      expect.stringMatching(/^小格记不下东西了，从6月3日\(周三\) 09:00起/),
      expect.stringMatching(/^小格又能记东西了/),
    ])
  })

  it('is lost, and known to be, where too much of it waits', async () => {
    const desk = reception(2)
    for (const id of ['a', 'b', 'c', 'd']) {
      desk.hear(said(id))
      clock.moveBy(1000)
    }
    then = [
      () => {
        away = false
      },
    ]
    await lanes.idle()
    expect(handled).toEqual(['a', 'b'])
    expect(missed).toEqual([new Date(NINE.getTime() + 2000), new Date(NINE.getTime() + 3000)])
  })

  it('does not wait for ever for what fails though the database works', async () => {
    away = false
    const desk = reception()
    desk.hear(said('poison'))
    desk.hear(said('b'))
    await lanes.idle()
    expect(handled).toEqual(['b'])
    expect(missed).toEqual([NINE])
    expect(desk.since).toBeUndefined()
  })

  it('stays in hand when the program ends, so that it is not taken for heard', async () => {
    const desk = reception()
    desk.hear(said('a'))
    then = [() => ending.abort()]
    await lanes.idle()
    expect(handled).toEqual([])
    expect(desk.since).toEqual(NINE)
  })
})
