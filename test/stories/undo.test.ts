import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town, TRAFFIC } from './town.ts'

const LAMP = '/报事 3号楼2单元楼道灯不亮'

describe('taking back', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string, quoted?: string) =>
    heardIn(chat, await town.says(who, chat, text, quoted))
  const issue = () => town.database.client.issue.findFirstOrThrow({ orderBy: { id: 'asc' } })

  it('a registration closes it, and the worker who had heard of it is told', async () => {
    await town.says('ma', GRID_3, LAMP)
    const said = await town.says('ma', GRID_3, '/撤销')
    expect(heardIn(GRID_3, said)).toMatch(/#1 刚才的报事已撤销/)
    expect(heardIn('worker-03', said)).toMatch(/#1 刚才的报事已撤销/)
    expect(await issue()).toMatchObject({ state: 'CLOSED', outcome: 'WITHDRAWN' })
    expect(await says('ma', GRID_3, '/撤销')).toMatch(/没有可以撤销的/)
  })

  it('an acceptance, a support and a rating', async () => {
    await town.says('ma', GRID_3, LAMP)
    await town.says('worker-03', 'worker-03', '/受理 1')
    expect(await says('worker-03', 'worker-03', '/撤销')).toMatch(/#1 刚才的.*已撤销/)
    expect((await issue()).state).toBe('REPORTED')

    await town.says('chen', GRID_3, '/附议 1')
    const said = await town.says('chen', GRID_3, '/撤销')
    expect(heardIn(GRID_3, said)).toMatch(/#1 刚才的.*已撤销/)
    expect(heardIn('worker-03', said), 'who never heard of it hears nothing').toBe('')
    expect(await town.database.client.supporter.count()).toBe(0)

    await town.says('worker-03', 'worker-03', '/受理 1')
    await town.sendsPicture('worker-03', 'worker-03')
    await town.says('worker-03', 'worker-03', '/办结 1 灯已换好')
    await town.says('ma', GRID_3, '/评价 1 不满意')
    expect(await says('ma', 'ma', '/撤销')).toMatch(/#1 刚才的.*已撤销/)
    expect(await issue()).toMatchObject({ state: 'RESOLVED', rating: null })
    expect(await says('ma', GRID_3, '/评价 1 满意')).toMatch(/谢谢评价：满意/)
  })

  it('a dispatch, and the unit hears of it', async () => {
    await town.says('ma', GRID_3, '/报事 大门口机动车堵门')
    await town.says('worker-03', 'worker-03', '/受理 1')
    await town.says('secretary', STAFF, '/派单 1 交警 明天15:00')
    expect(heardIn(TRAFFIC, await town.says('secretary', STAFF, '/撤销'))).toMatch(/#1 刚才的.*已撤销/)
    expect(await issue()).toMatchObject({ state: 'ACCEPTED', unitId: null })
  })

  it('is not possible after two minutes, nor when something has followed', async () => {
    await town.says('ma', GRID_3, LAMP)
    await town.minutesLater(3)
    expect(await says('ma', GRID_3, '/撤销')).toMatch(/没有可以撤销的。两分钟内/)
    await town.says('he', GRID_7, '/报事 2号楼楼道灯不亮')
    await town.says('worker-07', GRID_7, '/受理 2')
    expect(await says('he', GRID_7, '/撤销')).toMatch(/#2 之后又有了“受理”，不能撤销/)
    expect(await says('sun', GRID_7, '/撤销')).toMatch(/没有可以撤销的/)
  })

  it('an appointment and a dismissal', async () => {
    await town.says('secretary', STAFF, '/任命 @郭强\u2005 副网格员 3')
    expect(await says('secretary', STAFF, '/撤销')).toMatch(/任命已撤销/)
    await town.says('ma', GRID_3, LAMP)
    expect(await says('worker-02', 'worker-02', '/受理 1')).toMatch(/3号网格/)

    await town.says('secretary', STAFF, '/免去 @杨静\u2005 网格员 3')
    expect(await says('secretary', STAFF, '/撤销')).toMatch(/职务恢复/)
    expect(await says('secretary', 'secretary', '/名册')).toMatch(/3号网格：杨静\n/)
  })

  it('an appointment of another lead gives the old one back', async () => {
    await town.says('secretary', STAFF, '/任命 @郭强\u2005 3网格负责人')
    expect(await says('secretary', 'secretary', '/名册')).toMatch(/3号网格：郭强（副 杨静）/)
    await town.says('secretary', STAFF, '/撤销')
    expect(await says('secretary', 'secretary', '/名册')).toMatch(/3号网格：杨静\n/)
  })

  it('a binding', async () => {
    await town.says('staff-1', GRID_3, '/绑定 7')
    expect(await says('staff-1', GRID_3, '/撤销')).toMatch(/恢复原来的绑定/)
    expect(await says('ma', GRID_3, LAMP)).toMatch(/3号网格/)
    await town.says('staff-1', GRID_3, '/解绑')
    expect(await says('staff-1', GRID_3, '/撤销')).toMatch(/恢复原来的绑定/)
    expect(await says('ma', GRID_3, '/进度')).toMatch(/正在办的 1 件/)
  })
})

describe('taking back at night', () => {
  it('stops what was to be said in the morning', async () => {
    const quietHours = { from: 21 * 60 + 30, to: 7 * 60 + 30 }
    const town = await Town.open({ quietHours, at: shanghai(2026, 6, 3, 23, 0) })
    await town.says('ma', GRID_3, LAMP)
    await town.says('ma', GRID_3, '/撤销')
    expect(heardIn('worker-03', await town.minutesLater(9 * 60))).not.toMatch(/待受理/)
    await town.close()
  })
})
