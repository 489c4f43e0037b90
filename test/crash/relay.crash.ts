import { expect, it } from 'vitest'
import { relayUnderFire } from './relay-under-fire.ts'

it('reaches each of 200 groups once, or says honestly that nobody knows, though the bot is killed at every stage', async () => {
  const { unknown, ...outcome } = await relayUnderFire(200, [1, 60, 140, 190])
  process.stdout.write(`relay to 200 groups, 6 kills: ${unknown} unknown, ${JSON.stringify(outcome)}\n`)
  expect(outcome).toEqual({ twice: [], lost: [], directives: 1, deliveries: 200, reached: 200 })
})
