import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'

const WATER =
  '停水通知：\n6月4日9:00到17:00，1-6号楼停水检修管道，请提前储水。\n恢复供水后先放掉浑水再用。\n有困难的老人请打0898-65550101，安排人送水。'
const HEAPS = '各网格：\n今天17:00前清理楼道堆物，物业公司负责搬运，网格员拍照上报。\n电动车一律推到5号楼东侧车棚充电。'

describe('what is asked about a notice or directive', () => {
  let town: Town
  let notice = ''
  let directive = ''
  beforeAll(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 9, 0) })
    await town.says('staff-1', 'staff-1', `/通知 3\n${WATER}`)
    notice = heardIn(GRID_3, await town.says('staff-1', 'staff-1', '确认'))
    await town.says('staff-1', STAFF, `/转发 3,7\n${HEAPS}`)
    directive = heardIn(GRID_3, await town.says('staff-1', STAFF, '确认', town.last(STAFF)))
  })
  afterAll(() => town.close())

  const quotes = async (who: string, chat: string, quoted: string, text: string) =>
    heardIn(chat, await town.says(who, chat, text, quoted))

  it('is answered with its own line by quoting it', async () => {
    expect(notice).toMatch(/^📢 通知1 /)
    expect(directive).toMatch(/^📌 任务2 /)
    expect(await quotes('ma', GRID_3, notice, '几点到几点？')).toMatch(
      /6月4日9:00到17:00，1-6号楼停水检修管道，请提前储水。\n（来自：6月3日\(周三\) 通知1）$/,
    )
    expect(await quotes('chen', GRID_3, notice, '打哪个电话')).toMatch(/\n?有困难的老人请打0898-65550101，安排人送水。/)
    expect(await quotes('ma', GRID_3, directive, '電動車推到哪裡充電')).toMatch(/电动车一律推到5号楼东侧车棚充电。/)
  })

  it('is handed to the worker where the text does not say, and nothing is made up', async () => {
    const said = await town.says('ma', GRID_3, '停水期间游泳池开不开？', notice)
    expect(heardIn(GRID_3, said)).toMatch(/通知1 里没有写这个，已经转给网格员看。$/)
    expect(heardIn('worker-03', said)).toMatch(/停水期间游泳池开不开/)
    expect(heardIn(GRID_3, await town.says('chen', GRID_3, '停水期间游泳池开不开', notice))).toMatch(/已经转给网格员了/)
    const rows = await town.database.client.directiveQuestion.findMany({ where: { issueId: { not: null } } })
    expect(rows).toHaveLength(2)
    expect(new Set(rows.map(({ issueId }) => issueId)).size).toBe(1)
  })

  it('is known without quoting it, in that grid and not in another', async () => {
    const said = heardIn(GRID_3, await town.tells('chen', GRID_3, '请问明天停水几点开始'))
    expect(said).toMatch(/6月4日9:00到17:00.*\n（来自：6月3日\(周三\) 通知1）/s)
    const elsewhere = await town.tells('sun', GRID_7, '请问明天停水几点开始')
    expect(heardIn(GRID_7, elsewhere)).toBe('')
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/问答 停水几点恢复'))).toMatch(/通知1/)
    expect(heardIn(GRID_7, await town.says('sun', GRID_7, '/问答 停水几点恢复'))).not.toMatch(/通知1|9:00/)
    expect(heardIn('ma', await town.says('ma', 'ma', '/问答 停水几点恢复'))).not.toMatch(/通知1|9:00/)
  })

  it('is put to whoever sent it when the worker asks', async () => {
    const said = await town.says('worker-03', GRID_3, '楼顶的堆物算不算？', directive)
    expect(heardIn(STAFF, said)).toMatch(/3号网格的网格员问任务2：「楼顶的堆物算不算？」/)
    expect(heardIn(GRID_3, said)).toMatch(/任务2 里没有写这个，已经转给发任务的同事。/)
  })

  it('opens nothing that was not said in that group, whatever is typed as a quotation', async () => {
    expect(await quotes('sun', GRID_7, notice, '几点到几点？')).not.toMatch(/9:00|65550101/)
    expect(await quotes('ma', 'ma', notice, '几点到几点？')).not.toMatch(/9:00|65550101/)
    expect(await quotes('ma', GRID_3, notice.replace('通知1', '通知9'), '几点到几点？')).not.toMatch(/9:00|65550101/)
  })

  it('is not taken for a question when it is a report, danger or thanks', async () => {
    const before = await town.database.client.directiveQuestion.count()
    expect(await quotes('ma', GRID_3, directive, '谢谢')).toBe('')
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '3号楼2单元着火了怎么办', directive))).toMatch(/119/)
    expect(await town.database.client.directiveQuestion.count()).toBe(before)
  })

  it('is seen summed up by the staff alone', async () => {
    const shown = heardIn(STAFF, await town.says('staff-2', STAFF, '/转发 问题 1'))
    expect(shown).toMatch(
      /通知1 有 \d+ 个问题，答了 \d+ 个。\n1\. 3号网格 2个人 「停水期间游泳池开不开？」→ #\d+ 待确认\n/,
    )
    expect(shown).toMatch(/答了：6月4日9:00到17:00/)
    expect(shown).not.toMatch(/马|陈/)
    expect(heardIn('staff-1', await town.says('staff-1', 'staff-1', '/转发 问题 任务2'))).toMatch(/任务2 有 2 个问题/)
    expect(heardIn(GRID_3, await town.says('staff-1', GRID_3, '/转发 问题 1'))).toMatch(/工作群里或者私聊/)
    expect(heardIn('ma', await town.says('ma', 'ma', '/转发 问题 1'))).toMatch(/由社区工作人员使用/)
    expect(heardIn('staff-1', await town.says('staff-1', 'staff-1', '/转发 问题 99'))).toMatch(/没有编号 99/)
    expect(heardIn('staff-1', await town.says('staff-1', 'staff-1', '/转发 问题'))).toMatch(/请写上编号/)
  })
})
