import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashOf, newDraw } from '../../src/courses/enrolment-draw.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { makeTerm } from '../courses/term.ts'
import { GRID_3, GRID_7, heardIn, Town } from './town.ts'

describe('residents enrol in a course', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 8, 50) })
  })
  afterEach(() => town.close())

  const opens = shanghai(2026, 6, 3, 9, 0)
  const says = async (who: string, chat: string, text: string, quoted?: string) =>
    heardIn(chat, await town.says(who, chat, text, quoted))
  async function term(run: Omit<NonNullable<Parameters<typeof makeTerm>[1]>, 'communityId'> = {}) {
    const { id } = await town.database.client.community.findFirstOrThrow()
    return town.database.transaction((tx) => makeTerm(tx, { communityId: id, opensAt: opens, ...run }))
  }
  const calm = { resultToldAt: opens }

  it('hears once, kindly, that it is too early, and what came early does not count', async () => {
    const { runId } = await term({ capacity: 2 })
    expect(await says('ma', GRID_3, '/报名 乐高')).toBe(
      '@马先生 《乐高智力开发》6月3日(周三) 09:00 开始报名，现在发的不算。到点请再发一次 /报名 乐高智力开发。',
    )
    expect(await says('ma', GRID_3, '/报名 乐高')).toBe('')
    await town.minutesLater(11)
    expect(await town.database.client.enrolment.count({ where: { runId } })).toBe(0)
  })

  it('need no slash where they name the course, and are left alone where they name none', async () => {
    const { runId } = await term({ capacity: 3, ...calm })
    expect(await says('sun', GRID_7, '报名乐高')).toMatch(/09:00 开始报名，现在发的不算/)
    town.clock.moveTo(opens)
    expect(await says('sun', GRID_7, '我要报名 乐高智力开发 2人')).toMatch(/^@孙大爷 《乐高智力开发》报上了，2人。/)
    for (const talk of ['报名乐高怎么报？', '报名乐高的人多吗', '报名', '报名晚会的找我', '报名 高', '我不报名乐高']) {
      expect(await says('he', GRID_7, talk)).toBe('')
    }
    expect(await town.database.client.enrolment.count({ where: { runId } })).toBe(1)
    expect(await says('he', GRID_7, '報名：《乐高》')).toMatch(/^@何女士 《乐高智力开发》报上了。/)
  })

  it('are told the results of the rush in one message for each group', async () => {
    await term({ capacity: 2 })
    town.clock.moveTo(opens)
    const lines = [
      { who: 'ma', chat: GRID_3, text: '/报名 乐高' },
      { who: 'chen', chat: GRID_3, text: '/报名乐高' },
      { who: 'sun', chat: GRID_7, text: '/bm 乐高 2人' },
      { who: 'zhou', chat: GRID_3, text: '／报名：乐高智力开发' },
      { who: 'ma', chat: GRID_3, text: '/报名 乐高' },
    ]
    expect(await town.speakAtOnce(lines)).toEqual([])
    const said = await town.minutesLater(1)
    expect(heardIn(GRID_3, said)).toBe(
      '@马先生\u2005@陈阿姨 《乐高智力开发》，以上邻居报上了。2个名额已满。\n不来了请发 /取消报名 乐高智力开发，名额给候补的邻居。\n' +
        '@周师傅 《乐高智力开发》2个名额满了，您在候补第2位。有空位按顺序告诉您。',
    )
    expect(heardIn(GRID_7, said)).toBe('@孙大爷 《乐高智力开发》2个名额满了，您在候补第1位。有空位按顺序告诉您。')
    expect(heardIn(GRID_3, await town.minutesLater(1))).toBe('')
    // Whoever comes after the rush is answered.
    expect(await says('liu', GRID_3, '/报名 乐高')).toMatch(/^@刘女士 《乐高智力开发》2个名额满了，您在候补第3位。/)
    expect(await says('ma', GRID_3, '/报名 乐高')).toBe('@马先生 您已经报上《乐高智力开发》了，不用再报。')
  })

  it('one after the other are each answered; a party is taken whole or waits', async () => {
    await term({ capacity: 4, ...calm })
    town.clock.moveTo(opens)
    expect(await says('ma', GRID_3, '/报名 乐高 一家三口')).toBe(
      '@马先生 《乐高智力开发》报上了，3人。还剩1个名额。\n不来了请发 /取消报名 乐高智力开发，名额给候补的邻居。',
    )
    expect(await says('chen', GRID_3, '/报名 乐高 2人')).toBe(
      '@陈阿姨 《乐高智力开发》还剩1个名额，2人一起坐不下，您在候补第1位。有空位按顺序告诉您。',
    )
    // The one behind fits: who is passed over hears of it and keeps the place.
    const passed = await town.says('sun', GRID_7, '/报名 乐高')
    expect(heardIn(GRID_7, passed)).toMatch(/^@孙大爷 《乐高智力开发》报上了。4个名额已满。/)
    expect(passed.map(({ text }) => text).join('\n')).toMatch(/你们2人一起坐不下，先请后面的邻居来，您的位置不变。/)
    for (const number of ['4人', '0人', '-1', '-2人']) {
      expect(await says('zhou', GRID_3, `/报名 乐高 ${number}`)).toMatch(/一次报1到3人/)
    }
    expect(await says('zhou', GRID_3, '/报名 插花')).toMatch(/正在报名的课里没有这门。可以报名的有《乐高智力开发》。/)
  })

  it('in a rush are not told apart from its results that somebody was let past them, and later once a day', async () => {
    await term({ capacity: 3, lessons: [shanghai(2026, 6, 20, 15, 0)] })
    town.clock.moveTo(opens)
    expect(await town.says('staff-1', GRID_3, '/报名 乐高 2人')).toEqual([])
    for (const who of ['ma', 'chen', 'zhou']) expect(await town.says(who, GRID_3, '/报名 乐高 2人')).toEqual([])
    // Fits beside the first, and so passes the three.
    expect(await town.says('liu', GRID_3, '/报名 乐高')).toEqual([])
    expect((await town.minutesLater(1)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^@许主任\s@刘女士 《乐高智力开发》，以上邻居报上了。/),
      expect.stringMatching(/^@马先生\s@陈阿姨\s@周师傅 《乐高智力开发》.*候补第1到第3位/),
    ])
    await town.says('sun', GRID_7, '/报名 乐高')
    const passed = await town.says('liu', GRID_3, '/取消报名 乐高')
    const theirs = passed.filter(({ text }) => text.includes('你们2人一起坐不下'))
    expect(theirs.map(({ chat }) => chat)).toEqual(['ma', 'chen', 'zhou'])
    await town.says('sun', GRID_7, '/取消报名 乐高')
    await town.says('he', GRID_7, '/报名 乐高')
    expect(town.said.filter(({ text }) => text.includes('你们2人一起坐不下'))).toHaveLength(3)
  })

  it('are offered what becomes free, in order: refused, let go by, taken', async () => {
    const lesson = shanghai(2026, 6, 20, 15, 0)
    await term({ capacity: 1, lessons: [lesson], ...calm })
    town.clock.moveTo(opens)
    for (const who of ['ma', 'chen', 'zhou', 'liu']) await town.says(who, GRID_3, '/报名 乐高')
    const freed = await town.says('ma', GRID_3, '/取消报名 乐高')
    expect(heardIn(GRID_3, freed)).toMatch(/@马先生 《乐高智力开发》的报名已经取消/)
    expect(heardIn('chen', freed)).toBe(
      '《乐高智力开发》空出了名额，轮到您了。6月3日(周三) 21:00 前回「要」就是您的；回「不要」，或到时没有回，就让给下一位。',
    )
    const refused = await town.says('chen', 'chen', '不要')
    expect(heardIn('chen', refused)).toBe('好的，《乐高智力开发》让给下一位了。')
    expect(heardIn('zhou', refused)).toMatch(/^《乐高智力开发》空出了名额，轮到您了。/)
    const late = await town.minutesLater(12 * 60)
    expect(heardIn('zhou', late)).toMatch(/^《乐高智力开发》的名额没有等到您答复/)
    expect(await says('zhou', 'zhou', '要')).toBe(
      '《乐高智力开发》的答复时间已经过了，名额给了下一位。1个名额已满。还想参加，请再发 /报名 乐高智力开发。',
    )
    // Who is no friend is asked where they enrolled, and answers by quoting.
    const last = late.find(({ text }) => /@刘女士 .*轮到您了.*（请引用这条回）/.test(text))
    expect(await says('liu', GRID_3, '要')).toBe('')
    expect(await says('liu', GRID_3, '要', last?.text)).toMatch(/^@刘女士 《乐高智力开发》报上了。1个名额已满。/)
    expect(await says('liu', GRID_3, '要', last?.text)).not.toMatch(/报上了/)
  })

  it('shortly before the lesson the first who answers has the place', async () => {
    await term({ capacity: 1, lessons: [shanghai(2026, 6, 3, 11, 0)], ...calm })
    town.clock.moveTo(opens)
    for (const who of ['ma', 'chen', 'liu']) await town.says(who, GRID_3, '/报名 乐高')
    const freed = await town.says('ma', GRID_3, '/取消报名')
    const call = '《乐高智力开发》还有1个名额，6月3日(周三) 11:00 就上课了。想来的回「要」，先回的先得。'
    expect(heardIn('chen', freed)).toBe(call)
    const inGroup = freed.find(({ text }) => text === `@刘女士 ${call}（请引用这条回）`)
    expect(await says('liu', GRID_3, '要', inGroup?.text)).toMatch(/^@刘女士 《乐高智力开发》报上了。/)
    expect(await says('chen', 'chen', '要')).toBe(
      '《乐高智力开发》的名额刚才已经有邻居先要了。您还在候补里，位置不变。',
    )
  })

  it('see their own in private, and take the last step back', async () => {
    await term({ ...calm, lessons: [shanghai(2026, 6, 6, 15, 0)] })
    town.clock.moveTo(opens)
    expect(await says('staff-1', 'staff-1', '/我的课')).toBe('您现在没有报名的课。想看有什么课，发 /课程。')
    await says('staff-1', 'staff-1', '/报名 乐高 2人')
    expect(await says('staff-1', 'staff-1', '/我的课')).toBe(
      '《乐高智力开发》已报上，2人。下一课 6月6日(周六) 15:00，社区活动室',
    )
    expect(await says('staff-1', 'staff-1', '/撤销')).toMatch(/《乐高智力开发》的报名已经取消/)
    expect(await says('staff-1', 'staff-1', '/我的课')).toMatch(/没有报名的课/)
  })

  it('put a child on the list once a guardian has agreed; without that the place goes on', async () => {
    const { runId } = await term({ capacity: 2, forChildren: true, ...calm })
    town.clock.moveTo(opens)
    const asked = await town.says('ma', GRID_3, '/报名 乐高')
    expect(heardIn(GRID_3, asked)).toMatch(/这是孩子的课，请家长引用这条回「同意 孩子姓名」/)
    await town.says('chen', GRID_3, '/报名 乐高')
    expect(await says('ma', GRID_3, '同意', asked[0]?.text)).toMatch(/请把孩子的姓名也写上/)
    expect(await says('ma', GRID_3, '同意 王小明', asked[0]?.text)).toBe(
      '@马先生 记下了，《乐高智力开发》名单上写“王*小朋友”。不想参加了，随时发 /取消报名。',
    )
    const late = await town.minutesLater(24 * 60 + 1)
    expect(heardIn('chen', late)).toMatch(/^《乐高智力开发》没有等到家长同意/)
    const rows = await town.database.client.enrolment.findMany({ where: { runId }, orderBy: { seq: 'asc' } })
    expect(rows.map(({ state, child }) => [state, child])).toEqual([
      ['CONFIRMED', '王*小朋友'],
      ['CANCELLED', null],
    ])
    const everything = JSON.stringify(await town.database.client.consent.findMany())
    expect(everything).not.toContain('小明')
  })

  it('who are offered a child’s place days later have a day to agree from then on', async () => {
    const { runId } = await term({ capacity: 1, forChildren: true, ...calm })
    town.clock.moveTo(opens)
    await town.says('ma', GRID_3, '/报名 乐高')
    await town.says('ma', 'ma', '同意 马小小')
    await town.says('chen', GRID_3, '/报名 乐高')
    await town.minutesLater(3 * 24 * 60)
    await town.says('ma', GRID_3, '/取消报名 乐高')
    expect(await says('chen', 'chen', '要')).toMatch(/报上了[\s\S]*请家长引用这条回「同意 孩子姓名」/)
    await town.minutesLater(1)
    const states = { runId, state: 'CONFIRMED' } as const
    expect(await town.database.client.enrolment.count({ where: states })).toBe(1)
    await town.minutesLater(24 * 60)
    expect(await town.database.client.enrolment.count({ where: states })).toBe(0)
  })

  it('in a draw have ten minutes, whoever types how fast, and can check it', async () => {
    const { seed, seedHash } = newDraw()
    const { runId } = await term({ capacity: 1, mode: 'DRAW', seed, seedHash })
    town.clock.moveTo(opens)
    expect(await says('ma', GRID_3, '/报名 乐高')).toBe(
      '《乐高智力开发》报名收到了。6月3日(周三) 09:10 抽签，之前报的机会都一样，不用抢，结果到时告诉大家。',
    )
    expect(await says('chen', GRID_3, '/报名 乐高')).toBe('')
    await town.minutesLater(8)
    await town.says('zhou', GRID_3, '/报名 乐高')
    const told = heardIn(GRID_3, await town.minutesLater(2))
    expect(told).toMatch(new RegExp(`抽签用的字母是 ${seed}，报名前公布的指纹是 ${hashOf(seed).slice(0, 16)}`))
    expect(told).toMatch(/报上了。1个名额已满。[\s\S]*以上邻居按先后在候补第1到第2位/)
    const rows = await town.database.client.enrolment.findMany({ where: { runId } })
    expect(rows.map(({ state }) => state).sort()).toEqual(['CONFIRMED', 'WAITING', 'WAITING'])
  })
})

