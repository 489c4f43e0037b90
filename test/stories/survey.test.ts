import { strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { FakeEndpoint, saying } from '../understanding/opinion/fake-endpoint.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'

describe('the learning-needs questionnaire', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 9, 0) })
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  /** In private chat. */
  const tells = (who: string, text: string) => says(who, who, text)

  async function opened(scope = '全部') {
    return town.says('staff-1', 'staff-1', `/问卷 发 学习需求 ${scope} 到 6月20日`)
  }

  /** Answers all that is asked, in as many messages as it takes. */
  async function fillsIn(who: string, answers: (page: string) => string): Promise<string> {
    let said = await tells(who, '/问卷')
    for (let pages = 0; /这样回：|回一个|直接写|回字母|回 A/.test(said) && pages < 12; pages += 1)
      said = await tells(who, answers(said))
    return said
  }

  it('is opened for grids with one line in each group', async () => {
    const said = await opened('3,7')
    expect(said.filter(({ chat }) => chat.includes('@')).map(({ chat }) => chat)).toEqual([GRID_3, GRID_7])
    expect(town.last(GRID_3)).toBe(
      '📝 社区学习需求问卷\n想听听您愿意学点什么，社区好请老师、排课。一共17题，大约5分钟。不记名，不想答的可以跳过。\n' +
        '想填的，私聊小格发 /问卷，到6月20日(周六)为止。不填也不影响办事和报名。',
    )
    expect(heardIn('staff-1', said)).toMatch(
      /^好的，《社区学习需求问卷》开了：3、7号网格，到6月20日\(周六\)为止，2个群各发一条。/,
    )
    expect(heardIn('staff-1', await opened())).toMatch(/正在进行/)
  })

  it('asks in private a few questions at a time, in a block or one by one, and goes on where one was', async () => {
    expect(await tells('ma', '/问卷')).toBe('现在没有要您填的问卷。')
    await opened()
    const first = await tells('ma', '/问卷')
    expect(first).toMatch(/^📝 社区学习需求问卷 第1–3题，共17题\n/)
    expect(first).toContain('1. 您的年龄是？\nA 35岁以下　B 35到49岁\nC 50到59岁　D 60到69岁\nE 70岁以上')
    expect(first).toMatch(/—\n这样回：1A 2AB 3A；不想答的回「1跳过」；先放一放回「先停」。$/)

    expect(await tells('ma', '１ｃ')).toBe('还有第2、3题，这样回：2AB 3A\n不想答的，回「跳过」就到下一页。')
    expect(await tells('ma', '2E、3Z')).toBe('第3题没有这个选项，请看一下上面的字母。')
    // Who has not been there yet is not asked whether they liked it.
    const second = await tells('ma', 'C')
    expect(second).toMatch(/第5–8题，共17题/)
    expect(await tells('ma', '先停')).toBe('好的，填过的都留着。想接着填就发 /问卷。')

    await town.moveClock('+2d')
    expect(await tells('ma', '/问卷')).toBe(second)
    // Also changes of mind, by the number.
    expect(await tells('ma', '3A')).toMatch(/第4–7题，共17题\n4\. 参加过的/)
  })

  it('takes every answer that was given before a long silence, a block also without /问卷', async () => {
    await opened()
    await tells('ma', '/问卷')
    await tells('ma', '1A')
    await town.moveClock('+3d')
    expect(await tells('ma', '2E 3C')).toMatch(/第5–8题/)
  })

  it('nudges once after a day', async () => {
    await opened()
    await tells('ma', '/问卷')
    await tells('ma', '1A')
    const since = town.said.length
    await town.moveClock('+1d')
    await town.moveClock('+3d')
    expect(heardIn('ma', town.said.slice(since))).toBe(
      '《社区学习需求问卷》您还没填完，填过的都留着。\n方便的时候发 /问卷 接着填，到6月20日(周六)为止。不想填就不用管，不会再提醒了。',
    )
  })

  it('lets anybody pass over anything, or leave, and nothing else depends on it', async () => {
    await opened()
    let said = await tells('ma', '/问卷')
    for (let pages = 0; /跳过/.test(said) && pages < 10; pages += 1) said = await tells('ma', '跳过')
    expect(said).toMatch(/^谢谢您，填好了。/)
    expect(await town.database.client.surveyAnswer.count()).toBe(0)

    await tells('chen', '/问卷')
    await tells('chen', '1A 2E 3C')
    expect(await tells('chen', '不填了')).toMatch(/^好的，不填也没关系，办事、报名都不受影响。/)
    expect((await town.database.client.surveyTurn.findMany()).every(({ partial }) => partial === null)).toBe(true)
    expect(await says('chen', GRID_3, '/报事 3号楼2单元楼道灯不亮')).toMatch(/#1 已登记/)
    await town.moveClock('+2d')
    expect(town.said.filter(({ chat, text }) => chat === 'chen' && /还没填完/.test(text))).toEqual([])
  })

  it('does not keep reports and danger from anybody who is asked', async () => {
    await opened()
    await tells('ma', '/问卷')
    expect(await tells('ma', '/报事 向阳小区3号楼2单元楼道灯不亮')).toMatch(/#1 已登记/)
    expect(await tells('ma', '谢谢你们')).toMatch(/^有的没看懂。第1、2、3题请这样回：1A 2AB 3A/)
    expect(await tells('ma', '3号楼着火了，快来人')).toMatch(/119/)
    expect(await tells('ma', '/问卷')).toMatch(/第1–3题/)
    expect(await tells('ma', '1A 2E 3C')).toMatch(/第5–8题/)
  })

  it('keeps nobody’s answers with their name: neither in its tables nor in what it said', async () => {
    await opened()
    expect(await fillsIn('ma', (page) => answers(page, 'AB'))).toMatch(/^谢谢您，填好了。[\s\S]*看不出是谁填的/)
    const { client } = town.database
    const outbox = await client.outboxMessage.findMany({ where: { chatId: 'ma' } })
    const words = outbox.map(({ text }) => text).join('\n')
    expect(words).not.toMatch(/总的满意吗|二胡|第\d题/)
    expect(words).toMatch(/谢谢您，填好了/)
    expect(await client.surveyTurn.findMany()).toMatchObject([{ partial: null, position: 0, enteredById: null }])
    const sheet = await client.surveyAnswer.findMany({ orderBy: { question: 'asc' } })
    expect(sheet.find(({ question }) => question === 'wish')?.value).toBe('想学二胡，电话13812345678')
    expect(new Set(sheet.map(({ sheet }) => sheet)).size).toBe(1)
    expect(sheet).toHaveLength(17)
    expect(await tells('ma', '/问卷')).toBe('现在没有要您填的问卷。')
    expect(JSON.stringify(await client.auditEntry.findMany())).not.toMatch(/二胡/)
  })

  it('is told to staff when it has ended, as words, pictures and a table, without small counts', async () => {
    await opened()
    const { client } = town.database
    for (const who of ['ma', 'chen', 'zhou', 'wu', 'sun', 'he']) {
      await fillsIn(who, (page) => answers(page, who === 'ma' ? 'B' : 'AB'))
    }
    expect(await client.surveyTurn.count({ where: { doneAt: { not: null } } })).toBe(6)
    const { personId } = await client.chatIdentity.findFirstOrThrow({ where: { contactId: 'worker-03' } })
    await town.database.transaction((tx) =>
      tx.talent.create({ data: { personId, skill: '太极拳', createdAt: town.now() } }),
    )

    expect(await tells('ma', '/问卷 结果 学习需求')).toMatch(/由社区工作人员来做/)
    expect(await tells('staff-1', '/问卷 结果 学习需求')).toMatch(/还没截止，现在6人填完。/)

    const since = town.said.length
    await town.moveClock('+18d')
    expect(heardIn(STAFF, town.said.slice(since))).toMatch(/《社区学习需求问卷》截止了，6人填完/)
    const told = await town.says('staff-1', 'staff-1', '/问卷 结果 学习需求')
    // The topics in one picture, every question in as many as can be read on a telephone.
    expect(told.map(({ chat }) => chat)).toEqual(Array(5).fill('staff-1'))
    for (const { picture } of told.slice(1)) expect(heightOf(picture?.bytes)).toBeLessThanOrEqual(2400)
    expect(told[0]?.text).toMatch(/^📊 社区学习需求问卷：6人填完。\n大家最想学的：\n1\. \S+ 6人/)
    expect(told[0]?.text).toMatch(/可以请的老师（要先问本人）：\n[\s\S]*太极拳八段锦：\S+\n[\s\S]*书法绘画：顾老师/)
    expect(told.slice(1).every(({ picture }) => picture)).toBe(true)

    const exported = await town.says('staff-1', 'staff-1', '/问卷 导出 学习需求')
    const file = exported.find((one) => one.file)?.file
    expect(file?.name).toBe('社区学习需求问卷 2026-06-21.xlsx')
    const table = strFromU8(unzipSync(file?.bytes ?? new Uint8Array())['xl/sharedStrings.xml'] ?? new Uint8Array())
    expect(table).toMatch(/\S+主任 于 2026-06-21\(周日\) 09:00 导出，个人信息已隐去。/)
    expect(table).toMatch(/想学二胡，电话〔电话〕/)
    expect(table).not.toMatch(/13812345678/)
    expect(table).toMatch(/不公开/)
    expect(await client.auditEntry.findMany({ where: { action: { startsWith: 'questionnaire.' } } })).toMatchObject([
      { action: 'questionnaire.open' },
      { action: 'questionnaire.show' },
      { action: 'questionnaire.export' },
    ])
  }, 60_000)

  /** The same letters to every question of a page, words where words are asked for. */
  function answers(page: string, letters: string): string {
    const asked = [...page.matchAll(/^(\d+)\. (.*)$/gm)].map(([, number, text = '']) => {
      if (/几分|1到5分/.test(text)) return `${number}:5`
      if (/0到10分/.test(text)) return `${number}:9`
      if (/请写在这里/.test(text)) return `${number} 想学二胡，电话13812345678`
      return `${number}${/可以多选|最多选/.test(text) ? letters : letters.charAt(0)}`
    })
    return asked.join('\n')
  }

  it('is entered from paper by a volunteer, as such', async () => {
    await opened()
    expect(await tells('ma', '/问卷 代填 学习需求')).toMatch(/由志愿者、网格员和社区工作人员来做/)
    let said = await tells('volunteer-03', '/问卷 代填 学习需求')
    expect(said).toMatch(/^📝 社区学习需求问卷（代填纸质问卷） 第1–3题/)
    for (let pages = 0; /跳过/.test(said) && pages < 10; pages += 1)
      said = await tells('volunteer-03', pages === 0 ? '1E 2D 3C' : '跳过')
    expect(said).toMatch(/^这份纸质问卷录好了。/)
    expect(await town.database.client.surveyTurn.findMany()).toMatchObject([{ personId: null, partial: null }])
    // They have not answered for themselves.
    expect(await tells('volunteer-03', '/问卷')).toMatch(/第1–3题/)
  })

  it('answers slips of the staff, and stays out of groups', async () => {
    expect(await tells('staff-1', '/问卷 发 天气')).toMatch(/^请写上哪份问卷：学习需求。/)
    expect(await tells('staff-1', '/问卷 发 学习需求')).toMatch(/请写上发给谁/)
    expect(await tells('staff-1', '/问卷 发 学习需求 99 到 6月20日')).toMatch(/^没有99号网格/)
    expect(await tells('staff-1', '/问卷 发 学习需求 全部')).toMatch(/^请写上开到哪天/)
    expect(await tells('staff-1', '/问卷 发 学习需求 全部 到 6月1日')).toMatch(/已经过了|最多开/)
    expect(await tells('staff-1', '/问卷 发 学习需求 全部 到 明年6月20日')).toMatch(/最多开180天/)
    expect(await tells('staff-1', '/问卷 结果')).toBe('现在还没有问卷。')
    expect(await tells('ma', '/问卷 发 学习需求 全部 到 6月20日')).toMatch(/由社区工作人员来做/)
    expect(await says('ma', GRID_3, '/问卷')).toMatch(/私聊/)
    expect(await town.database.client.questionnaire.count()).toBe(0)
  })
})

