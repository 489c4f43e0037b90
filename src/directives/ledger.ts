import type { Db, Tx } from '../database/database.ts'
import type { DirectiveDelivery, OutboxState, Prisma } from '../database/types.ts'
import type { Order } from './directive.ts'

/** A delivery as people look at it. */
export interface Delivery extends DirectiveDelivery {
  readonly grid: { readonly number: number; readonly name: string }
}

/** What became of an order in its groups. */
export interface Progress {
  readonly all: number
  readonly arrived: number
  readonly waiting: number
  readonly failed: readonly Delivery[]
  readonly unknown: readonly Delivery[]
  readonly cancelled: number
  /** of those that arrived so many were taken back in the chat since */
  readonly recalled: number
  readonly firstAt: Date | undefined
  readonly lastAt: Date | undefined
}

/** Of these something may still become. */
const OPEN: readonly OutboxState[] = ['PENDING', 'SENDING', 'FAILED', 'UNKNOWN']
/** So long an echo is waited for: an account without echoes would never be done. */
const ECHO_WITHIN_MS = 20 * 60_000
/** In place of what went wrong: it was said, and taken back in the chat since. */
export const RECALLED = 'recalled'
/** So long a delivery is looked after: later an echo will not come any more. */
export const LOOKED_AFTER_MS = 3 * 24 * 60 * 60_000

const PART = {
  deliveryId: true,
  state: true,
  sentAt: true,
  lastError: true,
  givenUpAt: true,
  recall: true,
  account: true,
  chatId: true,
} as const
type Part = Prisma.OutboxMessageGetPayload<{ select: typeof PART }>

/**
 * Writes into the ledger what became of the parts of each delivery that is not settled: of one order, or of all that were
 * relayed lately. Resolves with how many rows changed.
 */
export async function stampDeliveries(
  tx: Tx,
  where: { readonly directiveId: number } | { readonly now: Date },
): Promise<number> {
  const open = await tx.directiveDelivery.findMany({
    where:
      'directiveId' in where
        ? {
            directiveId: where.directiveId,
            OR: [{ state: { in: [...OPEN, 'SENT'] } }, { problem: null, parts: { some: { recall: 'DONE' } } }],
          }
        : await openLately(tx, where.now),
    include: {
      parts: { select: PART },
    },
  })
  let changed = 0
  for (const { parts, ...delivery } of open) {
    const found = together(parts)
    if (!found) continue
    const { state, saidAt, problem, account, chatId } = found
    const same =
      delivery.state === state &&
      delivery.saidAt?.getTime() === saidAt?.getTime() &&
      delivery.problem === problem &&
      delivery.chatId === chatId
    if (same) continue
    await tx.directiveDelivery.update({ where: { id: delivery.id }, data: { state, saidAt, problem, account, chatId } })
    changed += 1
  }
  return changed
}

/** The orders first, and then theirs: the deliveries of all years would be gone through each minute. */
async function openLately(tx: Tx, now: Date): Promise<Prisma.DirectiveDeliveryWhereInput> {
  const ago = (ms: number) => new Date(now.getTime() - ms)
  const lately = await tx.directive.findMany({
    where: { relayedAt: { gt: ago(LOOKED_AFTER_MS) } },
    select: { id: true },
  })
  return {
    directiveId: { in: lately.map(({ id }) => id) },
    OR: [{ state: { in: [...OPEN] } }, { state: 'SENT', saidAt: { gt: ago(ECHO_WITHIN_MS) } }],
  }
}

const TRIED: ReadonlySet<OutboxState> = new Set(['PENDING', 'FAILED'])

/** The worst of what became of the parts is what became of the whole. */
function together(parts: readonly Part[]) {
  const [first] = parts
  if (!first) return undefined
  const given = parts.filter(({ state }) => state !== 'CANCELLED')
  const said = given.map(({ sentAt }) => sentAt).filter((at) => at !== null)
  const failed = given.find(({ state, givenUpAt }) => state === 'FAILED' && givenUpAt !== null)
  const has = (...states: OutboxState[]) => given.some(({ state }) => states.includes(state))
  const state: OutboxState =
    given.length === 0
      ? 'CANCELLED'
      : failed
        ? 'FAILED'
        : has('UNKNOWN')
          ? 'UNKNOWN'
          : has('PENDING', 'SENDING', 'FAILED')
            ? 'PENDING'
            : has('SENT')
              ? 'SENT'
              : 'ECHOED'
  const arrived = state === 'SENT' || state === 'ECHOED'
  return {
    state,
    saidAt: arrived && said.length > 0 ? new Date(Math.max(...said.map((at) => at.getTime()))) : null,
    // Also of what is still tried: people should know why it waits.
    problem:
      arrived && given.every(({ recall }) => recall === 'DONE')
        ? RECALLED
        : ((failed ?? given.find(({ state: now, lastError }) => lastError !== null && TRIED.has(now)))?.lastError ??
          null),
    account: first.account,
    chatId: first.chatId,
  }
}

