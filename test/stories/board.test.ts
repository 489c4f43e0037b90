import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRID_3, heardIn, Town } from './town.ts'

describe('the board 有话对你说', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const tells = (who: string, text: string) => says(who, who, text)
  const posts = () => town.database.client.post.findMany({ orderBy: { id: 'asc' } })

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
    expect(await tells('ma', '好')).toMatch(
      /^留言\d+ 收下了。贴出来以前，请社区工作人员先看一下（新留言都先请工作人员看一眼），24小时内告诉您。/,
    )
    const [post] = await posts()
    expect(post).toMatchObject({ words: '祝邻居们中秋团圆', signature: '王老师', kind: 'BLESSING', state: 'HELD' })
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

  it('makes an issue of a problem when its author wants it, with the door that the wall does not show', async () => {
    expect(await tells('ma', '/留言 向阳小区3号楼2单元501门口灯坏了')).toMatch(/【问题】向阳小区/)
    expect(await tells('ma', '好')).toMatch(/^留言\d+ 收下了.*\n要不要登记成事项，请网格员去办？/s)
    expect(await tells('ma', '登记')).toMatch(/#1/)
    const [post] = await posts()
    const issue = await town.database.client.issue.findFirstOrThrow({ include: { post: true } })
    expect(issue.words).toBe('向阳小区3号楼2单元501门口灯坏了')
    expect(post?.words).toMatch(/〔门牌〕/)
    expect(issue.post?.id).toBe(post?.id)
  })

  it('lists one’s own posts, changes and deletes them; a deleted one leaves no words', async () => {
    expect(await tells('ma', '/留言')).toMatch(/^您还没有留言。/)
    await tells('ma', '/留言 谢谢物业修好了路灯')
    await tells('ma', '好')
    const number = (await posts())[0]?.number
    expect(await tells('ma', '/留言')).toMatch(/^您的留言：\n留言\d+ 感谢，等工作人员看：谢谢物业修好了路灯\n/)
    expect(await tells('ma', `/留言 改 ${number} 谢谢物业小李`)).toMatch(
      /^📝 请看一下，留言\d+改成这样：\n【感谢】谢谢物业小李\n/,
    )
    expect((await posts())[0]?.words).toBe('谢谢物业修好了路灯')
    await tells('ma', '好')
    expect((await posts())[0]).toMatchObject({ words: '谢谢物业小李', version: 1 })
    expect(await tells('chen', `/留言 删 ${number}`)).toMatch(/没有找到留言/)
    expect(await tells('ma', `/留言 删 ${number}`)).toMatch(/^留言\d+ 已经删掉，内容不再保留。$/)
    expect((await posts())[0]).toMatchObject({ words: '', signature: null, state: 'WITHDRAWN' })
    expect(await town.database.client.postEvent.findMany()).toMatchObject([
      { action: 'post' },
      { action: 'edit' },
      { action: 'withdraw' },
    ])
  })

  it('takes a posting back by 撤销', async () => {
    await tells('ma', '/留言 祝大家节日快乐')
    await tells('ma', '好')
    expect(await tells('ma', '/撤销')).toMatch(/^留言\d+ 已撤销，内容不再保留。$/)
    expect((await posts())[0]).toMatchObject({ words: '', state: 'WITHDRAWN' })
  })
})
