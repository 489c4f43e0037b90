import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'

const HEAPS = '各网格：\n网格员今天17:00前清理楼道堆物；物业公司明天12:00前检查消防通道。'

describe('立项', () => {
  let town: Town
  beforeAll(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 9, 0) })
    await town.says('staff-1', 'staff-1', `/转发 1,3,7\n${HEAPS}`)
    await town.says('staff-1', 'staff-1', '确认')
  })
  afterAll(() => town.close())

  const says = async (who: string, chat: string, text: string, quoted?: string) =>
    heardIn(chat, await town.says(who, chat, text, quoted))
  const issues = () =>
    town.database.client.issue.findMany({
      where: { directiveId: { not: null } },
      orderBy: { number: 'asc' },
      include: { grid: true },
    })

  it('says which lines there are', async () => {
    expect(await says('staff-1', 'staff-1', '/立项 任务1')).toMatch(
      /^任务1 的要点：\n1\. 网格员：清理楼道堆物（今天17:00前）\n2\. 物业公司：检查消防通道（明天12:00前）\n请写要点号或一句话/,
    )
    expect(await says('staff-1', 'staff-1', '/立项')).toMatch(/请写上编号，比如 \/立项 任务3 1。/)
    expect(await says('staff-1', 'staff-1', '/立项 任务1 9')).toMatch(/^没有要点9。/)
    expect(await says('staff-1', 'staff-1', '/立项 任务8 1')).toMatch(/没有编号 8/)
    expect(await says('staff-1', 'staff-1', '/立项 任务1 1 4')).toMatch(
      /没有发给4号网格，只能在它的范围里立项：1、3、7号网格/,
    )
    expect(await says('staff-1', 'staff-1', '/立项 任务1 1 99')).toMatch(/没有99号网格/)
    expect(await issues()).toEqual([])
  })

  it('makes an issue in each grid that its worker is told of', async () => {
    const said = await town.says('staff-1', 'staff-1', '/立项 任务1 1')
    expect(heardIn('staff-1', said)).toBe(
      '任务1 立项 3 件：1号网格 #1、3号网格 #2、7号网格 #3。\n「网格员：清理楼道堆物（今天17:00前）」\n已经转给各网格的网格员，看进度发 /进度 号。',
    )
    expect(heardIn('worker-03', said)).toMatch(
      /^任务1 的立项：\n#2 待受理 · .*\n3号网格\n「网格员：清理楼道堆物（今天17:00前）」\n[\s\S]*\/受理 2/,
    )
    expect(heardIn('worker-01', said)).toMatch(/#1 /)
    expect(heardIn('worker-02', said)).toBe('')
    expect(heardIn(GRID_3, said)).toBe('')
    expect((await issues()).map(({ state, grid }) => [state, grid?.number])).toEqual([
      ['REPORTED', 1],
      ['REPORTED', 3],
      ['REPORTED', 7],
    ])
  })

  it('is refused a second time for the same line, in whatever words, and done for the grids that are left', async () => {
    expect(await says('staff-2', STAFF, '/lx 1 要点1')).toMatch(
      /这一条已经立过项了：1号网格 #1、3号网格 #2、7号网格 #3/,
    )
    expect(await says('staff-2', STAFF, '/立项 任务1 清理楼道堆物')).toMatch(/已经立过项了/)
    expect(await says('staff-2', STAFF, '/followup 任务1 第二条 3')).toMatch(
      /立项 1 件：3号网格 #4。\n「物业公司：检查消防通道/,
    )
    expect(await says('staff-2', STAFF, '/立项 任务1 2')).toMatch(
      /立项 2 件：1号网格 #5、7号网格 #6。[\s\S]*以前立过、没有再立的：3号网格 #4。/,
    )
    expect(await issues()).toHaveLength(6)
  })

  it('takes a sentence of its own, with the place it names', async () => {
    expect(await says('staff-1', STAFF, '/立项 任务1 拆除楼顶违规广告牌 3、7号网格')).toMatch(
      /立项 2 件：3号网格 #7、7号网格 #8。\n「拆除楼顶违规广告牌」/,
    )
  })

  it('can be taken back while nobody has gone on with it, and then made again', async () => {
    const begun = await town.says('worker-03', 'worker-03', '/受理 7')
    expect(heardIn('worker-03', begun)).toMatch(/#7/)
    const said = await town.says('staff-1', STAFF, '/撤销')
    expect(heardIn(STAFF, said)).toMatch(/立项撤销了：#8。\n#7 之后又有了“受理”，不能撤销。/)
    expect(heardIn('worker-07', said)).toBe('#8 的立项撤销了，不用办。')
    expect(await says('staff-1', STAFF, '/立项 任务1 拆除楼顶违规广告牌')).toMatch(
      /立项 2 件：1号网格 #9、7号网格 #10。[\s\S]*3号网格 #7。/,
    )
  })

  it('is for the staff, about what was relayed, and not in front of residents', async () => {
    const before = (await issues()).length
    expect(await says('worker-03', 'worker-03', '/立项 任务1 1')).toMatch(/由社区工作人员使用/)
    expect(await says('ma', 'ma', '/立项 任务1 1')).toMatch(/由社区工作人员使用/)
    expect(await says('staff-1', GRID_3, '/立项 任务1 1')).toMatch(/请在工作群里或者私聊小格发/)
    await town.says('staff-1', 'staff-1', '/转发 3\n检查电梯')
    expect(await says('staff-1', 'staff-1', '/立项 任务2 检查电梯')).toMatch(/任务2 还没有发，不能立项/)
    expect(await says('staff-1', 'staff-1', `/立项 任务1 ${'查'.repeat(400)}`)).toMatch(/一句话最多300字/)
    expect(await says('staff-1', 'staff-1', `/立项 任务1 ${'1 '.repeat(900)}`)).toMatch(/一句话最多300字/)
    expect((await issues()).length).toBe(before)
  })
})
