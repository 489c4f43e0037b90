import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GRID_3, Town } from './town.ts'

describe('the compound an issue lies in', () => {
  let town: Town
  beforeAll(async () => {
    town = await Town.open()
  })
  afterAll(() => town.close())

  /** of the issue reported last */
  async function compound(): Promise<string | undefined> {
    const { client } = town.database
    const issue = await client.issue.findFirstOrThrow({ orderBy: { id: 'desc' } })
    if (issue.compoundId === null) return undefined
    return (await client.compound.findUniqueOrThrow({ where: { id: issue.compoundId } })).name
  }

  it('is known from the words, or from a group whose grid lies in one compound', async () => {
    await town.says('ma', GRID_3, '/报事 楼道灯不亮')
    expect(await compound()).toBe('向阳小区')
    await town.says('ma', GRID_3, '/报事 槐荫小区2号楼楼道灯不亮')
    expect(await compound()).toBe('槐荫小区')
    await town.says('ma', GRID_3, '/报事 12网格路灯不亮')
    expect(await compound(), 'buildings of two compounds lie in grid 12').toBeUndefined()
  })

  it('is known from the place that is given later', async () => {
    await town.says('ma', 'ma', '/报事 楼道灯不亮')
    expect(await compound()).toBeUndefined()
    await town.says('ma', 'ma', '槐荫小区2号楼')
    expect(await compound()).toBe('槐荫小区')

    await town.says('chen', GRID_3, '/进度')
    await town.says('chen', 'chen', '/报事 单元门关不上')
    await town.minutesLater(30)
    const { number } = await town.database.client.issue.findFirstOrThrow({ orderBy: { id: 'desc' } })
    await town.says('worker-07', 'worker-07', `/确认 ${number}`)
    expect(await compound(), 'the grid of the worker who knows it').toBe('槐荫小区')
  })
})
