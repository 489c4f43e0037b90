import { expect, it } from 'vitest'
import { midAutumnWall } from '../../src/sandbox/stories/mid-autumn-wall.ts'
import { wishForALift } from '../../src/sandbox/stories/wish-for-a-lift.ts'
import { playStory } from '../../src/sandbox/story.ts'
import { describeOnBoth } from '../database/both.ts'
import { Town } from './town.ts'

describeOnBoth('what is played of the board', (open, { dialect }) => {
  it('is a wall of blessings and a wish of which each step is told, and can be played again', async () => {
    const town = await Town.open({ database: await open() })
    const { client } = town.database
    const played = dialect === 'sqlite' ? [midAutumnWall, wishForALift, midAutumnWall] : [midAutumnWall]
    for (const story of played) {
      const { outcome, missed } = await playStory(story, town)
      expect(missed, story.title).toEqual([])
      expect(outcome).toBe('done')
    }
    const times = played.filter((story) => story === midAutumnWall).length
    expect(await client.occasion.count({ where: { title: '中秋', state: 'PUBLISHED' } })).toBe(times)
    expect(await client.postCopy.count({ where: { medium: 'festival' } })).toBe(3 * times)
    const wishes = await client.post.findMany({ where: { fate: 'DOING' } })
    expect(wishes).toMatchObject(played.includes(wishForALift) ? [{ signature: null, state: 'PASSED' }] : [])
    // What was held, and what was deleted, went nowhere.
    const said = town.said.filter(({ chat }) => chat.startsWith('grid-')).map(({ text }) => text)
    expect(said.join('\n')).not.toMatch(/团购|yuebing|老头子/)
    await town.close()
  }, 120_000)
})
