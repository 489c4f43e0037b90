import { expect, it } from 'vitest'
import { powerCut } from '../../src/sandbox/stories/power-cut.ts'
import { playStory } from '../../src/sandbox/story.ts'
import { describeOnBoth } from '../database/both.ts'
import { GRID_3, Town } from './town.ts'

describeOnBoth('the power cut at three neighbours', (open) => {
  it('becomes one issue without a command, and all three hear that the power is back', async () => {
    const town = await Town.open({ database: await open() })

    const { outcome, missed } = await playStory(powerCut, town)

    expect(missed).toEqual([])
    expect(outcome).toBe('done')
    expect(await town.database.client.issue.count()).toBe(1)
    expect(await town.database.client.supporter.count()).toBe(2)
    expect(town.said.filter(({ chat, text }) => chat === GRID_3 && text.includes('已登记'))).toHaveLength(1)
    await town.close()
  })
})
