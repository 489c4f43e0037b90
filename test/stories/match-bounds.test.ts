import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { shown } from '../../src/matchmaking/figures.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { runFolder } from '../run-folder.ts'
import { FakeEndpoint, saying } from '../understanding/opinion/fake-endpoint.ts'
import { MATCHMAKER, type MatchTown, openMatchTown, SEALING } from './match-town.ts'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'

const AT = shanghai(2026, 6, 3, 9, 0)

describe('matchmaking is switched off', () => {
  it('with one kind sentence, without a key and before the secretary has confirmed; nothing is kept', async () => {
    for (const sealing of [undefined, SEALING]) {
      const town = await Town.open({ at: AT, ...(sealing ? { sealing } : {}) })
      const tells = async (text: string) => heardIn('he', await town.says('he', 'he', text))
      for (const words of ['', ' 看', ' 同意', ' 愿意 K7M2', ' 退出', ' 统计']) {
        expect(await tells(`/红娘${words}`)).toBe('红娘服务现在没有开，等开了会在这里办。谢谢您惦记。')
      }
      await tells('同意')
      expect(await town.database.client.consent.count()).toBe(0)
      expect(await town.database.client.dialog.count()).toBe(0)
      expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/红娘'))).toMatch(/这个请私聊小格。/)
      await town.close()
    }
  })

  it('when the key is away, everything else works, leaving does too, and what has expired goes all the same', async () => {
    const database = await openDatabase({ url: `file:${join(await mkdtemp(join(runFolder(), 'key-')), 'town.db')}` })
    const match = await openMatchTown({ at: AT, database })
    for (const who of ['he', 'wu']) await match.takesPart(who, { gender: who === 'he' ? 'F' : 'M' })
    await match.town.close()
    const town = await Town.open({ again: match.town, database })
    const tells = async (who: string, text: string) => heardIn(who, await town.says(who, who, text))
    expect(await tells('he', '/红娘 看')).toMatch(/^红娘服务现在没有开/)
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮'))).toMatch(/#1 已登记/)
    expect(await tells('he', '/红娘 退出')).toMatch(/已经全部删掉/)
    expect(await tells('wu', '/我的资料')).toMatch(/红娘：有一份加密的资料/)
    town.clock.moveBy(181 * 24 * 60 * 60_000)
    await town.minutesLater(10)
    expect(await database.client.matchProfile.count()).toBe(0)
    await town.close()
    await database.close()
  }, 60_000)
})

it('privacy 4, 11: nothing of it is said in a group, shown to a model, or kept where what people say is kept', async () => {
  const endpoint = new FakeEndpoint()
  await endpoint.open()
  endpoint.does(saying({}))
  const model = { apiKey: 'k', baseUrl: endpoint.url, model: 'm', tokensPerDay: 200_000 }
  const match = await openMatchTown({ at: AT, model })
  const { town } = match
  const tells = (who: string, text: string) => match.tells(who, text)
  const long = '性格开朗，喜欢安静，楼道里的灯坏了也愿意自己修，物业没人管的事也愿意帮忙，'.repeat(3)
  for (const words of ['/红娘', '我想找个老实人', long, '同意', long, '1991', '女', long, '跳过', '跳过'])
    await tells('he', words)
  for (const words of ['在二医院当护士，楼下电梯总坏', '爬山', '跳过', long, '同意 离异', '同意 身体好', '都跳过'])
    await tells('he', words)
  await tells('he', '小何 13800002222')
  await tells('he', '确认')
  const he = await match.rows('matchProfile')
  const man = await match.takesPart('wu', { gender: 'M', marital: 'widowed' })
  for (const who of ['tang', 'ma']) await match.takesPart(who, { gender: 'M', marital: 'widowed' })
  await tells(MATCHMAKER, `/发卡 1 ${man}`)
  await tells(MATCHMAKER, '发')
  await town.quiet()
  // In their own words, and when what was asked is long over.
  for (const words of [
    '这个人听着不错，想见见，我离异',
    '对方多高，电梯坏了他会修吗',
    '红娘在吗，帮我找个对象',
    long,
  ]) {
    await town.tells('he', 'he', words)
  }
  town.clock.moveBy(26 * 60 * 60_000)
  await tells('he', '/红娘 修改 希望')
  town.clock.moveBy(26 * 60 * 60_000)
  await town.tells('he', 'he', `${long}离异`)
  expect(he).toBe(1)
  expect(endpoint.heard).toEqual([])
  const { client } = town.database
  expect(await client.burst.findMany()).toEqual([])
  expect(await client.issue.count()).toBe(0)
  const groups = town.said.filter(({ chat }) => chat.includes('@'))
  expect(groups).toEqual([])
  const kept = JSON.stringify([
    await client.outboxMessage.findMany(),
    await client.dialog.findMany(),
    await client.matchProfile.findMany(),
    await client.introductionSide.findMany(),
    await client.auditEntry.findMany(),
    await client.recentPhoto.findMany(),
    town.logged,
  ])
  for (const value of ['1991', '离异', '13800002222', '爬山', '医疗', '护士', '性格开朗', '身体好', '丧偶']) {
    expect(kept, value).not.toContain(value)
  }
  await town.close()
  await endpoint.close()
}, 60_000)

describe('figures for the staff', () => {
  it('are shown from five up, and no small number can be had by subtraction', () => {
    for (let whole = 0; whole <= 30; whole += 1) {
      for (let part = 0; part <= whole; part += 1) {
        const { whole: all, part: some } = shown(whole, part)
        for (const each of [all, some]) expect(each === undefined || each >= 5).toBe(true)
        if (some !== undefined) expect(all !== undefined && all - some >= 5).toBe(true)
        if (all === undefined) expect(some).toBeUndefined()
      }
    }
  })

  it('are for the staff alone, in private', async () => {
    const match: MatchTown = await openMatchTown({ at: AT })
    await match.sixTakePart()
    expect(await match.tells('staff-1', '/红娘 统计')).toBe(
      '💐 正在参加：6人（女 不显示，男 不显示）\n近90天介绍：不显示，成了 不显示\n不足5的，和由别的数能算出来的，都不显示。',
    )
    expect(await match.tells('he', '/红娘 统计')).toBe('这一项由社区工作人员来做。')
    expect(heardIn(STAFF, await match.town.says('staff-1', STAFF, '/红娘 统计'))).not.toMatch(/参加|红娘/)
    await match.town.close()
  })
})
