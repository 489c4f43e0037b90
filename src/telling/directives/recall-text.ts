import { put } from '../../chat/outbox.ts'
import { recallsOf } from '../../chat/recalls.ts'
import { writeRanges } from '../../community/ranges.ts'
import type { Tx } from '../../database/database.ts'
import { nameOf, type Order, orderOf, WITH_FILES } from '../../directives/directive.ts'
import { type Delivery, stampDeliveries } from '../../directives/ledger.ts'
import { standingCopies } from '../../directives/recall.ts'
import { authorSpot } from './author.ts'

/** After a day nobody waits to hear it. */
const WORTH_TELLING_MS = 24 * 60 * 60_000

/** What is said in a group where a message could not be taken back. */
export function correctionText(order: Order, words: string): string {
  return words === '' ? `${nameOf(order)} 撤回了，请不要再按它办，以后面的为准。` : `${nameOf(order)} 更正：${words}`
}

/** 3、5-7号网格 */
export function gridsOf(deliveries: readonly Delivery[]): string {
  const numbers = [...new Set(deliveries.map(({ grid }) => grid.number))].sort((a, b) => a - b)
  return `${writeRanges(numbers).replaceAll(', ', '、')}号网格`
}

/** Tells whoever sent it from how many groups an order could be taken back, once that is settled. Resolves with how many were told. */
export async function tellRecalled(tx: Tx, now: Date): Promise<number> {
  const rows = await tx.directive.findMany({
    where: {
      state: 'CANCELLED',
      progressToldAt: null,
      relayedAt: { not: null },
      closedAt: { gt: new Date(now.getTime() - WORTH_TELLING_MS) },
      deliveries: { some: { parts: { some: { recall: { not: null } } } } },
    },
    include: WITH_FILES,
  })
  let told = 0
  for (const order of rows.map(orderOf)) {
    const { done, unknown, open } = await recallsOf(tx, { delivery: { directiveId: order.id } })
    if (open > 0) continue
    await stampDeliveries(tx, { directiveId: order.id })
    await tx.directive.update({ where: { id: order.id }, data: { progressToldAt: now } })
    const spot = await authorSpot(tx, order)
    if (!spot) continue
    const left = await standingCopies(tx, order)
    const text =
      left.length === 0
        ? `${nameOf(order)} 都收回了。`
        : `${nameOf(order)} ${done > 0 ? `收回了一部分，` : ''}还有 ${left.length} 个群${unknown > 0 ? '收不回，或者不知道收回了没有' : '收不回'}：${gridsOf(left)}。要在这些群里说一声，发 /转发 更正 ${order.number}，后面可以写要说的话。`
    await put(tx, { ...spot, text, priority: 'reply' }, now)
    told += 1
  }
  return told
}
