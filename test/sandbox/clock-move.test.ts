import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClockMove, isClockMove, isWeekday, stopsOf } from '../../src/sandbox/clock-move.ts'

const at = (text: string) => new Date(`${text}+08:00`)
const goal = (move: ClockMove, now: string) => stopsOf(move, at(now), isWeekday).at(-1)

describe('where a move of the clock leads', () => {
  it.each([
    ['next-09:00', '2026-06-03T07:40', '2026-06-03T09:00'],
    ['next-09:00', '2026-06-03T09:00', '2026-06-04T09:00'],
    ['next-09:00', '2026-06-03T23:59', '2026-06-04T09:00'],
    ['next-09:00', '2026-12-31T12:00', '2027-01-01T09:00'],
    ['next-working-09:00', '2026-06-05T10:00', '2026-06-08T09:00'],
    ['next-working-09:00', '2026-06-08T00:10', '2026-06-08T09:00'],
    ['+1d', '2026-06-03T07:40', '2026-06-04T07:40'],
    ['+1m', '2026-06-03T07:40', '2026-06-03T07:41'],
    ['+31h', '2026-06-03T09:00', '2026-06-04T16:00'],
  ] as const)('%s from %s is %s', (move, now, then) => {
    expect(goal(move, now)).toEqual(at(then))
  })

  it('always goes forward, a day at most at a time', () => {
    const moves = fc.oneof(
      fc.constantFrom<ClockMove>('next-09:00', 'next-working-09:00'),
      fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom('d', 'h')).map(([n, u]) => `+${n}${u}` as ClockMove),
    )
    fc.assert(
      fc.property(
        moves,
        fc.date({ min: at('2020-01-01T00:00'), max: at('2040-01-01T00:00'), noInvalidDate: true }),
        (move, now) => {
          const stops = stopsOf(move, now, isWeekday)
          let before = now.getTime()
          for (const stop of stops) {
            expect(stop.getTime()).toBeGreaterThan(before)
            expect(stop.getTime() - before).toBeLessThanOrEqual(86_400_000)
            before = stop.getTime()
          }
          expect(stops.length).toBeGreaterThan(0)
        },
      ),
    )
  })

  it('knows its words', () => {
    expect(['+1d', '+10d', '+1h', 'next-09:00'].every(isClockMove)).toBe(true)
    expect(['+d', '+1.5d', '1d', '+1000d', 'next', ' +1d'].some(isClockMove)).toBe(false)
  })
})
