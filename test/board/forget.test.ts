import { expect, it } from 'vitest'
import { noteCopies } from '../../src/board/copies.ts'
import { emptyPosts, forgetPosts } from '../../src/board/forget.ts'
import { heldAboutPosts } from '../../src/board/held-about.ts'
import { lookBehind } from '../../src/board/look-behind.ts'
import { reread } from '../../src/board/post.ts'
import { supportersOf, supportWish } from '../../src/board/support.ts'
import { addRows } from '../../src/database/many-rows.ts'
import { takeBackCopies } from '../../src/telling/board/take-back-copies.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { makePost, makeWorld, NOW, supporting } from './world.ts'

describeOnBoth('what is kept of posts', (open) => {
  it('privacy 8: ends after 24 months; an open wish stays as nobody’s, with how many wish the same', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      const thanks = await makePost(tx, world, 'PASSED', { kind: 'THANKS', words: '谢谢金丝雀' })
      const held = await makePost(tx, world, 'HELD', { words: '等着的金丝雀' })
      const wish = await makePost(tx, world, 'PASSED', { words: '盼电梯' })
      await supportWish(tx, wish, supporting(world.neighbour))
      await supportWish(tx, wish, supporting(world.colleague, 'c', shanghai(2028, 5, 1)))
      expect(await forgetPosts(tx, shanghai(2028, 6, 3, 8, 0), 100)).toBe(0)
      expect(await forgetPosts(tx, shanghai(2028, 6, 3, 10, 0), 100)).toBe(3)
      expect(await forgetPosts(tx, shanghai(2028, 6, 3, 10, 0), 100)).toBe(0)
      for (const gone of [thanks, held]) {
        expect(await reread(tx, gone)).toMatchObject({ words: '', authorId: null, chatId: null, messageId: null })
      }
      const open = await reread(tx, wish)
      expect(open).toMatchObject({ words: '盼电梯', authorId: null, contactId: null, state: 'PASSED' })
      expect(open.formerSupporters).toBe(1)
      expect(await supportersOf(tx, open)).toBe(2)
      expect(await tx.postSupport.count()).toBe(1)
      expect(await tx.postEvent.count({ where: { personId: { not: null } } })).toBe(0)
    })
  })

  it('privacy 7: is told to its author, and forgotten with what was published of it', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      const who = (person: number) => ({ person: person as typeof world.author, identities: [], names: [] })
      const post = await makePost(tx, world, 'PASSED', { words: '盼着金丝雀' })
      const other = await makePost(tx, { ...world, author: world.neighbour }, 'PASSED', { words: '邻居的话' })
      await supportWish(tx, other, supporting(world.author))
      for (const [key, state] of [
        ['wall:1', 'SENT'],
        ['wall:2:g', 'PENDING'],
      ] as const) {
        await tx.outboxMessage.create({
          data: {
            ...{ account: 'bot', chatKind: 'GROUP', chatId: 'g', text: '心愿1：盼着金丝雀', mentions: [], priority: 1 },
            ...{ key, state, notBefore: NOW, createdAt: NOW },
          },
        })
        await noteCopies(tx, [post], { medium: 'wall', outboxKey: key.slice(0, 6) }, NOW)
      }
      const told = await heldAboutPosts.tell(tx, who(world.author), NOW)
      expect(told?.summary).toBe('写过 1 条，附议过 1 个心愿')
      expect(told?.lines).toEqual(['心愿1 6月3日(周三)心愿，已上墙，匿名：盼着金丝雀', '附议心愿2，6月3日(周三)'])
      expect(await heldAboutPosts.forget(tx, who(world.author), NOW)).toBe(2)
      const everything = JSON.stringify([
        await tx.post.findMany(),
        await tx.postEvent.findMany(),
        await tx.outboxMessage.findMany(),
      ])
      expect(everything).not.toMatch(/金丝雀/)
      expect(everything).toMatch(/邻居的话/)
      expect((await tx.outboxMessage.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state)).toEqual([
        'SENT',
        'CANCELLED',
      ])
      await tx.person.delete({ where: { id: world.author } })
      expect(await heldAboutPosts.tell(tx, who(world.author), NOW)).toBeUndefined()
    })
  })

  it('privacy 13: a look behind an anonymous post needs a reason and leaves an audit row', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      const post = await makePost(tx, world, 'HELD')
      await expect(lookBehind(tx, post, { by: world.colleague, reason: ' 看看 ', now: NOW })).rejects.toThrow(/请写明/)
      expect(await tx.auditEntry.count()).toBe(0)
      const seen = await lookBehind(tx, post, { by: world.colleague, reason: '像是有人要轻生', now: NOW })
      expect(seen).toEqual({ personId: world.author, name: '作者' })
      const [row] = await tx.auditEntry.findMany()
      expect(row).toMatchObject({
        action: 'post.look-behind',
        personId: world.colleague,
        data: { reason: '像是有人要轻生' },
      })
      expect(JSON.stringify(row)).not.toMatch(/作者/)
    })
  })

  it('goes from every wall it was seen on, however many looked', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      const post = await makePost(tx, world, 'PASSED', { words: '盼着金丝雀' })
      const looks = Array.from({ length: 1200 }, (_, n) => `wall:bot:m${n}`)
      const said = {
        account: 'bot',
        chatKind: 'PRIVATE',
        text: '心愿1：盼着金丝雀',
        mentions: [],
        priority: 1,
      } as const
      const state = { state: 'ECHOED', notBefore: NOW, createdAt: NOW, sentAt: shanghai(2026, 6, 1, 9, 0) } as const
      await addRows(
        tx,
        'OutboxMessage',
        // One is said in two parts.
        [...looks, 'wall:bot:m7:2'].map((key, n) => ({ ...said, ...state, chatId: `c${n % 600}`, key })),
      )
      const copy = { postId: post.id, version: 1, medium: 'wall', at: NOW }
      await addRows(
        tx,
        'PostCopy',
        looks.map((outboxKey) => ({ ...copy, outboxKey })),
      )
      expect(await takeBackCopies(tx, post, NOW)).toEqual({ recalling: 0, standing: 600 })
      await emptyPosts(tx, [post.id])
      expect(await tx.outboxMessage.count({ where: { text: { not: '' } } })).toBe(0)
    })
  })
})
