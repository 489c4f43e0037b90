import { beforeEach, describe, expect, it } from 'vitest'
import { Logins } from '../../src/chat/logins.ts'
import type { AccountId } from '../../src/ids.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'

const ME = 'me' as AccountId
const OTHER = 'other' as AccountId

describe('a login', () => {
  let account: AccountId | undefined
  let done: string[]
  /** how often what is named so fails before it works */
  let fails: Map<string, number>
  let logins: Logins

  function happens(what: string): Promise<void> {
    const left = fails.get(what) ?? 0
    fails.set(what, left - 1)
    if (left > 0) return Promise.reject(new Error(`${what} is not possible`))
    done.push(what)
    return Promise.resolve()
  }

  beforeEach(() => {
    account = ME
    done = []
    fails = new Map()
    logins = new Logins({
      gateway: { account: () => account },
      hearing: { returned: (who) => happens(`written ${who}`) },
      seat: 'main',
      unstableIds: false,
      goOn: (who) => happens(`gone on ${who}`),
      clock: MovableClock.frozen(shanghai(2026, 6, 3, 9, 0)),
    })
  })

  it('is written down, then it goes on, once', async () => {
    logins.loggedIn(ME, '小格')
    await logins.settle()
    await logins.settle()
    expect(done).toEqual([`written ${ME}`, `gone on ${ME}`])
  })

  it('is written down when that becomes possible', async () => {
    fails.set(`written ${ME}`, 2)
    logins.loggedIn(ME, '小格')
    await expect(logins.settle()).rejects.toThrow()
    await expect(logins.settle()).rejects.toThrow()
    await logins.settle()
    expect(done).toEqual([`written ${ME}`, `gone on ${ME}`])
  })

  it('goes on when that becomes possible, and is not written down again', async () => {
    fails.set(`gone on ${ME}`, 2)
    logins.loggedIn(ME, '小格')
    await expect(logins.settle()).rejects.toThrow()
    await expect(logins.settle()).rejects.toThrow()
    await logins.settle()
    await logins.settle()
    expect(done).toEqual([`written ${ME}`, `gone on ${ME}`])
  })

  it('is nothing any more when the account is another one by then', async () => {
    fails.set(`gone on ${ME}`, 1)
    logins.loggedIn(ME, '小格')
    await expect(logins.settle()).rejects.toThrow()
    account = undefined
    await logins.settle()
    account = OTHER
    logins.loggedIn(OTHER, '小格')
    await logins.settle()
    expect(done).toEqual([`written ${ME}`, `written ${OTHER}`, `gone on ${OTHER}`])
  })
})
