import type { Db } from '../database/database.ts'
import type { CommunityId, GridId, PersonId } from '../ids.ts'
import type { Order, Post } from './directive.ts'

/** Somebody who may answer for a post in a grid. */
export interface Asked {
  readonly personId: PersonId
  readonly name: string
  readonly gridId: GridId
  readonly post: Post
  /**
   * reminded when the post has said nothing. False for who holds it only in general where somebody was appointed for that
   * very grid: a property company's manager beside its caretaker.
   */
  readonly first: boolean
}

type Wanted = Pick<Order, 'communityId' | 'gridIds' | 'asks'>

/** How near a property contact is to a grid; the nearest are reminded. */
const APPOINTED = 0
const UNIT_OF_SOME_GRIDS = 1
const UNIT_OF_ALL_GRIDS = 2

/**
 * Who is asked to act on an order, as roles are held now: workers with their deputies, contacts of the property company that
 * serves the grid, volunteers of the grid. Any one of a post is enough. By grid as the order names them, post, lead first.
 *
 * @param of only the hats of this person
 */
export async function askedOf(db: Db, order: Wanted, of?: PersonId): Promise<Asked[]> {
  const found = await holders(db, order, of)
  const best = new Map<string, number>()
  // Whether somebody is the nearest, only all the contacts together tell.
  const all = of === undefined || !found.some(({ post }) => post === 'property') ? found : await holders(db, order)
  for (const { gridId, post, distance } of all) {
    const key = `${gridId} ${post}`
    best.set(key, Math.min(distance, best.get(key) ?? distance))
  }
  const place = new Map(order.gridIds.map((gridId, at) => [gridId, at]))
  return found
    .map(({ distance, ...asked }) => ({ ...asked, first: distance === best.get(`${asked.gridId} ${asked.post}`) }))
    .sort(
      (a, b) =>
        (place.get(a.gridId) ?? 0) - (place.get(b.gridId) ?? 0) ||
        order.asks.indexOf(a.post) - order.asks.indexOf(b.post),
    )
}

async function holders(
  db: Db,
  { communityId, gridIds, asks }: Wanted,
  of?: PersonId,
): Promise<(Omit<Asked, 'first'> & { readonly distance: number })[]> {
  const kinds = (['GRID_WORKER', 'VOLUNTEER', 'UNIT_CONTACT'] as const).filter((kind) => asks.includes(POST_OF[kind]))
  if (kinds.length === 0 || gridIds.length === 0) return []
  const rows = await db.role.findMany({
    where: {
      communityId: communityId as CommunityId,
      kind: { in: kinds },
      until: null,
      ...(of === undefined ? {} : { personId: of }),
    },
    include: { person: { select: { name: true } }, unit: { include: { grids: true } } },
    orderBy: [{ lead: 'desc' }, { id: 'asc' }],
  })
  const wanted = new Set<number>(gridIds)
  return rows.flatMap(({ kind, personId, gridId, person, unit }) => {
    const post = POST_OF[kind as keyof typeof POST_OF]
    const hat = (grid: number, distance: number) => ({
      personId: personId as PersonId,
      name: person.name,
      gridId: grid as GridId,
      post,
      distance,
    })
    if (post === 'property' && unit?.kind !== 'PROPERTY') return []
    if (gridId !== null) return wanted.has(gridId) ? [hat(gridId, APPOINTED)] : []
    if (post !== 'property' || !unit) return []
    const served = unit.grids.map((each) => each.gridId)
    return served.length > 0
      ? served.filter((grid) => wanted.has(grid)).map((grid) => hat(grid, UNIT_OF_SOME_GRIDS))
      : gridIds.map((grid) => hat(grid, UNIT_OF_ALL_GRIDS))
  })
}

const POST_OF = { GRID_WORKER: 'worker', UNIT_CONTACT: 'property', VOLUNTEER: 'volunteer' } as const
