import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lapseMemory } from '../../src/alert/lapse-memory.ts'
import { LoginWatch } from '../../src/alert/login-watch.ts'
import type { Alert } from '../../src/alert/webhook.ts'
import type { ConnectionState } from '../../src/chat/gateway.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { runFolder } from '../run-folder.ts'

const PAGE = 'http://localhost:8788'

describe('a login that lapses', () => {
  let folder: string
  let clock: MovableClock
  let state: ConnectionState
  let told: Alert[]
  /** whether the alerts are taken */
  let reachable: boolean
  let watch: LoginWatch

  beforeEach(async () => {
    folder = await mkdtemp(join(runFolder(), 'alert-'))
    clock = MovableClock.frozen(shanghai(2026, 6, 3, 14, 0))
    state = 'connecting'
    told = []
    reachable = true
  })
  afterEach(() => rm(folder, { recursive: true }))

  /** A start of the program. */
  function start(known: boolean, name = '小格'): void {
    watch = new LoginWatch({
      state: () => state,
      tell: (alert, settled) => {
        if (reachable) told.push(alert)
        settled(reachable)
      },
      memory: lapseMemory(join(folder, 'alert.json')),
      known,
      name,
      loginPage: () => PAGE,
      clock,
    })
    watch.look()
  }
  /** It is so for so long, and looked at every 15 s. */
  function goesOn(is: ConnectionState, seconds: number): void {
    state = is
    watch.look()
    for (let passed = 0; passed < seconds; passed += 15) {
      clock.moveBy(15_000)
      watch.look()
    }
  }
  const events = () => told.map(({ event }) => event)

  it.each(['scan', 'logged-out'] as const)('is told after a minute (%s), once, and when it is over', (is) => {
    start(false)
    goesOn('logged-in', 60)
    goesOn(is, 45)
    expect(told).toEqual([])
    goesOn(is, 3600)
    expect(events()).toEqual(['login-lapsed'])
    expect(told[0]?.text).toBe(
      `小格的微信登录断开了，从6月3日(周三) 14:01起群里没有人应答，要发的话都在等。请打开登录页 ${PAGE}（在运行小格的机器上），用小格的微信扫码登录。`,
    )
    goesOn('logged-in', 600)
    expect(events()).toEqual(['login-lapsed', 'back'])
    expect(told[1]?.text).toContain('又连上了')
    goesOn(is, 60)
    expect(events()).toEqual(['login-lapsed', 'back', 'login-lapsed'])
  })

  it('is none when it heals within a minute, however often', () => {
    start(true)
    for (let time = 0; time < 10; time++) {
      goesOn('logged-out', 45)
      goesOn('logged-in', 15)
    }
    expect(told).toEqual([])
  })

  it('is none while the bot is set up for the first time', () => {
    start(false)
    goesOn('scan', 3600)
    goesOn('connecting', 3600)
    expect(told).toEqual([])
  })

  it('is one when the account was logged in before this start', () => {
    start(true)
    goesOn('scan', 60)
    expect(events()).toEqual(['login-lapsed'])
  })

  it('is another matter than a gateway that is away, for which the bot itself does what can be done', () => {
    start(true)
    goesOn('logged-in', 15)
    for (let minute = 0; minute < 9; minute++) {
      goesOn('reconnecting', 30)
      goesOn('connecting', 30)
    }
    expect(told).toEqual([])
    goesOn('reconnecting', 120)
    expect(events()).toEqual(['gateway-away'])
    expect(told[0]?.text).toContain('已经10分钟')
    // It comes back without its login.
    goesOn('scan', 60)
    expect(events()).toEqual(['gateway-away', 'login-lapsed'])
    goesOn('reconnecting', 3600)
    goesOn('logged-in', 15)
    expect(events()).toEqual(['gateway-away', 'login-lapsed', 'back'])
  })

  it('is not told again by a program that is started again and again meanwhile', () => {
    start(true)
    goesOn('logged-in', 15)
    watch.failed()
    for (let time = 0; time < 5; time++) {
      state = 'connecting'
      start(true)
      goesOn('reconnecting', 15)
      watch.failed()
    }
    expect(events()).toEqual(['failed'])
    start(true)
    goesOn('logged-in', 15)
    expect(events()).toEqual(['failed', 'back'])
    start(true)
    goesOn('logged-in', 15)
    expect(events()).toEqual(['failed', 'back'])
  })

  it('is told again where the alert was not taken, also by the next start', () => {
    start(true)
    reachable = false
    goesOn('scan', 120)
    start(true)
    goesOn('scan', 120)
    reachable = true
    goesOn('scan', 120)
    expect(events()).toEqual(['login-lapsed'])
    start(true)
    reachable = false
    goesOn('logged-in', 15)
    reachable = true
    start(true)
    goesOn('logged-in', 15)
    expect(events()).toEqual(['login-lapsed', 'back'])
  })

  it('is told though the memory of it is broken', async () => {
    await writeFile(join(folder, 'alert.json'), '{"event":')
    start(true)
    goesOn('scan', 60)
    expect(events()).toEqual(['login-lapsed'])
  })

  it('says which account it is about, and keeps the manners', () => {
    start(true, '小格（east）')
    goesOn('reconnecting', 660)
    goesOn('scan', 60)
    goesOn('logged-in', 15)
    watch.failed()
    expect(told).toHaveLength(4)
    for (const { text } of told) {
      expect(text).toContain('小格（east）')
      expect(text).not.toMatch(/[!！亲]|undefined/)
    }
  })
})
