import { expect, it } from 'vitest'
import { legoRush } from '../../src/sandbox/stories/lego-rush.ts'
import { playStory } from '../../src/sandbox/story.ts'
import { describeOnBoth } from '../database/both.ts'
import { Town } from './town.ts'

describeOnBoth('the Lego rush', (open, { dialect }) => {
  it('gives four places to four children, in order, and can be played again', async () => {
    const town = await Town.open({ database: await open() })
    for (const term of dialect === 'sqlite' ? [1, 2] : [1]) {
      const { outcome, missed } = await playStory(legoRush, town)
      expect(missed).toEqual([])
      expect(outcome).toBe('done')
      const where = { term, course: { title: '乐高智力开发' } }
      const run = await town.database.client.courseRun.findFirstOrThrow({ where })
      expect(run).toMatchObject({ capacity: 4, enrolled: 4, state: 'CANCELLED' })
    }
    await town.close()
  }, 60_000)
})
