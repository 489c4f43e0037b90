import { afterEach, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'

const quietHours = { from: 21 * 60 + 30, to: 7 * 60 + 30 }
const LAMP = '/报事 3号楼2单元楼道灯不亮'

describe('night', () => {
  let town: Town
  afterEach(() => town.close())

  it('answers who is awake at once, and lets the worker sleep', async () => {
    town = await Town.open({ quietHours, at: shanghai(2026, 6, 3, 23, 0) })
    const said = await town.says('ma', GRID_3, LAMP)
    expect(said.map(({ chat }) => chat)).toEqual([GRID_3])
    expect(await town.minutesLater(8 * 60 + 29)).toEqual([])
    expect(heardIn('worker-03', await town.minutesLater(1))).toMatch(/#1 待受理/)
  })

  it('wakes everybody for danger, with what to do first', async () => {
    town = await Town.open({ quietHours, at: shanghai(2026, 6, 3, 23, 0) })
    const said = await town.says('sun', GRID_7, '/报事 1号楼2单元楼道里有煤气味')
    const [first, second] = heardIn(GRID_7, said).split('\n')
    expect(first).toMatch(/^@孙大爷 #1 已登记/)
    expect(second).toMatch(/^请先不要开关电器、不要点火/)
    expect(heardIn('worker-07', said)).toMatch(/#1 待受理 · 燃气泄漏/)
  })
})

describe('time passing', () => {
  let town: Town
  afterEach(() => town.close())

  it('reminds the worker, then staff, then the secretary, once each', async () => {
    town = await Town.open()
    await town.says('ma', GRID_3, LAMP)
    expect(await town.minutesLater(23)).toEqual([])
    expect(heardIn('worker-03', await town.minutesLater(1))).toMatch(/答复期限快到了.*\n#1 待受理/)
    expect(await town.minutesLater(1)).toEqual([])
    const late = await town.minutesLater(5)
    expect(late.map(({ chat }) => chat)).toEqual([STAFF])
    expect(heardIn(STAFF, late)).toMatch(/答复期限已经超过了/)
    expect((await town.minutesLater(30)).map(({ chat }) => chat)).toEqual(['secretary'])
    expect(heardIn('secretary', await town.minutesLater(30))).toMatch(/列入报街道的名单/)
    expect(await town.minutesLater(60)).toEqual([])
  })

  it('closes after three days of silence, and says how to open it again', async () => {
    town = await Town.open()
    await town.says('ma', GRID_3, LAMP)
    await town.says('worker-03', 'worker-03', '/受理 1')
    await town.sendsPicture('worker-03', 'worker-03')
    await town.says('worker-03', 'worker-03', '/办结 1 灯已换好')
    expect(await town.minutesLater(72 * 60 - 1)).toEqual([])
    expect(heardIn(GRID_3, await town.minutesLater(1))).toMatch(/#1 办好已有三天.*结案.*\/重开 1/)
  })

  it('takes up what was put off on its date', async () => {
    town = await Town.open()
    await town.says('ma', GRID_3, LAMP)
    await town.says('worker-03', 'worker-03', '/受理 1')
    await town.says('staff-1', STAFF, '/挂账 1 6月10日 等配件到货')
    expect(town.last(GRID_3)).toBe('#1 暂时挂账到6月10日(周三) 18:00，原因：等配件到货。到时会恢复办理。')
    const since = town.mark()
    await town.moveClock('+7d')
    expect(town.said.slice(since)).toEqual([])
    await town.moveClock('+9h')
    expect(heardIn(GRID_3, town.said.slice(since))).toBe('#1 恢复办理。')
  })

  it('asks for a line after three working days without one', async () => {
    town = await Town.open()
    await town.says('ma', GRID_3, '/报事 小区外墙渗漏')
    await town.says('worker-03', 'worker-03', '/受理 1')
    await town.moveClock('+7d')
    expect(heardIn('worker-03', town.said)).toMatch(/没有新的进展，请给居民一句话/)
  })
})
