import { expect, it } from 'vitest'
import { crossing } from '../../src/sandbox/stories/crossing.ts'
import { playStory } from '../../src/sandbox/story.ts'
import { describeOnBoth } from '../database/both.ts'
import { Town } from './town.ts'

describeOnBoth('the crossing at the gate', (open) => {
  it('goes from one word in the group to a crossing that is witnessed and rated', async () => {
    const town = await Town.open({ database: await open() })

    const { outcome, number, missed } = await playStory(crossing, town)

    expect(missed).toEqual([])
    expect({ outcome, number }).toEqual({ outcome: 'done', number: '1' })
    await town.close()
  })
})
