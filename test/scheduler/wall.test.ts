import { expect, it } from 'vitest'
import { openOccasion } from '../../src/board/occasions.ts'
import { proofWith } from '../../src/board/proofs.ts'
import type { Database } from '../../src/database/database.ts'
import { wallJob } from '../../src/scheduler/wall.ts'
import { publishProof } from '../../src/telling/board/publish-proof.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { makePost, makeWorld } from '../board/world.ts'
import { describeOnBoth } from '../database/both.ts'

const DAY = '2026-09-25'
const NINE = shanghai(2026, 9, 25, 9, 0)

describeOnBoth('the job of the wall', (open) => {
  /** One that draws, but keeps nothing: what is drawn is looked at elsewhere. */
  const job = (database: Database, keepPicture = async (bytes: Uint8Array) => kept(bytes)) =>
    wallJob({ database, keepPicture, readPicture: async () => new Uint8Array(), spoke: () => {} })

  async function openedWall(database: Database) {
    return database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      const { communityId } = world
      const { id: gridId } = await tx.grid.create({ data: { communityId, number: 1, name: '1网格' } })
      for (const [chatId, purpose] of [
        ['staff@chatroom', 'STAFF'],
        ['grid-1@chatroom', 'GRID'],
      ] as const) {
        await tx.chatGroup.create({
          data: {
            ...{ account: 'bot', chatId, topic: '', communityId, purpose, boundAt: NINE },
            gridId: purpose === 'GRID' ? gridId : null,
          },
        })
      }
      const occasion = await openOccasion(tx, { communityId, title: '中秋', firstDay: DAY, lastDay: DAY, now: NINE })
      const post = await makePost(tx, world, 'PASSED', { kind: 'BLESSING', words: '祝大家团圆' })
      await tx.post.update({ where: { id: post.id }, data: { occasion: occasion.key } })
      return world
    })
  }
  const said = (database: Database, chatId: string) =>
    database.client.outboxMessage.findMany({ where: { chatId }, orderBy: { id: 'asc' } })

  it('shows a wall once, also where two processes draw it at the same moment or one died before it had shown it', async () => {
    const database = await open()
    await openedWall(database)
    // The first is killed while it draws.
    const killed = job(database, async () => {
      throw new Error('killed')
    })
    await expect(killed.run(NINE, NINE)).rejects.toThrow(/1 failed/)
    expect(await said(database, 'staff@chatroom')).toEqual([])
    await Promise.all([job(database).run(NINE, NINE), job(database).run(NINE, NINE)])
    await job(database).run(NINE, NINE)
    const shown = await said(database, 'staff@chatroom')
    expect(shown.map(({ text, sha256 }) => (sha256 ? 'picture' : text.split('（', 1)[0]))).toEqual([
      'picture',
      '🏮 中秋祝福墙',
    ])
    expect((await said(database, 'grid-1@chatroom')).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^🏮 中秋祝福墙开了，到9月25日\(周五\)为止。/),
    ])
  })

  it('is sent once, also where two of the staff say yes at the same moment', async () => {
    const database = await open()
    const { author, colleague } = await openedWall(database)
    await job(database).run(NINE, NINE)
    const [{ id } = { id: 0 }] = await database.client.proof.findMany({ where: { state: 'SHOWN' } })
    const yes = (by: typeof author) =>
      database.transaction(async (tx) => {
        const proof = await proofWith(tx, id)
        if (!proof) throw new Error('no proof')
        return publishProof(tx, proof, { by, now: NINE })
      })
    const kinds = (await Promise.all([yes(author), yes(colleague)])).map(({ kind }) => kind)
    expect(kinds.sort()).toEqual(['sent', 'settled'])
    const rows = (await said(database, 'grid-1@chatroom')).slice(1)
    expect(rows.map(({ text, sha256 }) => (sha256 ? 'picture' : text))).toEqual([
      '🏮 中秋祝福墙：邻居们写下的1句话都在图上。',
      'picture',
    ])
    expect(await database.client.proofPage.count()).toBe(0)
  })
})

function kept(bytes: Uint8Array) {
  return { sha256: 'a'.repeat(64), mime: 'image/png', bytes: bytes.length }
}
