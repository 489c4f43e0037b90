import type { Db } from '../database/database.ts'
import type { ReceiptStep } from '../database/types.ts'
import type { GridId, PersonId } from '../ids.ts'
import { type Asked, askedOf } from './asked.ts'
import type { Order, Post } from './directive.ts'
import { type Delivery, deliveriesNow } from './ledger.ts'
import { furthest, isFurther, type Receipt, receiptsOf } from './receipts.ts'

/** How a post in a grid stands to an order. */
export interface PostStanding {
  readonly post: Post
  /** who holds it and is reminded; empty where nobody has been appointed */
  readonly holders: readonly Asked[]
  /** the first word anybody of the post has said */
  readonly answeredAt: Date | undefined
  readonly step: ReceiptStep | undefined
}

/** How a grid stands to an order. */
export interface GridStanding {
  readonly gridId: GridId
  readonly number: number
  readonly name: string
  /** its groups; none where no group was bound when it was relayed */
  readonly deliveries: readonly Delivery[]
  /** when the first of its groups had it; undefined: nobody there has heard of it */
  readonly saidAt: Date | undefined
  /** the posts that are asked, in their order */
  readonly posts: readonly PostStanding[]
  /** the first word that somebody is there or at work */
  readonly onItAt: Date | undefined
  readonly doneAt: Date | undefined
  /** who has said that they have done their part */
  readonly donePosts: readonly Post[]
  readonly photos: number
  readonly receipts: readonly Receipt[]
  /** everybody who may answer there now */
  readonly asked: readonly Asked[]
}

/** How an order stands, a grid each, by their numbers: whoever is late comes no earlier. */
export async function standingOf(db: Db, order: Order): Promise<GridStanding[]> {
  const ids = new Set<number>(order.gridIds)
  const grids = (
    await db.grid.findMany({ where: { communityId: order.communityId }, orderBy: { number: 'asc' } })
  ).filter(({ id }) => ids.has(id))
  const deliveries = groupBy(await deliveriesNow(db, order), ({ gridId }) => gridId)
  const receipts = groupBy(await receiptsOf(db, order), ({ gridId }) => gridId)
  const asked = groupBy(await askedOf(db, order), ({ gridId }) => gridId)
  return grids.map(({ id, number, name }) =>
    standing(order, {
      gridId: id as GridId,
      number,
      name,
      deliveries: deliveries.get(id) ?? [],
      receipts: receipts.get(id) ?? [],
      asked: asked.get(id) ?? [],
    }),
  )
}

function standing(
  order: Order,
  grid: Pick<GridStanding, 'gridId' | 'number' | 'name' | 'deliveries' | 'receipts' | 'asked'>,
): GridStanding {
  const { deliveries, receipts, asked } = grid
  const posts = order.asks.map((post) => {
    const theirs = receipts.filter(({ hat }) => hat === post)
    return {
      post,
      holders: asked.filter((each) => each.post === post && each.first),
      answeredAt: theirs[0]?.at,
      step: furthest(theirs.map(({ step }) => step)),
    }
  })
  const done = receipts.filter(({ step }) => step === 'DONE')
  const donePosts = posts.filter(({ step }) => step === 'DONE').map(({ post }) => post)
  return {
    ...grid,
    posts,
    saidAt: earliest(deliveries.flatMap(({ saidAt }) => saidAt ?? [])),
    onItAt: receipts.find(({ step }) => isFurther(step, 'ACKNOWLEDGED'))?.at,
    doneAt: isDone(posts) ? doneSince(posts, done) : undefined,
    donePosts,
    photos: new Set(receipts.flatMap(({ photos }) => photos.map(({ account, messageId }) => `${account} ${messageId}`)))
      .size,
  }
}

/** The worker answers for the grid: theirs is the last word. Where no worker is asked, or there is none, all posts have to be done. */
function isDone(posts: readonly PostStanding[]): boolean {
  const worker = posts.find(({ post, holders, step }) => post === 'worker' && (holders.length > 0 || step))
  if (worker) return worker.step === 'DONE'
  const held = posts.filter(({ holders, step }) => holders.length > 0 || step)
  return held.length > 0 && held.every(({ step }) => step === 'DONE')
}

function doneSince(posts: readonly PostStanding[], done: readonly Receipt[]): Date | undefined {
  const worker = posts.some(({ post, step }) => post === 'worker' && step === 'DONE')
  const counted = worker ? done.filter(({ hat }) => hat === 'worker') : done
  // A worker is done with the first word of it; of several posts the last one counts.
  return worker ? counted[0]?.at : counted.at(-1)?.at
}

/** Posts that somebody holds and of which nobody has said a word, in grids that have heard of the order. */
export function silentPosts(
  standing: readonly GridStanding[],
): { readonly grid: GridStanding; readonly post: PostStanding }[] {
  return standing.flatMap((grid) =>
    grid.saidAt === undefined
      ? []
      : grid.posts
          .filter(({ step, holders }) => step === undefined && holders.length > 0)
          .map((post) => ({ grid, post })),
  )
}

/** Who has said 收到 in a grid, and nothing since, while the grid is not done. */
export function saidNothingSince(
  standing: readonly GridStanding[],
): { readonly grid: GridStanding; readonly personId: PersonId }[] {
  return standing.flatMap((grid) => {
    if (grid.doneAt) return []
    // Who has lost the post since is not asked any more.
    const people = [...new Set(grid.asked.map(({ personId }) => personId))]
    return people
      .filter((person) => {
        const theirs = grid.receipts.filter(({ personId }) => personId === person)
        // Where a colleague of the same post is at work, nobody need be asked.
        return grid.posts.some(({ post, step }) => step === 'ACKNOWLEDGED' && theirs.some(({ hat }) => hat === post))
      })
      .map((personId) => ({ grid, personId }))
  })
}

function earliest(times: readonly Date[]): Date | undefined {
  return times.length > 0 ? new Date(Math.min(...times.map((at) => at.getTime()))) : undefined
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const one of all) {
    const known = groups.get(keyOf(one))
    if (known) known.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}
