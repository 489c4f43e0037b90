import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runFolder } from '../run-folder.ts'
import { runLives } from './lives.ts'

it('loses nothing and says nothing twice, though the bot is killed again and again', async () => {
  const seed = Math.floor(Math.random() * 1_000_000)
  const url = `file:${join(await mkdtemp(join(runFolder(), 'crash-')), 'crash.db')}`

  // As fast as it can, or with a pace: then what is to be said waits in the outbox when the bot dies.
  const paceMs = seed % 2 === 0 ? 0 : 50

  const crowd = { reports: 20, grids: 4, residentsPerGroup: 2 }
  const outcome = await runLives({ ...crowd, url, seed, kills: 2, paceMs, limitMs: 100_000 })

  expect(outcome.wrong, `with seed ${seed}`).toEqual([])
  expect(outcome).toMatchObject({ reports: 20, issues: 20, lost: 0, doubled: 0 })
  expect(outcome.unsaid).toBeLessThanOrEqual(outcome.unknown)
}, 120_000)
