import type { Db } from '../database/database.ts'
import type { IssueState } from '../database/types.ts'
import type { GridId } from '../ids.ts'
import type { Order } from './directive.ts'

/** An issue that a line of an order has become. */
export interface FollowedUp {
  readonly number: number
  readonly gridId: GridId
  readonly state: IssueState
}

/** The issues of an order, by number; of one line only with `words`. Not those that were taken back or void. */
export async function followedUp(db: Db, order: Pick<Order, 'id'>, words?: string): Promise<FollowedUp[]> {
  const rows = await db.issue.findMany({
    where: { directiveId: order.id, ...(words === undefined ? {} : { words }) },
    select: { number: true, gridId: true, state: true, outcome: true },
    orderBy: { number: 'asc' },
  })
  return rows.flatMap(({ number, gridId, state, outcome }) =>
    outcome === 'WITHDRAWN' || outcome === 'VOID' || gridId === null
      ? []
      : [{ number, gridId: gridId as GridId, state }],
  )
}
