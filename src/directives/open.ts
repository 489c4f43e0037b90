import type { GroupPlace } from '../community/groups.ts'
import type { Db } from '../database/database.ts'
import type { CommunityId, GridId, PersonId } from '../ids.ts'
import { type Asked, askedOf } from './asked.ts'
import { type Order, orderOf, WITH_FILES } from './directive.ts'

/** So long after it was relayed somebody who names no order still means this one, in milliseconds. */
const MEANT_MS = 24 * 60 * 60_000

/** An order as one person has to do with it. */
export interface OpenOrder {
  readonly order: Order
  /** in which grids they are asked, in what capacity */
  readonly hats: readonly Asked[]
  /** when each of those grids had it; a grid that has not is left out */
  readonly saidAt: ReadonlyMap<GridId, Date>
}

/** Whether any order of the community was relayed lately and is not closed: a quick look before all else. */
export async function anyOpen(db: Db, communityId: CommunityId, now: Date): Promise<boolean> {
  return (await db.directive.findFirst({ where: lately(communityId, now), select: { id: true } })) !== null
}

/** The same for the community that a group is bound to, in one look: 收到 is said all day. False where it is bound to none. */
export async function anyOpenIn(db: Db, { account, chatId }: GroupPlace, now: Date): Promise<boolean> {
  const community = { groups: { some: { account, chatId, unboundAt: null } } }
  return (await db.directive.findFirst({ where: { ...relayedLately(now), community }, select: { id: true } })) !== null
}

/** The orders relayed lately of which somebody is asked something, the newest first. */
export async function openOrders(
  db: Db,
  {
    communityId,
    personId,
    now,
  }: { readonly communityId: CommunityId; readonly personId: PersonId; readonly now: Date },
): Promise<OpenOrder[]> {
  const rows = await db.directive.findMany({
    where: lately(communityId, now),
    include: WITH_FILES,
    orderBy: [{ relayedAt: 'desc' }, { id: 'desc' }],
  })
  const open: OpenOrder[] = []
  for (const order of rows.map(orderOf)) {
    const one = await asOpen(db, order, personId)
    if (one.hats.length > 0) open.push(one)
  }
  return open
}

/** What one person has to do with an order. */
export async function asOpen(db: Db, order: Order, personId: PersonId): Promise<OpenOrder> {
  const hats = await askedOf(db, order, personId)
  return { order, hats, saidAt: await arrivals(db, order, hats) }
}

/** When grids had it, from the ledger or, for what was said a moment ago, from the outbox itself. */
async function arrivals(db: Db, order: Order, hats: readonly Asked[]): Promise<Map<GridId, Date>> {
  const arrived = new Map<GridId, Date>()
  if (hats.length === 0) return arrived
  const grids = new Set<number>(hats.map(({ gridId }) => gridId))
  const deliveries = await db.directiveDelivery.findMany({
    where: { directiveId: order.id, ...(grids.size < 50 ? { gridId: { in: [...grids] } } : {}) },
    select: { gridId: true, saidAt: true, parts: { select: { state: true, sentAt: true } } },
  })
  for (const { gridId, saidAt, parts } of deliveries) {
    const at = saidAt ?? parts.find(({ state, sentAt }) => (state === 'SENT' || state === 'ECHOED') && sentAt)?.sentAt
    const known = arrived.get(gridId as GridId)
    if (at && grids.has(gridId) && (!known || at < known)) arrived.set(gridId as GridId, at)
  }
  return arrived
}

function lately(communityId: CommunityId, now: Date) {
  return { communityId, ...relayedLately(now) } as const
}

function relayedLately(now: Date) {
  return { kind: 'DIRECTIVE', state: 'RELAYED', relayedAt: { gt: new Date(now.getTime() - MEANT_MS) } } as const
}
