import type { Db, Tx } from '../database/database.ts'
import type { Order } from './directive.ts'
import { type Delivery, deliveriesOf, RECALLED } from './ledger.ts'

/** It holds no more: whoever looks it up finds that, and nothing is answered from it. It can be told of once more. */
export async function callBack(tx: Tx, order: Pick<Order, 'id'>, now: Date): Promise<void> {
  await tx.directive.update({
    where: { id: order.id },
    data: { state: 'CANCELLED', closedAt: now, heldAt: null, progressToldAt: null, version: { increment: 1 } },
  })
}

/** The copies that still stand in their groups, or may: those that arrived and were not taken back, and those nobody knows of. */
export async function standingCopies(db: Db, order: Pick<Order, 'id'>): Promise<Delivery[]> {
  const deliveries = await deliveriesOf(db, order)
  return deliveries.filter(
    ({ state, problem }) => state === 'UNKNOWN' || ((state === 'SENT' || state === 'ECHOED') && problem !== RECALLED),
  )
}
