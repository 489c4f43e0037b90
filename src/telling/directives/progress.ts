import { put } from '../../chat/outbox.ts'
import type { Tx } from '../../database/database.ts'
import { nameOf, type Order, orderOf, WITH_FILES } from '../../directives/directive.ts'
import type { Due } from '../../directives/due.ts'
import { type Delivery, deliveriesOf, progressOf } from '../../directives/ledger.ts'
import { formatMoment } from '../../time/format.ts'
import { authorSpot } from './author.ts'
import { progressLines } from './progress-text.ts'

const MINUTE = 60_000
/** A relay that is not through by then is told of on the way; one that is, when it is. */
const ON_THE_WAY_MS = 5 * MINUTE
/** Later nobody waits to hear whether it has arrived; /转发 进度 tells at any time. */
const WORTH_TELLING_MS = 6 * 60 * MINUTE

/** Tells whoever sent an order that it has arrived everywhere, or how far it is and why. Resolves with how many were told. */
export async function tellProgress(tx: Tx, now: Date): Promise<number> {
  const rows = await tx.directive.findMany({
    where: { state: { in: ['RELAYED', 'CLOSED'] }, relayedAt: { gt: new Date(now.getTime() - WORTH_TELLING_MS) } },
    include: WITH_FILES,
  })
  let told = 0
  for (const order of rows.map(orderOf)) {
    const deliveries = await deliveriesOf(tx, order)
    if (!isTimeToTell(order, deliveries, now)) continue
    const spot = await authorSpot(tx, order)
    await tx.directive.update({ where: { id: order.id }, data: { progressToldAt: now } })
    if (!spot) continue
    await put(tx, { ...spot, text: progressLines(order, deliveries, now).join('\n'), priority: 'reply' }, now)
    told += 1
  }
  return told
}

/** Once when all is settled, once on the way where that takes long, and once more when what was waiting then is settled. */
function isTimeToTell({ relayedAt, progressToldAt }: Order, deliveries: readonly Delivery[], now: Date): boolean {
  const { all, waiting, lastAt } = progressOf(deliveries)
  if (all === 0 || !relayedAt) return false
  if (!progressToldAt) return waiting === 0 || now.getTime() - relayedAt.getTime() >= ON_THE_WAY_MS
  return waiting === 0 && lastAt !== undefined && lastAt > progressToldAt
}

/** Tells whoever wanted it said at a certain time that nobody was there then. */
export async function tellNotSaid(tx: Tx, { kind, order }: Due, now: Date): Promise<void> {
  const spot = await authorSpot(tx, order)
  if (!spot) return
  const at = order.sendAt ? formatMoment(order.sendAt, now) : ''
  const text =
    kind === 'ended'
      ? `${nameOf(order)} 不再重复发了。`
      : `${nameOf(order)} 定在 ${at} 发，那时小格不在线，没有发。还要发请发 /转发 改 ${order.number} 时间 现在。`
  await put(tx, { ...spot, text, priority: 'reply' }, now)
}
