import { expect, it } from 'vitest'
import { answerPost } from '../../src/board/answer.ts'
import { noteCopies } from '../../src/board/copies.ts'
import { appealPost, passPost, refusePost } from '../../src/board/decide.ts'
import { MOVES, POST_ACTIONS, type PostAction, type PostHat } from '../../src/board/lifecycle.ts'
import { movePost } from '../../src/board/move.ts'
import { type KnownPost, reread } from '../../src/board/post.ts'
import { publishable } from '../../src/board/publishable.ts'
import { supportWish } from '../../src/board/support.ts'
import { withdrawPost } from '../../src/board/withdraw.ts'
import { editPost, writePost } from '../../src/board/write.ts'
import type { Database, Tx } from '../../src/database/database.ts'
import type { PostState } from '../../src/database/types.ts'
import type { MessageId, PersonId } from '../../src/ids.ts'
import { Refusal } from '../../src/refusal.ts'
import { describeOnBoth } from '../database/both.ts'
import {
  calendar,
  confirmed,
  HOLDING,
  makePost,
  makeWorld,
  NOW,
  PASSING,
  posting,
  supporting,
  type World,
} from './world.ts'

const STATES: readonly PostState[] = ['HELD', 'PASSED', 'REFUSED', 'WITHDRAWN']
const WHO = ['author', 'neighbour', 'colleague'] as const
const messageId = 'later' as MessageId

/** How each action is done by somebody. */
const DO: Readonly<Record<PostAction, (tx: Tx, post: KnownPost, by: PersonId) => Promise<unknown>>> = {
  edit: (tx, post, by) => editPost(tx, post, { ...confirmed('新的话'), author: by, messageId, now: NOW }, HOLDING),
  withdraw: (tx, post, by) => withdrawPost(tx, post, { author: by, now: NOW }),
  link: (tx, post, by) => movePost(tx, post, { action: 'link', by: { hat: 'author', personId: by }, now: NOW }),
  unlink: (tx, post, by) => movePost(tx, post, { action: 'unlink', by: { hat: 'author', personId: by }, now: NOW }),
  appeal: (tx, post, by) => appealPost(tx, post, { by, now: NOW }),
  pass: (tx, post, by) => passPost(tx, post, { by, now: NOW, calendar }),
  refuse: (tx, post, by) => refusePost(tx, post, { by, now: NOW }),
  answer: (tx, post, by) => answerPost(tx, post, { by, text: '在办', now: NOW }),
}

/** The hat in which an action is done; that a neighbour holds no office is for the handler to know. */
const hatOf = (action: PostAction): PostHat => MOVES[action].who[0] as PostHat

function allowed(action: PostAction, state: PostState, who: (typeof WHO)[number]): boolean {
  if (!MOVES[action].from.includes(state)) return false
  const hat = hatOf(action)
  if (hat === 'author') return who === 'author'
  return hat === 'moderator' ? who !== 'author' : true
}

