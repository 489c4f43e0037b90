import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { makeTerm } from '../courses/term.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'

describe('a person asks what is held about them, and wants it forgotten', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, text: string, chat = who) => heardIn(chat, await town.says(who, chat, text))

  it('privacy 7: shows everything, area by area, and in a group only where to ask', async () => {
    await says('chen', '/报事 3号楼2单元楼道灯不亮', GRID_3)
    await says('ma', '/附议 1', GRID_3)
    await says('ma', '/报事 向阳小区3号楼下水道堵了')
    const told = await says('ma', '/我的资料')
    expect(told).toMatch(/^小格记着您的这些：\n称呼和职务：小格叫您“马先生”。\n报事：报过 1 件，附议 1 件，照片 0 张。/)
    expect(told).toMatch(/#2 6月3日\(周三\) .*下水道堵了/)
    expect(told).not.toMatch(/楼道灯/)
    expect(await says('ma', '/我的资料', GRID_3)).toBe('@马先生 /我的资料 请私聊小格发。')
    expect(await says('wu', '/mydata')).toMatch(/^小格叫您“吴先生”，是您给小格发消息时记下的。别的什么也没有/)
    const { data } = await town.database.client.auditEntry.findFirstOrThrow({ where: { action: 'person.tell' } })
    expect(JSON.stringify(data)).not.toMatch(/马先生|下水道/)
  })

  it('sends a long list as a file', async () => {
    for (let n = 1; n <= 9; n++) await says('ma', `/报事 3号楼第${n}盏路灯不亮`, GRID_3)
    await says('ma', '/进度')
    const said = await town.says('ma', 'ma', '/我的资料')
    expect(heardIn('ma', said)).toMatch(/每一条都写在下面的文件里。[\s\S]*\[文件\] 我的资料.txt$/)
  })

  it('privacy 7: asks once, says what goes and what stays, and does nothing without a yes', async () => {
    await says('ma', '/报事 3号楼2单元楼道灯不亮', GRID_3)
    await says('ma', '/报事 3号楼门口高压线掉下来了', GRID_3)
    const asked = await says('ma', '/删除我的资料')
    expect(asked).toMatch(/删了找不回来/)
    expect(asked).toMatch(/#1 接着办，只留类别和地方/)
    expect(asked).toMatch(/#2 有危险.*留到办结/)
    expect(await says('ma', '不用')).toBe('好的，什么都没有删。')
    expect(await says('ma', '确认')).not.toMatch(/删好了/)
    expect(await town.database.client.issue.count({ where: { words: { contains: '楼道灯' } } })).toBe(1)
    await says('ma', '/删除我的资料')
    await town.minutesLater(11)
    expect(await says('ma', '确认')).not.toMatch(/删好了/)
    expect(await town.database.client.chatIdentity.count({ where: { contactId: 'ma' } })).toBe(1)
  })

  it('privacy 7: forgets, keeps danger without the person, and meets them anew', async () => {
    await says('ma', '/报事 3号楼2单元楼道灯不亮', GRID_3)
    await says('ma', '/报事 3号楼门口高压线掉下来了，马先生 13800138000', GRID_3)
    await says('chen', '/附议 1', GRID_3)
    await says('ma', '/删除我的资料')
    expect(await says('ma', '确认')).toMatch(/^删好了/)
    const { client } = town.database
    const issues = await client.issue.findMany({ orderBy: { number: 'asc' }, include: { reporter: true } })
    expect(issues.map(({ words, state, reporter }) => [words, state, reporter.name])).toEqual([
      ['（原话已删除）', 'REPORTED', '（资料已删除）'],
      [expect.stringMatching(/高压线掉下来了.*〔电话〕/), 'REPORTED', '（资料已删除）'],
    ])
    expect(await client.supporter.count(), 'a neighbour').toBe(1)
    // The work goes on, and who joined in hears of it.
    expect(heardIn(GRID_3, await town.says('worker-03', 'worker-03', '/受理 1'))).toMatch(/#1 .*已受理/)
    expect(await says('ma', '/我的资料')).toMatch(/^小格叫您“马先生”，是您给小格发消息时记下的。别的什么也没有/)
    expect(await says('ma', '确认')).not.toMatch(/删好了/)
    await town.minutesLater(1)
    expect(town.logged).toEqual([])
  })

  it('frees offices and tells the secretary, but lets no community be without one', async () => {
    await says('secretary', '/删除我的资料')
    expect(town.last('secretary')).toMatch(/您是社区唯一的书记/)
    expect(await says('secretary', '确认')).not.toMatch(/删好了/)
    await says('worker-03', '/受理 1')
    const asked = await says('worker-03', '/删除我的资料')
    expect(asked).toMatch(/您的职务同时结束/)
    const said = await town.says('worker-03', 'worker-03', '确认')
    expect(heardIn('worker-03', said)).toMatch(/^删好了/)
    expect(heardIn('secretary', said)).toMatch(/3号网格网格员的职务随之结束/)
    expect(heardIn('secretary', said)).not.toMatch(/杨静/)
    expect(await says('secretary', '/名册')).toMatch(/3号网格：缺负责人/)
    expect(heardIn(STAFF, said)).toBe('')
  })

  it('does it once where a yes comes twice, and a yes of an hour ago means nothing new', async () => {
    Object.assign(town.puppet.faults, { duplicateDelivery: true })
    await says('ma', '/报事 3号楼2单元楼道灯不亮', GRID_3)
    await says('ma', '/删除我的资料')
    const said = await town.says('ma', 'ma', '确认')
    expect(said.filter(({ text }) => /^删好了/.test(text))).toHaveLength(1)
    const { client } = town.database
    expect(await client.auditEntry.count({ where: { action: 'person.forget' } })).toBe(1)
    expect(await client.chatIdentity.count({ where: { contactId: 'ma' } }), 'the second is not heard').toBe(0)

    town.clock.moveBy(60 * 60_000)
    await says('ma', '/报事 3号楼门口路灯不亮', GRID_3)
    await says('ma', '/删除我的资料')
    const since = town.said.length
    town.puppet.replay(50)
    await town.settled()
    expect(heardIn('ma', town.said.slice(since))).not.toMatch(/删好了/)
    expect(await client.issue.count({ where: { words: { contains: '路灯' } } })).toBe(1)
    expect(await client.auditEntry.count({ where: { action: 'person.forget' } })).toBe(1)
    expect(town.logged).toEqual([])
  })

  it('leaves the list of a course whole, whichever comes first in a rush', async () => {
    const { id } = await town.database.client.community.findFirstOrThrow()
    const opensAt = shanghai(2026, 6, 3, 8, 0)
    const { runId } = await town.database.transaction((tx) =>
      makeTerm(tx, { communityId: id, opensAt, capacity: 2, resultToldAt: opensAt }),
    )
    await says('ma', '/报名 乐高 2人', GRID_3)
    await says('ma', '/删除我的资料')
    await town.speakAtOnce([
      { who: 'chen', chat: GRID_3, text: '/报名 乐高' },
      { who: 'sun', chat: GRID_7, text: '/报名 乐高' },
      { who: 'ma', chat: 'ma', text: '确认' },
      { who: 'ma', chat: GRID_3, text: '/报名 乐高' },
      { who: 'he', chat: GRID_7, text: '/报名 乐高' },
    ])
    const { client } = town.database
    const run = await client.courseRun.findUniqueOrThrow({ where: { id: runId }, include: { enrolments: true } })
    const taken = run.enrolments.filter(({ state }) => state === 'CONFIRMED' || state === 'OFFERED')
    expect(taken.reduce((heads, { party }) => heads + party, 0)).toBe(run.enrolled)
    expect(run.enrolled).toBe(2)
    expect(
      run.enrolments.every(({ party }) => party === 1),
      'what was theirs is gone',
    ).toBe(true)
    expect(await client.auditEntry.count({ where: { action: 'person.forget' } })).toBe(1)
    expect(town.logged).toEqual([])
  })

  it('leaves a course that people learn in to the office, with its lessons, and withdraws one under review', async () => {
    const { client } = town.database
    const { id } = await client.community.findFirstOrThrow()
    const { personId } = await client.chatIdentity.findFirstOrThrow({ where: { contactId: 'ma' } })
    const lesson = shanghai(2026, 6, 3, 10, 0)
    const [running, offered] = await town.database.transaction(async (tx) => {
      const terms = [
        await makeTerm(tx, { communityId: id, state: 'RUNNING', title: '老马书法', lessons: [lesson] }),
        await makeTerm(tx, { communityId: id, state: 'PLANNED', title: '老马太极' }),
      ]
      for (const [at, state] of (['RUNNING', 'APPLIED'] as const).entries()) {
        const courseId = terms[at]?.courseId ?? 0
        const of = { lecturerId: personId, state, teacher: '老马', plan: '老马的计划', freeMonths: at === 0 ? 3 : null }
        await tx.course.update({ where: { id: courseId }, data: of })
      }
      return terms.map(({ courseId }) => courseId)
    })
    expect(await says('ma', '/删除我的资料')).toMatch(/《老马书法》有人在学，课名和介绍留着，以后由社区安排/)
    const said = await town.says('ma', 'ma', '确认')
    expect(heardIn(STAFF, said)).toMatch(/《老马书法》的讲师不再教了/)
    expect(heardIn(STAFF, said)).not.toMatch(/太极/)
    const course = (courseId: number | undefined) => client.course.findUniqueOrThrow({ where: { id: courseId ?? 0 } })
    expect(await course(running)).toMatchObject({ state: 'RUNNING', title: '老马书法', teacher: null, plan: null })
    expect(await course(offered)).toMatchObject({ state: 'CLOSED', title: '（资料已删除）', teacher: null })
    // The code of the lesson goes to those who are left.
    await town.moveClock('+1h')
    expect(heardIn(STAFF, town.said)).toMatch(/《老马书法》.*今天的签到码/)
  })
})
