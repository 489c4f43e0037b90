import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'
import { halfSure, readingOf } from './wordings.ts'

const LIFT = '3号楼2单元电梯又坏了，爬楼爬得腿软，谁来修修'
const WITH_PRIVATE_WORDS = '3号楼2单元电梯又坏了，我老公昨晚还打我'

describe('what looks like the same', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const issues = () => town.database.client.issue.findMany({ orderBy: { id: 'asc' } })
  const supporters = () => town.database.client.supporter.count()
  const liftIsTold = async () => expect(heardIn(GRID_3, await town.tells('ma', GRID_3, LIFT))).toMatch(/#1 已登记/)

  it('is kept apart, and from everybody, where private words stand beside it', async () => {
    await liftIsTold()
    expect(readingOf(WITH_PRIVATE_WORDS).register).not.toBe('no')
    const said = await town.tells('chen', GRID_3, WITH_PRIVATE_WORDS)
    expect(heardIn(GRID_3, said)).not.toMatch(/#\d|@/)
    expect(heardIn('worker-03', said)).toMatch(/#2 .*\n[\s\S]*我老公昨晚还打我/)
    expect(await issues()).toMatchObject([{ isPrivate: false }, { isPrivate: true }])
    expect(await supporters()).toBe(0)
    for (const [who, chat] of [
      ['zhou', GRID_3],
      ['ma', 'ma'],
    ] as const) {
      expect(heardIn(chat, await town.says(who, chat, '/进度 1'))).not.toMatch(/老公|打我/)
      expect(heardIn(chat, await town.says(who, chat, '/进度 2'))).not.toMatch(/老公|打我/)
    }
  })

  it('goes its own way where it follows in private words what all may read of', async () => {
    await town.says('ma', GRID_3, '3号楼着火了，快来人')
    await town.tells('ma', GRID_3, '我老公刚才又打我了，家暴，谁来管管')
    expect(await issues()).toMatchObject([{ isPrivate: false }, { isPrivate: true }])
    expect(heardIn('zhou', await town.says('zhou', 'zhou', '/进度 1'))).not.toMatch(/老公/)
  })

  it('is told in a line that names nobody where help is needed and its author cannot be written to', async () => {
    const words = '楼上天天半夜打老婆，又打起来了，孩子一直哭'
    const said = await town.tells('liu', GRID_3, words)
    expect(heardIn(GRID_3, said)).toBe('遇到危险请先打110，受伤打120。')
    expect(heardIn('worker-03', said)).toMatch(/#1 待受理/)
  })

  it('is no +1 where it names something else: then it is a report', async () => {
    await liftIsTold()
    const said = await town.tells('chen', GRID_3, '我家也停水了')
    expect(heardIn(GRID_3, said)).not.toContain('#1')
    expect(heardIn('worker-03', said)).toMatch(/#2 .*\n?[\s\S]*我家也停水了/)
    expect(await supporters()).toBe(0)
    expect(await issues()).toMatchObject([{}, { words: '我家也停水了' }])
  })

  it.each(['我也要', '我要一箱 +1', '要一箱'])('is no +1 where something is ordered: %s', async (words) => {
    await liftIsTold()
    await town.says('zhou', GRID_3, '车厘子89一箱，要的接龙')
    expect(await town.tells('chen', GRID_3, words)).toEqual([])
    expect(await supporters()).toBe(0)
    expect(await issues()).toHaveLength(1)
  })

  it('is no +1 after others have gone on to something else, but soon after the bot spoke, or quoting it', async () => {
    await liftIsTold()
    await town.says('ma', GRID_3, '车厘子89一箱，要的接龙')
    await town.says('zhou', GRID_3, '+1')
    expect(await supporters(), 'within two minutes').toBe(1)
    await town.minutesLater(3)
    await town.says('ma', GRID_3, '车厘子只剩五箱了')
    await town.says('chen', GRID_3, '+1')
    expect(await supporters()).toBe(1)
    await town.says('chen', GRID_3, '+1', town.last(GRID_3))
    expect(await supporters()).toBe(2)
  })

  it('is still a +1 after several minutes in which nobody said anything else', async () => {
    await liftIsTold()
    await town.minutesLater(5)
    await town.says('zhou', GRID_3, '我也是')
    await town.says('chen', GRID_3, '+1')
    expect(await supporters()).toBe(2)
  })
})

it('answers danger that is asked about as danger', async () => {
  const town = await Town.open()
  const said = await town.says('chen', GRID_3, '3号楼2单元着火了怎么办')
  expect(heardIn(GRID_3, said)).toMatch(/#1 有火情请先打119/)
  expect(heardIn('worker-03', said)).toMatch(/^#1 待受理/)
  await town.close()
})

it('asks the staff one by one whether it is an issue where no worker can be written to and they have a group', async () => {
  const town = await Town.open()
  await town.database.transaction((tx) => tx.role.deleteMany({ where: { kind: 'GRID_WORKER' } }))
  const [words = ''] = halfSure(1)
  const said = await town.tells('chen', GRID_3, words)
  expect(heardIn('staff-1', said)).toMatch(/^#1 这是要反映的事吗/)
  expect(heardIn('secretary', said)).toMatch(/^#1 这是要反映的事吗/)
  expect(heardIn(STAFF, said)).toBe('')
  await town.close()
})
