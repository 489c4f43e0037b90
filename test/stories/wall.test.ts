import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'
import { passes, writes } from './wall-writer.ts'

const ASKED = /^🏮 9月25日\(周五\)是中秋，要不要开一面祝福墙？/
const CARD = /^🏮 中秋祝福墙（墙稿\d+），(\d+)条，还没有发。群里会看到上面这样。\n没问题，引用这条回「确认」/

describe('the wall of a festival', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open({ at: shanghai(2026, 9, 18, 8, 50) })
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string, quoted?: string) =>
    heardIn(chat, await town.says(who, chat, text, quoted))
  const tells = (who: string, text: string) => says(who, who, text)
  const minute = async () => heardIn(STAFF, await town.minutesLater(1))
  const groupsTold = (since: number, pattern: RegExp) =>
    new Set(
      town.said.slice(since).flatMap(({ chat, text }) => (/^grid-/.test(chat) && pattern.test(text) ? [chat] : [])),
    )
  const picturesIn = (chat: string, since: number) =>
    town.said.slice(since).filter((said) => said.chat === chat && said.picture)
  const occasion = () => town.database.client.occasion.findFirstOrThrow({ orderBy: { id: 'desc' } })

  /** The day has come, and the staff have the wall before them. Resolves with the card. */
  async function shownOnItsDay(): Promise<string> {
    town.clock.moveTo(shanghai(2026, 9, 25, 9, 0))
    await minute()
    return town.last(STAFF)
  }

  it('is asked about once, opened by a yes, filled, shown, and goes to the groups after the staff’s yes', async () => {
    const asked = await minute()
    expect(asked).toMatch(ASKED)
    expect(await minute()).toBe('')

    const since = town.mark()
    const opened = await says('staff-1', STAFF, '开', asked)
    expect(opened).toMatch(/^@\S+\s好的，中秋祝福墙开了，到9月25日\(周五\)为止，12个群各说一句。那天早上9点做成图/)
    const invited = /^🏮 中秋祝福墙开了，到9月25日\(周五\)为止。想说句祝福、许个心愿，给小格发 \/留言 加上您的话。$/
    expect(groupsTold(since, invited).size).toBe(12)

    await tells('ma', '/留言 祝邻居们中秋团圆')
    expect(await tells('ma', '好')).toMatch(/会放到中秋祝福墙上，9月25日\(周五\)做成图发到群里。/)
    await writes(town, 'chen', '/留言 祝大家月圆人圆', '楼下的老邻居')
    await writes(town, 'ma', '/心愿 盼着楼里装上电梯')
    // A thank-you is no wish for the feast.
    await writes(town, 'ma', '/留言 感谢李师傅修好了水管')
    const [first] = await town.database.client.post.findMany({ where: { words: '祝邻居们中秋团圆' } })
    if (first?.state === 'HELD') await passes(town, first.number)

    const before = town.mark()
    const card = await shownOnItsDay()
    expect(CARD.exec(card)?.[1]).toBe('3')
    expect(picturesIn(STAFF, before)).toHaveLength(1)
    const [shown] = picturesIn(STAFF, before)

    const yes = town.mark()
    expect(await says('staff-1', STAFF, '确认', card)).toMatch(/好的，中秋祝福墙开始往12个群发。/)
    expect(groupsTold(yes, /^🏮 中秋祝福墙：邻居们写下的3句话都在图上。$/).size).toBe(12)
    const [sent] = picturesIn(GRID_3, yes)
    expect(Buffer.from(sent?.picture?.bytes ?? []).equals(Buffer.from(shown?.picture?.bytes ?? [1]))).toBe(true)
    expect((await occasion()).state).toBe('PUBLISHED')

    // Said twice, or by a colleague at the same time, it is sent once.
    expect(await says('staff-2', STAFF, '确认', card)).toMatch(/墙稿\d+ 已经发了，不用再确认。/)
    expect(picturesIn(GRID_3, yes)).toHaveLength(1)
    // What is said from then on is for no wall.
    await tells('chen', '/留言 祝大家节后顺利')
    expect(await tells('chen', '好')).not.toMatch(/祝福墙/)
    expect(await tells('staff-1', '/留言墙 发 中秋')).toMatch(/中秋祝福墙已经发过了。/)
    // Whoever comes late may look at it.
    const late = await town.says('chen', 'chen', '/留言墙 中秋')
    expect(heardIn('chen', late)).toBe('🏮 中秋祝福墙，3条留言：\n[图片]')
    expect(await says('chen', GRID_3, '/留言墙 中秋')).toMatch(/上有3条留言，想看请私聊小格发 \/留言墙 中秋。/)
  }, 60_000)

  it('privacy 13, 15: shows nothing that was held or taken away, and is drawn and shown again where something has changed since', async () => {
    await tells('staff-1', '/留言墙 开 中秋')
    const number = await writes(town, 'ma', '/留言 祝邻居们中秋团圆')
    await writes(town, 'chen', '/留言 祝大家月圆人圆')
    await town.database.transaction((tx) =>
      tx.post.create({ data: { ...held, communityId: 1, occasion: '2026-09-25 中秋' } }),
    )
    const card = await shownOnItsDay()
    expect(CARD.exec(card)?.[1]).toBe('2')

    expect(await tells('ma', `/留言 删 ${number}`)).toMatch(/已经删掉，内容不再保留。/)
    expect(await town.database.client.proofPage.count()).toBe(0)
    const since = town.mark()
    expect(await says('staff-1', STAFF, '确认', card)).toMatch(/您看过以后，上面的留言有改动。小格重新做一份/)
    expect(groupsTold(since, /./).size).toBe(0)
    await minute()
    const again = town.last(STAFF)
    expect(CARD.exec(again)?.[1]).toBe('1')
    expect(again).not.toBe(card)
    // The one before is nothing to say yes to any more.
    expect(await says('staff-2', STAFF, '确认', card)).toMatch(/已经换成新的或不发了/)
    // Somebody is late for it, but not too late.
    await writes(town, 'ma', '/留言 祝老邻居们身体健康')
    expect(await says('staff-1', STAFF, '确认', again)).toMatch(/小格重新做一份/)
    await minute()
    const last = town.last(STAFF)
    expect(CARD.exec(last)?.[1]).toBe('2')
    expect(await says('staff-1', STAFF, '确认', last)).toMatch(/开始往12个群发/)
    const copies = await town.database.client.postCopy.findMany({
      where: { medium: 'festival' },
      include: { post: true },
    })
    expect(copies.map(({ post }) => post.words).sort()).toEqual(['祝大家月圆人圆', '祝老邻居们身体健康'].sort())
  })

  it('tells an author honestly what cannot be recalled, and the wall is another for whoever looks later', async () => {
    await tells('staff-1', '/留言墙 开 中秋')
    const number = await writes(town, 'ma', '/留言 祝邻居们中秋团圆')
    await writes(town, 'chen', '/留言 祝大家月圆人圆')
    await says('staff-1', STAFF, '确认', await shownOnItsDay())
    const before = await town.says('chen', 'chen', '/留言墙 中秋')
    await town.minutesLater(10)
    expect(await tells('ma', `/留言 删 ${number}`)).toMatch(/以前发到\d+个聊天里的，微信收不回来/)
    const after = await town.says('chen', 'chen', '/留言墙 中秋')
    expect(heardIn('chen', after)).toBe('🏮 中秋祝福墙，1条留言：\n[图片]')
    expect(picture(after)).not.toEqual(picture(before))
    // Nobody lacks anything, so the staff are not asked once more.
    expect(await minute()).toBe('')
  })

  it('is opened for whatever the staff celebrate, on the days they say', async () => {
    const staff = (text: string) => tells('staff-1', text)
    const opened = await staff('/留言墙 开 邻里节 9月20日..9月27日')
    expect(opened).toMatch(/^好的，邻里节祝福墙开了，到9月27日\(周日\)为止，9月20日\(周日\)再到群里说。/)
    expect(town.said.some(({ chat }) => chat === GRID_3)).toBe(false)
    town.clock.moveTo(shanghai(2026, 9, 20, 9, 0))
    await town.minutesLater(1)
    expect(town.latest(GRID_3, /邻里节祝福墙开了/)).toBeDefined()
    // 中秋 was asked about meanwhile; both are open, the one that ends first takes what is said.
    await staff('/留言墙 开 中秋')
    await tells('ma', '/留言 祝大家团团圆圆')
    expect(await tells('ma', '好')).toMatch(/会放到中秋祝福墙上/)
    expect(await staff('/留言墙 停 中秋')).toMatch(/^好的，中秋祝福墙停了。已经写下的留言还在留言墙上。$/)
    await tells('ma', '/留言 祝大家和和美美')
    expect(await tells('ma', '好')).toMatch(/会放到邻里节祝福墙上，9月27日\(周日\)做成图/)
  })

  it('answers what cannot be with what can, and loses nothing', async () => {
    const staff = (text: string) => tells('staff-1', text)
    expect(await staff('/留言墙 开')).toMatch(/^这样开：/)
    expect(await staff('/留言墙 开 邻里节')).toMatch(/^请写上从哪天到哪天。/)
    expect(await staff('/留言墙 开 邻里节 2月30日..3月1日')).toMatch(/^没看懂日期。/)
    expect(await staff('/留言墙 开 邻里节 9月27日..9月20日')).toMatch(/在9月20日\(周日\)后面/)
    expect(await staff('/留言墙 开 邻里节 9月10日..9月12日')).toMatch(/已经过了/)
    expect(await staff('/留言墙 开 13812345678 9月27日')).toMatch(/不像一个节日的名字|请写在8个字以内/)
    expect(await staff('/留言墙 开 一个特别特别长的名字节 9月27日')).toMatch(/请写在8个字以内/)
    expect(await staff('/留言墙 停')).toMatch(/^现在没有开着的祝福墙。/)
    expect(await staff('/留言墙 发')).toMatch(/^现在没有开着的祝福墙。/)
    expect(await staff('/留言墙 确认')).toMatch(/^现在没有等您确认的。/)
    expect(await staff('/留言墙 确认 7')).toMatch(/^没有7号稿/)
    expect(await staff('/留言墙 精选 12')).toMatch(/^先发 \/留言墙 精选/)
    expect(await staff('/留言墙 精选')).toMatch(/^这一周没有新的留言可以发。/)
    await staff('/留言墙 开 中秋')
    expect(await staff('/留言墙 发')).toMatch(/^中秋祝福墙上还没有可以发的留言。/)
    // Not for residents, and not before them.
    expect(await tells('ma', '/留言墙 开 中秋')).toMatch(/由社区工作人员来开和发/)
    expect(await says('staff-1', GRID_3, '/留言墙 停 中秋')).toMatch(/请私聊小格发，或者在工作群里发/)
    expect(await tells('ma', '/留言墙 发财')).toMatch(/可以看 祝福、心愿/)
    town.clock.moveTo(shanghai(2026, 9, 25, 9, 0))
    expect(await minute()).toMatch(/🏮 中秋祝福墙上还没有可以发的留言，今天先不做图。/)
    expect(await minute()).toBe('')
  })

  it('is left alone when nobody wants it', async () => {
    const asked = await minute()
    expect(await says('worker-03', STAFF, '开', asked)).toMatch(/要不要开，请社区工作人员来定。/)
    expect(await says('staff-1', STAFF, '不开', asked)).toMatch(/好的，中秋不开祝福墙。/)
    town.clock.moveTo(shanghai(2026, 9, 25, 9, 0))
    expect(await minute()).toBe('')
    expect((await occasion()).state).toBe('STOPPED')
  })
})

const held = {
  number: 900,
  kind: 'BLESSING',
  state: 'HELD',
  words: '还没有人看过的话',
  at: new Date(0),
  changedAt: new Date(0),
} as const

function picture(said: Awaited<ReturnType<Town['says']>>): string {
  return Buffer.from(said.find((one) => one.picture)?.picture?.bytes ?? []).toString('base64')
}
