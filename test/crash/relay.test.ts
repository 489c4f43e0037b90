import { expect, it } from 'vitest'
import { relayUnderFire } from './relay-under-fire.ts'

it('reaches each group once, or says honestly that nobody knows, though the bot is killed again and again', async () => {
  const { unknown, ...outcome } = await relayUnderFire(40, [12])
  expect(outcome).toEqual({ twice: [], lost: [], directives: 1, deliveries: 40, reached: 40 })
  expect(unknown).toBeLessThan(40)
}, 180_000)
