import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'

const TEXT = '各网格：\n今天17:00前清理楼道堆物，物业公司负责搬运，网格员拍照上报。\n特此通知，请收到。'

describe('staff relay what the district wants', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 8, 50) })
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))

  it('from one message, after a look at exactly what the groups will see', async () => {
    const shown = await town.says('staff-1', 'staff-1', `/转发 全部\n${TEXT}`)
    expect(shown.map(({ chat }) => chat)).toEqual(['staff-1', 'staff-1'])
    const [exact, card] = shown.map(({ text }) => text)
    expect(exact).toBe(
      `📌 任务1 · 工作任务\n${TEXT}\n—\n请网格员、物业、志愿者引用这条回「收到」；到了回「到场」，办好回「完成」，可以带照片。`,
    )
    expect(card).toMatch(/^任务1 第1稿，还没有发。群里会看到上面这样。\n发给：全部网格，12个群\n时间：确认后马上发\n/)
    const relayed = await town.says('staff-1', 'staff-1', '确认')
    expect(relayed.filter(({ chat }) => chat.startsWith('grid-')).map(({ text }) => text)).toEqual(
      Array(12).fill(exact),
    )
    expect(heardIn('staff-1', relayed)).toBe('好的，任务1 开始往 12 个群发，都发到了告诉您。')
    expect(heardIn('staff-1', await town.minutesLater(1))).toBe('任务1 12个群都发到了（08:50）。')
    expect(await says('staff-1', 'staff-1', '确认')).not.toMatch(/开始/)
  })

  it('at a time, and change their mind before it', async () => {
    await says('staff-1', 'staff-1', `/通知 3、7 明早9点\n明天9:00到11:00停水，请提前储水。`)
    expect(await says('staff-1', 'staff-1', '确认')).toBe(
      '好的，通知1 定好了：6月4日(周四) 09:00。\n要改发 /转发 改 1 时间 …，不发了发 /转发 取消 1。',
    )
    const changed = await says('staff-1', 'staff-1', '/转发 改 1 时间 今天10点')
    expect(changed).toMatch(/通知1 第3稿，还没有发[\s\S]*时间：6月3日\(周三\) 10:00/)
    await says('staff-1', 'staff-1', '确认')
    expect(heardIn(GRID_3, await town.minutesLater(60))).toBe('')
    const said = await town.minutesLater(10)
    expect(heardIn(GRID_3, said)).toBe('📢 通知1 · 玉成社区\n明天9:00到11:00停水，请提前储水。')
    expect(heardIn(GRID_7, said)).toBe(heardIn(GRID_3, said))
    expect(said.filter(({ chat }) => chat.startsWith('grid-'))).toHaveLength(2)
  })

  it('by forwarding it first, piece by piece, and saying afterwards for whom', async () => {
    expect(await says('staff-1', 'staff-1', `区消防大队要求：${TEXT}${TEXT}`)).toMatch(/^这是要转发的吗？/)
    await town.sendsPicture('staff-1', 'staff-1')
    const shown = await town.says('staff-1', 'staff-1', '全部')
    expect(heardIn('staff-1', shown)).toMatch(/📌 任务1 [\s\S]*\[图片\]\n任务1 第1稿[\s\S]*附件：1张图/)
    const said = await town.says('staff-1', 'staff-1', '确认')
    expect(heardIn(GRID_3, said)).toMatch(/^📌 任务1 [\s\S]*\n\[图片\]$/)
  })

  it('in the staff group, where two confirm at once: one sends, the other is told', async () => {
    const [exact, card] = (await town.says('staff-1', STAFF, '/转发 3\n请各岗位到场')).map(({ text }) => text)
    expect(exact).toMatch(/^📌 任务1/)
    const both = await Promise.all([
      town.says('staff-1', STAFF, '确认', card),
      town.says('staff-2', STAFF, '确认', card),
    ])
    const words = heardIn(STAFF, both.flat())
    expect(words).toMatch(/开始往 1 个群发/)
    expect(words).toMatch(/任务1 已经由许主任确认了，不用再确认。|任务1 已经由小郑确认了，不用再确认。/)
    expect(town.said.filter(({ chat }) => chat === GRID_3)).toHaveLength(1)
  })
})