/** The ledger of an order, by grid and then by group. */
export async function deliveriesOf(db: Db, order: Pick<Order, 'id'>): Promise<Delivery[]> {
  return db.directiveDelivery.findMany({
    where: { directiveId: order.id },
    include: { grid: { select: { number: true, name: true } } },
    orderBy: [{ grid: { number: 'asc' } }, { groupId: 'asc' }],
  })
}

/** The same as the outbox knows it at this moment, which the ledger is told of within a minute. */
export async function deliveriesNow(db: Db, order: Pick<Order, 'id'>): Promise<Delivery[]> {
  const rows = await db.directiveDelivery.findMany({
    where: { directiveId: order.id },
    include: { grid: { select: { number: true, name: true } }, parts: { select: PART } },
    orderBy: [{ grid: { number: 'asc' } }, { groupId: 'asc' }],
  })
  return rows.map(({ parts, ...delivery }) =>
    OPEN.includes(delivery.state) ? { ...delivery, ...together(parts) } : delivery,
  )
}

/** Sums a ledger up. SENT and ECHOED have arrived as far as anybody can tell; nobody can tell whether they were read. */
export function progressOf(deliveries: readonly Delivery[]): Progress {
  const arrived = deliveries.filter(({ state }) => state === 'SENT' || state === 'ECHOED')
  const times = arrived.flatMap(({ saidAt }) => (saidAt ? [saidAt.getTime()] : []))
  return {
    all: deliveries.length,
    arrived: arrived.length,
    waiting: deliveries.filter(({ state }) => state === 'PENDING' || state === 'SENDING').length,
    failed: deliveries.filter(({ state }) => state === 'FAILED'),
    unknown: deliveries.filter(({ state }) => state === 'UNKNOWN'),
    cancelled: deliveries.filter(({ state }) => state === 'CANCELLED').length,
    recalled: arrived.filter(({ problem }) => problem === RECALLED).length,
    firstAt: times.length > 0 ? new Date(Math.min(...times)) : undefined,
    lastAt: times.length > 0 ? new Date(Math.max(...times)) : undefined,
  }
}

/** Holds back what has not been said of an order, or lets it go on. Resolves with how many messages that is. */
export async function holdOrder(tx: Tx, order: Pick<Order, 'id'>, held: boolean, now: Date): Promise<number> {
  await tx.directive.update({ where: { id: order.id }, data: { heldAt: held ? now : null, version: { increment: 1 } } })
  const { count } = await tx.outboxMessage.updateMany({
    where: { delivery: { directiveId: order.id }, state: { in: ['PENDING', 'FAILED'] }, held: !held },
    data: { held },
  })
  return count
}

/** Has what was given up tried again. What may have arrived is not: that is for people to say. Resolves with how many. */
export async function retryOrder(tx: Tx, order: Pick<Order, 'id'>, now: Date): Promise<number> {
  const { count } = await tx.outboxMessage.updateMany({
    where: { delivery: { directiveId: order.id }, state: 'FAILED', givenUpAt: { not: null } },
    data: { state: 'PENDING', attempts: 0, notBefore: now, givenUpAt: null, lastError: null },
  })
  return count
}

/**
 * Takes back that an order was confirmed: what has not been said is cancelled. Where no group has it yet it is a draft again,
 * as if it had never been confirmed.
 *
 * @returns in how many groups it was stopped, and how many have it, or may have
 */
export async function unrelay(
  tx: Tx,
  order: Order,
  now: Date,
): Promise<{ readonly stopped: number; readonly said: number }> {
  await tx.outboxMessage.updateMany({
    where: { delivery: { directiveId: order.id }, state: { in: ['PENDING', 'FAILED'] } },
    data: { state: 'CANCELLED' },
  })
  await stampDeliveries(tx, { directiveId: order.id })
  const deliveries = await deliveriesOf(tx, order)
  const { all, cancelled } = progressOf(deliveries)
  if (cancelled < all) return { stopped: cancelled, said: all - cancelled }
  await tx.outboxMessage.updateMany({
    where: { delivery: { directiveId: order.id } },
    // Their keys are free again, should it be said after all.
    data: { deliveryId: null, key: null },
  })
  await tx.directiveDelivery.deleteMany({ where: { directiveId: order.id } })
  await tx.directive.update({
    where: { id: order.id },
    data: {
      state: 'DRAFT',
      confirmedAt: null,
      confirmedById: null,
      relayedAt: null,
      previewedAt: now,
      version: { increment: 1 },
    },
  })
  return { stopped: cancelled, said: 0 }
}