it('shows no answer of a questionnaire to the model (privacy.md 11)', async () => {
  const endpoint = new FakeEndpoint()
  await endpoint.open()
  endpoint.does(saying({}))
  const model = { apiKey: 'k', baseUrl: endpoint.url, model: 'm', tokensPerDay: 200_000 }
  const town = await Town.open({ at: shanghai(2026, 6, 3, 9, 0), model })
  // So long that the model would be asked in any case.
  const words = '小区里的路灯有的亮有的不亮，楼道里也黑，老人晚上走路不放心，不知道应该找谁，'.repeat(5)
  await town.says('staff-1', 'staff-1', '/问卷 发 学习需求 全部 到 6月20日')
  await town.says('ma', 'ma', '/问卷')
  for (let page = 0; page < 9 && !/16\. 还想学什么/.test(town.last('ma')); page += 1)
    await town.says('ma', 'ma', '跳过')
  expect(town.last('ma')).toMatch(/16\. 还想学什么/)
  await town.tells('ma', 'ma', words)
  expect(town.last('ma')).toMatch(/^还有第13、14、15题/)
  await town.says('ma', 'ma', '跳过')
  expect(town.last('ma')).toMatch(/17\. 您写的话/)
  // Long after, too, it is asked about, not passed on.
  await town.says('chen', 'chen', '/问卷')
  for (let page = 0; page < 9 && !/16\. 还想学什么/.test(town.last('chen')); page += 1)
    await town.says('chen', 'chen', '跳过')
  await town.minutesLater(60)
  await town.tells('chen', 'chen', words)
  expect(town.last('chen')).toMatch(/^这句是《社区学习需求问卷》第16题的回答吗？/)
  expect(endpoint.heard).toEqual([])

  await town.says('chen', 'chen', '不填了')
  await town.tells('chen', 'chen', words)
  expect(endpoint.heard.length).toBeGreaterThan(0)
  await town.close()
  await endpoint.close()
}, 60_000)

/** Of a PNG, in pixels. */
function heightOf(png: Uint8Array | undefined): number {
  return Buffer.from(png ?? []).readUInt32BE(20)
}
