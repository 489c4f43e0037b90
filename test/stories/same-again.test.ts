import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRID_3, heardIn, Town } from './town.ts'

const POTHOLE = '向阳小区3号楼门口的路面塌了一个大坑，电动车过去差点摔'
const POTHOLE_AGAIN = '向阳小区3号楼门口那个大坑还没人填，电动车又摔了一个'
const WORKER = 'worker-03'

describe('the same thing again', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
    expect(heardIn(GRID_3, await town.tells('ma', GRID_3, POTHOLE))).toMatch(/#1 |已登记/)
  })
  afterEach(() => town.close())

  const issues = () => town.database.client.issue.findMany({ orderBy: { id: 'asc' } })
  const supporters = () => town.database.client.supporter.count()

  it('is joined without a word where two neighbours speak of it within minutes', async () => {
    await town.minutesLater(1)
    const said = await town.tells('chen', GRID_3, '向阳小区3号楼门口的路面塌了一个大坑，小心别摔')
    expect(heardIn(GRID_3, said)).toBe('')
    expect(heardIn(WORKER, said)).toMatch(/#1 居民补充：.*小心别摔/)
    expect(await issues()).toHaveLength(1)
    expect(await supporters()).toBe(1)
  })

  it('is pointed out a week later, and joined when its author says so', async () => {
    await town.says(WORKER, WORKER, '/受理 1')
    await town.moveClock('+7d')
    const said = await town.tells('chen', GRID_3, POTHOLE_AGAIN)
    expect(heardIn(GRID_3, said)).toMatch(/这和 #1「.*」像是同一件事。是的话回 \+1/)
    expect(heardIn(WORKER, said)).toMatch(/#2 这是要反映的事吗.*\n[\s\S]*\/并案 2 1/)
    expect(await town.tells('zhou', GRID_3, POTHOLE_AGAIN), 'once a day').not.toContainEqual(
      expect.objectContaining({ chat: GRID_3 }),
    )
    await town.tells('chen', GRID_3, '+1')
    expect(await supporters()).toBe(1)
    expect((await issues())[1], 'what she said has found its place').toMatchObject({ state: 'CLOSED', outcome: 'VOID' })
  })

  describe('after it was said to be done', () => {
    const LEAK = '向阳小区5号楼2单元的水管漏水了，请派人来修一下'
    beforeEach(async () => {
      expect(heardIn(GRID_3, await town.tells('ma', GRID_3, LEAK))).toMatch(/#2 .*\n?已登记/)
      await town.says(WORKER, WORKER, '/受理 2')
      await town.says(WORKER, WORKER, '/办结 2 修好了')
      await town.sendsPicture(WORKER, WORKER)
      expect(await issues()).toMatchObject([{}, { state: 'RESOLVED' }])
    })

    it.each(['chen', 'ma'])('is kept and asked about where %s still sees it a moment later', async (who) => {
      const words = '向阳小区5号楼2单元的水管还在漏水，楼下也湿了，请派人来修'
      const said = await town.tells(who, GRID_3, words)
      expect(heardIn(GRID_3, said)).toMatch(/这和 #2「.*」像是同一件事/)
      expect(heardIn(WORKER, said)).toMatch(/#3 这是要反映的事吗/)
      expect((await issues())[2]).toMatchObject({ words, state: 'DRAFT' })
    })
  })

  it('is kept where it goes on in one breath with a danger that was said to be done in between', async () => {
    const smell = '向阳小区6号楼1单元楼道里煤气味很重'
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, smell))).toMatch(/#2 /)
    await town.says(WORKER, WORKER, '/受理 2')
    await town.says(WORKER, WORKER, '/办结 2 阀门关好了')
    await town.sendsPicture(WORKER, WORKER)
    expect((await issues())[1]).toMatchObject({ words: smell, state: 'RESOLVED' })
    const more = '二楼现在煤气味还是很重，快来人'
    expect(heardIn(WORKER, await town.tells('ma', GRID_3, more))).toContain(more)
  })

  it('is merged by nobody but a person', async () => {
    await town.says(WORKER, WORKER, '/受理 1')
    await town.moveClock('+7d')
    await town.tells('chen', GRID_3, POTHOLE_AGAIN)
    expect((await issues())[1]).toMatchObject({ state: 'DRAFT' })
    await town.says(WORKER, WORKER, '/并案 2 1')
    expect((await issues())[1]).toMatchObject({ state: 'CLOSED', outcome: 'DUPLICATE' })
    expect(heardIn(GRID_3, town.said), 'the group knew of one').not.toContain('#2')
  })
})
