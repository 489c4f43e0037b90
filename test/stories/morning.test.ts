import { expect, it } from 'vitest'
import { morning } from '../../src/sandbox/stories/morning.ts'
import { playStory } from '../../src/sandbox/story.ts'
import { heardIn, Town } from './town.ts'

it('at nine into twelve groups, at half past nine a table of who is on it', async () => {
  const town = await Town.open()
  const { outcome, missed } = await playStory(morning, town)
  expect(missed).toEqual([])
  expect(outcome).toBe('done')
  expect(
    heardIn('grid-03@chatroom', town.said).match(/收到|还没/g),
    'nobody is named or counted in a group',
  ).toHaveLength(1)
  expect(await town.database.client.directiveReceipt.count({ where: { step: 'DONE' } })).toBe(1)
  expect(await town.database.client.receiptPhoto.count()).toBe(1)
  expect(town.said.filter(({ chat, picture }) => chat === 'staff-1' && picture)).toHaveLength(1)
  await town.close()
})
