import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Pacer } from '../../src/chat/pace.ts'
import type { Pace } from '../../src/config.ts'

const START = Date.UTC(2026, 5, 3, 1, 0)
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const NONE: Pace = { gapMs: 0, perMinute: 0, groupPerMinute: 0, perDay: 0 }
const at = (ms: number) => new Date(START + ms)

describe('the pace of an account', () => {
  it('has no limits where they are zero', () => {
    const pacer = new Pacer(NONE)
    for (let count = 0; count < 1000; count++) pacer.note(at(0), 'g')
    expect(pacer.wait(at(0), 'g', false)).toBe(0)
  })

  it('leaves at least the gap and at most half as much again', () => {
    const quick = new Pacer({ ...NONE, gapMs: 3000 }, () => 0)
    quick.note(at(0), 'g')
    expect(quick.wait(at(1000), 'other', false)).toBe(2000)
    const slow = new Pacer({ ...NONE, gapMs: 3000 }, () => 0.999)
    slow.note(at(0), 'g')
    expect(slow.wait(at(0), 'g', true)).toBeGreaterThan(4400)
    expect(slow.wait(at(4500), 'g', true)).toBe(0)
  })

  it('counts a group by itself and the account over all chats', () => {
    const pacer = new Pacer({ ...NONE, perMinute: 3, groupPerMinute: 2 })
    pacer.note(at(0), 'a')
    pacer.note(at(1000), 'a')
    expect(pacer.wait(at(2000), 'a', false)).toBe(58_000)
    expect(pacer.wait(at(2000), 'b', false)).toBe(0)
    pacer.note(at(2000), 'b')
    expect(pacer.wait(at(3000), 'c', false)).toBe(57_000)
    expect(pacer.wait(at(60_000), 'a', false)).toBe(0)
  })

  it('keeps the last tenth of a day for danger', () => {
    const pacer = new Pacer({ ...NONE, perDay: 20 })
    for (let count = 0; count < 18; count++) pacer.note(at(count), 'g')
    expect(pacer.wait(at(1000), 'g', false)).toBe(DAY - 1000)
    expect(pacer.wait(at(1000), 'g', true)).toBe(0)
    pacer.note(at(1000), 'g')
    pacer.note(at(1001), 'g')
    expect(pacer.wait(at(2000), 'g', true)).toBe(DAY - 2000)
  })

  it('is one a day where no more is allowed, not any number', () => {
    const pacer = new Pacer({ ...NONE, perDay: 1 })
    expect(pacer.wait(at(0), 'g', false)).toBe(0)
    pacer.note(at(0), 'g')
    expect(pacer.wait(at(1000), 'g', false)).toBe(DAY - 1000)
  })

  it('is not silenced by a clock that was moved back', () => {
    const pacer = new Pacer({ ...NONE, gapMs: 1000, perMinute: 1 })
    pacer.note(at(DAY), 'g')
    expect(pacer.wait(at(0), 'g', false)).toBeLessThanOrEqual(1500)
  })

  it('takes up what was said before in place of what it knew', () => {
    const pacer = new Pacer({ ...NONE, perMinute: 2 })
    pacer.note(at(0), 'g')
    pacer.restore([{ at: at(0), chat: 'g' }])
    expect(pacer.wait(at(1), 'g', false)).toBe(0)
  })

  it('names the chats that have had their messages of this minute', () => {
    const pacer = new Pacer({ ...NONE, groupPerMinute: 2 })
    for (const chat of ['a', 'b', 'a']) pacer.note(at(0), chat)
    expect([...pacer.crowded(at(1000))]).toEqual([['a', 59_000]])
    expect([...pacer.crowded(at(60_000))]).toEqual([])
    expect([...new Pacer(NONE).crowded(at(0))]).toEqual([])
  })

  it('asks after a restart for no more than its limits reach', () => {
    const ago = (pace: Partial<Pace>) => {
      const { since, newest } = new Pacer({ ...NONE, ...pace }).reach(at(DAY))
      return { ago: START + DAY - since.getTime(), newest }
    }
    expect(ago({})).toEqual({ ago: MINUTE, newest: 1 })
    expect(ago({ gapMs: 120_000 })).toEqual({ ago: 180_000, newest: 1 })
    expect(ago({ perMinute: 12 })).toEqual({ ago: MINUTE, newest: 12 })
    expect(ago({ perMinute: 12, groupPerMinute: 4 })).toEqual({ ago: MINUTE, newest: 1000 })
    expect(ago({ perMinute: 12, groupPerMinute: 4, perDay: 300 })).toEqual({ ago: DAY, newest: 300 })
  })

  it('tells until when ordinary messages have had their share', () => {
    const pacer = new Pacer({ ...NONE, perDay: 10 })
    const at = (minute: number) => new Date(Date.UTC(2026, 5, 3, 1, minute))
    for (let minute = 0; minute < 8; minute++) pacer.note(at(minute), 'g')
    expect(pacer.dayIsFullUntil(at(8))).toBeUndefined()
    pacer.note(at(8), 'g')
    expect(pacer.dayIsFullUntil(at(9))).toEqual(new Date(Date.UTC(2026, 5, 4, 1, 0)))
    expect(new Pacer(NONE).dayIsFullUntil(at(9))).toBeUndefined()
  })

  it('holds back danger by the gap and the limits of a minute, in a group too', () => {
    const pacer = new Pacer({ ...NONE, gapMs: 1000, groupPerMinute: 1 }, () => 0)
    pacer.note(at(0), 'a')
    expect(pacer.wait(at(0), 'b', true)).toBe(1000)
    expect(pacer.wait(at(1000), 'a', true)).toBe(59_000)
    expect(pacer.wait(at(1000), 'b', true)).toBe(0)
  })

  it('never allows more than its limits, whoever speaks when', () => {
    const steps = fc.array(fc.record({ wait: fc.nat(20_000), chat: fc.constantFrom('a', 'b', 'c') }), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(steps, (all) => {
        const pace: Pace = { gapMs: 500, perMinute: 6, groupPerMinute: 3, perDay: 40 }
        const pacer = new Pacer(pace)
        const sent: { time: number; chat: string }[] = []
        let time = 0
        for (const { wait, chat } of all) {
          time += wait
          if (pacer.wait(at(time), chat, false) > 0) continue
          pacer.note(at(time), chat)
          sent.push({ time, chat })
        }
        for (const { time: end, chat } of sent) {
          const minute = sent.filter((each) => each.time > end - MINUTE && each.time <= end)
          expect(minute.length).toBeLessThanOrEqual(6)
          expect(minute.filter((each) => each.chat === chat).length).toBeLessThanOrEqual(3)
        }
        expect(sent.filter((each) => each.time > time - DAY).length).toBeLessThanOrEqual(36)
        for (let index = 1; index < sent.length; index++) {
          expect((sent[index]?.time ?? 0) - (sent[index - 1]?.time ?? 0)).toBeGreaterThanOrEqual(500)
        }
      }),
    )
  })
})
