import type { Db } from '../../database/database.ts'
import { nameOf, type Order } from '../../directives/directive.ts'
import { type Delivery, deliveriesOf, progressOf } from '../../directives/ledger.ts'
import { shortMoment } from './preview.ts'

/** So many groups are named one by one. */
const MOST_NAMED = 12

/** How far an order has got, in one message: 12/12, what waits, what failed and why. Never that somebody has read it. */
export async function progressText(db: Db, order: Order, now: Date): Promise<string> {
  return progressLines(order, await deliveriesOf(db, order), now).join('\n')
}

/** The same from a ledger that has been read. */
export function progressLines(order: Order, deliveries: readonly Delivery[], now: Date): string[] {
  const { all, arrived, waiting, failed, unknown, recalled, firstAt, lastAt } = progressOf(deliveries)
  if (all === 0) return [`${nameOf(order)} 还没有发。`]
  const times = firstAt && lastAt ? `（${span(firstAt, lastAt, now)}）` : ''
  const first =
    arrived === all
      ? `${nameOf(order)} ${all}个群都发到了${times}。`
      : `${nameOf(order)} 发到 ${arrived}/${all} 个群${times}。`
  return [
    first,
    ...(recalled > 0 ? [`后来从 ${recalled} 个群收回了。`] : []),
    ...(waiting > 0
      ? [`还有 ${waiting} 个群在等${order.heldAt ? `：先停着，发 /转发 继续 ${order.number} 接着发` : '，会接着发'}。`]
      : []),
    ...(failed.length > 0
      ? [
          `没发成 ${failed.length} 个：${named(failed, ({ problem }) => problemWords(problem))}。修好后发 /转发 重试 ${order.number}。`,
        ]
      : []),
    ...(unknown.length > 0
      ? [`不知道发没发到 ${unknown.length} 个：${named(unknown)}。请到群里看一眼，再用 /确认已发 或 /重发 处理。`]
      : []),
  ]
}

function span(first: Date, last: Date, now: Date): string {
  const from = shortMoment(first, now)
  const to = shortMoment(last, now)
  return from === to ? from : `${from}–${to}`
}

function named(deliveries: readonly Delivery[], why?: (delivery: Delivery) => string): string {
  const shown = deliveries.slice(0, MOST_NAMED).map((delivery) => {
    const reason = why?.(delivery)
    return `${delivery.grid.number}号网格${reason ? `（${reason}）` : ''}`
  })
  return `${shown.join('、')}${deliveries.length > MOST_NAMED ? '等' : ''}`
}

/** Why a group did not get it, for people: what puppets say of it is for developers. */
export function problemWords(problem: string | null): string {
  if (problem === null) return '微信没有收下'
  if (/not in (?:the |this )?(?:room|group)|no such|not found|不存在|已被移出|exist/i.test(problem))
    return '小格不在这个群里了'
  return '微信没有收下'
}
