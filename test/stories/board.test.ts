import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { passPost } from '../../src/board/decide.ts'
import { postOf } from '../../src/board/post.ts'
import type { PersonId } from '../../src/ids.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { WorkCalendar } from '../../src/time/work-calendar.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'

describe('the board 有话对你说', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const tells = (who: string, text: string) => says(who, who, text)
  /** A person at work passes it, if it waits for one. */
  const pass = async (number: number) => {
    await town.database.transaction(async (tx) => {
      const row = await tx.post.findFirstOrThrow({ where: { number } })
      if (row.state === 'PASSED') return
      const by = await tx.chatIdentity.findFirstOrThrow({ where: { contactId: 'staff-1' } })
      await passPost(tx, postOf(row), { by: by.personId as PersonId, now: town.now(), calendar: new WorkCalendar() })
    })
  }
  /** Somebody posts, and it is passed; resolves with its number. */
  const posted = async (who: string, line: string, ...more: string[]) => {
    await tells(who, line)
    for (const each of more) await tells(who, each)
    await tells(who, '好')
    const { number } = await town.database.client.post.findFirstOrThrow({ orderBy: { id: 'desc' } })
    await pass(number)
    return number
  }
  const posts = () => town.database.client.post.findMany({ where: { authorId: { not: null } }, orderBy: { id: 'asc' } })

  it('privacy 13: nothing is a post before its author has said yes to the exact text, shown again after every change', async () => {
    expect(await tells('ma', '/留言 祝大家中秋快乐，电话13812345678')).toMatch(
      /^📝 请看一下，贴出来是这样：\n【祝福】祝大家中秋快乐，电话〔电话〕\n署名：匿名\n电话、门牌这些已经盖住了。\n可以就回「好」/,
    )
    expect(await posts()).toEqual([])
    expect(await tells('ma', '改 祝邻居们中秋团圆')).toMatch(/\n【祝福】祝邻居们中秋团圆\n署名：匿名\n可以就回/)
    expect(await tells('ma', '署名 王老师')).toMatch(/\n署名：王老师\n/)
    expect(await tells('ma', '心愿')).toMatch(/\n【心愿】祝邻居们中秋团圆\n/)
    expect(await tells('ma', '祝福')).toMatch(/\n【祝福】祝邻居们中秋团圆\n/)
    expect(await posts()).toEqual([])
    expect(await tells('ma', '好')).toMatch(/^留言\d+ 收下了，已经贴上留言墙。/)
    const [post] = await posts()
    expect(post).toMatchObject({ words: '祝邻居们中秋团圆', signature: '王老师', kind: 'BLESSING', state: 'PASSED' })
    expect(await tells('ma', '好')).not.toMatch(/留言/)
    expect(await posts()).toHaveLength(1)
  })

  it('privacy 13: what is said in a group goes on in private, so that the group is not told who is anonymous', async () => {
    const said = await town.says('ma', GRID_3, '/心愿 盼着楼里加装电梯')
    expect(heardIn(GRID_3, said)).toMatch(/^@马先生\s小格在私聊里给您看贴出来的样子，回「好」就贴。$/)
    expect(heardIn('ma', said)).toMatch(/【心愿】盼着楼里加装电梯/)
    const yes = await town.says('ma', 'ma', '好的')
    expect(heardIn('ma', yes)).toMatch(/^心愿\d+ 收下了/)
    expect(heardIn(GRID_3, yes)).toBe('')
  })

  it('owes an answer to a problem again where its author takes the issue back', async () => {
    await tells('ma', '/留言 小广场的灯总也不亮，晚上看不见路')
    await tells('ma', '好')
    expect(await tells('ma', '登记')).toMatch(/#1/)
    expect((await posts())[0]).toMatchObject({ issueId: expect.any(Number), answerDueAt: null })
    expect(await tells('ma', '/撤销')).toMatch(/#1/)
    expect((await posts())[0]).toMatchObject({ state: 'PASSED', issueId: null, answerDueAt: expect.any(Date) })
  })

  it('makes an issue of a problem when its author wants it, with the door that the wall does not show', async () => {
    expect(await tells('ma', '/留言 向阳小区3号楼2单元501门口灯坏了')).toMatch(/【问题】向阳小区/)
    expect(await tells('ma', '好')).toMatch(/^留言\d+ 收下了.*\n要不要登记成事项，请网格员去办？/s)
    expect(await tells('ma', '好'), 'meant for the posting').toMatch(/要登记成事项，请回「登记」/)
    expect(await tells('ma', '登记')).toMatch(/#1/)
    const [post] = await posts()
    const issue = await town.database.client.issue.findFirstOrThrow({ include: { post: true } })
    expect(issue.words).toBe('向阳小区3号楼2单元501门口灯坏了')
    expect(post?.words).toMatch(/〔门牌〕/)
    expect(issue.post?.id).toBe(post?.id)
    // Linked both ways; of an anonymous post only its author is told.
    const number = post?.number ?? 0
    expect(await tells('ma', '/进度 1')).toMatch(new RegExp(`\\n来自留言${number}\\n`))
    expect(await tells('worker-03', '/进度 1')).not.toMatch(/留言/)
    await pass(number)
    expect(await tells('ma', `/留言墙 ${number}`)).toMatch(/已经登记成事项 #1，/)
    expect(await tells('chen', `/留言墙 ${number}`)).toMatch(/（匿名）$/)
  })

  it('takes pictures sent before, meanwhile and after, and shows the words with them again', async () => {
    await town.sendsPicture('ma', 'ma')
    expect(await tells('ma', '/留言 感谢志愿者')).toMatch(/带一张照片，工作人员看过才贴。/)
    await tells('ma', '取消')
    expect(await posts()).toEqual([])
    expect(await tells('ma', '/留言 感谢志愿者')).not.toMatch(/照片/)
    expect(heardIn('ma', await town.sendsPicture('ma', 'ma'))).toMatch(/【感谢】感谢志愿者\n.*\n带一张照片/)
    expect(await tells('ma', '好')).toMatch(/请社区工作人员先看一下（带了照片/)
    await says('chen', GRID_3, '/留言 祝大家节日快乐')
    expect(heardIn('chen', await town.sendsPicture('chen', GRID_3))).toMatch(/带一张照片/)
    await tells('chen', '取消')
    await tells('zhou', '/留言 恭喜新人')
    await tells('zhou', '好')
    expect(heardIn('zhou', await town.sendsPicture('zhou', 'zhou'))).toMatch(
      /留言\d+改成这样：\n【祝福】恭喜新人\n.*\n带一张照片/,
    )
    await tells('zhou', '好')
    expect((await posts()).map(({ sha256 }) => sha256 !== null)).toEqual([true, true])
  })

  it('goes on in the group with who is no friend of the account, and says no number there that would tell whose it is', async () => {
    expect(await says('liu', GRID_3, '/留言 谢谢扫雪的大爷')).toMatch(/【感谢】谢谢扫雪的大爷\n.*可以就@小格 回「好」/s)
    expect(await says('chen', GRID_3, '@小格 好')).not.toMatch(/收下/)
    expect(await says('liu', GRID_3, '@小格 好')).toMatch(
      /^@刘女士\s好的，收下了，已经贴上留言墙，不写名字。想删掉，发 \/留言 删。$/,
    )
    expect(await says('liu', GRID_3, '/留言 删')).toMatch(/您的留言 已经删掉/)
  })

  it('reminds of a draft that waits, and lets everything else through meanwhile', async () => {
    await tells('ma', '/留言 祝大家夏安')
    expect(await tells('ma', '等一下啊')).toMatch(/^刚才那条还没有贴：/)
    expect(await tells('ma', '帮助')).toMatch(/\/报事/)
    expect(await tells('ma', '好')).toMatch(/收下了/)
    expect(await tells('ma', '/留言 三楼着火了')).toMatch(/^有危险请先打110、119/)
    expect(await tells('ma', '署名 社区书记')).toMatch(/不写职务和单位/)
    expect(await tells('ma', '署名')).toMatch(/署名：马先生/)
    expect(await tells('ma', `/留言 ${'长'.repeat(201)}`)).toMatch(/200个字以内，现在有201个字/)
    expect(await tells('ma', '/心愿')).toMatch(/请写上要说的话/)
  })

  it('lists one’s own posts, changes and deletes them; a deleted one leaves no words', async () => {
    expect(await tells('ma', '/留言')).toMatch(/^您还没有留言。/)
    await tells('ma', '/留言 谢谢物业修好了路灯')
    await tells('ma', '好')
    const number = (await posts())[0]?.number
    expect(await tells('ma', '/留言')).toMatch(/^您的留言：\n留言\d+ 感谢，已上墙：谢谢物业修好了路灯\n/)
    expect(await tells('ma', `/留言 改 ${number} 谢谢物业小李`)).toMatch(
      /^📝 请看一下，留言\d+改成这样：\n【感谢】谢谢物业小李\n/,
    )
    expect((await posts())[0]?.words).toBe('谢谢物业修好了路灯')
    await tells('ma', '好')
    expect((await posts())[0]).toMatchObject({ words: '谢谢物业小李', version: 1 })
    expect(await tells('chen', `/留言 删 ${number}`)).toMatch(/不是您写的/)
    expect(await tells('ma', `/留言 删 ${number}`)).toMatch(/^留言\d+ 已经删掉，内容不再保留。$/)
    expect((await posts())[0]).toMatchObject({ words: '', signature: null, state: 'WITHDRAWN' })
    expect(
      await town.database.client.postEvent.findMany({ where: { post: { authorId: { not: null } } } }),
    ).toMatchObject([{ action: 'post' }, { action: 'edit' }, { action: 'withdraw' }])
  })

  it('takes a posting back by 撤销', async () => {
    await tells('ma', '/留言 祝大家节日快乐')
    await tells('ma', '好')
    expect(await tells('ma', '/撤销')).toMatch(/^留言\d+ 已撤销，内容不再保留。$/)
    expect((await posts())[0]).toMatchObject({ words: '', state: 'WITHDRAWN' })
  })

  it('begins with a lift and a room for the old as open wishes, which people support and hear of', async () => {
    expect(await says('ma', GRID_3, '/留言墙 心愿')).toMatch(
      /^@马先生\s📮 留言墙·心愿：\n心愿2：社区里有一间老年活动室.*（社区）\n心愿1：给没有电梯的楼加装电梯.*（社区）\n想说一句，发 \/留言；一起盼，发 \/附议 心愿2。$/,
    )
    expect(await says('ma', GRID_3, '/附议 心愿1')).toMatch(/心愿1 附议好了，现在有1位一起盼。有消息就告诉您。$/)
    expect(await says('ma', GRID_3, '/附议 心愿1')).toMatch(/心愿1 您已经附议过了/)
    expect(await tells('sun', '/附议 心愿 1')).toMatch(/现在有2位一起盼/)
    const line = '心愿1：给没有电梯的楼加装电梯，让楼上的老人能下楼（社区，2人附议）'
    expect(heardIn(GRID_3, await town.says('chen', GRID_3, '我也想要', line))).toMatch(
      /心愿1 附议好了，现在有3位一起盼/,
    )
    expect(await says('chen', GRID_3, '/撤销')).toMatch(/心愿1 的附议已撤销。$/)
    expect(await tells('sun', '/附议 心愿1 取消')).toBe('心愿1 的附议收回了，现在有1位一起盼。')
    await tells('sun', '/附议 心愿1')
    const said = await town.says('staff-1', STAFF, '/答复 心愿1 正在办 已经报到区里，等设计院来看')
    expect(heardIn(STAFF, said)).toMatch(/心愿1 的答复记下了：正在办。已告诉相关居民。$/)
    const told = /📮 心愿1【正在办】：给没有电梯的楼加装电梯，让楼上的老人能下楼\n社区答复：已经报到区里，等设计院来看$/
    expect(heardIn(GRID_3, said)).toMatch(told)
    expect(heardIn(GRID_3, said)).toMatch(/^@马先生/)
    expect(heardIn('sun', said)).toMatch(told)
    expect(heardIn(GRID_7, said)).toBe('')
    expect(await tells('staff-1', '/答复 心愿1 办不了')).toMatch(/^请写上为什么办不了/)
    expect(await tells('worker-03', '/答复 心愿1 好的')).toMatch(/由社区工作人员来做/)
  })

  it('goes on taking 附议 and 答复 for issues', async () => {
    await town.says('ma', GRID_3, '/报事 3号楼楼道灯不亮')
    expect(await says('chen', GRID_3, '/附议 1')).toMatch(/#1/)
    expect(await says('worker-03', GRID_3, '/答复 #1 已经换好')).toMatch(/#1/)
    expect(await says('zhou', GRID_3, '/附议 99')).toMatch(/99/)
  })

  it('shows on the wall only what was passed, and takes it back from there when its author wants it back', async () => {
    const number = await posted('ma', '/留言 祝邻居们端午安康', '署名 王老师')
    await tells('chen', '/留言 谢谢楼下的好邻居，加我微信送茶叶')
    await tells('chen', '好')
    const wall = await says('zhou', GRID_3, '/留言墙')
    expect(wall).toMatch(new RegExp(`留言${number}：祝邻居们端午安康（王老师）`))
    expect(wall).not.toMatch(/好邻居/)
    expect(await tells('ma', `/留言 改 ${number} 祝大家端午快乐`)).toMatch(/改成这样/)
    expect(await tells('ma', '好')).toMatch(/^留言\d+ 改好了，.*刚发出去的正在收回。$/)
    expect(await says('zhou', GRID_3, '/留言墙')).toMatch(/祝大家端午快乐（王老师）/)
    await town.minutesLater(10)
    expect(await tells('ma', `/留言 删 ${number}`)).toMatch(
      /已经删掉，内容不再保留。以前发到1个聊天里的，微信收不回来，以后的留言墙都不会再有。$/,
    )
    expect(await says('zhou', GRID_3, `/留言墙 ${number}`)).toMatch(/没有找到\d+号留言或心愿/)
    expect(await says('zhou', GRID_3, '/留言墙')).not.toMatch(/端午/)
  })

  it('reminds the staff of an answer before and after it is due, and tells an author who is anonymous in private', async () => {
    const number = await posted('ma', '/留言 建议小广场装几张长椅')
    expect((await posts())[0]?.answerDueAt).toEqual(shanghai(2026, 6, 5, 9, 0))
    town.clock.moveTo(shanghai(2026, 6, 4, 15, 10))
    expect(heardIn(STAFF, await town.minutesLater(0))).toMatch(
      new RegExp(
        `^📮 有1条留言等答复：\n留言${number}：建议小广场装几张长椅（6月5日\\(周五\\) 09:00 前）\n答复发 /答复 留言${number} 要说的话。$`,
      ),
    )
    expect(heardIn(STAFF, await town.minutesLater(20))).toBe('')
    town.clock.moveTo(shanghai(2026, 6, 5, 9, 0))
    expect(heardIn(STAFF, await town.minutesLater(0))).toMatch(/1条已经过了两个工作日：\n.*（已超过）/)
    const reminder = town.last(STAFF)
    const said = await town.says('staff-1', STAFF, '/答复 周五就去装', reminder)
    expect(heardIn('ma', said)).toBe(`📮 留言${number}：建议小广场装几张长椅\n社区答复：周五就去装`)
    expect(heardIn(GRID_3, said)).toBe('')
    town.clock.moveTo(shanghai(2026, 6, 8, 9, 0))
    expect(heardIn(STAFF, await town.minutesLater(0))).not.toMatch(/留言/)
  })

  it('asks for a word on a wish once a year while the staff are at work, and tells it to who wrote it and who wish it too', async () => {
    const number = await posted('ma', '/心愿 盼着有个社区食堂')
    await says('chen', GRID_3, `/附议 心愿${number}`)
    await town.says('staff-1', STAFF, `/答复 心愿${number} 正在找地方`)
    town.clock.moveTo(shanghai(2027, 6, 3, 8, 0))
    await town.minutesLater(0)
    expect(town.last(STAFF), 'of the community’s own').toMatch(/^📮 这些心愿满一年没有新消息了，/)
    town.clock.moveTo(shanghai(2027, 6, 3, 23, 0))
    expect(heardIn(STAFF, await town.minutesLater(0))).toBe('')
    town.clock.moveTo(shanghai(2027, 6, 4, 9, 0))
    const asked = heardIn(STAFF, await town.minutesLater(0))
    expect(asked).toMatch(new RegExp(`心愿${number}：盼着有个社区食堂（1人附议）\\n发 /答复 心愿${number} 正在办`))
    expect(heardIn(STAFF, await town.minutesLater(60))).toBe('')
    const said = await town.says('staff-1', STAFF, '/答复 已实现：就在一楼，下周一开饭', asked)
    const told = `📮 心愿${number}【已实现】：盼着有个社区食堂\n社区答复：就在一楼，下周一开饭`
    expect(heardIn('ma', said)).toBe(told)
    expect(heardIn(GRID_3, said)).toMatch(new RegExp(`^@陈阿姨\\s${told}$`))
    expect(await says('chen', GRID_3, `/附议 心愿${number}`)).toMatch(/已经实现了，不用附议/)
  })

  it('leaves the words as they are to which others have said yes, and tells them when the wish is taken away', async () => {
    const number = await posted('ma', '/心愿 盼着有个社区食堂')
    await says('chen', GRID_3, `/附议 心愿${number}`)
    await tells('sun', `/附议 心愿${number}`)
    expect(await tells('sun', `/附议 ${number}`)).toBe(
      `没有 #${number} 这件事。说的是心愿${number}吗？请发 /附议 心愿${number}`,
    )
    expect(await tells('ma', `/留言 改 ${number} 盼着有个麻将馆`)).toMatch(/已经有2位附议，不能再改/)
    const said = await town.says('ma', 'ma', `/留言 删 ${number}`)
    expect(heardIn('ma', said)).toMatch(/已经删掉/)
    const told = new RegExp(`📮 心愿${number} 写的人收回了，您的附议也一起收了`)
    expect(heardIn(GRID_3, said)).toMatch(told)
    expect(heardIn('sun', said)).toMatch(told)
  })
})
