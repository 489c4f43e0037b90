import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Town } from './town.ts'

describe('a new friend', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  it('is accepted and greeted once, with what to do first', async () => {
    town.puppet.requestFriendship('liu', '我是刘女士')
    await vi.waitFor(async () => {
      await town.settled()
      expect(town.last('liu')).toMatch(/^您好，我是小格/)
    })
    expect(town.puppet.isFriend('liu')).toBe(true)
    expect(town.last('liu')).toContain('/报事 3号楼2单元楼道灯不亮')

    town.puppet.requestFriendship('liu', '又加一次')
    await new Promise((resolve) => setTimeout(resolve, 50))
    await town.settled()
    expect(town.said.filter(({ chat }) => chat === 'liu')).toHaveLength(1)
  })
})
