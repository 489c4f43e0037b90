import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRID_3, GRID_7, heardIn, PROPERTY, STAFF, Town, TRAFFIC } from './town.ts'

describe('who may do what', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))

  it('is decided per grid: a worker of grid 3 is refused an issue of grid 7', async () => {
    await town.says('sun', GRID_7, '/报事 2号楼1单元楼道灯不亮')

    for (const line of ['/受理 1', '/追问 1 几层', '/上报 1 要修', '/答复 1 好了', '/作废 1 重复', '/改类 1 路灯']) {
      expect(await says('worker-03', 'worker-03', line)).toMatch(/7号网格/)
    }
    expect(await says('worker-07', 'worker-07', '/受理 1')).toMatch(/^#1 7号网格员已受理/)
  })

  it('is not decided by a name: a resident called 书记 gets nothing', async () => {
    town.puppet.rename('ma', '书记')
    town.puppet.setAlias(GRID_3, 'ma', '方书记')
    await town.says('chen', GRID_3, '/报事 3号楼2单元楼道灯不亮')
    const rows = () => Promise.all([town.database.client.issueEvent.count(), town.database.client.role.count()])
    const before = await rows()

    for (const line of [
      '/受理 1',
      '/派单 1 物业',
      '/挂账 1 9月1日 等施工',
      '/恢复 1',
      '/不予受理 1 不归我们',
      '/转介 1 12345 编号1',
      '/催办 1',
      '/待办',
      '/状态',
      '/暂停',
      '/继续',
    ]) {
      expect(await says('ma', GRID_3, line), line).toMatch(/由.*使用/)
      expect(await says('ma', 'ma', line), line).toMatch(/由.*使用/)
    }
    for (const line of ['/绑定 7', '/解绑', '/任命 @陈阿姨\u2005 网格员 3', '/免去 @杨静\u2005 网格员 3']) {
      expect(await says('ma', GRID_3, line), line).toMatch(/由社区工作人员使用/)
    }
    expect(await says('ma', 'ma', '/名册')).toMatch(/由社区工作人员使用/)
    expect(await rows()).toEqual(before)
    expect(town.puppet.nameIn(GRID_3, 'ma')).toBe('方书记')
  })

  it('says who may where somebody may not', async () => {
    expect(await says('ma', GRID_3, '/受理 1')).toBe('@马先生 /受理 由网格员和社区工作人员使用。')
    expect(await says('worker-03', 'worker-03', '/绑定 3'), 'nor may they in a group').toBe(
      '/绑定 由社区工作人员使用。',
    )
    expect(await says('staff-1', 'staff-1', '/绑定 3')).toBe('/绑定 请到群里发。')
    expect(await says('worker-03', 'worker-03', '/挂账 1 9月1日 等施工')).toBe('/挂账 由社区工作人员使用。')
  })

  it('ends with the role: who is dismissed can do nothing more, who is appointed can at once', async () => {
    await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮')
    expect(await says('secretary', STAFF, '/免去 @杨静\u2005 网格员 3')).toMatch(/已免去3号网格.*马上生效.*尽快任命/)
    expect(await says('worker-03', 'worker-03', '/受理 1')).toMatch(/由网格员和社区工作人员使用/)

    expect(await says('staff-1', GRID_3, '/任命 @陈阿姨\u2005 副网格员 3')).toMatch(/已任命为3号网格副网格员/)
    expect(await says('chen', GRID_3, '/受理 1')).toMatch(/#1 3号网格员已受理/)
    expect(await says('staff-1', GRID_3, '/任命 @周师傅\u2005 工作人员')).toMatch(/由书记任免/)
  })

  it('is with the unit an issue was given to, not with another', async () => {
    await town.says('ma', GRID_3, '/报事 大门口机动车堵门')
    await town.says('worker-03', GRID_3, '/受理 1')
    await town.says('secretary', STAFF, '/派单 1 交警 明天15:00')

    expect(await says('property', PROPERTY, '/接单 1')).toMatch(/交警中队/)
    expect(await says('traffic', TRAFFIC, '/接单 1')).toMatch(/交警中队已接单/)
    expect(await says('traffic', TRAFFIC, '/挂账 1 9月1日 等施工')).toMatch(/由社区工作人员使用/)
  })

  it('lets the secretary do everything staff may', async () => {
    await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮')
    expect(await says('secretary', STAFF, '/受理 1')).toMatch(/#1 书记已受理/)
    expect(await says('secretary', STAFF, '/挂账 1 9月1日 等雨季过后施工')).toMatch(/挂账到9月1日/)
    expect(await says('secretary', STAFF, '/恢复 1')).toMatch(/恢复办理/)
    expect(await says('secretary', STAFF, '/转介 1 12345 20260603001')).toMatch(/已转介：12345.*20260603001/)
    expect(await says('secretary', 'secretary', '/状态')).toMatch(/小格在线/)
    expect(await says('secretary', 'secretary', '/名册')).toMatch(/3号网格：杨静/)
  })
})
