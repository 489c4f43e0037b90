import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { crossing } from '../../src/sandbox/stories/crossing.ts'
import { playStory } from '../../src/sandbox/story.ts'
import { Town } from './town.ts'

describe('the crossing at the gate', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  it('goes from one word in the group to a crossing that is witnessed and rated', async () => {
    const { outcome, number, missed } = await playStory(crossing, town)
    expect(missed).toEqual([])
    expect({ outcome, number }).toEqual({ outcome: 'done', number: '1' })
  })
})
