import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { reread } from '../../src/board/post.ts'
import { publishable } from '../../src/board/publishable.ts'
import type { Database, Tx } from '../../src/database/database.ts'
import { dueHolds, noteTold } from '../../src/moderation/due.ts'
import { heldAboutModeration } from '../../src/moderation/held-about.ts'
import { endGone, openHoldOf } from '../../src/moderation/hold.ts'
import { queueFor } from '../../src/moderation/queue.ts'
import { Refusal } from '../../src/refusal.ts'
import { describeOnBoth } from '../database/both.ts'
import {
  type Actor,
  appealAs,
  decideAs,
  makeHeldPost,
  makeHeldTown,
  makeSituation,
  NOW,
  SITUATIONS,
  type Situation,
} from './held-town.ts'

type Act = 'pass' | 'refuse' | 'appeal'

/** What is allowed, to whom, and where it leads; everything else is refused and changes nothing. */
const ALLOWED: readonly (readonly [Situation, Act, readonly Actor[], string])[] = [
  ['held', 'pass', ['refuser', 'colleague'], 'PASSED'],
  ['held', 'refuse', ['refuser', 'colleague'], 'REFUSED'],
  ['passed', 'refuse', ['refuser', 'colleague'], 'REFUSED'],
  ['refused', 'pass', ['refuser', 'colleague'], 'PASSED'],
  ['refused', 'appeal', ['author'], 'HELD'],
  ['appealed', 'pass', ['colleague'], 'PASSED'],
  ['appealed', 'refuse', ['colleague'], 'REFUSED'],
  ['refused on appeal', 'pass', ['refuser', 'colleague'], 'PASSED'],
]

