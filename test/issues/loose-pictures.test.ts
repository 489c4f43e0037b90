import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { addRows } from '../../src/database/many-rows.ts'
import { loosePictures } from '../../src/issues/loose-pictures.ts'
import { describeOnBoth } from '../database/both.ts'
import { makeReport, makeWorld, NOW } from './world.ts'

describeOnBoth('pictures to which nothing points', (open) => {
  it('are found wherever they are among many, and not more than are wanted', async () => {
    const { client, transaction } = await open()
    const hashes = Array.from({ length: 2500 }, (_, n) => createHash('sha256').update(`${n}`).digest('hex')).sort()
    // The first, the last, and those beside the thousandth.
    const loose = [0, 998, 999, 1000, 1001, 2499].map((n) => hashes[n] ?? '')
    await transaction(async (tx) => {
      const { issue } = await makeReport(tx, await makeWorld(tx))
      const file = { mime: 'image/png', bytes: 1, createdAt: NOW }
      await addRows(
        tx,
        'Attachment',
        hashes.map((sha256) => ({ ...file, sha256 })),
      )
      const kept = hashes.filter((sha256) => !loose.includes(sha256))
      const picture = { issueId: issue.id, account: 'bot', at: NOW }
      await addRows(
        tx,
        'IssueAttachment',
        kept.map((sha256) => ({ ...picture, sha256, messageId: sha256 })),
      )
    })
    expect(await loosePictures(client, 100)).toEqual(loose)
    expect(await loosePictures(client, 4)).toEqual(loose.slice(0, 4))
  })
})
