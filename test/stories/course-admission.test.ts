import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { heardIn, STAFF, Town } from './town.ts'

describe('a resident offers a course', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 1, 9, 0) })
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const state = async (number: number) =>
    (await town.database.client.course.findFirstOrThrow({ where: { number } })).state

  /** Course 9: eight are the example's. */
  async function offer(): Promise<void> {
    expect(await says('xu', 'xu', '/开课 申请')).toMatch(/^您想开什么课？/)
    expect(await says('xu', 'xu', '广场舞入门')).toMatch(/^海报上怎么称呼您？/)
    expect(await says('xu', 'xu', '徐教练')).toMatch(/^这门课讲什么/)
    expect(await says('xu', 'xu', '从基本步学起，给零基础的邻居，大概8次')).toMatch(/^您学过什么/)
    expect(await says('xu', 'xu', '跳了二十年，带过两个队，有社会体育指导员证')).toMatch(/^有证书/)
    expect(await town.sendsPicture('xu', 'xu')).toEqual([])
    expect(await town.sendsFile('xu', 'xu', '指导员证.pdf', new TextEncoder().encode('%PDF-1.4 证'))).toEqual([])
    const shown = await says('xu', 'xu', '好了')
    expect(shown).toMatch(/《广场舞入门》，徐教练\n内容：从基本步学起[\s\S]*材料：2份/)
  }

  it('and hears of every step until it is admitted', async () => {
    await offer()
    const submitted = await town.says('xu', 'xu', '提交')
    expect(heardIn('xu', submitted)).toMatch(/^收到您的申请，课程9 《广场舞入门》。/)
    expect(heardIn(STAFF, submitted)).toMatch(/^📚 有人申请开课：课程9 《广场舞入门》。/)

    expect(await says('staff-1', STAFF, '/审课')).toMatch(/等着审的1门：\n9\. 《广场舞入门》 待资格审核。/)
    const seen = await town.says('staff-1', 'staff-1', '/审课 9')
    expect(heardIn('staff-1', seen)).toMatch(
      /课程9 《广场舞入门》 待资格审核[\s\S]*资质：跳了二十年[\s\S]*\[图片\]\n\[文件\] 指导员证\.pdf$/,
    )

    expect(await says('staff-1', 'staff-1', '/审课 9 通过')).toMatch(/^请写上理由/)
    expect(await state(9)).toBe('APPLIED')
    const qualified = await town.says('staff-1', 'staff-1', '/审课 9 通过 证件齐全')
    expect(heardIn('xu', qualified)).toMatch(/^《广场舞入门》资格审核通过：证件齐全。/)

    const arranged = await town.says('staff-1', 'staff-1', '/审课 9 试讲 6月2日 14:00 社区活动室')
    expect(heardIn('xu', arranged)).toMatch(/试讲定在 6月2日\(周二\) 14:00，社区活动室。/)
    const code = /\/签到 (\d{5})/.exec(heardIn('staff-1', arranged))?.[1] ?? ''
    expect(await says('staff-1', 'staff-1', '/审课 9 通过 很好')).toMatch(/^试讲还没有讲/)

    town.clock.moveTo(shanghai(2026, 6, 2, 14, 30))
    expect(await says('xu', 'xu', `/签到 ${code}`)).toMatch(/自己的试讲/)
    expect(await says('ma', 'grid-03@chatroom', `/签到 ${code}`)).toMatch(/请带上分数再发一次.*：\/签到 \d{5} 5。$/)
    for (const [who, stars] of [
      ['tang', '5 步子讲得清楚'],
      ['deng', '4'],
    ] as const) {
      expect(await says(who, who, `/签到 ${code}`)).toMatch(/请打个分/)
      expect(await says(who, who, stars)).toMatch(/^记下了，《广场舞入门》试讲 [45] 分/)
    }
    expect(await says('staff-1', 'staff-1', '/审课 9 通过 很好')).toMatch(/^试讲只有2人打分，至少要3人/)
    await says('sun', 'sun', `/签到 ${code} 5`)
    expect(await says('staff-1', 'staff-1', '/审课 9')).toMatch(
      /试讲评分：4\.7分（3人）\n[\s\S]*经过：\n· 6月1日\(周一\) 资格审核通过（许主任）：证件齐全\n· 6月1日\(周一\) 约试讲（许主任）\n下一步：/,
    )
    const passed = await town.says('staff-1', 'staff-1', '/审课 9 通过 大家都说好')
    expect(heardIn('xu', passed)).toMatch(/试讲通过：大家都说好。请交教学计划：发 \/开课 计划 9/)

    expect(await says('staff-1', 'staff-1', '/审课 9 通过 计划好')).toMatch(/^讲师还没有交教学计划/)
    const handed = await town.says('xu', 'xu', '/开课 计划 9\n第1次 基本步\n第2次 转身')
    expect(heardIn('xu', handed)).toMatch(/教学计划收到了/)
    expect(heardIn(STAFF, handed)).toMatch(/讲师交了教学计划/)
    await says('staff-1', 'staff-1', '/审课 9 通过 安排合理')
    expect(await state(9)).toBe('PLAN_APPROVED')

    expect(await says('staff-1', 'staff-1', '/开课 广场舞')).toMatch(/准入以后才能排课/)
    expect(await says('staff-1', 'staff-1', '/公布 广场舞')).toMatch(/准入以后才能排课/)
    expect(await says('secretary', 'secretary', '/审课 9 准入 5个月 试试')).toMatch(/3个月或6个月/)
    const admitted = await town.says('secretary', 'secretary', '/审课 9 准入 3个月 先试一期')
    expect(heardIn('xu', admitted)).toMatch(/^《广场舞入门》准入了，公益期3个月：先试一期。/)
    const row = await town.database.client.course.findFirstOrThrow({ where: { number: 9 }, include: { events: true } })
    expect(row.freeUntil).toEqual(shanghai(2026, 9, 2, 14, 30))
    expect(row.events.map(({ action }) => action)).toEqual([
      ...['offer', 'qualify', 'arrange', 'pass', 'supply', 'approve', 'admit'],
    ])
    expect(
      row.events.every(
        ({ personId, note, action }) =>
          personId !== null && (note !== null || action === 'arrange' || action === 'supply'),
      ),
    ).toBe(true)
  })

  it('and it is decided by others: not by residents, not by the lecturer, and once', async () => {
    await offer()
    await says('xu', 'xu', '提交')
    expect(await says('ma', 'ma', '/审课 9 通过 好')).toMatch(/由社区工作人员使用/)
    expect(await says('xu', 'xu', '/审课 9 通过 好')).toMatch(/由社区工作人员使用/)
    const row = await town.database.client.course.findFirstOrThrow({ where: { number: 9 } })
    await town.database.transaction((tx) =>
      tx.role.create({
        data: { personId: row.lecturerId, kind: 'STAFF', communityId: row.communityId, since: town.now() },
      }),
    )
    expect(await says('xu', 'xu', '/审课 9 通过 好')).toMatch(/是您自己的课，要请别的同事来审/)
    const rejected = await town.says('staff-2', 'staff-2', '/审课 9 不通过 和广场时间冲突')
    expect(heardIn('xu', rejected)).toBe('《广场舞入门》没有通过，原因：和广场时间冲突。谢谢您，改好了可以再申请。')
    expect(await says('staff-1', 'staff-1', '/审课 9 通过 好')).toMatch(/现在是「没有通过」，不用「通过」。$/)
  })

  it('and nobody reads of it before it is admitted', async () => {
    await offer()
    await says('xu', 'xu', '提交')
    for (const asked of ['/课程 广场舞', '/课程 9', '/课表 广场舞', '/课表 9']) {
      expect(await says('ma', 'grid-03@chatroom', asked)).toMatch(/没有找到/)
      expect(await says('staff-1', 'grid-03@chatroom', asked)).not.toMatch(/基本步|徐教练/)
    }
    expect(await says('ma', 'ma', '/公布 广场舞 成果')).toMatch(/没有找到/)
    expect(await says('staff-1', 'staff-1', '/审课 9')).toMatch(/从基本步学起/)
    await says('staff-1', 'staff-1', '/审课 9 不通过 和广场时间冲突')
    expect(await says('ma', 'ma', '/课程 广场舞')).toMatch(/没有找到/)
  })

  it('in words that may be read by all, under a name of its own', async () => {
    await says('xu', 'xu', '/开课 申请')
    expect(await says('xu', 'xu', '书法绘画')).toMatch(/^已经有《书法绘画》这门课了，请换个课名/)
    expect(await says('xu', 'xu', '123')).toMatch(/^课名请写成字/)
    expect(await says('xu', 'xu', '舞'.repeat(21))).toMatch(/^课名请写在20个字以内，现在有21个字。/)
    expect(await says('xu', 'xu', '《广场舞\n入门》')).toMatch(/^海报上怎么称呼您？/)
    expect(await says('xu', 'xu', '13812345678')).toMatch(/^称呼会公开，请不要写手机号/)
    await says('xu', 'xu', '徐教练')
    expect(await says('xu', 'xu', '零基础，加我微信wxid_abc12345报名')).toMatch(/^介绍会公开，请不要写手机号、微信号/)
    await says('xu', 'xu', '零基础')
    await says('xu', 'xu', '跳了二十年，电话13812345678')
    expect(await says('xu', 'xu', '好了')).toMatch(
      /《广场舞 入门》，徐教练\n内容：零基础\n资质：跳了二十年，电话13812345678/,
    )
  })

  it('and is heard at once where something burns meanwhile', async () => {
    await says('xu', 'xu', '/开课 申请')
    // To be taught is no danger.
    expect(await says('xu', 'xu', '着火了怎么逃生')).toMatch(/^海报上怎么称呼您？/)
    expect(await says('xu', 'xu', '3号楼着火了，快来人')).toMatch(/119/)
    await says('staff-1', 'staff-1', '/开课 法律 每周三 19:00-20:30 共2次 从6月10日')
    expect(await says('staff-1', 'staff-1', '电梯里困了人')).not.toMatch(/收多少人/)
    expect(town.said.some(({ chat, text }) => chat === 'staff-1' && /电梯|119|110/.test(text))).toBe(true)
  })

  it('in private only, and may think better of it', async () => {
    const inGroup = await town.says('ma', 'grid-03@chatroom', '/开课 申请')
    expect(heardIn('grid-03@chatroom', inGroup)).toMatch(/请私聊小格发/)
    await says('ma', 'ma', '/开课 申请')
    expect(await says('ma', 'ma', '取消')).toMatch(/^好的，没有提交/)
    expect(await town.database.client.course.count()).toBe(8)
    await offer()
    await says('xu', 'xu', '提交')
    expect(await says('xu', 'xu', '/开课 撤回 9')).toMatch(/的申请撤回了/)
    expect(await state(9)).toBe('CLOSED')
  })
})