describeOnBoth('posts that wait', (open) => {
  let database: Database
  let codes = 0
  beforeAll(async () => {
    database = await open()
  })
  /** In a transaction that is taken back. */
  async function inTown(work: (tx: Tx) => Promise<void>): Promise<void> {
    class TakenBack extends Error {}
    await expect(
      database.transaction(async (tx) => {
        await work(tx)
        throw new TakenBack()
      }),
    ).rejects.toThrow(TakenBack)
  }
  const town = (tx: Tx, staff?: readonly Actor[]) => makeHeldTown(tx, `c${++codes}`, staff)

  describe.each(SITUATIONS)('a post that is %s', (situation) => {
    it.each(['pass', 'refuse', 'appeal'] as const)('%s, by each', async (act) => {
      await inTown(async (tx) => {
        for (const who of ['author', 'refuser', 'colleague'] as const) {
          const place = await town(tx)
          const before = await makeSituation(tx, place, situation)
          const allowed = ALLOWED.find(
            ([where, what, actors]) => where === situation && what === act && actors.includes(who),
          )
          const done =
            act === 'appeal' ? appealAs(tx, place, before, who) : decideAs(tx, place, before, who, act === 'pass')
          if (allowed) await done
          else await expect(done, who).rejects.toThrow(Refusal)
          const after = await reread(tx, before)
          expect(after.state, `${who} ${act}`).toBe(allowed?.[3] ?? before.state)
          expect(after.version - before.version).toBe(allowed ? 1 : 0)
          expect((await openHoldOf(tx, after)) !== undefined && after.state !== 'WITHDRAWN').toBe(
            after.state === 'HELD',
          )
          const published = await publishable(tx, place.communityId, { most: 10 })
          expect(published.length).toBe(after.state === 'PASSED' ? 1 : 0)
        }
      })
    })
  })

  it('privacy 16: an appeal is for who refused only where there is nobody else', async () => {
    await inTown(async (tx) => {
      const alone = await town(tx, ['refuser'])
      const post = await makeSituation(tx, alone, 'appealed')
      expect(await queueFor(tx, alone.communityId, alone.people.refuser, NOW)).toHaveLength(1)
      await decideAs(tx, alone, post, 'refuser', true)
      const two = await town(tx)
      await makeSituation(tx, two, 'appealed')
      expect(await queueFor(tx, two.communityId, two.people.refuser, NOW)).toEqual([])
      expect(await queueFor(tx, two.communityId, two.people.colleague, NOW)).toHaveLength(1)
    })
  })

  it('privacy 16: told once of each stage, and nothing passes by time', async () => {
    await inTown(async (tx) => {
      const place = await town(tx)
      const post = await makeHeldPost(tx, place)
      const stages: number[] = []
      for (let hour = 0; hour <= 72; hour += 1) {
        const now = new Date(NOW.getTime() + hour * 60 * 60_000)
        const due = await dueHolds(tx, place.communityId, now, undefined)
        stages.push(...due.map(({ stage }) => stage))
        await noteTold(tx, due)
      }
      expect(stages).toEqual([1, 2, 3, 4, 5])
      expect((await reread(tx, post)).state).toBe('HELD')
    })
  })

  it('what its author took away is no longer in the queue, and the words of the appeal are gone', async () => {
    await inTown(async (tx) => {
      const place = await town(tx)
      const post = await makeSituation(tx, place, 'appealed')
      await tx.post.update({ where: { id: post.id }, data: { state: 'WITHDRAWN', words: '' } })
      expect(await queueFor(tx, place.communityId, place.people.colleague, NOW)).toEqual([])
      await endGone(tx, place.communityId, NOW)
      expect(await tx.postHold.findMany({ where: { postId: post.id }, orderBy: { id: 'asc' } })).toMatchObject([
        { state: 'REFUSED' },
        { state: 'GONE', appeal: null },
      ])
    })
  })

  it('a post that waits for no written reason is in the queue all the same', async () => {
    await inTown(async (tx) => {
      const place = await town(tx)
      const post = await makeHeldPost(tx, place)
      await tx.postHold.deleteMany({ where: { postId: post.id } })
      expect(await queueFor(tx, place.communityId, place.people.colleague, NOW)).toMatchObject([
        { hold: { reasons: [] } },
      ])
    })
  })

  it('privacy 7: tells somebody what was held of theirs, and forgets it with who decided', async () => {
    await inTown(async (tx) => {
      const place = await town(tx)
      await makeSituation(tx, place, 'appealed')
      const about = (who: Actor) => ({ person: place.people[who], identities: [], names: [] })
      expect((await heldAboutModeration.tell(tx, about('author'), NOW))?.lines.join('\n')).toMatch(/您说：我不是卖东西/)
      expect((await heldAboutModeration.tell(tx, about('refuser'), NOW))?.summary).toMatch(/审过 1 条/)
      await heldAboutModeration.forget(tx, about('refuser'), NOW)
      expect(await heldAboutModeration.tell(tx, about('refuser'), NOW)).toBeUndefined()
      await heldAboutModeration.forget(tx, about('author'), NOW)
      expect(await heldAboutModeration.tell(tx, about('author'), NOW)).toBeUndefined()
      expect(await tx.postHold.count()).toBe(0)
    })
  })

  it('nothing is published that a person did not pass, whatever is done in whatever order', async () => {
    const step = fc.tuple(
      fc.constantFrom<Act>('pass', 'refuse', 'appeal'),
      fc.constantFrom<Actor>('author', 'refuser', 'colleague'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        await inTown(async (tx) => {
          const place = await town(tx)
          const post = await makeHeldPost(tx, place)
          let passed = false
          for (const [act, who] of steps) {
            const done =
              act === 'appeal' ? appealAs(tx, place, post, who) : decideAs(tx, place, post, who, act === 'pass')
            const worked = await done.then(
              () => true,
              (error: unknown) => {
                if (error instanceof Refusal) return false
                throw error
              },
            )
            if (worked) passed = act === 'pass'
            const published = await publishable(tx, place.communityId, { most: 10 })
            expect(published.map(({ id }) => id)).toEqual(passed ? [post.id] : [])
          }
        })
      }),
      { numRuns: 8 },
    )
  })
})
