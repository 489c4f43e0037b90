import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'

describe('posts that wait for a person', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const tells = (who: string, text: string) => says(who, who, text)
  /** Somebody posts this and says yes to it; resolves with the post's name. */
  const posts = async (who: string, words: string, chat = who) => {
    await town.says(who, chat, `/留言 ${words}`)
    await town.says(who, chat === GRID_3 && who === 'liu' ? GRID_3 : who, chat === who ? '好' : '@小格 好')
    const post = await town.database.client.post.findFirstOrThrow({ orderBy: { id: 'desc' } })
    return `${post.kind === 'WISH' ? '心愿' : '留言'}${post.number}`
  }
  const stateOf = async (name: string) => {
    const post = await town.database.client.post.findFirstOrThrow({ where: { number: Number(name.slice(2)) } })
    return post.state
  }

  it('lets pass in which nothing is found, and nothing waits', async () => {
    const name = await posts('ma', '祝大家中秋快乐')
    expect(town.last('ma')).toMatch(new RegExp(`^${name} 收下了，已经贴上留言墙。`))
    expect(await tells('staff-1', '/审核')).toBe('现在没有等着看的留言。')
  })

  it('privacy 16: says politely why it waits, in private; staff decide in one word; a refusal comes with its reason', async () => {
    const name = await posts('ma', '今晚来我家赌.博，输赢不大')
    expect(town.last('ma')).toMatch(
      new RegExp(`^${name} 收下了。贴出来以前，请社区工作人员先看一下（提到了赌博），24小时内告诉您。`),
    )
    expect(heardIn(STAFF, await town.minutesLater(5))).toBe(
      '📝 有1条留言等着看，最早的一条 6月4日(周四) 09:00 前要定。请私聊小格发 /审核。',
    )
    expect(await town.minutesLater(5)).toEqual([])
    expect(await tells('staff-1', '/审核')).toBe(
      [
        '📝 等着看的有1条，这条6月4日(周四) 09:00 前要定：',
        `${name}【祝福】今晚来我家赌.博，输赢不大`.replace('【祝福】', (await kindOf(name)) ?? ''),
        '署名：匿名',
        '先看的原因：提到了赌博（“赌.博”）',
        '回 通过、退回（可以加理由）、下一条；不看了回 结束。',
      ].join('\n'),
    )
    const decided = await town.says('staff-1', 'staff-1', '退回 麻将可以打，带钱的不贴')
    expect(heardIn('staff-1', decided)).toBe(
      `${name} 退回了，理由：麻将可以打，带钱的不贴。已告诉写的人。\n没有等着看的留言了。`,
    )
    expect(heardIn('ma', decided)).toBe(
      `📮 ${name} 这次没有贴出来，因为：麻将可以打，带钱的不贴。想改，发 /留言 改 ${name.slice(2)} 新的话；不同意，回「申诉 ${name} 您的理由」，请别的同事再看一次，24小时内告诉您。`,
    )
    expect(await stateOf(name)).toBe('REFUSED')
  })

  const kindOf = async (name: string) => {
    const { kind } = await town.database.client.post.findFirstOrThrow({ where: { number: Number(name.slice(2)) } })
    return { BLESSING: '【祝福】', WISH: '【心愿】', IDEA: '【点子】', PROBLEM: '【问题】', THANKS: '【感谢】' }[kind]
  }

  it('privacy 16: an appeal reaches another person than who refused, once', async () => {
    const name = await posts('ma', '楼下棋牌室天天赌钱，我也想去')
    await tells('staff-1', `/审核 退回 ${name} 不合适`)
    expect(await tells('ma', '申诉')).toBe(
      `没有贴出来的留言和原因：\n${name}：楼下棋牌室天天赌钱，我也想去（不合适）\n请别的同事再看，回「申诉 ${name} 您的理由」。`,
    )
    expect(await tells('ma', `申诉 ${name} 我是开玩笑的`)).toBe(`好的，${name} 请别的同事再看一次，24小时内告诉您。`)
    expect(await tells('staff-1', '/审核')).toMatch(/^等着看的1条要请别的同事来定/)
    expect(await tells('staff-1', `/审核 通过 ${name}`)).toBe(`${name} 的作者不同意您上次的决定，这回请别的同事来定。`)
    const reminded = await town.minutesLater(5)
    expect(heardIn('secretary', reminded)).toMatch(/^📝 有1条留言等着看.*其中1条是申诉。$/)
    expect(await tells('secretary', '/审核')).toMatch(/上次没有通过，作者申诉：我是开玩笑的/)
    const decided = await town.says('secretary', 'secretary', '退回')
    expect(heardIn('ma', decided)).toMatch(new RegExp(`^📮 ${name} 请别的同事又看了一遍，还是没有贴出来，因为：`))
    expect(await tells('ma', `申诉 ${name} 再看看`)).toMatch(/已经请别的同事再看过一次了/)
    expect((await town.database.client.postHold.findMany()).map(({ appeal }) => appeal)).toEqual([null, null])
  })

  it('goes through the queue, the oldest first; 下一条 passes over, and what was changed meanwhile is shown again', async () => {
    const first = await posts('ma', '高价收驾照分')
    const second = await posts('chen', '刷单返现找我')
    expect(await tells('staff-1', '/审核')).toMatch(new RegExp(`^📝 等着看的有2条.*\n${first}`))
    expect(await tells('staff-1', '下一条')).toMatch(new RegExp(`^📝 等着看的有2条.*\n${second}`))
    await tells('chen', `/留言 改 ${second.slice(2)} 刷单返现不要找我`)
    await tells('chen', '好')
    expect(await tells('staff-1', '通过')).toMatch(
      new RegExp(`^${second} 刚才改过了，请看一下现在的。\n\n.*\n${second}.*不要找我`),
    )
    expect(await stateOf(second)).toBe('HELD')
    expect(await tells('staff-1', '通过')).toBe(
      `${second} 通过了。已告诉写的人。\n都看过一遍了，跳过的还有1条，接着看发 /审核。`,
    )
    expect(await stateOf(second)).toBe('PASSED')
    await tells('ma', `/留言 删 ${first.slice(2)}`)
    expect(await tells('staff-1', '/审核')).toBe('现在没有等着看的留言。')
  })

  it('of two moderators at once the second is told', async () => {
    const name = await posts('ma', '高价收驾照分')
    await tells('staff-1', '/审核')
    await tells('staff-2', '/审核')
    await tells('staff-1', '通过')
    expect(await tells('staff-2', '退回 广告')).toBe(`${name} 已经定了，现在是「已上墙」。\n没有等着看的留言了。`)
    expect(await tells('staff-2', `/审核 通过 ${name}`)).toBe(`${name} 已经通过了，不用再定。`)
    const down = await town.says('staff-2', 'staff-2', `/审核 退回 ${name} 是广告`)
    expect(heardIn('staff-2', down)).toBe(`${name} 退回了，理由：是广告。已告诉写的人。`)
    expect(await stateOf(name)).toBe('REFUSED')
  })

  it('privacy 13: who is anonymous stays so in the queue; a look behind wants a reason and leaves a row', async () => {
    const name = await posts('ma', '高价收驾照分')
    expect(await tells('staff-1', '/审核')).not.toMatch(/马先生/)
    expect(await tells('staff-1', `/审核 作者 ${name}`)).toMatch(/请写明为什么要看/)
    expect(await town.database.client.auditEntry.count({ where: { action: 'post.look-behind' } })).toBe(0)
    expect(await tells('staff-1', `/审核 作者 ${name} 要上门劝一下`)).toBe(
      `${name} 是 马先生 写的。这次查看已经记下，请不要告诉别人。`,
    )
    expect(await town.database.client.auditEntry.findFirst({ where: { action: 'post.look-behind' } })).toMatchObject({
      data: { reason: '要上门劝一下' },
    })
  })

  it('privacy 16: in a group neither the reason nor the words are said', async () => {
    const said = [
      ...(await town.says('liu', GRID_3, '/留言 高价收驾照分，懂的来')),
      ...(await town.says('liu', GRID_3, '@小格 好')),
    ]
    expect(said.filter(({ chat }) => chat === GRID_3).at(-1)?.text).toMatch(/工作人员看过就贴上墙/)
    const name = await posts('liu', '高价收驾照分', GRID_3)
    const before = town.mark()
    await tells('staff-1', `/审核 退回 ${name} 倒卖驾照分是违法的`)
    const heard = town.said.slice(before).filter(({ chat }) => chat === GRID_3)
    expect(heard.map(({ text }) => text)).toEqual([
      '📮 有一条匿名留言没有贴出来。是您写的，可以私聊小格发「申诉」看原因。',
    ])
  })

  it('is for the staff, in private; their group hears how much waits; nobody decides of their own words', async () => {
    const name = await posts('staff-1', '高价收驾照分')
    expect(await tells('ma', '/审核')).toMatch(/工作人员/)
    expect(await says('staff-1', GRID_3, '/审核')).toMatch(/请私聊小格发/)
    expect(await says('staff-1', STAFF, '/审核 通过 1')).toMatch(/有1条留言等着看/)
    expect(await tells('staff-1', '/审核')).toMatch(/^等着看的1条要请别的同事来定/)
    expect(await tells('staff-1', `/审核 通过 ${name}`)).toMatch(/是您自己写的/)
    expect(await tells('staff-2', '/审核 通过')).toMatch(/请写上是哪一条/)
    expect(await tells('staff-2', '/审核 通过 留言999')).toMatch(/没有找到999号留言或心愿/)
    expect(await stateOf(name)).toBe('HELD')
  })

  it('privacy 16: a day is not forgotten: reminded in the evening, then late with the secretary; nothing passes by time', async () => {
    await town.close()
    town = await Town.open({ quietHours: { from: 21 * 60 + 30, to: 7 * 60 + 30 } })
    const name = await posts('ma', '高价收驾照分')
    await town.minutesLater(5)
    town.clock.moveBy(12 * 60 * 60_000)
    expect(heardIn(STAFF, await town.minutesLater(5))).toMatch(/^📝 有1条留言等着看/)
    town.clock.moveBy(2 * 60 * 60_000)
    expect(await town.minutesLater(5)).toEqual([])
    town.clock.moveBy(10 * 60 * 60_000)
    const late = await town.minutesLater(5)
    expect(heardIn('secretary', late)).toMatch(/^⏰ 有1条留言等着看，最早的一条已经过了24小时/)
    expect(heardIn('ma', late)).toMatch(new RegExp(`^📮 ${name} 还没有看完，让您久等了`))
    town.clock.moveBy(24 * 60 * 60_000)
    expect(heardIn('secretary', await town.minutesLater(5))).toMatch(/^⏰ /)
    expect(await stateOf(name)).toBe('HELD')
  })

  it('calls the staff at once for who cannot go on, before anything is published', async () => {
    const said = await town.says('ma', 'ma', '/留言 我撑不下去了，活着没意思')
    expect(heardIn('staff-1', said)).toBe('🆘 马先生 写的留言像是在求助，请马上联系：\n“我撑不下去了，活着没意思”')
    expect(said.find(({ text }) => text.includes('12356'))?.chat).toBe('ma')
    const yes = await town.says('ma', 'ma', '好')
    expect(heardIn('ma', yes)).toMatch(/您像是遇到了难处，我们想先问问您/)
    expect(heardIn('staff-1', yes)).toBe('')
    expect(await town.database.client.postHold.findFirst()).toMatchObject({ urgent: true })
  })

  it('what was refused is not passed in other words without a person, nor what its author writes next', async () => {
    const name = await posts('ma', '高价收驾照分')
    await tells('staff-1', `/审核 退回 ${name}`)
    const next = await posts('ma', '祝大家周末愉快')
    expect(town.last('ma')).toMatch(/最近有一条没有通过，这条也请人看一眼/)
    expect(await tells('staff-1', `/审核 通过 ${next}`)).toMatch(/通过了/)
    town.clock.moveBy(31 * 24 * 60 * 60_000)
    expect(await stateOf(await posts('ma', '谢谢扫楼道的阿姨'))).toBe('PASSED')
    await tells('ma', `/留言 改 ${name.slice(2)} 祝大家节日快乐`)
    expect(await tells('ma', '好')).toMatch(/上次没有通过，改过的也请人看一眼/)
    expect(await stateOf(name)).toBe('HELD')
  })
})