describeOnBoth('the life of a post', (open) => {
  let database: Database
  let world: World

  it('allows what its table says, to whom it says, and writes one event for each', async () => {
    database = await open()
    world = await database.transaction((tx) => makeWorld(tx))
    for (const state of STATES) {
      for (const action of POST_ACTIONS) {
        for (const who of WHO) {
          const what = `${who} does ${action} to ${state}`
          await database.transaction(async (tx) => {
            const post = await makePost(tx, world, state)
            const done = await DO[action](tx, post, world[who]).then(
              () => true,
              (error: unknown) => {
                expect(error, what).toBeInstanceOf(Refusal)
                expect((error as Refusal).message, what).toMatch(/心愿\d+ .*。$/)
                return false
              },
            )
            expect(done, what).toBe(allowed(action, state, who))
            const after = await reread(tx, post)
            const { to } = MOVES[action]
            const lands = !done || to === 'same' ? state : to === 'judged' ? 'HELD' : to
            expect(after.state, what).toBe(lands)
            expect(await tx.postEvent.count({ where: { postId: post.id } }), what).toBe(done ? 2 : 1)
            expect(after.version, what).toBe(done ? 1 : 0)
          })
        }
      }
    }
    // Nothing of all that may be published but what was passed.
    await database.transaction(async (tx) => {
      const posts = await tx.post.findMany({ where: { communityId: world.communityId } })
      const may = await publishable(tx, world.communityId, { most: 1000 })
      expect(may.length).toBe(posts.filter(({ state }) => state === 'PASSED').length)
      for (const state of STATES) {
        const noted = noteCopies(tx, [await makePost(tx, world, state)], { medium: 'wall', outboxKey: 'k' }, NOW)
        await (state === 'PASSED' ? expect(noted).resolves : expect(noted).rejects.toThrow(/was to be published/))
      }
    })
  })

  it('tells the second of two at once, and keeps the first', async () => {
    database = await open()
    await database.transaction(async (tx) => {
      world = await makeWorld(tx)
      const post = await makePost(tx, world, 'HELD')
      await passPost(tx, post, { by: world.colleague, now: NOW, calendar })
      await expect(withdrawPost(tx, post, { author: world.author, now: NOW })).rejects.toThrow(/刚才有别人动过/)
      expect((await reread(tx, post)).state).toBe('PASSED')
    })
  })

  it('judges new words anew: what a judge holds is up for nobody, what was refused may come back', async () => {
    database = await open()
    await database.transaction(async (tx) => {
      world = await makeWorld(tx)
      const edit = { ...confirmed('新的话'), author: world.author, messageId, now: NOW }
      const refused = await editPost(tx, await makePost(tx, world, 'REFUSED'), edit, PASSING)
      expect(refused.post).toMatchObject({ state: 'PASSED', words: '新的话' })
      const held = await editPost(tx, await makePost(tx, world, 'PASSED'), edit, HOLDING)
      expect(held.post).toMatchObject({ state: 'HELD', passedAt: null, answerDueAt: null })
      const picture = { sha256: 'a'.repeat(64), mime: 'image/png', bytes: 1 }
      const pictured = await editPost(tx, await makePost(tx, world, 'PASSED'), { ...edit, picture }, PASSING)
      expect(pictured.verdict, 'privacy 15: a picture').toEqual({ held: true, reasons: ['带了照片'] })
    })
  })

  it('counts those who wish the same once, never the author, and only for wishes that everybody may read', async () => {
    database = await open()
    await database.transaction(async (tx) => {
      world = await makeWorld(tx)
      const wish = await makePost(tx, world, 'PASSED')
      expect(await supportWish(tx, wish, supporting(world.neighbour))).toBe(1)
      await expect(supportWish(tx, wish, supporting(world.neighbour))).rejects.toThrow(/已经附议过/)
      await expect(supportWish(tx, wish, supporting(world.author))).rejects.toThrow(/就是您写的/)
      expect(await supportWish(tx, wish, supporting(world.colleague))).toBe(2)
      for (const state of ['HELD', 'REFUSED', 'WITHDRAWN'] as const) {
        const post = await makePost(tx, world, state)
        await expect(supportWish(tx, post, supporting(world.neighbour))).rejects.toThrow(/没有找到/)
      }
      const thanks = await makePost(tx, world, 'PASSED', { kind: 'THANKS' })
      await expect(supportWish(tx, thanks, supporting(world.neighbour))).rejects.toThrow(/不是心愿/)
    })
  })

  it('lets no more than ten posts of one person wait', async () => {
    database = await open()
    await database.transaction(async (tx) => {
      world = await makeWorld(tx)
      for (let n = 0; n < 10; n++) await writePost(tx, posting(world, confirmed(`第${n}句`)), HOLDING)
      await expect(writePost(tx, posting(world, confirmed('还有')), HOLDING)).rejects.toThrow(/已经有10条在等/)
      const other = { ...world, author: world.neighbour }
      expect((await writePost(tx, posting(other, confirmed('邻居的')), HOLDING)).post.number).toBe(11)
    })
  })
})
