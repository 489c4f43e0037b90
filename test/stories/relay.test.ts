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

  it('in other words, with other key points, and not at all in the end', async () => {
    await says('staff-1', 'staff-1', `/转发 3 明早9点\n${TEXT}`)
    const reworded = await says('staff-1', 'staff-1', '改 今天18:00前清理楼道堆物，物业公司负责搬运。')
    expect(reworded).toMatch(/^📌 任务1 · 工作任务\n今天18:00前清理楼道堆物，物业公司负责搬运。\n—/)
    expect(reworded).not.toContain('拍照上报')
    expect(reworded).toMatch(/任务1 第2稿，还没有发/)
    expect(await says('staff-1', 'staff-1', '要点加 门口也要看')).toMatch(/第3稿[\s\S]*门口也要看/)
    expect(await says('staff-1', 'staff-1', '要点1 先拍照再搬')).toMatch(/第4稿[\s\S]*先拍照再搬/)
    expect(await says('staff-1', 'staff-1', '要点9 没有这条')).toMatch(/没有要点9/)
    expect(await says('staff-1', 'staff-1', '要点删1')).not.toMatch(/先拍照再搬/)
    expect(await says('staff-1', 'staff-1', '确认')).toMatch(/定好了：6月4日\(周四\) 09:00/)
    expect(await says('staff-1', 'staff-1', '/转发 推迟 1 后天9点')).toMatch(/还没有发[\s\S]*6月5日\(周五\) 09:00/)
    expect(await says('staff-1', 'staff-1', '确认')).toMatch(/定好了：6月5日\(周五\) 09:00/)
    expect(await says('staff-1', 'staff-1', '/转发 取消 1')).toBe('好的，任务1 不发了。')
    expect(await says('staff-1', 'staff-1', '/转发 取消 1')).toMatch(/任务1/)
    expect(await says('staff-1', 'staff-1', '确认')).not.toMatch(/开始|定好/)
    expect(heardIn(GRID_3, await town.minutesLater(3 * 24 * 60))).not.toContain('任务1')
  })

  it('by forwarding it first, piece by piece, and saying afterwards for whom', async () => {
    expect(await says('staff-1', 'staff-1', `区消防大队要求：${TEXT}${TEXT}`)).toMatch(/^这是要转发的吗？/)
    await town.sendsPicture('staff-1', 'staff-1')
    await town.sendsFile('staff-1', 'staff-1', '区里要求.docx', new TextEncoder().encode('要求全文'))
    const shown = await town.says('staff-1', 'staff-1', '全部')
    expect(heardIn('staff-1', shown)).toMatch(
      /📌 任务1 [\s\S]*\[图片\]\n\[文件\] 区里要求\.docx\n任务1 第1稿[\s\S]*附件：1张图、区里要求\.docx/,
    )
    const said = await town.says('staff-1', 'staff-1', '确认')
    expect(heardIn(GRID_3, said)).toMatch(/^📌 任务1 [\s\S]*\n\[图片\]/)
    const file = said.find((each) => each.chat === GRID_3 && each.file)?.file
    expect(file?.name).toBe('区里要求.docx')
    expect(new TextDecoder().decode(file?.bytes)).toBe('要求全文')
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

  it('at night only when it is urgent, and somebody answers for it by name', async () => {
    await town.close()
    town = await Town.open({ at: shanghai(2026, 6, 3, 22, 0), quietHours: { from: 21 * 60 + 30, to: 7 * 60 + 30 } })
    expect(await says('staff-1', 'staff-1', '/转发 3\n明天清理楼道')).toMatch(
      /时间：现在是夜里，6月4日\(周四\) 07:30再发/,
    )
    expect(await says('staff-1', 'staff-1', '紧急')).toMatch(/^🔴 任务1 · 紧急 · 工作任务\n[\s\S]*确认后马上发/)
    expect(await says('staff-1', 'staff-1', '确认')).toMatch(/要写明谁批准，请回：确认 批准人姓名/)
    const said = await town.says('staff-1', 'staff-1', '确认 方书记')
    expect(heardIn('staff-1', said)).toMatch(/批准人：方书记。$/)
    expect(heardIn(GRID_3, said)).toMatch(/^🔴 任务1 · 紧急/)
    // The secretary answers for it herself.
    await says('secretary', 'secretary', '/通知 紧急 3\n燃气抢修，请关阀开窗。')
    expect(await says('secretary', 'secretary', '确认')).toMatch(/批准人：方书记。/)
  })

  it('and stop, go on, try again, take back', async () => {
    await says('staff-1', 'staff-1', '/转发 3、7\n请到场')
    await says('staff-1', 'staff-1', '/暂停')
    await town.says('staff-1', 'staff-1', '确认')
    // The account is paused, so that nothing has gone out when the relay is held.
    await says('staff-1', 'staff-1', '/转发 暂停 1')
    const going = await town.says('staff-1', 'staff-1', '/继续')
    expect(heardIn('staff-1', going)).toMatch(/任务1 先停住，还有 2 条没发/)
    expect(heardIn(GRID_3, going)).toBe('')
    expect(await says('staff-1', 'staff-1', '/转发 进度 1')).toMatch(/^任务1 发到 0\/2 个群。\n还有 2 个群在等：先停着/)
    const on = await town.says('staff-1', 'staff-1', '/转发 继续 任务1')
    expect(heardIn('staff-1', on)).toBe('任务1 接着发，还有 2 条。')
    expect(heardIn(GRID_3, on)).toMatch(/^📌 任务1/)
    expect(await says('staff-1', 'staff-1', '/转发 重试 1')).toBe('任务1 没有没发成的，不用重试。')

    await says('staff-1', 'staff-1', '/转发 3 明早9点\n写错了')
    await says('staff-1', 'staff-1', '确认')
    expect(await says('staff-1', 'staff-1', '/撤销')).toBe('任务2 没有发。要再发，发 /转发 预览 2。')
    expect(heardIn(GRID_3, await town.minutesLater(25 * 60))).not.toMatch(/写错了/)
  })

  it('tells of a group that did not get it, and why', async () => {
    town.puppet.faults.putOutOf = new Set([GRID_7])
    await says('staff-1', 'staff-1', '/转发 3、7\n请到场')
    await town.says('staff-1', 'staff-1', '确认')
    let told = ''
    for (let minute = 0; minute < 5; minute++) told += heardIn('staff-1', await town.minutesLater(1))
    expect(told).toBe('任务1 发到 1/2 个群（08:50）。\n还有 1 个群在等，会接着发。')
    for (let hour = 0; hour < 12; hour++) await town.minutesLater(60)
    expect(await says('staff-1', 'staff-1', '/转发 进度 1')).toBe(
      '任务1 发到 1/2 个群（08:50）。\n没发成 1 个：7号网格（小格不在这个群里了）。修好后发 /转发 重试 1。',
    )
    town.puppet.faults.putOutOf = new Set()
    const again = await town.says('staff-1', 'staff-1', '/转发 重试 1')
    expect(heardIn('staff-1', again)).toBe('任务1 没发成的 1 条马上再试。')
    expect(heardIn(GRID_7, again)).toMatch(/^📌 任务1/)
  })

  it('a text of 20,000 characters as its beginning and a file, one of 4,000 in several messages in order', async () => {
    const line = '各网格今天完成楼道堆物清理并拍照上报，物业负责搬运，志愿者协助劝导。\n'
    const long = line.repeat(Math.ceil(20_000 / line.length))
    const shown = await town.says('staff-1', 'staff-1', `/转发 3\n${long}`)
    expect(shown.map(({ file, text }) => file?.name ?? text.slice(0, 6))).toEqual(['📌 任务1', '全文.txt', '任务1 第1'])
    const said = (await town.says('staff-1', 'staff-1', '确认')).filter(({ chat }) => chat === GRID_3)
    expect(said.map(({ file }) => file?.name)).toEqual([undefined, '全文.txt'])
    expect(Buffer.from(said[1]?.file?.bytes ?? []).toString()).toContain(long.trim())

    const four = line.repeat(Math.ceil(4_000 / line.length))
    await says('staff-1', 'staff-1', `/转发 3\n${four}`)
    const parts = (await town.says('staff-1', 'staff-1', '确认')).filter(({ chat }) => chat === GRID_3)
    expect(parts.map(({ text }) => text.split('\n')[0])).toEqual([
      '📌 任务2 · 工作任务（1/3）',
      '任务2（2/3）',
      '任务2（3/3）',
    ])
  })

  it('answers what cannot be with what can', async () => {
    const refused: [string, RegExp][] = [
      ['/转发', /请写发给谁，换行写内容/],
      ['/转发 大家\n到场', /请写上发给谁：全部，或网格号/],
      ['/转发 13\n到场', /没有13号网格。本社区的网格有：1-12/],
      ['/转发 3 昨天9点\n到场', /6月2日\(周二\) 09:00 已经过了/],
      ['/转发 3 明天\n到场', /请写上几点发，比如 明天9点/],
      ['/转发 全部 每周一 8:00 到12月31日\n到场', /会重复的请用 \/通知/],
      ['/转发 进度', /请写上编号/],
      ['/转发 进度 99', /没有编号 99/],
      [`/转发 3\n${'长'.repeat(50_001)}`, /内容太长/],
      ['/通知 3 每周一 8:00\n活动室开放', /发到哪天为止/],
    ]
    for (const [text, answer] of refused) expect(await says('staff-1', 'staff-1', text), text).toMatch(answer)
    expect(await says('staff-1', STAFF, '/转发 3')).toMatch(/写在下一行，或者引用那条内容/)
    for (const who of ['ma', 'worker-03', 'property']) {
      expect(await says(who, who, '/转发 3\n到场'), who).toMatch(/\/转发 由.*工作人员.*使用/)
    }
    expect(await town.database.client.directive.count()).toBe(0)
    expect(town.said.filter(({ chat }) => chat.startsWith('grid-'))).toEqual([])
  })

  it('does nothing on a 确认 that comes too late, or is of an older draft', async () => {
    const [, first] = (await town.says('staff-1', 'staff-1', '/转发 3\n请到场')).map(({ text }) => text)
    await says('staff-1', 'staff-1', '改 请9点半到场')
    expect(heardIn('staff-1', await town.says('staff-1', 'staff-1', '确认', first))).toMatch(
      /这是任务1的第1稿，后来改过了/,
    )
    await town.minutesLater(31)
    expect(await says('staff-1', 'staff-1', '确认')).toMatch(
      /任务1 的预览已经过了半小时，没有发。发 \/转发 预览 1 看一遍/,
    )
    await says('staff-1', 'staff-1', '/转发 预览 1')
    expect(heardIn(GRID_3, await town.says('staff-1', 'staff-1', '确认'))).toMatch(/请9点半到场/)
    expect(await says('staff-1', 'staff-1', '/转发 改 1 时间 明天9点')).toMatch(/已经发出去了，不能再改/)
  })

  it('hides what tells who somebody is, and says so beforehand', async () => {
    const [exact, card] = (
      await town.says('staff-1', 'staff-1', '/通知 3\n找到老人请打13812345678，社区电话0898-65550202')
    ).map(({ text }) => text)
    expect(exact).toBe('📢 通知1 · 玉成社区\n找到老人请打〔电话〕，社区电话0898-65550202')
    expect(card).toMatch(/〔〕里是隐去的个人信息/)
  })

  it('says nothing of what came due while it was away for long, and asks', async () => {
    await says('staff-1', 'staff-1', '/转发 3 10点\n请到场')
    await says('staff-1', 'staff-1', '确认')
    town.clock.moveTo(shanghai(2026, 6, 3, 14, 0))
    const said = await town.minutesLater(1)
    expect(heardIn(GRID_3, said)).toBe('')
    expect(heardIn('staff-1', said)).toMatch(/任务1 定在 6月3日\(周三\) 10:00 发，那时小格不在线，没有发/)
  })

  it('comes again every week until its last day', async () => {
    await says('staff-1', 'staff-1', '/通知 3 每周一 8:00 到6月15日\n活动室今天开放')
    expect(await says('staff-1', 'staff-1', '确认')).toMatch(
      /每周一 08:00，到6月15日\(周一\)，第一次 6月8日\(周一\) 08:00/,
    )
    const heard: string[] = []
    for (let day = 0; day < 21; day++) {
      town.clock.moveTo(new Date(shanghai(2026, 6, 4, 8, 0).getTime() + day * 86_400_000))
      heard.push(heardIn(GRID_3, await town.minutesLater(0)))
    }
    expect(heard.filter((text) => text !== '').map((text) => text.split('\n')[0])).toEqual([
      '📢 通知2 · 玉成社区',
      '📢 通知3 · 玉成社区',
    ])
  })

  it('with pictures that are sent after the preview', async () => {
    await says('staff-1', 'staff-1', '/通知 3\n广场舞大赛报名')
    expect(heardIn('staff-1', await town.sendsPicture('staff-1', 'staff-1'))).toBe('加到通知1里了，现在有 1 个附件。')
    expect(heardIn(GRID_3, await town.says('staff-1', 'staff-1', '确认'))).toMatch(/^📢 通知1[\s\S]*\n\[图片\]$/)
  })

  it('is not for staff of another community', async () => {
    await town.database.transaction(async (tx) => {
      const other = await tx.community.create({ data: { code: 'east', name: '东边社区', createdAt: town.now() } })
      const { personId } = await tx.chatIdentity.findFirstOrThrow({ where: { contactId: 'worker-03' } })
      await tx.role.create({ data: { personId, kind: 'STAFF', communityId: other.id, since: town.now() } })
    })
    expect(await says('worker-03', GRID_3, '/转发 3\n到场')).toMatch(/由本社区的工作人员或书记来发/)
    const [, card] = (await town.says('staff-1', STAFF, '/转发 3\n到场')).map(({ text }) => text)
    expect(heardIn(GRID_3, await town.says('worker-03', STAFF, '确认', card))).toBe('')
    expect(await town.database.client.directive.count({ where: { state: 'DRAFT' } })).toBe(1)
  })
})
