import type { Entry, Source } from '../answers/source.ts'
import { titleOf } from '../answers/title.ts'
import type { Db } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import type { CommunityId, GridId } from '../ids.ts'
import { nameOf, type Order, orderOf, WITH_FILES } from './directive.ts'

const DAY_MS = 24 * 60 * 60_000
/** So long a notice answers what people ask; what names days is over with them before (`lastDayOf`). */
const ANSWERS_MS = 21 * DAY_MS
/** So long after it was relayed what is asked in a group may be about it. */
const SPOKEN_OF_MS = DAY_MS
/** More are not said to a grid in three weeks. */
const MOST = 200

/** Said there, as far as anybody knows: the ledger is a minute behind the outbox. */
const SAID: Prisma.DirectiveDeliveryWhereInput = {
  OR: [{ state: { in: ['SENT', 'ECHOED'] } }, { parts: { some: { state: { in: ['SENT', 'ECHOED'] } } } }],
}

/** What can be looked up in a chat: what was relayed to its grid; where no grid is known, only what went to every grid. */
export interface Hearing {
  readonly communityId: CommunityId
  readonly gridId: GridId | undefined
  readonly now: Date
}

/** The orders said lately to that grid, the newest first; not those that were called back. */
async function relayedTo(db: Db, { communityId, gridId, now }: Hearing, forMs = ANSWERS_MS): Promise<Order[]> {
  const rows = await db.directive.findMany({
    where: {
      communityId,
      state: { in: ['RELAYED', 'CLOSED'] },
      relayedAt: { gt: new Date(now.getTime() - forMs) },
      ...(gridId === undefined ? {} : { deliveries: { some: { gridId, ...SAID } } }),
    },
    include: WITH_FILES,
    orderBy: { relayedAt: 'desc' },
    take: MOST,
  })
  const orders = rows.map(orderOf)
  if (gridId !== undefined || orders.length === 0) return orders
  const grids = await db.grid.count({ where: { communityId } })
  return orders.filter(({ gridIds }) => gridIds.length === grids)
}

/** The same within the day, for what is asked without quoting it. */
export function spokenOf(db: Db, hearing: Hearing): Promise<Order[]> {
  return relayedTo(db, hearing, SPOKEN_OF_MS)
}

/** Whether an order was said in this very group. */
export async function wasSaidIn(db: Db, order: Pick<Order, 'id'>, group: { readonly id: number }): Promise<boolean> {
  return (await db.directiveDelivery.count({ where: { directiveId: order.id, groupId: group.id, ...SAID } })) > 0
}

/** An order as something that may answer a question. */
export function entryOf(order: Order): Entry {
  return {
    question: titleOf(order.text) ?? firstLine(order.text),
    answer: order.text,
    origin: { kind: 'notice', at: order.relayedAt ?? order.createdAt, title: nameOf(order), directiveId: order.id },
  }
}

/** What was relayed to a grid in the last weeks, as a place to look answers up. */
export function relayedSource(gridId: GridId | undefined, now: Date): Source {
  return {
    entries: async (tx, communityId) => (await relayedTo(tx, { communityId, gridId, now })).map(entryOf),
  }
}

const LONGEST_ABOUT = 40

/** What a text is about where it has no heading: its first line that is no greeting. */
function firstLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  const line = lines.find((each) => each !== '' && !/^(?:各|尊敬|亲爱|大家好|您好).{0,14}[：:，,]?$/.test(each)) ?? ''
  return [...line].slice(0, LONGEST_ABOUT).join('')
}
