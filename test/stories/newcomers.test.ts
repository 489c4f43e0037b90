import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRID_3, GRID_7, heardIn, PROPERTY, STAFF, Town } from './town.ts'

const LAMP = '/报事 4号楼3单元二楼的灯坏了'

describe('a resident who has never used a bot', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const tells = async (who: string, chat: string, text: string) => heardIn(chat, await town.tells(who, chat, text))

  it('asks in their own words how far it is, under the card, of the bot and in private', async () => {
    const card = await says('sun', GRID_7, LAMP)
    const where = /#1 待受理 · .*槐荫小区4号楼/
    for (const asked of ['修到哪了', '怎么样了？', '什么时候能修啊', '咋还没人来']) {
      expect(heardIn(GRID_7, await town.says('sun', GRID_7, asked, card)), asked).toMatch(where)
    }
    expect(await says('sun', GRID_7, '@小格\u2005 我的灯修到哪了')).toMatch(where)
    expect(await says('sun', 'sun', '我那个灯修好了没有')).toMatch(where)
    expect(heardIn('worker-07', town.said), 'no question of that kind is something to add').not.toMatch(/补充/)
    await says('sun', GRID_7, '/报事 4号楼门口垃圾桶满了')
    expect(await says('sun', 'sun', '有消息了吗')).toMatch(/您报的、正在办的 2 件：\n.*#[12].*\n.*#[12]/)
  })

  it('is not told of neighbours’ issues, nor answered where nobody spoke to the bot', async () => {
    await says('sun', GRID_7, LAMP)
    expect(await tells('he', 'he', '修到哪了')).toMatch(/小格在/)
    expect(await tells('sun', GRID_7, '修到哪了')).toBe('')
    expect(heardIn(GRID_7, await town.says('wu', GRID_7, '啥时候能修', town.last(GRID_7)))).toBe('')
  })

  it('does not know where it is, and is left in peace', async () => {
    await says('sun', 'sun', '/报事 楼道灯坏了')
    expect(await says('sun', 'sun', '我也不知道，怎么说')).toBe('好的，#1 地点不清楚也没关系，社区会联系您。')
    expect(await says('sun', 'sun', '谢谢')).toMatch(/小格在/)
    expect(heardIn(STAFF, await town.minutesLater(31))).toMatch(/还不知道在哪里：\n#1/)
  })

  it('thinks better of it when asked where it is', async () => {
    await says('sun', 'sun', '/报事 楼道灯坏了')
    expect(await says('sun', 'sun', '算了吧')).toMatch(/#1 已撤回/)
    expect(heardIn(STAFF, await town.minutesLater(31))).toBe('')
  })

  it('tells of another trouble when asked where it is, and neither is lost', async () => {
    expect(await tells('sun', 'sun', '/报事 电梯老是坏')).toMatch(/#1 记下了/)
    expect(await tells('sun', 'sun', '槐荫小区4号楼1单元水管漏水了')).toMatch(
      /^#2 .*\n已登记：槐荫小区4号楼1单元水管漏水了/,
    )
    expect(heardIn(STAFF, await town.minutesLater(31))).toMatch(/还不知道在哪里：\n#1/)
  })

  it('tells of a second trouble and shows it, and the picture is not put to the first', async () => {
    await tells('sun', GRID_7, '4号楼3单元的灯不亮了')
    await town.says('sun', GRID_7, '4号楼下水道堵了，污水都漫出来了')
    expect(heardIn(GRID_7, await town.sendsPicture('sun', GRID_7))).toBe('')
    expect(heardIn(GRID_7, await town.quiet())).toMatch(/#2 已登记/)
    const pictured = await town.database.client.issueAttachment.findMany({
      select: { issue: { select: { number: true } } },
    })
    expect(pictured).toEqual([{ issue: { number: 2 } }])
  })

  it('says in other words than those of a rating that it is done, or not, and is told the words', async () => {
    await says('sun', GRID_7, LAMP)
    await town.says('worker-07', 'worker-07', '/受理 1')
    await town.sendsPicture('worker-07', 'worker-07')
    await town.says('worker-07', 'worker-07', '/办结 1 灯换好了')
    const card = town.latest(GRID_7, /已处置/) ?? ''
    const quotes = async (who: string, text: string) => heardIn(GRID_7, await town.says(who, GRID_7, text, card))
    for (const words of ['还是不亮', '没修好啊', '挺好的', '修好了']) {
      expect(await quotes('sun', words), words).toMatch(/#1 办好了请回「满意」或「基本满意」；没办好请回「不满意」/)
    }
    expect(await quotes('sun', '好的，谢谢！')).toBe('')
    expect(await quotes('he', '还是不亮')).toBe('')
    expect(await quotes('sun', '不满意，还是不亮')).toMatch(/收到评价：不满意/)
    expect(await quotes('sun', '还是不亮')).not.toMatch(/请回「满意」/)
  })

  it('is told that an answer ends the matter', async () => {
    await says('sun', GRID_7, LAMP)
    const said = await town.says('worker-07', 'worker-07', '/答复 1 周三来修')
    expect(heardIn(GRID_7, said)).toMatch(/#1 7号网格员答复：周三来修\n这件事办结了。还有问题，7天内发 \/重开 1 原因。/)
  })

  it('is shown steps that they may take, and none that they may not', async () => {
    await says('sun', GRID_7, LAMP)
    expect(await says('sun', GRID_7, '/评价 1 满意')).toMatch(/这一步不能评价。您现在可以：补充、撤回。/)
    expect(await says('sun', GRID_7, '/名册')).toMatch(/\/名册 由社区工作人员使用/)
    expect(await says('sun', GRID_7, '/撤回')).toMatch(/请写上事项编号.*编号发 \/进度 能看到/)
    expect(await says('property', PROPERTY, '/接单')).toMatch(/编号发 \/待办 能看到/)
    expect(await says('volunteer-03', 'volunteer-03', '/帮助'), 'no staff').toMatch(/【您还能用】\n\/回执/)
    expect(await says('volunteer-03', 'volunteer-03', '/回执 9 收到')).toBe(
      '没有编号 9 的任务。请看一下号码有没有写错。',
    )
  })

  it('finds the first commands explained in the help, and where to ask', async () => {
    const help = await says('sun', 'sun', '/帮助')
    expect(help).toMatch(/\/报事 <地点和情况> — 反映一件事\n\/进度 \[号\] — 看办到哪一步/)
    expect(help).toMatch(/\/问答/)
    expect(help.split('\n').length).toBeLessThanOrEqual(20)
    expect(await says('sun', 'sun', '你好')).toMatch(/要问事情，发 \/问答 加上问题/)
  })
})

describe('a grid worker on the first morning', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
    await town.says('sun', GRID_7, LAMP)
  })
  afterEach(() => town.close())

  const says = async (text: string) => heardIn('worker-07', await town.says('worker-07', 'worker-07', text))

  it('dispatches before taking it on, and is told what comes first', async () => {
    await town.says('he', 'he', '/报事 楼道灯坏了')
    await town.says('he', 'he', '槐荫小区2号楼')
    expect(await says('/派单 2 物业')).toMatch(/#2 现在是“待受理”，这一步不能派单。您现在可以：受理、/)
  })

  it('has asked the resident something and is told what is being waited for', async () => {
    await says('/受理 1')
    await says('/追问 1 是二楼还是三楼')
    expect(await says('/处置 1')).toMatch(/这一步不能处置。在等报事人回话：回了就接着办，48小时没回也接着办。/)
    await town.minutesLater(48 * 60 + 1)
    expect(await says('/处置 1')).toMatch(/#1 7号网格员开始处置/)
  })

  it('leaves the slash out while a question waits, and is understood', async () => {
    await town.tells('he', GRID_7, '请问居住证怎么办')
    expect(town.last('worker-07')).toMatch(/#2 这是要反映的事吗/)
    expect(await says('受理 1')).toMatch(/#1 7号网格员已受理/)
    expect(await says('你好')).toMatch(/请回「登记」或「不是」/)
  })

  it('invites to see, which the history does not take for having been seen', async () => {
    await says('/受理 1')
    await town.sendsPicture('worker-07', 'worker-07')
    await says('/办结 1 灯换好了')
    await says('/见证 1 周六16:00')
    expect(await says('/进度 1')).toMatch(/7号网格员约人来看/)
  })
})

describe('an office on its first day', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))

  it('is asked for the one thing that a timetable lacks, and says only that', async () => {
    expect(await says('staff-1', STAFF, '/开课 书法绘画 每周二 14:00-16:00 共2次')).toMatch(/请写上从哪天开始/)
    expect(await says('staff-1', STAFF, '@小格\u2005 6月9日')).toMatch(/在哪里上课/)
    await says('staff-1', STAFF, '@小格\u2005 取消')
    await says('staff-1', 'staff-1', '/开课 书法绘画')
    expect(await says('staff-1', 'staff-1', '每周二 共2次')).toMatch(/请写上从几点到几点/)
    expect(await says('staff-1', 'staff-1', '14:00-16:00')).toMatch(/请写上从哪天开始/)
    expect(await says('staff-1', 'staff-1', '不知道')).toMatch(/请写上从哪天开始/)
    expect(await says('staff-1', 'staff-1', '从6月9日')).toMatch(/在哪里上课/)
    expect(await says('staff-1', 'staff-1', '时间 每周三 9:00-10:00 共2次 从6月10日')).toMatch(/在哪里上课/)
    await town.says('staff-1', 'staff-1', '活动室')
    await town.says('staff-1', 'staff-1', '20')
    await town.says('staff-1', 'staff-1', '大人')
    await town.says('staff-1', 'staff-1', '全部')
    expect(await says('staff-1', 'staff-1', '现在')).toMatch(/2次课，活动室：\n1. 6月10日\(周三\) 09:00-10:00/)
  })

  it('says 好的 to a preview, and is told which word sends it', async () => {
    await town.says('staff-1', 'staff-1', '/转发 3,7\n今天17:00前清理楼道')
    for (const word of ['好的', '没问题', '可以']) {
      expect(await says('staff-1', 'staff-1', word)).toBe('任务1 还没有发。要发请回「确认」，不发回「取消」。')
    }
    expect(heardIn(GRID_3, town.said)).toBe('')
    expect(await says('staff-1', 'staff-1', '确认')).toMatch(/任务1 开始往 2 个群发/)
  })

  it('writes a notice on one line, of which the number of the grid is no key point', async () => {
    expect(await says('staff-1', 'staff-1', '/通知 3 周五停水，请提前储水')).toMatch(/\n1\. 停水/)
  })

  it('does not go on with a questionnaire that somebody is tired of', async () => {
    await town.says('staff-1', 'staff-1', '/问卷 发 学习需求 3 到 6月20日')
    for (const word of ['停', '取消', '算了']) {
      await town.says('ma', 'ma', '/问卷')
      expect(await says('ma', 'ma', word), word).toBe('好的，填过的都留着。想接着填就发 /问卷。')
    }
  })

  it('appoints and binds without guessing whom or what is meant', async () => {
    const title = '@小郑\u2005 网格员'
    expect(await says('secretary', STAFF, `/任命 ${title}`)).toMatch(/请写上是几号网格，比如：网格员 3/)
    expect(await says('secretary', STAFF, `/任命 ${title} 3`)).toMatch(
      /您 @ 的这位已任命为3号网格副?网格员，马上生效。$/,
    )
    expect(await says('staff-1', GRID_3, '/任命 @刘女士\u2005 志愿者')).toMatch(/请本人加一下/)
    expect(await says('secretary', PROPERTY, '/绑定 物业')).toMatch(/这个群本来就是安顺物业的群，不用再绑/)
    expect(await says('secretary', PROPERTY, '/绑定 三网格')).toMatch(/这个群绑定为3号网格的群（原来是安顺物业的群）/)
  })

  it('begins to offer a course and stops', async () => {
    await town.says('zhou', 'zhou', '/开课 申请')
    expect(await says('zhou', 'zhou', '停')).toMatch(/好的，没有提交/)
  })
})
