import { describe, expect, it } from 'vitest'
import { Pacer } from '../../src/chat/pace.ts'
import { planRelay } from '../../src/directives/plan.ts'

const ACCOUNT = { gapMs: 3_000, perMinute: 12, perDay: 300 }

/** Says so many messages, each in a group of its own, as fast as the pacer lets; returns when the last is said, in minutes. */
function minutesOf(messages: number, pace: typeof ACCOUNT, seed: number): number {
  let random = seed
  const next = () => {
    random = (random * 16807) % 2147483647
    return random / 2147483647
  }
  const pacer = new Pacer({ ...pace, groupPerMinute: 4 }, next)
  const start = Date.parse('2026-06-03T01:00:00Z')
  let now = start
  for (let said = 0; said < messages; said++) {
    now += pacer.wait(new Date(now), `group ${said}`, false)
    pacer.note(new Date(now), `group ${said}`)
  }
  return (now - start) / 60_000
}

describe('a relay on paper', () => {
  it.each([
    [12, 1],
    [200, 1],
    [250, 1],
  ])('%i groups with one account: as long as the pacer takes', (groups) => {
    const { minutes } = planRelay([groups], 1, ACCOUNT)
    const measured = minutesOf(groups, ACCOUNT, 7)
    expect(minutes).toBeGreaterThan(measured - 2)
    expect(minutes).toBeLessThan(measured * 1.15 + 1.1)
  })

  it('1,200 groups: what one account would take, and how many it takes in half an hour', () => {
    const one = planRelay([1_200], 1, ACCOUNT)
    expect(one).toEqual({ minutes: 100, accounts: 5, beyondDay: true })
    const each = 1_200 / one.accounts
    const five = planRelay(Array(one.accounts).fill(each), 1, ACCOUNT)
    expect(five.minutes).toBeLessThanOrEqual(30)
    expect(five.beyondDay).toBe(false)
    expect(minutesOf(each, ACCOUNT, 3)).toBeLessThanOrEqual(30)
  })

  it('without limits takes no time, and pictures count as messages', () => {
    expect(planRelay([1_200], 1, { gapMs: 0, perMinute: 0, perDay: 0 })).toEqual({
      minutes: 0,
      accounts: 1,
      beyondDay: false,
    })
    expect(planRelay([12], 3, ACCOUNT).minutes).toBe(3)
    expect(planRelay([], 1, ACCOUNT)).toMatchObject({ minutes: 0, accounts: 1 })
  })
})
