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
