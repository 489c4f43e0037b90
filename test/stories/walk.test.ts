import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRID_3, heardIn, PROPERTY, STAFF, Town, TRAFFIC } from './town.ts'

const LAMP = '/报事 3号楼2单元楼道灯不亮'

describe('the whole table, walked in chat', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))

  it('comes back from a unit three times, and then the secretary decides', async () => {
    await town.says('ma', GRID_3, LAMP)
    await town.says('worker-03', GRID_3, '/受理 1')
    for (const time of [1, 2, 3]) {
      expect(await says('staff-1', STAFF, '/派单 1 物业 明天10:00')).toMatch(
        /已派给安顺物业，6月4日\(周四\) 10:00 前到场/,
      )
      expect(heardIn(PROPERTY, town.said)).toMatch(/#1 已派单·待到场/)
      const said = await town.says('property', PROPERTY, '/退回 1 不是我们装的灯')
      expect(heardIn(STAFF, said)).toMatch(/安顺物业退回：不是我们装的灯/)
      expect(heardIn('secretary', said)).toMatch(time < 3 ? /^$/ : /已被退回3次，请您定由谁办/)
    }
  })

  it('is given more time twice, and not a third time', async () => {
    await town.says('ma', GRID_3, LAMP)
    await town.says('worker-03', GRID_3, '/受理 1')
    await town.says('staff-1', STAFF, '/派单 1 物业 明天10:00')
    await town.says('property', PROPERTY, '/接单 1')
    expect(await says('property', PROPERTY, '/延期 1 6月10日 等配件')).toMatch(
      /#1 申请延期到6月10日\(周三\) 18:00：等配件/,
    )
    expect(await says('staff-1', STAFF, '/延期 1')).toMatch(/安顺物业承诺6月10日\(周三\) 18:00前办好：等配件/)
    expect(await says('staff-1', STAFF, '/延期 1 6月12日 再等两天')).toMatch(/6月12日/)
    expect(await says('staff-1', STAFF, '/延期 1 6月15日 还要等')).toMatch(/已经延期2次，不能再延/)
  })

  it('is done by the unit, sent back, done again, shown and verified by somebody else', async () => {
    await town.says('ma', GRID_3, LAMP)
    await town.says('worker-03', GRID_3, '/受理 1')
    await town.says('worker-03', GRID_3, '/派单 1 物业')
    await town.says('property', PROPERTY, '/接单 1')
    await town.sendsPicture('property', PROPERTY)
    expect(await says('property', PROPERTY, '/办结 1 灯已换好')).toMatch(/^@安顺物业何经理 #1 安顺物业已处置：灯已换好/)
    expect(heardIn(PROPERTY, town.said), 'what residents are asked is not asked of a unit').not.toMatch(/引用这条回/)
    expect(await says('property', PROPERTY, '/核查 1')).toMatch(/由网格员和社区工作人员使用/)
    expect(await says('worker-03', GRID_3, '/返工 1 灯罩没装')).toMatch(/还没办好，返工：灯罩没装/)
    expect(town.last(PROPERTY)).toMatch(/#1 处置中/)
    await town.minutesLater(5)
    await town.sendsPicture('property', PROPERTY)
    await town.says('property', PROPERTY, '/办结 1 灯罩也装了')
    expect(await says('worker-03', GRID_3, '/见证 1 明天16:00')).toMatch(/@马先生 #1 请您来看看.*6月4日\(周四\) 16:00/)
    expect(await says('worker-03', GRID_3, '/核查 1')).toMatch(/#1 3号网格员已核查，这件事办好结案了/)
  })

  it('is not verified by who did the work', async () => {
    await town.says('ma', GRID_3, LAMP)
    await town.says('worker-03', GRID_3, '/受理 1')
    await town.says('worker-03', GRID_3, '/处置 1')
    await town.sendsPicture('worker-03', GRID_3)
    await town.says('worker-03', GRID_3, '/办结 1 灯已换好')
    expect(await says('worker-03', GRID_3, '/核查 1')).toMatch(/核查要换一个人/)
    expect(await says('staff-1', GRID_3, '/核查 1')).toMatch(/社区工作人员已核查/)
  })

  it('is merged, and whoever spoke up hears where it went', async () => {
    await town.says('ma', GRID_3, LAMP)
    await town.says('chen', GRID_3, '/报事 3号楼2单元灯又不亮了')
    await town.says('zhou', GRID_3, '/附议 2')
    expect(await says('worker-03', GRID_3, '/并案 2 1')).toMatch(/#2 和 #1 是同一件事/)
    expect(await says('chen', GRID_3, '/附议 2')).toMatch(/您已经附议过了/)
    await town.says('worker-03', GRID_3, '/受理 1')
    await town.sendsPicture('worker-03', GRID_3)
    expect(await says('worker-03', GRID_3, '/办结 1 灯已换好')).toMatch(/@马先生\s@陈阿姨\s@周师傅\s#1/)
  })

  it('ends in every other way', async () => {
    await town.says('ma', GRID_3, '/报事 社保卡怎么补办')
    expect(await says('worker-03', GRID_3, '/答复 1 带身份证到社区窗口')).toMatch(
      /#1 3号网格员答复：带身份证到社区窗口\n/,
    )
    await town.says('ma', GRID_3, LAMP)
    expect(await says('staff-1', GRID_3, '/不予受理 2 属于开发商保修')).toMatch(/#2 不予受理，原因：属于开发商保修/)
    await town.says('ma', GRID_3, LAMP)
    expect(await says('worker-03', GRID_3, '/作废 3 和上一件重复')).toMatch(/#3 已作废，原因：和上一件重复/)
    await town.says('ma', GRID_3, LAMP)
    expect(await says('staff-1', GRID_3, '/转介 4 12345 20260603001')).toMatch(/#4 已转介：12345，.*20260603001/)
    await town.says('ma', GRID_3, LAMP)
    expect(await says('ma', GRID_3, '/撤回 5')).toMatch(/#5 已撤回/)
    await town.says('ma', GRID_3, LAMP)
    expect(await says('worker-03', GRID_3, '/上报 6 要协调')).toMatch(/#6 网格员已上报社区：要协调/)
    expect(await says('worker-03', GRID_3, '/改类 6 路灯')).toMatch(/#6 类别改为「路灯」/)
    expect(await says('staff-1', STAFF, '/派单 6 供电')).toMatch(
      /已派给供电公司.*\n.*供电公司在小格里还没有联系人和群，请打电话/s,
    )
    expect(await says('staff-1', STAFF, '/接单 6')).toMatch(/#6 供电公司已接单/)
  })

  it('is registered for a resident from the words they wrote', async () => {
    const said = await town.quotes('worker-03', GRID_3, 'chen', '5号楼门口垃圾桶满了好几天', '/登记')
    expect(heardIn(GRID_3, said)).toMatch(/@陈阿姨.*#1 已登记：5号楼门口垃圾桶满了好几天/)
    expect(await says('chen', 'chen', '/进度')).toMatch(/#1/)
  })

  it('is not confused by a long text or a strange one', async () => {
    const answer = await says('ma', GRID_3, `/报事 3号楼2单元${'灯不亮'.repeat(500)}`)
    expect(answer).toMatch(/#1 已登记/)
    await town.says('worker-03', GRID_3, '/受理 1')
    await town.says('worker-03', GRID_3, `/进展 1 ${'已联系电工。'.repeat(300)}`)
    await town.says('worker-03', 'worker-03', '/进度 1')
    await town.says('ma', GRID_3, "/报事 {{process.exit()}} '; DROP TABLE Issue; -- <script>")
    expect(await town.database.client.issue.count()).toBe(2)
    expect(await says('traffic', TRAFFIC, '/待办')).toMatch(/现在没有等您办的事/)
  })
})
