import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { runFolder } from '../run-folder.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'
import { readingOf, SURE } from './wordings.ts'

const FIRE = '3号楼着火了，快来人'
const SMOKE = '我也看见了，3号楼在冒烟'
const CRY = '着火了快打119'

describe('one danger that several people tell of', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open({
      quietHours: { from: 21 * 60 + 30, to: 7 * 60 + 30 },
      at: shanghai(2026, 6, 3, 3, 0),
    })
  })
  afterEach(() => town.close())

  const issues = () => town.database.client.issue.findMany({ orderBy: { id: 'asc' } })

  it.each([FIRE, SMOKE, CRY])('is told with words that cannot wait: %s', (words) => {
    expect(readingOf(words)).toMatchObject({ register: 'yes', danger: 2 })
  })

  it('is one issue and one line in the group, and a word to the worker for each', async () => {
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, FIRE))).toMatch(/#1 有火情请先打119/)
    await town.quiet(20)
    for (const [who, words] of [
      ['chen', SMOKE],
      ['zhou', CRY],
    ] as const) {
      const said = await town.says(who, GRID_3, words)
      expect(heardIn(GRID_3, said), 'what to do first stands there').toBe('')
      expect(heardIn('worker-03', said).split('\n')[0]).toBe(`#1 居民补充：${words}`)
    }
    expect(await town.database.client.supporter.count()).toBe(2)

    const more = await town.tells('chen', GRID_3, '消防车进不来，路被堵住了')
    expect(heardIn(GRID_3, more), 'what they say next belongs to it').toBe('')
    expect(heardIn('worker-03', more)).toMatch(/^#1 居民补充：消防车进不来/)
    expect(await issues()).toHaveLength(1)
  })

  it('is told again what to do first when that has gone out of sight', async () => {
    await town.says('ma', GRID_3, FIRE)
    await town.minutesLater(3)
    const said = await town.says('chen', GRID_3, SMOKE)
    expect(heardIn(GRID_3, said)).toMatch(/^@陈阿姨 #1 有火情请先打119。\n已记到 #1/)
    expect(await issues()).toHaveLength(1)
  })

  it('is two where it may be two', async () => {
    await town.says('ma', GRID_3, FIRE)
    expect(heardIn(GRID_3, await town.says('chen', GRID_3, '5号楼着火了，快来人'))).toMatch(/#2 有火情请先打119/)
    expect(heardIn(GRID_7, await town.says('he', GRID_7, CRY)), 'another grid').toMatch(/#3 有火情请先打119/)
    expect(await issues()).toHaveLength(3)
  })
})

describe('who has the same trouble as a neighbour', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
    await town.tells('ma', GRID_3, SURE.power)
  })
  afterEach(() => town.close())

  const supporters = () => town.database.client.supporter.count()

  it('hears that it is noted when they say so to the bot', async () => {
    expect(heardIn(GRID_3, await town.tells('chen', GRID_3, '@小格\u2005 我家也停了'))).toMatch(/^@陈阿姨 已记到 #1/)
    expect(await supporters()).toBe(1)
    expect(heardIn(GRID_3, await town.tells('zhou', GRID_3, `@小格\u2005 ${SURE.power}`))).toMatch(/^@周师傅 已记到 #1/)
    expect(await supporters()).toBe(2)
    expect(await town.database.client.issue.count()).toBe(1)
  })

  it('can take it back', async () => {
    await town.says('chen', GRID_3, '我家也停了')
    expect(await supporters()).toBe(1)
    expect(heardIn(GRID_3, await town.says('chen', GRID_3, '/撤销'))).toMatch(/#1 刚才/)
    expect(await supporters()).toBe(0)

    await town.tells('zhou', GRID_3, '3号楼怎么又停电了，整栋楼都没电，电梯也不走')
    expect(await supporters(), 'also where they said more').toBe(1)
    expect(heardIn(GRID_3, await town.says('zhou', GRID_3, '/撤销'))).toMatch(/#1 刚才的附议已撤销/)
    expect(await supporters()).toBe(0)
    expect(await town.database.client.issue.findMany()).toMatchObject([{ state: 'REPORTED' }])
  })

  it('repeats nothing to the worker by using the same words', async () => {
    expect(await town.tells('chen', GRID_3, SURE.power)).toEqual([])
    expect(await supporters()).toBe(1)
  })
})

describe('what is being said while a command takes the same words', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  it('comes to nothing more', async () => {
    await town.says('ma', GRID_3, SURE.bin)
    await town.says('ma', GRID_3, `/报事 ${SURE.bin}`)
    expect(await town.quiet()).toEqual([])

    await town.says('chen', GRID_3, SURE.gear)
    await town.quotes('worker-03', GRID_3, 'chen', SURE.gear, '/登记')
    expect(await town.quiet()).toEqual([])
    expect(await town.database.client.issue.count()).toBe(2)
    expect(await town.database.client.supporter.count()).toBe(0)
    expect(await town.database.client.burst.count()).toBe(0)
  })
})

it('lets people sleep who have not asked', async () => {
  const quietHours = { from: 21 * 60 + 30, to: 7 * 60 + 30 }
  const town = await Town.open({ quietHours, at: shanghai(2026, 6, 3, 20, 0) })
  await town.says('staff-1', STAFF, '/问答 加 居住证怎么办\n带身份证到社区服务中心。')
  await town.tells('ma', GRID_3, SURE.bin)
  await town.minutesLater(6 * 60)
  const asked = '请问居住证怎么办'
  expect(readingOf(asked)).toMatchObject({ kind: '咨询' })
  expect(heardIn(GRID_3, await town.tells('chen', GRID_3, asked))).toBe('')
  expect(heardIn(GRID_3, await town.tells('zhou', GRID_3, `@小格\u2005 ${asked}`))).toMatch(/带身份证/)
  expect(heardIn(GRID_3, await town.tells('zhou', GRID_3, SURE.bin)), 'like one of last evening').toBe('')
  expect(heardIn(GRID_3, await town.minutesLater(6 * 60))).toMatch(/带身份证/)
  expect(town.last(GRID_3)).toMatch(/像是同一件事/)
  await town.close()
})

it('takes a fire for said once where the program ended right after it was registered', async () => {
  const folder = await mkdtemp(join(runFolder(), 'burst-'))
  const database = await openDatabase({ url: `file:${join(folder, 'burst.db')}` })
  const first = await Town.open({ database })
  await first.says('ma', GRID_3, FIRE)
  expect(await database.client.burst.findMany()).toMatchObject([{ issueId: expect.any(Number) }])
  await first.bot.stop()
  await first.close()
  // Whatever became of a part, it is not told twice.
  await database.transaction((tx) => tx.burst.updateMany({ data: { issueId: null } }))

  const again = await Town.open({ database, again: first })
  await again.settled()
  const said = await again.tells('ma', GRID_3, '3号楼二单元也着火了，快来人')
  expect(heardIn('worker-03', said)).toMatch(/^#1 居民补充：3号楼二单元也着火了/)
  expect(await database.client.issue.count()).toBe(1)
  expect(await database.client.burst.count()).toBe(0)
  await again.close()
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

it('says in private why something cannot be registered, once', async () => {
  const town = await Town.open()
  await town.database.transaction((tx) =>
    tx.community.create({ data: { code: 'donghu', name: '东湖社区', createdAt: town.now() } }),
  )
  expect(heardIn('ma', await town.tells('ma', 'ma', SURE.bin))).toMatch(/不知道您是哪个社区的/)
  expect(await town.quiet()).toEqual([])
  expect(town.logged).toEqual([])
  expect(await town.database.client.burst.count()).toBe(0)
  await town.close()
})
