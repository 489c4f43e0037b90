import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'
import { writes } from './wall-writer.ts'

const CARD = /^📮 这周的留言（周稿\d+），(\d+)条，还没有发。群里会看到上面这样。\n(?:全发|要发)，引用这条回「确认」/

describe('the week’s selection', () => {
  let town: Town
  beforeEach(async () => {
    // A Wednesday; on Friday at ten the staff are shown what there is.
    town = await Town.open({ at: shanghai(2026, 6, 3, 9, 0) })
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string, quoted?: string) =>
    heardIn(chat, await town.says(who, chat, text, quoted))
  const tells = (who: string, text: string) => says(who, who, text)
  const groupsTold = (since: number, pattern: RegExp) =>
    new Set(
      town.said.slice(since).flatMap(({ chat, text }) => (/^grid-/.test(chat) && pattern.test(text) ? [chat] : [])),
    )

  const lastCard = () => town.latest(STAFF, /^📮 这周的留言/) ?? ''

  async function friday(): Promise<string> {
    town.clock.moveTo(shanghai(2026, 6, 5, 10, 0))
    return heardIn(STAFF, await town.minutesLater(0))
  }

  it('is shown on Friday with what most wish first, and goes to the groups as it was shown', async () => {
    const thanks = await writes(town, 'ma', '/留言 感谢李师傅修好了水管')
    const wish = await writes(town, 'chen', '/心愿 盼着楼下有张长椅', '楼下的老邻居')
    await writes(town, 'ma', '/留言 楼道的灯坏了没人修')
    await tells('ma', '不用')
    await tells('ma', `/附议 心愿${wish}`)

    const shown = await friday()
    const list = [
      '📮 这周邻居们说的话：',
      `心愿${wish}：盼着楼下有张长椅（楼下的老邻居，1人附议）`,
      `留言${thanks}：感谢李师傅修好了水管（匿名）`,
      '想说一句，给小格发 /留言 加上您的话。',
    ].join('\n')
    // What another job says in the same minute may stand before or after it.
    expect(shown).toContain(`${list}\n📮 这周的留言（周稿`)
    const card = lastCard()
    expect(CARD.exec(card)?.[1]).toBe('2')
    expect(heardIn(STAFF, await town.minutesLater(1))).toBe('')

    const since = town.mark()
    expect(await says('staff-1', STAFF, '确认', card)).toMatch(/好的，这周的留言开始往12个群发。/)
    expect(groupsTold(since, new RegExp(`^${list.replace(/[（）]/g, '.')}$`)).size).toBe(12)
    // What was said once is not said the next week.
    town.clock.moveTo(shanghai(2026, 6, 9, 10, 0))
    const next = await writes(town, 'ma', '/留言 祝大家端午安康')
    town.clock.moveTo(shanghai(2026, 6, 12, 10, 0))
    const again = heardIn(STAFF, await town.minutesLater(0))
    const [nextList] = /📮 这周邻居们说的话：[\s\S]*?(?=📮 这周的留言)/.exec(again) ?? []
    expect(nextList).toContain(`留言${next}：祝大家端午安康`)
    expect(nextList).not.toContain('长椅')
  })

  it('is chosen from by numbers, or without some', async () => {
    const numbers: number[] = []
    for (const words of ['祝大家周末愉快', '感谢小陈带我去医院', '祝孩子们节日快乐']) {
      numbers.push(await writes(town, 'ma', `/留言 ${words}`))
    }
    const [one, two, three] = numbers
    await friday()
    const card = lastCard()
    expect(await tells('staff-1', `/留言墙 精选 ${one} 999`)).toMatch(
      /^999号不在周稿\d+里，里面有 留言\d+、留言\d+、留言\d+。/,
    )
    expect(await tells('staff-1', `/留言墙 精选 去掉 ${one} ${two} ${three}`)).toMatch(/^都去掉就没有可发的了。/)
    expect(await tells('staff-1', '/留言墙 精选 前两条')).toMatch(/^请写上号码/)
    const since = town.mark()
    expect(await says('staff-1', STAFF, `精选 ${one}、${three}`, card)).toMatch(/开始往12个群发/)
    expect(town.last(GRID_3)).toContain('祝大家周末愉快')
    expect(town.last(GRID_3)).toContain('祝孩子们节日快乐')
    expect(town.last(GRID_3)).not.toContain('小陈')
    expect(groupsTold(since, /祝大家周末愉快/).size).toBe(12)
    // The one that was left out can be chosen later.
    expect(await tells('staff-1', '/留言墙 精选')).toMatch(
      /^📮 这周邻居们说的话：\n留言\d+：感谢小陈带我去医院（匿名）\n/,
    )
    expect(await tells('staff-2', '/留言墙 确认')).toMatch(/^好的，这周的留言开始往12个群发。/)
    expect(await tells('staff-2', '/留言墙 确认')).toMatch(/^现在没有等您确认的。/)
  })

  it('is taken back by whoever said yes, within two minutes, and can be chosen from again', async () => {
    const number = await writes(town, 'ma', '/留言 祝大家周末愉快')
    await friday()
    await says('staff-1', STAFF, '确认', lastCard())
    const [said] = town.said.filter(({ chat, text }) => chat === GRID_3 && text.includes('祝大家周末愉快'))
    expect(said).toBeDefined()
    expect(await says('staff-1', STAFF, '/撤销')).toMatch(/撤销了。刚发出去的正在收回。想再选，发 \/留言墙 精选。/)
    await town.minutesLater(1)
    const left = await town.database.client.outboxMessage.count({
      where: { chatId: { startsWith: 'grid-' }, text: { contains: '祝大家周末愉快' }, recall: null },
    })
    expect(left).toBe(0)
    expect(await says('staff-2', STAFF, '确认', lastCard())).toMatch(/已经换成新的或不发了/)
    expect(await tells('staff-1', '/留言墙 精选')).toContain(`留言${number}：祝大家周末愉快`)
  })

  it('says nothing where there is nothing, and nothing to nobody', async () => {
    expect(await friday()).toBe('')
    town.clock.moveTo(shanghai(2026, 6, 12, 10, 0))
    expect(heardIn(STAFF, await town.minutesLater(0))).toBe('')
  })

  it('privacy 13: an author who edits or deletes between the list and the yes is not read by anybody', async () => {
    const number = await writes(town, 'ma', '/留言 祝大家周末愉快')
    await writes(town, 'chen', '/留言 祝孩子们节日快乐')
    await friday()
    const card = lastCard()
    await tells('ma', `/留言 删 ${number}`)
    const since = town.mark()
    expect(await says('staff-1', STAFF, '确认', card)).toMatch(/上面的留言有改动。小格重新做一份/)
    await town.minutesLater(1)
    const again = lastCard()
    expect(CARD.exec(again)?.[1]).toBe('1')
    expect(await says('staff-1', STAFF, '不发', again)).toMatch(/好的，这份不发。/)
    expect(await says('staff-2', STAFF, '确认', again)).toMatch(/已经换成新的或不发了/)
    expect(groupsTold(since, /./).size).toBe(0)
  })

  it('takes a selection back from all groups when an author takes a post back in time, and gives the others again', async () => {
    const number = await writes(town, 'ma', '/留言 祝大家周末愉快')
    await writes(town, 'chen', '/留言 祝孩子们节日快乐')
    await friday()
    await says('staff-1', STAFF, '确认', lastCard())
    expect(await tells('ma', `/留言 删 ${number}`)).toMatch(/刚发出去的正在收回。$/)
    await town.minutesLater(1)
    const again = lastCard()
    expect(again).toMatch(/^📮 这周的留言（周稿\d+），1条，刚才发出去以后有人改了或删了留言，没收到的群要补发。/)
    const since = town.mark()
    await says('staff-1', STAFF, '确认', again)
    expect(groupsTold(since, /^📮 这周邻居们说的话：\n留言\d+：祝孩子们节日快乐（匿名）\n/).size).toBe(12)
    const rows = await town.database.client.outboxMessage.findMany({ where: { text: { contains: '祝大家周末愉快' } } })
    const said = rows.filter(({ chatId, state }) => chatId.startsWith('grid-') && state !== 'CANCELLED')
    expect(said.every(({ recall }) => recall === 'DONE')).toBe(true)
  })
})
