import type { Db } from '../../database/database.ts'
import type { DirectiveState } from '../../database/types.ts'
import { nameOf, type Order, POST_LABELS, POSTS, STEP_LABELS, STEPS } from '../../directives/directive.ts'
import { deliveriesOf } from '../../directives/ledger.ts'
import { questionsAbout } from '../../directives/questions.ts'
import { formatDay, formatMoment } from '../../time/format.ts'
import { cut } from '../summary.ts'
import { pointWords } from './preview.ts'
import { progressLines } from './progress-text.ts'
import { questionsCount } from './questions-text.ts'

const LONGEST_BEGINNING = 20

export const ORDER_STATES: Readonly<Record<DirectiveState, string>> = {
  DRAFT: '没有发',
  SCHEDULED: '等着发',
  RELAYED: '发出了',
  CLOSED: '已结束',
  CANCELLED: '取消了',
}

/** One line of a list: 任务3 6月3日(周三) 全部网格 发出了「清理楼道堆物」 */
export function listLine(order: Order, now: Date): string {
  const day = formatDay(order.relayedAt ?? order.sendAt ?? order.createdAt, now)
  const text = order.text.split('\n').map((line) => line.trim())
  const first = text.find((line) => line !== '' && !/[：:]$/.test(line)) ?? text[0] ?? ''
  return `${nameOf(order)} ${day} ${order.scope} ${ORDER_STATES[order.state]}「${cut(first, LONGEST_BEGINNING)}」`
}

/** All that is known of an order but its text: who ordered and confirmed it, when, and what became of it. */
export async function orderCard(db: Db, order: Order, now: Date): Promise<string> {
  const people = await db.person.findMany({
    where: { id: { in: [order.authorId, ...(order.confirmedById === null ? [] : [order.confirmedById])] } },
    select: { id: true, name: true },
  })
  const named = (id: number | null) => people.find((person) => person.id === id)?.name ?? '同事'
  const { confirmedAt, relayedAt, sendAt, closedAt, approvedBy } = order
  const deliveries = await deliveriesOf(db, order)
  const questions = await questionsAbout(db, order)
  const issues = await db.issue.count({ where: { directiveId: order.id } })
  return [
    `${nameOf(order)} · ${order.scope} · ${ORDER_STATES[order.state]}${order.urgent ? ' · 紧急' : ''}`,
    `${formatMoment(order.createdAt, now)} ${named(order.authorId)}下达`,
    ...(confirmedAt
      ? [
          `${formatMoment(confirmedAt, now)} ${named(order.confirmedById)}确认${approvedBy ? `，${approvedBy}批准` : ''}`,
        ]
      : []),
    ...(!relayedAt && sendAt ? [`定在 ${formatMoment(sendAt, now)} 发`] : []),
    ...(relayedAt ? [`${formatMoment(relayedAt, now)} 开始发`] : []),
    ...(deliveries.length > 0 ? progressLines(order, deliveries, now) : []),
    ...(await receiptLines(db, order)),
    ...(questions.all > 0 ? [`${questionsCount(questions)}，看全部发 /转发 问题 ${order.number}`] : []),
    ...(issues > 0 ? [`立项 ${issues} 件`] : []),
    ...(closedAt ? [`${formatMoment(closedAt, now)} 结束`] : []),
    ...(order.points.length > 0
      ? ['要点：', ...order.points.map((point, index) => `${index + 1}. ${pointWords(point)}`)]
      : []),
  ].join('\n')
}

/** How many grids have come how far, for each post that was asked: 网格员：12个收到，其中9个完成. */
async function receiptLines(db: Db, order: Order): Promise<string[]> {
  if (order.asks.length === 0) return []
  const rows = await db.directiveReceipt.findMany({
    where: { directiveId: order.id },
    select: { gridId: true, hat: true, step: true },
  })
  return POSTS.filter((post) => order.asks.includes(post)).map((post) => {
    const own = rows.filter(({ hat }) => hat === post)
    const gridsAt = (step: (typeof STEPS)[number]) =>
      new Set(own.filter((row) => row.step === step).map(({ gridId }) => gridId)).size
    const answered = new Set(own.map(({ gridId }) => gridId)).size
    const further = STEPS.slice(1).flatMap((step) =>
      gridsAt(step) > 0 ? [`${gridsAt(step)}个${STEP_LABELS[step]}`] : [],
    )
    return `${POST_LABELS[post]}：${order.gridIds.length}个网格，${answered}个回了${further.length > 0 ? `，${further.join('、')}` : ''}`
  })
}
