import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'
import { tracesIn } from './traces.ts'
import { readingOf, SURE } from './wordings.ts'

describe('what residents write without a command', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const tells = async (who: string, chat: string, text: string) => heardIn(chat, await town.tells(who, chat, text))
  const issues = () => town.database.client.issue.findMany({ orderBy: { id: 'asc' } })

  it.each(Object.entries(SURE))('is told with words that are sure: %s', (_, words) => {
    expect(readingOf(words)).toMatchObject({ register: 'yes' })
  })

  it('is registered with one line and a way out, and the worker gets the card', async () => {
    const said = await town.tells('ma', GRID_3, SURE.bin)
    expect(heardIn(GRID_3, said)).toMatch(
      /^@马先生 #1 已登记：5号楼门口的垃圾桶满了.*（3号网格 向阳小区5号楼）。.*\/撤回 1。$/,
    )
    expect(heardIn('worker-03', said)).toMatch(/^#1 待受理 · 垃圾桶满溢\n3号网格 向阳小区5号楼\n「5号楼门口的垃圾桶/)
    expect(said).toHaveLength(2)

    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/撤回 1'))).toMatch(/#1 已撤回，不再办理/)
    expect(await issues()).toMatchObject([{ state: 'CLOSED', outcome: 'WITHDRAWN' }])
  })

  it('is taken back by its author within two minutes with /撤销', async () => {
    await town.tells('ma', GRID_3, SURE.bin)
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/撤销'))).toMatch(/#1 刚才的报事已撤销/)
    expect(await issues()).toMatchObject([{ state: 'CLOSED', outcome: 'WITHDRAWN' }])
  })

  it('lets the neighbours of a power cut join without a word, and tells them when the power is back', async () => {
    expect(await tells('ma', GRID_3, SURE.power)).toMatch(/#1 已登记/)
    await town.minutesLater(2)
    expect(await town.tells('chen', GRID_3, '我家也停了')).toEqual([])
    await town.minutesLater(3)
    expect(await town.tells('zhou', GRID_3, '+1')).toEqual([])
    expect(await town.tells('zhou', GRID_3, '我家也没电'), 'twice is once').toEqual([])
    expect(await town.tells('ma', GRID_3, '+1'), 'it is his own').toEqual([])
    expect(await issues()).toHaveLength(1)
    expect(await town.database.client.supporter.count()).toBe(2)

    await town.says('worker-03', 'worker-03', '/受理 1')
    await town.sendsPicture('worker-03', 'worker-03')
    const done = heardIn(GRID_3, await town.says('worker-03', 'worker-03', '/办结 1 总闸换好了，电来了'))
    for (const name of ['马先生', '陈阿姨', '周师傅']) expect(done).toContain(`@${name}`)
  })

  it('leaves a +1 alone that means something else', async () => {
    expect(await town.tells('chen', GRID_3, '+1')).toEqual([])
    await tells('ma', GRID_3, SURE.bin)
    await town.minutesLater(11)
    expect(await town.tells('chen', GRID_3, '我也是'), 'too late').toEqual([])
    expect(await town.tells('he', GRID_7, '我也是'), 'in another group').toEqual([])
    expect(await town.database.client.supporter.count()).toBe(0)
  })

  it('goes on after a +1 with what its author reports next', async () => {
    await tells('ma', GRID_3, SURE.power)
    await town.says('chen', GRID_3, '我家也停了')
    expect(await tells('chen', GRID_3, SURE.bin)).toMatch(/#2 已登记：5号楼门口的垃圾桶/)
    expect(await town.database.client.supporter.count()).toBe(1)
  })

  it('says nothing to talk, and keeps nothing of it', async () => {
    const talk = [
      '谢谢杨姐，昨天报的灯今天就修好了，真快，梨花一枝春带雨',
      '我家小子下月六号在福满楼摆喜酒，各位邻居都来热闹热闹，碧桃满树',
      '【特惠】疏通下水道、修水管，24小时上门，电话13812345678，老字号青鸾阁',
      '今天菜市场的西红柿三块五一斤，比超市便宜，白鹭下田',
      '有没有明早拼车去火车站的，还差一个人，孤帆一片',
      '哈哈哈笑死我了，霜叶红于',
      '1. 张家 苹果两箱\n2. 李家 苹果一箱\n3. 远芳侵古 三箱',
      '我手机没电了，回头再说，黄鹂深树',
    ]
    for (const text of talk) expect(await town.tells('ma', GRID_3, text), text).toEqual([])
    for (const text of talk) await town.says('chen', GRID_3, text)
    await town.quiet()
    expect(await issues()).toEqual([])
    expect(await town.database.client.burst.count()).toBe(0)
    const canaries = ['梨花一枝', '碧桃', '青鸾阁', '白鹭', '孤帆', '霜叶', '远芳', '黄鹂', '13812345678']
    expect(await tracesIn(join(town.dataDir, 'town.db'), canaries)).toEqual([])
  })

  it('takes a dispute among neighbours to the worker alone', async () => {
    const words = '楼上天天半夜打老婆，又打起来了，孩子一直哭'
    expect(readingOf(words)).toMatchObject({ register: 'yes', category: expect.stringMatching(/^I0/) })
    const said = await town.tells('chen', GRID_3, words)
    expect(heardIn(GRID_3, said)).toBe('')
    expect(heardIn('chen', said)).toMatch(/^#1 有危险请先打110/)
    expect(heardIn('worker-03', said)).toMatch(/#1 待受理.*\n.*\n「楼上天天半夜打老婆/)
    for (const [who, chat] of [
      ['ma', GRID_3],
      ['ma', 'ma'],
      ['worker-07', 'worker-07'],
      ['property', 'property'],
    ] as const) {
      for (const text of ['/进度 1', '/进度', '/附议 1'])
        expect(heardIn(chat, await town.says(who, chat, text)), `${who} ${text}`).not.toMatch(/老婆|孩子|家暴|待受理/)
    }
    expect(await town.tells('ma', GRID_3, '我家也是'), 'a +1 does not lead to it').toEqual([])
    expect(await town.database.client.supporter.count()).toBe(0)
  })

  it('does not register what those at work say among themselves', async () => {
    expect(await town.tells('worker-03', STAFF, SURE.bin)).toEqual([])
    expect(await town.tells('property', 'property@chatroom', SURE.pipe)).toEqual([])
    expect(await issues()).toEqual([])
    const said = await town.tells('worker-03', GRID_3, SURE.bin)
    expect(heardIn(GRID_3, said), 'in a grid she is asked whether she meant it').toBe('')
    expect(heardIn('worker-03', said)).toMatch(/#1 这是要反映的事吗/)
  })

  it('is silent where no group is bound', async () => {
    await town.says('staff-1', GRID_3, '/解绑')
    expect(await town.tells('ma', GRID_3, SURE.bin)).toEqual([])
    expect(await town.tells('ma', GRID_3, '着火了，3号楼四楼在冒烟，快来人')).toEqual([])
    expect(await issues()).toEqual([])
    expect(await town.database.client.burst.count()).toBe(0)
  })

  it('leaves /报事 what it was', async () => {
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮'))).toMatch(
      /#1 已登记：3号楼2单元楼道灯不亮\n.*有同样情况的邻居，引用这条回「我也有」/s,
    )
    expect(await town.quiet()).toEqual([])
  })

  it('is read once, however often it is delivered', async () => {
    town.puppet.faults.duplicateDelivery = true
    await town.tells('ma', GRID_3, SURE.bin)
    await town.tells('chen', GRID_3, '我家也是')
    town.puppet.faults.duplicateDelivery = false
    expect(town.puppet.replay(2)).toBe(2)
    await town.settled()
    expect(await town.quiet()).toEqual([])
    expect(await issues()).toHaveLength(1)
    expect(await town.database.client.supporter.count()).toBe(1)
    expect(town.said.filter(({ chat }) => chat === GRID_3)).toHaveLength(1)
  })
})

describe('what residents write to the bot', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
    await town.says('ma', GRID_3, '/进度')
  })
  afterEach(() => town.close())

  const tells = async (who: string, chat: string, text: string) => heardIn(chat, await town.tells(who, chat, text))

  it('is registered when it is sure, in private', async () => {
    const said = await town.tells('ma', 'ma', `向阳小区${SURE.bin}`)
    expect(heardIn('ma', said)).toMatch(/^#1 已登记：向阳小区5号楼门口/)
    expect(heardIn('worker-03', said)).toMatch(/#1 待受理/)
  })

  it('is asked where it is when that is not known', async () => {
    expect(await tells('ma', 'ma', SURE.heating)).toMatch(/^#1 记下了：暖气不热.*\n请问在哪里/)
    const said = await town.says('ma', 'ma', '槐荫小区2号楼')
    expect(heardIn('ma', said)).toMatch(/^#1 已登记：暖气不热/)
    expect(heardIn('worker-07', said)).toMatch(/#1 待受理/)
  })

  it('is not registered when it is only talk', async () => {
    expect(heardIn('ma', await town.says('ma', 'ma', '今天天气真好'))).toMatch(/小格在。要反映事情/)
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '@小格\u2005 你好呀'))).toMatch(/小格在。要反映事情/)
    expect(await town.quiet()).toEqual([])
    expect(await town.database.client.issue.count()).toBe(0)
  })

  it('is registered in the group when it is sure', async () => {
    expect(await tells('ma', GRID_3, `@小格\u2005 ${SURE.bin}`)).toMatch(/#1 已登记/)
  })
})

describe('an emergency at three in the morning', () => {
  it('is told what to do first at once, and wakes the worker', async () => {
    const quietHours = { from: 21 * 60 + 30, to: 7 * 60 + 30 }
    const town = await Town.open({ quietHours, at: shanghai(2026, 6, 3, 3, 0) })
    const fire = await town.says('ma', GRID_3, '着火了，3号楼四楼在冒烟，快来人')
    expect(heardIn(GRID_3, fire), 'nobody waits for more').toMatch(/^@马先生 #1 有火情请先打119。\n已登记：着火了/)
    expect(heardIn('worker-03', fire)).toMatch(/#1 待受理/)
    const gas = await town.says('he', GRID_7, '楼道里好大的煤气味，熏得人头晕')
    expect(heardIn(GRID_7, gas)).toMatch(/^@何女士 #2 请先不要开关电器/)
    expect(heardIn('worker-07', gas)).toMatch(/#2 待受理/)

    const more = await town.tells('ma', GRID_3, '消防车进不来，路被堵住了')
    expect(heardIn(GRID_3, more), 'what follows belongs to it').toBe('')
    expect(heardIn('worker-03', more)).toMatch(/#1 居民补充：消防车进不来/)
    expect(await town.database.client.issue.count()).toBe(2)

    const other = await town.tells('zhou', GRID_3, SURE.gear)
    expect(other, 'what can wait lets people sleep').toEqual([])
    const morning = await town.minutesLater(5 * 60)
    expect(heardIn(GRID_3, morning)).toMatch(/#3 已登记/)
    expect(heardIn('worker-03', morning)).toMatch(/#3 待受理/)
    await town.close()
  })
})
