import { expect, it } from 'vitest'
import { findUnit, servesGrid } from '../../src/community/units.ts'
import type { GridId, UnitId } from '../../src/ids.ts'
import { Refusal } from '../../src/refusal.ts'
import { describeOnBoth } from '../database/both.ts'
import { now, openTown } from './town.ts'

describeOnBoth('units', (open) => {
  it('are found by code, name, alias or an unmistakable beginning', async () => {
    const { database, communityId } = await openTown(open, 'all')
    const find = async (words: string): Promise<string> => {
      try {
        return (await findUnit(database.client, communityId, words)).code
      } catch (error) {
        if (error instanceof Refusal) return error.message
        throw error
      }
    }
    const table: [words: string, found: string][] = [
      ['traffic', 'traffic'],
      ['Traffic', 'traffic'],
      ['交警中队', 'traffic'],
      ['交警', 'traffic'],
      [' 交 警 ', 'traffic'],
      ['物业', 'property'],
      ['安顺', 'property'],
      ['丰华', 'fenghua-property'],
      ['自来水公', 'water'],
      ['供', '“供”可能是供电公司、供水公司、供热公司，请写全一点。'],
      ['交管中队', '没有找到“交管中队”这个单位。您是不是要写：交警中队。'],
      [
        '动物园管理处',
        '没有找到“动物园管理处”这个单位。可以写：安顺物业、丰华物业、交警中队、派出所、消防救援站、供电公司、供水公司、燃气公司、供热公司、环卫所、街道办事处。',
      ],
    ]
    const answers = []
    for (const [words] of table) answers.push([words, await find(words)])
    expect(answers).toEqual(table)
  })

  it('serve their own grids, or all', async () => {
    const { database, unit, grid, run } = await openTown(open, 'all')
    const serves = async (code: string, number: number) =>
      await servesGrid(database.client, await unit(code), await grid(number))
    expect([await serves('property', 3), await serves('traffic', 12)]).toEqual([true, true])
    expect([await serves('fenghua-property', 4), await serves('fenghua-property', 3)]).toEqual([true, false])
    const elsewhere = await run(async (tx) => {
      const { id } = await tx.community.create({ data: { code: 'other', name: '另一社区', createdAt: now } })
      return (await tx.grid.create({ data: { communityId: id, number: 1, name: '一' } })).id as GridId
    })
    expect(await servesGrid(database.client, await unit('property'), elsewhere)).toBe(false)
    expect(await servesGrid(database.client, 999 as UnitId, await grid(1))).toBe(false)
  })
})
