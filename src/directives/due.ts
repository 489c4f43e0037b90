import type { Tx } from '../database/database.ts'
import { type Order, orderOf, WITH_FILES } from './directive.ts'
import { LOOKED_AFTER_MS } from './ledger.ts'
import { nextTime } from './repeat.ts'

/** So long after its time something is still said; later whoever wanted it said has to decide anew. */
const GRACE_MS = 2 * 60 * 60_000

/** What has come due. `relay`: to be said now. `late`: nobody was there when its time came. `ended`: it comes no more. */
export type Due = { readonly kind: 'relay' | 'late' | 'ended'; readonly order: Order }

/**
 * Whether the time of an order has come, or one is so new that something may still be to be noted or told of it: everything that
 * follows a relay or a taking back comes within the time that its deliveries are looked after.
 */
export async function isAnyUnderWay(db: Pick<Tx, 'directive'>, now: Date): Promise<boolean> {
  const lately = { gt: new Date(now.getTime() - LOOKED_AFTER_MS) }
  const order = await db.directive.findFirst({
    where: { OR: [{ state: 'SCHEDULED', sendAt: { lte: now } }, { relayedAt: lately }, { closedAt: lately }] },
    select: { id: true },
  })
  return order !== null
}

/**
 * Takes the next order whose time has come, and of one that comes again makes the row of this time and moves it on to the
 * next. Undefined when nothing is due. To be called until then, each time in a transaction with what follows from it.
 *
 * @param isWorkday may throw for a year whose calendar is not known: then what goes by working days ends there
 * @param except the ids of orders that are left for another time
 */
export async function takeDue(
  tx: Tx,
  now: Date,
  isWorkday: (day: string) => boolean,
  except: readonly number[] = [],
): Promise<Due | undefined> {
  const row = await tx.directive.findFirst({
    where: { state: 'SCHEDULED', sendAt: { lte: now }, id: { notIn: [...except] } },
    orderBy: [{ urgent: 'desc' }, { sendAt: 'asc' }, { id: 'asc' }],
    include: WITH_FILES,
  })
  if (!row) return undefined
  const order = orderOf(row)
  const late = now.getTime() - (order.sendAt ?? now).getTime() > GRACE_MS
  if (order.repeat) return takeRepeated(tx, order, { now, late, isWorkday, except })
  if (!late) return { kind: 'relay', order }
  await tx.directive.update({ where: { id: order.id }, data: { state: 'DRAFT', version: { increment: 1 } } })
  return { kind: 'late', order }
}

async function takeRepeated(
  tx: Tx,
  order: Order,
  {
    now,
    late,
    isWorkday,
    except,
  }: { now: Date; late: boolean; isWorkday: (day: string) => boolean; except: readonly number[] },
): Promise<Due | undefined> {
  const next = order.repeat ? after(order.repeat, now, isWorkday) : undefined
  await tx.directive.update({
    where: { id: order.id },
    data: next ? { sendAt: next } : { state: 'CLOSED', closedAt: now },
  })
  // Of what comes again anyway a time that was missed is left out.
  if (late) return next ? takeDue(tx, now, isWorkday, except) : { kind: 'ended', order }
  const { directiveCounter: number } = await tx.community.update({
    where: { id: order.communityId },
    data: { directiveCounter: { increment: 1 } },
    select: { directiveCounter: true },
  })
  const { communityId, kind, text, urgent, approvedBy, scope, account, chatKind, chatId, authorId, confirmedById } =
    order
  const row = await tx.directive.create({
    data: {
      ...{ communityId, kind, text, urgent, approvedBy, scope, account, chatKind, chatId, authorId, confirmedById },
      number,
      state: 'SCHEDULED',
      points: [...order.points] as never,
      gridIds: [...order.gridIds],
      asks: [...order.asks],
      times: { ...order.times },
      sendAt: order.sendAt,
      originId: order.id,
      createdAt: now,
      previewedAt: now,
      confirmedAt: order.confirmedAt,
      files: { create: order.files.map(({ seq, sha256, name }) => ({ seq, sha256, name })) },
    },
    include: WITH_FILES,
  })
  return { kind: 'relay', order: orderOf(row) }
}

function after(repeat: NonNullable<Order['repeat']>, now: Date, isWorkday: (day: string) => boolean): Date | undefined {
  try {
    return nextTime(repeat, now, isWorkday)
  } catch {
    return undefined
  }
}