describe('residents sign up by a list', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
    const { id } = await town.database.client.community.findFirstOrThrow()
    const resultToldAt = town.now()
    await town.database.transaction((tx) => makeTerm(tx, { communityId: id, capacity: 3, resultToldAt }))
  })
  afterEach(() => town.close())
  const list = (...rows: string[]) =>
    `#接龙\n乐高智力开发报名\n\n${rows.map((row, index) => `${index + 1}. ${row}`).join('\n')}`
  async function says(who: string, text: string): Promise<string> {
    town.clock.moveBy(1000)
    return heardIn(GRID_3, await town.says(who, GRID_3, text))
  }

  it('of a course: each for themselves, in the order of the bot’s ledger', async () => {
    expect(await says('ma', list('老马 2人'))).toMatch(/^@马先生 《乐高智力开发》报上了，2人。还剩1个名额。/)
    expect(await says('chen', list('老马 2人', '小陈'))).toMatch(/^@陈阿姨 《乐高智力开发》报上了。3个名额已满。/)
    // Signed from an older copy, in which 小陈 is not yet.
    expect(await says('zhou', list('老马 2人', '周师傅'))).toMatch(/^@周师傅 .*您在候补第1位/)
    // Deleting others cancels nobody; saying the same again says nothing.
    expect(await says('zhou', list('周师傅'))).toBe('')
    expect(await says('ma', list('老马 不去了', '小陈', '周师傅'))).toMatch(/@马先生 《乐高智力开发》的报名已经取消/)
    expect(town.last('zhou')).toMatch(/^《乐高智力开发》空出了名额，轮到您了。/)
  })

  it('and say how many come, later too', async () => {
    await says('ma', list('老马'))
    expect(await says('ma', list('老马 一家三口'))).toBe('@马先生 《乐高智力开发》改成3人了。3个名额已满。')
    expect(await says('ma', list('老马 5人'))).toMatch(/一次最多报3人/)
  })

  it('of anything else are left alone, and nothing of it is kept', async () => {
    const people = await town.database.client.person.count()
    expect(await says('ma', '#接龙\n团购土鸡蛋\n\n1. 马先生 2份\n2. 陈阿姨')).toBe('')
    expect(await says('liu', '1、青菜\n2、萝卜')).toBe('')
    expect(await town.database.client.signUpList.count()).toBe(0)
    expect(await town.database.client.signUpRow.count()).toBe(0)
    expect(await town.database.client.person.count()).toBe(people)
    expect(await town.database.client.handledMessage.count()).toBe(0)
  })
})
