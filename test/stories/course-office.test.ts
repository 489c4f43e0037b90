import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drawn, hashOf } from '../../src/courses/enrolment-draw.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, GRID_7, heardIn, Town } from './town.ts'

describe('the course office', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 1, 9, 0) })
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const tells = (who: string, text: string) => says(who, who, text)
  const at = (month: number, day: number, hour: number, minute = 0) => {
    town.clock.moveTo(shanghai(2026, month, day, hour, minute))
    return town.minutesLater(0)
  }
  const plan = (more = '') =>
    tells(
      'staff-1',
      `/开课 法律 每周三 19:00-20:30 共4次 从6月10日 地点 活动室 名额 1 对象 大人 发给 3,7 报名 6月4日 10:00 ${more}`,
    )

  it('announces a draw with the hash of its seed, and lots are drawn by that seed', async () => {
    expect(await plan('抽签')).toMatch(/名额1，大人，抽签，/)
    const hash = /抽签指纹：([a-p]{64})/.exec(await tells('staff-1', '/公布 法律'))?.[1] ?? ''
    await tells('staff-1', '确认')
    await at(6, 4, 10)
    for (const [who, chat] of [
      ['ma', GRID_3],
      ['chen', GRID_3],
      ['sun', GRID_7],
    ] as const) {
      await town.says(who, chat, '/报名 法律')
    }
    expect(await tells('ma', '/课程 法律')).toMatch(/抽签，6月4日\(周四\) 10:10 前发 \/报名 法律科普，机会都一样/)
    const tickets = await town.database.client.enrolment.findMany({ orderBy: { seq: 'asc' } })
    const told = await at(6, 4, 10, 10)
    const seed = /抽签用的字母是 ([a-p]+)/.exec(told.map(({ text }) => text).join('\n'))?.[1] ?? ''
    expect(hashOf(seed)).toBe(hash)
    const [first] = drawn(
      seed,
      tickets.map(({ seq }) => seq),
    )
    const { personId } = await town.database.client.enrolment.findFirstOrThrow({ where: { state: 'CONFIRMED' } })
    expect(personId).toBe(tickets.find(({ seq }) => seq === first)?.personId)
  })

  it('gives a term more places or fewer: what is free is offered, and nobody loses a place', async () => {
    await plan()
    expect(await tells('staff-1', '/课表 法律 名额 2')).toBe('《法律科普》的名额改成2了。')
    await tells('staff-1', '/公布 法律')
    expect(await tells('staff-1', '/课表 法律 名额改成1')).toBe(
      '《法律科普》的名额改成1了。原来准备发的通知不作数了，请再发一次 /公布 法律科普。',
    )
    expect(await tells('staff-1', '确认')).not.toMatch(/开始往/)
    expect(await tells('staff-1', '/公布 法律')).toMatch(/名额：1人/)
    await tells('staff-1', '确认')
    await at(6, 4, 10)
    for (const who of ['ma', 'chen', 'zhou']) await town.says(who, GRID_3, '/报名 法律')
    await at(6, 4, 10, 1)
    expect(await tells('ma', '/课表 法律 名额 9')).toMatch(/由社区工作人员来做/)
    expect(await tells('lecturer-05', '/课表 法律 名额 9')).toMatch(/由社区工作人员来做/)
    expect(await tells('staff-1', '/课表 法律 名额 0')).toMatch(/名额请写1到500/)
    expect(await tells('staff-1', '/课表 法律 名额 -5')).toMatch(/名额请写1到500/)
    expect(await tells('staff-1', '/课表 法律 名额 9999')).toMatch(/名额请写1到500/)
    const more = await town.says('staff-1', 'staff-1', '/课表 法律 名额 2')
    expect(heardIn('staff-1', more)).toBe('《法律科普》的名额改成2了，2人有名额（含等答复的），候补1位。')
    expect(heardIn('chen', more)).toMatch(/^《法律科普》空出了名额，轮到您了。/)
    expect(await tells('staff-1', '/课表 法律 名额 1')).toMatch(/已经有2人有名额（含等答复的），名额不能少于2。/)
    expect(await town.database.client.courseRun.findFirst()).toMatchObject({ capacity: 2, enrolled: 2 })
    expect(await town.database.client.auditEntry.count({ where: { action: 'course.capacity' } })).toBe(3)
  })

  it('shows the list to the lecturer and the staff, in private, and to nobody else', async () => {
    await plan()
    await tells('staff-1', '/公布 法律')
    await tells('staff-1', '确认')
    expect(await tells('lecturer-05', '名单')).toBe('《法律科普》 第1期名单，0人。')
    await at(6, 4, 10)
    for (const who of ['ma', 'chen']) await town.says(who, GRID_3, '/报名 法律')
    const list = '《法律科普》 第1期名单，1人，候补1位：\n1. 马先生'
    expect(await tells('lecturer-05', '名单')).toBe(list)
    expect(await tells('staff-2', '/课表 法律 名单')).toBe(list)
    expect(await tells('ma', '/课表 法律 名单')).toBe('名单只给讲师和社区工作人员看。')
    expect(await says('staff-1', GRID_3, '/课表 法律 名单')).toMatch(/名单请私聊小格看。$/)
    expect(await tells('ma', '名单')).not.toMatch(/马先生|陈阿姨/)
    expect(await tells('lecturer-01', '名单')).not.toMatch(/马先生/)
  })

  it('says at once what cannot be planned, and asks on from there', async () => {
    const open = (rest: string) => tells('staff-1', `/开课 法律 ${rest}`)
    expect(await open('每周三 19:00-20:30 共8次 从5月10日')).toMatch(/^开始的日子已经过了，或者太远了/)
    expect(await open('6月10日、5月12日 19:00-20:30')).toMatch(/^有的日子已经过了/)
    expect(await open('每周三 19:00-20:30 共0次 从6月10日')).toMatch(/^一期请排1到60次/)
    await town.database.transaction((tx) => tx.course.updateMany({ data: { freeUntil: shanghai(2026, 7, 1) } }))
    expect(await open('每周三 19:00-20:30 共8次 从6月10日')).toMatch(
      /^公益期到7月1日\(周三\)，有5次课排到了后面。请少排几次/,
    )
    expect(await open('每周三 19:00-20:30 共2次 从6月10日')).toMatch(/^在哪里上课？/)
    await tells('staff-1', '活动室')
    for (const capacity of ['0', '-5', '9999', '很多', '1.5']) {
      expect(await tells('staff-1', capacity)).toMatch(/^名额请写1到500的人数/)
    }
    expect(await tells('staff-1', '二十人')).toMatch(/^给孩子上还是给大人上？/)
    expect(await tells('staff-1', '都可以')).toMatch(/^公布到哪些网格？/)
    expect(await tells('staff-1', '99')).toMatch(/没有99号网格/)
    expect(await tells('staff-1', '全部')).toMatch(/^哪天几点开始报名？/)
    expect(await tells('staff-1', '5月8日 20:00')).toMatch(/过了|在第一次课前/)
    expect(await tells('staff-1', '6月4日 20:00到19:00')).toMatch(/报名|次课/)
    expect(
      await open('每周三 19:00-20:30 共2次 从6月10日 地点 活动室 名额 5 对象 大人 发给 全部 报名 6月4日 20:00到20:30'),
    ).toMatch(/第1期排好了/)
    const run = await town.database.client.courseRun.findFirstOrThrow({ where: { capacity: 5 } })
    expect(run.closesAt).toEqual(shanghai(2026, 6, 4, 20, 30))
  })

  it('calls a term off, and says so to those who have a place or wait for one', async () => {
    await plan()
    await tells('staff-1', '/公布 法律')
    await tells('staff-1', '确认')
    await at(6, 4, 10)
    for (const who of ['ma', 'chen']) await town.says(who, GRID_3, '/报名 法律')
    await at(6, 4, 10, 1)
    for (const number of [1, 1, 1, 1]) await tells('staff-1', `/课表 法律 ${number} 取消 老师生病`)
    expect(await tells('staff-1', '/审课 法律 停办')).toMatch(/^请写上理由/)
    const off = await town.says('staff-1', 'staff-1', '/审课 法律 停办 老师病了，电话13812345678')
    expect(heardIn('staff-1', off)).toBe('《法律科普》：停办这一期。现在是「已准入」。已告诉讲师。报了名的都告诉了。')
    expect(heardIn(GRID_3, off)).toMatch(/^@马先生\s@陈阿姨 ❌ 《法律科普》这一期停办，原因：老师病了，电话〔电话〕。/)
  })

  it('announces what is planned now: a notice that was prepared before does not go out', async () => {
    await plan()
    expect(await tells('staff-1', '/公布 法律 全部 6月4日11点')).toBe('通知要在报名开始以前发，请改一下时间。')
    await tells('staff-1', '/公布 法律 全部 明早9点')
    expect(await tells('staff-1', '确认')).toMatch(/6月2日/)
    expect(await tells('staff-1', '/课表 法律 2 改到 6月18日 19:00')).toMatch(
      /改到 6月18日\(周四\) 19:00-20:30，活动室。原来准备发的通知不作数了，请再发一次 \/公布 法律科普。$/,
    )
    expect(await tells('staff-1', '/课表 法律 3 取消 老师有事')).toMatch(/的课取消了。$/)
    expect((await at(6, 2, 9)).filter(({ chat }) => chat.includes('@'))).toEqual([])
    const preview = await tells('staff-1', '/公布 法律')
    expect(preview).toMatch(/时间：每周三 19:00-20:30，共3次\n日期：6月10日、6月18日、7月1日\n/)
    expect(await tells('staff-1', '/审课 法律 规则 40% 3.5 50%')).toMatch(/请再发一次 \/公布 法律科普/)
    expect(await tells('staff-1', '确认')).not.toMatch(/开始往/)
    expect(await tells('staff-1', '/公布 法律')).toMatch(/40%以上的人答/)
  })
})
