import { expect, it } from 'vitest'
import { findUnit } from '../../src/community/units.ts'
import { Refusal } from '../../src/refusal.ts'
import { describeOnBoth } from '../database/both.ts'
import { openTown } from './town.ts'

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
})
