import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { MATCHMAKER, type MatchTown, openMatchTown, sealer } from './match-town.ts'
import { GRID_3, heardIn, STAFF } from './town.ts'

describe('taking part in matchmaking', () => {
  let match: MatchTown
  beforeEach(async () => {
    match = await openMatchTown({ at: shanghai(2026, 6, 3, 9, 0) })
  })
  afterEach(() => match.town.close())
  const tells = (who: string, text: string) => match.tells(who, text)

  it('is agreed to, asked for and confirmed step by step, in private', async () => {
    expect(await tells('he', '/红娘')).toMatch(
      /^💐 社区红娘帮单身邻居牵线，不收钱。[\s\S]*请回「同意」；不参加回「不」。$/,
    )
    expect(await tells('he', '好的')).toMatch(/请回「同意」两个字/)
    expect(await match.rows('consent')).toBe(0)
    expect(await tells('he', '同意')).toMatch(/您是哪年出生的/)
    expect(await match.rows('matchProfile')).toBe(0)
    expect(await tells('he', '91年的')).toBe(
      '好的，一项一项来。不想写的回「跳过」，改上一项回「返回」，先歇歇回「停」。\n您是男士还是女士？',
    )
    expect(await tells('he', '跳过')).toMatch(/^这一项要有才能介绍。\n您是男士还是女士？/)
    expect(await tells('he', '女')).toMatch(/^记下了，性别：女。\n身高大概多少/)
    expect(await tells('he', '一米六五')).toMatch(/^记下了，身高：165到169。\n学历呢/)
    expect(await tells('he', '返回')).toMatch(/^身高大概多少/)
    expect(await tells('he', '162')).toMatch(/^记下了，身高：160到164。/)
    expect(await tells('he', '上过本科')).toMatch(/^记下了，学历：本科。\n做哪类工作/)
    expect(await tells('he', '在医院上班')).toMatch(/^记下了，工作：医疗卫生。\n平时喜欢/)
    expect(await tells('he', '停')).toBe('好的，填过的都留着。想接着填就发 /红娘。')
    expect(await tells('he', '/红娘')).toMatch(/^接着上次的填。\n平时喜欢/)
    expect(await tells('he', '爬山、看书')).toMatch(/^记下了，爱好：爬山、看书。\n大概住在哪儿/)
    expect(await tells('he', '跳过')).toMatch(/^好的，这项不写。\n对对方有什么希望/)
    expect(await tells('he', '28到40岁，大专以上，顾家')).toMatch(
      /^记下了，希望：28到40岁，大专起，顾家。\n下面五项比较私密/,
    )
    // A sensitive field needs a yes of its own.
    expect(await tells('he', '离异')).toMatch(/^愿意写的话，请前面加上「同意」。\n婚史要不要写/)
    expect(await tells('he', '同意')).toMatch(/^好的。请写婚史。/)
    expect(await tells('he', '离异')).toMatch(/^记下了，婚史：离异。\n健康要不要写/)
    expect(await tells('he', '同意 身体好')).toMatch(/^记下了，健康：身体好。\n宗教信仰要不要写/)
    expect(await tells('he', '都跳过')).toMatch(/^最后一项：两边都愿意时/)
    expect(await tells('he', '小何')).toMatch(/^里面没看到手机号或微信号/)
    const preview = await tells('he', '小何 13800002222')
    expect(preview).toMatch(
      /^联系方式记下了。\n都填好了，请看一遍：\n出生年份：1991年\n性别：女\n[\s\S]*没问题回「确认」/,
    )
    expect(preview).not.toMatch(/13800002222|宗教|收入/)
    expect(await tells('he', '学历')).toMatch(/^学历呢/)
    expect(await tells('he', '硕士')).toMatch(/^记下了，学历：硕士。/)
  })

  it('privacy 1: rests on a consent row with purpose, fields, version, time and message; each sensitive field on one of its own', async () => {
    for (const words of ['/红娘', '同意', '1991', '女', '跳过', '跳过', '跳过', '跳过', '跳过', '跳过'])
      await tells('he', words)
    await tells('he', '同意 未婚')
    const rows = await match.town.database.client.consent.findMany({ orderBy: { id: 'asc' } })
    expect(rows).toMatchObject([
      { purpose: 'matchmaking', textVersion: '2026-11', withdrawnAt: null, at: match.town.now() },
      { purpose: 'matchmaking.marital', fields: ['marital'], textVersion: '2026-11', withdrawnAt: null },
    ])
    expect(rows[0]?.fields).toEqual(['birthYear', 'gender', 'height', 'education', 'job', 'hobbies', 'area', 'wish'])
    const handled = await match.town.database.client.handledMessage.findMany({ where: { contactId: 'he' } })
    expect(handled.map(({ messageId }) => messageId)).toContain(rows[0]?.messageId)
    expect(handled[1]?.messageId, 'the message that said 同意').toBe(rows[0]?.messageId)
  })

  it('privacy 1: a 好的 or 同意 in a group is no consent, and one line there points to private chat and tells nothing', async () => {
    expect(heardIn(GRID_3, await match.town.says('ma', GRID_3, '/红娘'))).toBe(
      '@马先生 这个请私聊小格。还没加好友的，点小格头像选“添加到通讯录”就行。',
    )
    expect(heardIn(GRID_3, await match.town.says('liu', GRID_3, '/红娘 退出'))).toMatch(/^@\S+ 这个请私聊小格。/)
    expect(heardIn(STAFF, await match.town.says('staff-1', STAFF, '/发卡'))).toMatch(/^@\S+ 这个请私聊小格。/)
    expect(heardIn(GRID_3, await match.town.says('ma', GRID_3, '@小格 /红良'))).not.toMatch(/红娘/)
    await tells('ma', '/红娘')
    await match.town.says('ma', GRID_3, '同意')
    await match.town.says('ma', GRID_3, '@小格 好的')
    expect(await match.rows('consent')).toBe(0)
    expect(await tells('ma', '同意')).toMatch(/哪年出生/)
  })

  it.each([
    ['2010年', /^不满18岁不能参加。什么都没有记。$/],
    ['17岁', /^不满18岁/],
    ['2008年', /^只说年份，还看不出满没满18岁/],
    ['不想说', /^不知道年龄，就不能参加/],
    ['停', /^不知道年龄，就不能参加/],
  ])('privacy 3: %s: refused, nothing kept', async (said, refused) => {
    await tells('he', '/红娘')
    await tells('he', '同意')
    expect(await tells('he', said)).toMatch(refused)
    const { client } = match.town.database
    expect([await match.rows('matchProfile'), await match.rows('consent'), await client.dialog.count()]).toEqual([
      0, 0, 0,
    ])
    const rows = await client.outboxMessage.findMany({ where: { chatId: 'he' } })
    expect(rows.map(({ text }) => text).join('')).toBe('')
  })

  it('is for oneself alone', async () => {
    await tells('he', '/红娘')
    expect(await tells('he', '我替女儿登记')).toMatch(/^这件事要本人自己同意/)
    expect(await tells('he', '不')).toMatch(/什么都没有记/)
  })

  it('privacy 2: refuses what is not on the list, kindly, and keeps no word of it', async () => {
    for (const words of ['/红娘', '同意', '1991', '女', '跳过', '跳过', '跳过']) await tells('he', words)
    const canaries = [
      '110101199103078888',
      '6222020200112233445',
      '13655557777',
      '向阳小区3号楼2单元501',
      '金丝雀科技公司',
      '儿子上五年级',
    ]
    for (const canary of canaries) {
      expect(await tells('he', `爬山，${canary}`), canary).toMatch(/也没有记|刚才的没有记|见面再聊/)
    }
    await tells('he', '爬山')
    const { client } = match.town.database
    const [profile] = await client.matchProfile.findMany()
    const opened = sealer.open(profile?.fields ?? '', `MatchProfile:${profile?.personId}:fields`)
    expect(opened).toBe('{"birthYear":1991,"gender":"F","hobbies":["爬山"]}')
    const everything = JSON.stringify([
      await client.outboxMessage.findMany(),
      await client.burst.findMany(),
      await client.dialog.findMany(),
      await client.auditEntry.findMany(),
      match.town.logged,
      match.town.said,
    ])
    for (const canary of canaries) expect(everything).not.toContain(canary)
  })

  it('does not swallow a cry for help, and goes on afterwards', async () => {
    for (const words of ['/红娘', '同意', '1991', '女']) await tells('he', words)
    expect(await tells('he', '3号楼着火了，快来人')).toMatch(/119/)
    expect(await tells('he', '/红娘')).toMatch(/^接着上次的填。\n身高/)
  })

  it('is looked at, changed, paused, renewed and left, each with a few words', async () => {
    await match.takesPart('he', { gender: 'F', marital: 'single', height: 3 })
    expect(await tells('he', '/红娘')).toMatch(/^💐 正在参加。资料留到11月30日\(周一\)。/)
    expect(await tells('he', '/红娘 看')).toMatch(
      /^您的红娘资料：\n出生年份：1991年[\s\S]*\n联系方式：he 13800001111\n红娘看过0次/,
    )
    expect(await tells('he', '/红娘 修改')).toMatch(/^要改哪项？/)
    expect(await tells('he', '/红娘 修改 身高')).toMatch(/^要去掉这项回「删掉」/)
    expect(await tells('he', '171')).toMatch(/^记下了，身高：170到174。/)
    await tells('he', '/红娘 修改 婚史')
    expect(await tells('he', '删掉')).toMatch(/^好的，这项删掉了。/)
    expect(await tells('he', '/红娘 看')).not.toMatch(/婚史/)
    expect(await tells('he', '/红娘 暂停')).toMatch(/先不给您介绍了/)
    expect(await tells('he', '/红娘 恢复')).toMatch(/又参加了/)
    await match.town.moveClock('+3d')
    expect(await tells('he', '/红娘 续期')).toBe('好的，续上了，资料留到12月3日(周四)。')
    expect(await tells('he', '/红娘 退出')).toMatch(/^好的，您的红娘资料已经全部删掉/)
    const { client } = match.town.database
    expect(await match.rows('matchProfile')).toBe(0)
    expect((await client.consent.findMany()).every(({ withdrawnAt }) => withdrawnAt !== null)).toBe(true)
    const [left] = await client.auditEntry.findMany({ where: { action: 'match.leave' } })
    expect(left?.data).toMatchObject({ hashes: { birthYear: sealer.hash('birthYear:1991') } })
    expect(await tells('he', '/红娘')).toMatch(/^💐 社区红娘帮单身邻居牵线/)
  })

  it('privacy 8: asks 14 days before 180 days are over, and deletes what is not renewed', async () => {
    await match.takesPart('he', { gender: 'F' })
    await match.takesPart('wu', { gender: 'M' })
    const heard = await match.hears('he', () => match.daysLater(167))
    expect(heard).toBe('💐 您的红娘资料留到11月30日(周一)。想接着参加，回「续期」；不回到时就自动删掉。')
    expect(await tells('he', '续期')).toMatch(/^好的，续上了/)
    expect(await match.hears('wu', () => match.daysLater(14))).toMatch(/^您的红娘资料到期了，已经全部删掉。/)
    expect(await match.rows('matchProfile')).toBe(1)
  })

  it('lets only a matchmaker of the community see the list, and writes down each look', async () => {
    const { woman, man } = await match.sixTakePart()
    expect(await tells('staff-1', '/发卡')).toMatch(/红娘使用/)
    expect(await tells('he', `/发卡 ${man}`)).toMatch(/红娘使用/)
    const list = await tells(MATCHMAKER, '/发卡')
    expect(list).toMatch(/^💐 名单：\n1　女，35到39岁，本科\n2　男，35到39岁，本科\n/)
    expect(list).not.toMatch(/何|吴|138|1991/)
    const look = await tells(MATCHMAKER, `/发卡 ${woman}`)
    expect(look).toMatch(/^💐 编号1\n出生年份：1991年\n性别：女\n学历：本科\n合得上的，按接近程度排：\n/)
    expect(look).not.toMatch(/13800002222/)
    expect(await tells(MATCHMAKER, '/发卡 999')).toBe('名单里没有编号999。发 /发卡 看名单。')
    const { client } = match.town.database
    const matchmaker = await client.chatIdentity.findFirstOrThrow({ where: { contactId: MATCHMAKER } })
    const read = await client.auditEntry.findMany({ where: { action: 'match.read' } })
    expect(read).toHaveLength(6 + 4)
    expect(read.every(({ personId }) => personId === matchmaker.personId)).toBe(true)
    expect(await tells('he', '/红娘 看')).toMatch(/红娘看过2次/)
  })
})
