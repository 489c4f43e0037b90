import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import { runFolder } from '../run-folder.ts'
import { GRID_3, GRID_7, heardIn, Town } from './town.ts'
import { SURE } from './wordings.ts'

describe('what somebody says one thing after the other', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const issues = () => town.database.client.issue.findMany({ orderBy: { id: 'asc' }, include: { attachments: true } })
  const picture = (mark: number) => ({ name: 'p.png', bytes: Uint8Array.from([...zebraCrossing(), mark]) })

  it('is one report: a photo, then the words', async () => {
    expect(await town.sendsPicture('ma', GRID_3)).toEqual([])
    await town.quiet(60)
    const said = await town.tells('ma', GRID_3, SURE.bin)
    expect(heardIn(GRID_3, said)).toMatch(/#1 已登记：5号楼门口/)
    expect(await issues()).toMatchObject([{ attachments: [{}] }])
  })

  it('is one report: the words, then photos, then more words', async () => {
    expect(await town.says('ma', GRID_3, SURE.gear)).toEqual([])
    await town.quiet(20)
    await town.sendsPicture('ma', GRID_3, picture(1))
    await town.sendsPicture('ma', GRID_3, picture(2))
    await town.quiet(20)
    expect(await town.says('ma', GRID_3, '就在向阳小区5号楼前面'), 'each new part is waited for').toEqual([])
    const said = await town.quiet()
    expect(heardIn(GRID_3, said).match(/已登记/g)).toHaveLength(1)
    expect(await issues()).toMatchObject([
      { words: `${SURE.gear}\n就在向阳小区5号楼前面`, place: '向阳小区5号楼', attachments: [{}, {}] },
    ])
    expect(heardIn(GRID_3, await town.sendsPicture('ma', GRID_3, picture(3))), 'a late one').toMatch(/放进 #1 了/)
  })

  it('is read after three minutes, however long somebody goes on', async () => {
    const said: string[] = []
    for (let part = 0; part < 8; part++) {
      await town.says('ma', GRID_3, part === 0 ? SURE.gear : `还有一点要说，第${part}点`)
      said.push(heardIn(GRID_3, await town.quiet(25)))
    }
    expect(said.findIndex((text) => text.includes('已登记'))).toBe(7)
  })

  it('is nothing when it is a photo without a word', async () => {
    await town.sendsPicture('ma', GRID_3)
    expect(await town.quiet(91)).toEqual([])
    await town.minutesLater(20)
    expect(await town.database.client.recentPhoto.count()).toBe(0)
    expect(await town.database.client.burst.count()).toBe(0)
    expect(await issues()).toEqual([])
  })

  it('stays apart from what somebody else says in between', async () => {
    await town.says('ma', GRID_3, SURE.gear)
    await town.says('zhou', GRID_3, SURE.bin)
    await town.sendsPicture('ma', GRID_3, picture(1))
    await town.says('ma', GRID_3, '在向阳小区3号楼前面')
    await town.sendsPicture('zhou', GRID_3, picture(2))
    await town.quiet()
    const found = await issues()
    expect(found.map(({ words, attachments }) => [words, attachments.length]).sort()).toEqual(
      [
        [`${SURE.gear}\n在向阳小区3号楼前面`, 1],
        [SURE.bin, 1],
      ].sort(),
    )
  })

  it('stays apart from what the same person says in another group', async () => {
    town.puppet.addGroup({
      chatId: GRID_7,
      topic: '玉成社区7网格群',
      members: ['worker-07', 'staff-2', 'sun', 'he', 'wu', 'ma'],
    })
    await town.says('ma', GRID_3, SURE.bin)
    await town.says('ma', GRID_7, '槐荫小区2号楼的楼道灯坏了，晚上漆黑一片')
    await town.quiet()
    expect((await issues()).map(({ words }) => words.includes('\n'))).toEqual([false, false])
  })

  it('leaves out the talk around it', async () => {
    await town.says('ma', GRID_3, '哈哈哈哈笑死我了')
    await town.says('ma', GRID_3, '中午吃的饺子')
    await town.says('ma', GRID_3, SURE.bin)
    expect(heardIn(GRID_3, await town.quiet())).toMatch(/#1 已登记：5号楼门口/)
    expect((await issues())[0]?.words).toBe(SURE.bin)
    await town.minutesLater(20)
    expect(await town.database.client.burst.count()).toBe(0)
  })

  it('tells the worker of a voice note, which stays where it was said', async () => {
    await town.sendsVoice('ma', GRID_3)
    const said = await town.tells('ma', GRID_3, SURE.bin)
    expect(heardIn('worker-03', said)).toMatch(/（群里还有1条语音）/)
    expect(heardIn(GRID_3, said)).toMatch(/#1 已登记/)

    await town.sendsVoice('chen', GRID_3)
    expect(await town.quiet(91)).toEqual([])
    expect(heardIn('ma', await town.sendsVoice('ma', 'ma'))).toMatch(/长按语音选“转文字”/)
  })

  it('is where its author shows on the map', async () => {
    await town.sendsPlace('ma', GRID_3, '槐荫小区2号楼', '槐荫路8号')
    await town.quiet(60)
    const said = await town.tells('ma', GRID_3, '这里的垃圾桶满了两天没人收，都溢出来了')
    expect(heardIn(GRID_3, said)).toMatch(/#1 已登记.*7号网格 槐荫小区2号楼/)
    expect(heardIn('worker-07', said)).toMatch(/#1 待受理/)
    expect(await town.sendsPlace('chen', GRID_3, '玉成菜市场', '玉成路12号')).toEqual([])
    expect(await town.quiet(91)).toEqual([])
  })
})

it('outlives the end of the program', async () => {
  const folder = await mkdtemp(join(runFolder(), 'burst-'))
  const database = await openDatabase({ url: `file:${join(folder, 'burst.db')}` })
  const first = await Town.open({ database })
  await first.says('ma', GRID_3, SURE.gear)
  await first.says('chen', GRID_3, '今天的天真蓝')
  await first.bot.stop()
  await first.close()
  expect(await database.client.burst.count(), 'talk is not kept').toBe(1)

  const again = await Town.open({ database, again: first })
  await again.settled()
  const said = await again.tells('ma', GRID_3, '在向阳小区3号楼前面')
  expect(heardIn(GRID_3, said)).toMatch(/#1 已登记/)
  expect(await database.client.issue.findMany()).toMatchObject([{ words: `${SURE.gear}\n在向阳小区3号楼前面` }])
  expect(await database.client.burst.count()).toBe(0)
  await again.close()
  await database.close()
  await rm(folder, { recursive: true, force: true })
})
