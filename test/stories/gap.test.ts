import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { runFolder } from '../run-folder.ts'
import { GRID_3, GRID_7, heardIn, Town } from './town.ts'

const NIGHT = { from: 21 * 60 + 30, to: 7 * 60 + 30 }

describe('a time in which the bot could hear nobody', () => {
  let town: Town
  let closed: Town | undefined
  afterEach(async () => {
    if (town !== closed) await town.close()
  })

  /** The account is logged out and in again so many minutes later. */
  async function away(minutes: number): Promise<void> {
    const logins = await heardSince()
    await town.puppet.logout()
    await vi.waitFor(() => expect(town.bot.gateway.account()).toBeUndefined())
    town.clock.moveBy(minutes * 60_000)
    town.puppet.login(town.puppet.accountId)
    await vi.waitFor(async () => expect(await heardSince()).not.toEqual(logins))
    await town.settled()
  }
  const heardSince = async () => (await town.database.client.account.findFirst())?.heardUntil

  it('is told to every bound group in one line when it is heard again', async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 14, 5) })
    await vi.waitFor(async () => expect(await heardSince()).toBeDefined())
    await away(7)
    const line = '14:05 到 14:12 小格断线了。这段时间报的事没看到回复的，请再发一次。'
    expect(heardIn(GRID_3, town.said)).toBe(line)
    expect(heardIn(GRID_7, town.said)).toBe(line)
    expect(town.said).toHaveLength(await town.database.client.chatGroup.count())
    // And life goes on.
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮'))).toContain('#1 已登记')
  })

  it('is not worth a word when it was short', async () => {
    town = await Town.open()
    await vi.waitFor(async () => expect(await heardSince()).toBeDefined())
    await away(50 / 60)
    expect(town.said).toEqual([])
  })

  it('is told after the program was down, from its orderly end on, and not by the start after that', async () => {
    const folder = await mkdtemp(join(runFolder(), 'gap-'))
    const database = await openDatabase({ url: `file:${join(folder, 'gap.db')}` })
    const heardUntil = async () => (await database.client.account.findFirst())?.heardUntil
    const end = async (run: Town) => {
      await run.bot.stop()
      await run.close()
    }
    town = await Town.open({ at: shanghai(2026, 6, 3, 10, 0), database })
    await vi.waitFor(async () => expect(await heardUntil()).toEqual(town.clock.now()))
    town.clock.moveBy(20 * 60_000)
    await end(town)
    town.clock.moveBy(15 * 60_000)
    town = await Town.open({ again: town, database })
    await vi.waitFor(async () => expect(await heardUntil()).toEqual(town.clock.now()))
    await town.settled()
    expect(heardIn(GRID_3, town.said)).toContain('10:20 到 10:35 小格断线了')
    await end(town)
    town.clock.moveBy(30_000)
    town = await Town.open({ again: town, database })
    await vi.waitFor(async () => expect(await heardUntil()).toEqual(town.clock.now()))
    await town.settled()
    expect(town.said).toEqual([])
    await end(town)
    closed = town
    await database.close()
  })

  it('is told in the morning when it was at night, in one line however often', async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 23, 0), quietHours: NIGHT })
    await vi.waitFor(async () => expect(await heardSince()).toBeDefined())
    await away(5)
    town.clock.moveTo(shanghai(2026, 6, 4, 4, 0))
    await town.settled()
    await away(10)
    expect(town.said).toEqual([])
    town.clock.moveTo(shanghai(2026, 6, 4, 7, 31))
    await town.settled()
    expect(heardIn(GRID_3, town.said)).toBe(
      '6月3日(周三) 23:00 到 6月4日(周四) 04:10 小格有时断线。这段时间报的事没看到回复的，请再发一次。',
    )
  })
})
