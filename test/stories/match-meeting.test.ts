import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { MATCHMAKER, type MatchTown, openMatchTown } from './match-town.ts'
import { heardIn } from './town.ts'

const DAY = 24 * 60 * 60_000
/** Codes and days differ from one introduction to the next. */
const plain = (text: string) => text.replace(/[A-Z]\d[A-Z]\d/g, '####').replace(/\d+月\d+日\(周.\)/g, '某天')

describe('two residents are introduced', () => {
  let match: MatchTown
  beforeEach(async () => {
    match = await openMatchTown({ at: shanghai(2026, 6, 3, 9, 0) })
  })
  afterEach(() => match.town.close())
  const tells = (who: string, text: string) => match.tells(who, text)

  it('privacy 6, 10: the matchmaker decides, both get a card, and with both yeses each gets the other’s contact', async () => {
    const { woman, man } = await match.sixTakePart()
    const shown = await tells(MATCHMAKER, `/发卡 ${woman} ${man}`)
    expect(shown).toMatch(/^给2看的卡片：\n【卡片 ····】女，35到39岁\n学历：本科\n给1看的卡片：\n/)
    expect(await match.rows('introduction')).toBe(0)
    const since = match.town.mark()
    expect(await tells(MATCHMAKER, '发')).toMatch(/^介绍1：卡片发出去了，到6月10日\(周三\)为止。/)
    const said = match.town.said.slice(since)
    expect(plain(heardIn('he', said))).toBe(
      '💐 红娘想给您介绍一位邻居：\n【卡片 ####】男，35到39岁\n学历：本科\n' +
        '愿意认识，回「愿意 ####」；不合适，回「不合适 ####」。到某天为止，不回也没关系。\n' +
        '您怎么回的，对方和红娘都不知道；两边都愿意，才互相告诉联系方式。',
    )
    expect(said.filter(({ chat }) => chat.includes('@'))).toEqual([])
    const code = /【卡片 (\S{4})】/.exec(heardIn('he', said))?.[1]
    expect(await tells('he', `愿意 ${code?.toLowerCase()}，周末可以一起爬山`)).toMatch(/^记下了：愿意。/)
    // Without the code too, since one card waits.
    const heHears = await match.hears('he', async () => {
      const wu = await tells('wu', '愿意')
      expect(wu).toMatch(/^记下了：愿意。[\s\S]*小何 13800002222\n对方说：周末可以一起爬山\n头一回见面选人多的地方/)
    })
    expect(heHears).toMatch(/两边都愿意认识。对方的联系方式：\n老吴 13900003333\n/)
    expect(heHears).not.toMatch(/小心：/)
    expect(match.town.last(MATCHMAKER)).toBe('介绍1成了，两边都愿意，已经互相告诉联系方式。')
    const { client } = match.town.database
    const audit = await client.auditEntry.findMany({ where: { action: 'match.release' } })
    expect(audit).toMatchObject([{ subject: 'introduction:1' }])
    expect(await client.introductionSide.findMany()).toMatchObject([
      { card: null, note: null },
      { card: null, note: null },
    ])
    expect(await tells('he', `不合适 ${code}`)).toBe('这次介绍已经成了，联系方式已经互相告诉了。')
    expect(match.town.said.filter(({ text }) => /13800002222/.test(text)).map(({ chat }) => chat)).toEqual(['wu'])
    await match.daysLater(8)
    expect(match.town.last('he')).toBe('这次介绍已经成了，联系方式已经互相告诉了。')
  })

  it('privacy 6: no, silence, a yes taken back, leaving, a block and freezing look alike: the same bytes at the same time', async () => {
    const he = await match.takesPart('he', { gender: 'F' })
    const others = ['wu', 'tang', 'ma', 'zhou', 'sun', 'chen']
    const numbers = new Map<string, number>()
    for (const who of others) numbers.set(who, await match.takesPart(who, { gender: 'M' }))
    for (const who of ['deng', 'xu']) await match.takesPart(who, { gender: 'F' })
    const ways: Record<string, (code: string) => Promise<unknown>> = {
      wu: (code) => tells('wu', `不合适 ${code}`),
      tang: async () => undefined,
      ma: async (code) => {
        await tells('ma', `愿意 ${code}`)
        await tells('ma', `不合适 ${code}`)
      },
      zhou: () => tells('zhou', '/红娘 退出'),
      sun: (code) => tells('sun', `/红娘 拉黑 ${code}`),
      chen: () => freeze('chen'),
    }
    const seen: unknown[] = []
    for (const who of others) {
      const from = match.town.mark()
      await match.introduces(he, numbers.get(who) ?? 0)
      const said = match.town.said.slice(from)
      const codeFor = (reader: string) => /【卡片 (\S{4})】/.exec(heardIn(reader, said))?.[1] ?? ''
      const begun = match.town.now().getTime()
      match.town.clock.moveBy(DAY)
      await ways[who]?.(codeFor(who))
      const acknowledged = await tells('he', `愿意 ${codeFor('he')}`)
      const before = match.town.mark()
      if (who === 'wu') {
        match.town.clock.moveTo(new Date(begun + 7 * DAY - 1))
        await match.town.minutesLater(0)
        expect(heardIn('he', match.town.said.slice(before))).toBe('')
      }
      match.town.clock.moveTo(new Date(begun + 7 * DAY))
      await match.town.minutesLater(0)
      const told = heardIn('he', match.town.said.slice(before))
      const [row] = await match.town.database.client.outboxMessage.findMany({
        where: { key: { startsWith: 'introduction:', contains: ':end:' }, chatId: 'he' },
        orderBy: { id: 'desc' },
        take: 1,
      })
      const matchmaker = plain(match.town.last(MATCHMAKER)).replace(/^介绍\d+/, '')
      seen.push({
        acknowledged: plain(acknowledged),
        told: Buffer.from(told).toString('hex'),
        after: [row?.createdAt.getTime(), row?.notBefore.getTime()].map((at) => (at ?? 0) - begun),
        priority: row?.priority,
        matchmaker,
      })
    }
    expect(seen).toHaveLength(others.length)
    for (const each of seen) expect(each).toEqual(seen[0])
    expect(seen[0]).toMatchObject({ after: [7 * DAY, 7 * DAY], matchmaker: '到期了，没有成。' })
    expect(Buffer.from((seen[0] as { told: string }).told, 'hex').toString()).toBe(
      '上次的介绍到期了，这次没有成。红娘会继续替您留意，不用做什么。',
    )
    // Nobody's contact has been given to anybody.
    expect(match.town.said.filter(({ text }) => /13800001111/.test(text))).toEqual([])
  }, 60_000)

  /** Two who were introduced to somebody report them. */
  async function freeze(who: string): Promise<void> {
    await match.town.database.transaction(async (tx) => {
      const identity = await tx.chatIdentity.findFirstOrThrow({ where: { contactId: who } })
      const profile = await tx.matchProfile.findUniqueOrThrow({ where: { personId: identity.personId } })
      const report = { communityId: profile.communityId, aboutTag: profile.tag, at: match.town.now() }
      await tx.matchReport.create({ data: { ...report, byTag: 'one' } })
      await tx.matchReport.create({ data: { ...report, byTag: 'another' } })
      const { freezeIfReported } = await import('../../src/matchmaking/reports.ts')
      await freezeIfReported(tx, profile.tag, match.town.now())
    })
  }

  it('privacy 5: a card that fewer than three could match goes out only after its owner’s yes to exactly it', async () => {
    const { man } = await match.sixTakePart()
    const rare = await match.takesPart('chen', { gender: 'F', birthYear: 1990, education: 5, job: 'teaching' })
    expect(await tells(MATCHMAKER, `/发卡 ${rare} ${man}`)).toMatch(/和7条件相近的不到3人，要先请本人看过。/)
    const since = match.town.mark()
    expect(await tells(MATCHMAKER, '发')).toMatch(/卡片先请本人看过，同意了就发。/)
    const asked = heardIn('chen', match.town.said.slice(since))
    expect(heardIn('wu', match.town.said.slice(since))).toBe('')
    const card = /【卡片 \S{4}】[\s\S]*?(?=\n这样发可以)/.exec(asked)?.[0]
    expect(card).toMatch(/^【卡片 \S{4}】女，35到39岁\n学历：博士\n工作：教育$/)
    // What has changed since is not on the card that was approved.
    await tells('chen', '/红娘 修改 工作')
    await tells('chen', '医院')
    const wu = await match.hears('wu', () => tells('chen', '可以发'))
    expect(wu).toContain(card)
    expect(match.town.last('chen')).toMatch(/^💐 红娘想给您介绍一位邻居：/)
  })

  it('privacy 5: a card that is not approved never goes out, and nobody learns why', async () => {
    const { man } = await match.sixTakePart()
    const rare = await match.takesPart('chen', { gender: 'F', birthYear: 1990, education: 5 })
    await tells(MATCHMAKER, `/发卡 ${rare} ${man}`)
    await tells(MATCHMAKER, '发')
    expect(await tells('chen', '不发')).toBe('好的，不发。没有人知道您怎么回的。')
    const since = match.town.mark()
    await match.daysLater(7)
    expect(heardIn('wu', match.town.said.slice(since))).toBe('')
    expect(heardIn('chen', match.town.said.slice(since))).toBe('')
    expect(heardIn(MATCHMAKER, match.town.said.slice(since))).toBe('介绍1到期了，没有成。')
  })

  it('sends no card from which something is withdrawn', async () => {
    await match.sixTakePart()
    const rare = await match.takesPart('chen', { gender: 'F', birthYear: 1990, marital: 'widowed' })
    await tells(MATCHMAKER, `/发卡 ${rare} 5`)
    await tells(MATCHMAKER, '发')
    await tells('chen', '/红娘 修改 婚史')
    await tells('chen', '删掉')
    const since = match.town.mark()
    expect(await tells('chen', '可以发')).not.toMatch(/照您看过的/)
    expect(heardIn('tang', match.town.said.slice(since))).toBe('')
    const { client } = match.town.database
    expect((await client.introductionSide.findMany()).map(({ card }) => card)).toEqual([null, null])
  })

  it('is no business of a matchmaker of another community, nor of staff in their own case', async () => {
    const { woman, man } = await match.sixTakePart()
    await match.town.database.transaction(async (tx) => {
      const { id } = await tx.community.create({ data: { code: 'other', name: '别处', createdAt: match.town.now() } })
      const { personId } = await tx.chatIdentity.findFirstOrThrow({ where: { contactId: 'staff-2' } })
      await tx.role.deleteMany({ where: { personId } })
      await tx.role.create({ data: { personId, kind: 'MATCHMAKER', communityId: id, since: match.town.now() } })
    })
    for (const words of ['', ` ${woman}`, ` ${woman} ${man}`, ' 记录']) {
      expect(await tells('staff-2', `/发卡${words}`)).toMatch(/^红娘服务现在没有开/)
    }
    const own = await match.takesPart('staff-1', { gender: 'F' })
    const since = match.town.mark()
    await tells(MATCHMAKER, `/发卡 ${own} ${man}`)
    await tells(MATCHMAKER, '发')
    const code = /【卡片 (\S{4})】/.exec(heardIn('wu', match.town.said.slice(since)))?.[1]
    await tells('wu', `/红娘 举报 ${code} 说话难听`)
    expect(await tells('staff-1', '/红娘 举报单')).toBe('现在没有要看的举报。')
    expect(await tells('staff-1', `/红娘 解冻 ${own}`)).toBe('自己的事请别的同事来看。')
    expect(await tells('secretary', '/红娘 举报单')).toMatch(/说话难听/)
    expect(await match.rows('introduction')).toBe(1)
  })

  it('has a new code on each card each time, and takes no code that is not one’s own', async () => {
    const { woman, man } = await match.sixTakePart()
    const first = await match.introduces(woman, man)
    expect(await tells('tang', `愿意 ${first.wu}`)).toMatch(/^没有找到这张卡片/)
    expect(await tells('tang', '愿意 K7M2')).toBe(await tells('tang', `不合适 ${first.he}`))
    expect(await tells('tang', `/红娘 举报 ${first.he} 乱来`)).toMatch(/^没有找到这张卡片/)
    expect(await tells(MATCHMAKER, `/发卡 ${woman} 5`)).toBe('其中有一位正在一次介绍里，等那次结束再说。')
    await match.daysLater(7)
    expect(await tells(MATCHMAKER, `/发卡 ${woman} ${man}`)).toBe('这两位不能介绍：以前介绍过，或者不方便。')
    const second = await match.introduces(woman, 5)
    expect(new Set([first.he, first.wu, second.he]).size).toBe(3)
  })

  it('privacy 12: blocking is mutual and lasting, reporting works after it, and two reports freeze and go to staff in private', async () => {
    const { woman, man } = await match.sixTakePart()
    const first = await match.introduces(woman, man)
    expect(await tells('he', `/红娘 拉黑 ${first.he}`)).toBe('好的，以后不会再介绍你们认识，对方不会收到通知。')
    expect(await tells('he', `愿意 ${first.he}`)).toBe('这次介绍已经结束了，不用回了。')
    const staff = await match.hears('staff-1', async () => {
      expect(await tells('he', `/红娘 举报 ${first.he} 他一上来就让我转账`)).toMatch(
        /^收到[\s\S]*别转钱。拿不准打 96110/,
      )
    })
    expect(staff).toBe('💐 红娘服务收到一条举报，请私聊发 /红娘 举报单 看。')
    await match.daysLater(7)
    expect(await tells(MATCHMAKER, `/发卡 ${man}`)).not.toMatch(/\n1　/)
    // Both leave and come back: the block is still there.
    for (const who of ['he', 'wu']) await tells(who, '/红娘 退出')
    const [again, other] = [await match.takesPart('he', { gender: 'F' }), await match.takesPart('wu', { gender: 'M' })]
    expect(await tells(MATCHMAKER, `/发卡 ${again} ${other}`)).toMatch(/^这两位不能介绍/)
    const since = match.town.mark()
    await tells(MATCHMAKER, `/发卡 3 ${other}`)
    await tells(MATCHMAKER, '发')
    const code = /【卡片 (\S{4})】/.exec(heardIn('deng', match.town.said.slice(since)))?.[1]
    await tells('deng', `/红娘 举报 ${code} 说话难听`)
    expect(await tells('wu', '/红娘')).toMatch(/资料正由社区工作人员核对/)
    expect(await tells('wu', '/红娘 恢复')).toMatch(/核对好会恢复/)
    expect(await tells(MATCHMAKER, `/发卡 ${other}`)).toMatch(/名单里没有编号/)
    expect(await tells('he', '/红娘 举报单')).toMatch(/由社区工作人员来做/)
    const list = await tells('staff-1', '/红娘 举报单')
    expect(list).toMatch(
      new RegExp(`^💐 有2条举报：\n资料${other}（已停用），6月3日\\(周三\\) 09:00：他一上来就让我转账`),
    )
    expect(await tells('staff-1', `/红娘 核对 ${again}`)).toMatch(/没有找到这份被举报的资料/)
    expect(await tells('staff-1', `/红娘 解冻 ${other}`)).toMatch(/可以用了/)
    expect(await tells('wu', '/红娘')).toMatch(/正在参加/)
  })

  it('privacy 12: talk of money in what passes through the bot warns the other side', async () => {
    const rich = { gender: 'M', birthYear: 1990, wish: { words: '一起做投资' } } as const
    const man = await match.takesPart('wu', rich, '老吴 13900003333 带你赚钱')
    for (const who of ['tang', 'ma']) await match.takesPart(who, { gender: 'M', birthYear: 1990 })
    const woman = await match.takesPart('he', { gender: 'F', birthYear: 1990 })
    for (const who of ['deng', 'xu']) await match.takesPart(who, { gender: 'F', birthYear: 1990 })
    await tells(MATCHMAKER, `/发卡 ${woman} ${man}`)
    const since = match.town.mark()
    await tells(MATCHMAKER, '发')
    await tells('wu', '可以发')
    expect(heardIn('he', match.town.said.slice(since))).toMatch(/一起做投资\n小心：上面的话里提到了钱/)
    expect(heardIn('wu', match.town.said.slice(since))).not.toMatch(/小心：/)
    await tells('wu', '愿意')
    expect(await tells('he', '愿意')).toMatch(/带你赚钱\n小心：上面的话里提到了钱[\s\S]*谁提转账、借钱、投资都别答应/)
  })
})
