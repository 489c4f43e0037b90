import type { Call } from '../../chat/call.ts'
import { CAN_BE_RECALLED_MS, takeBackSaid } from '../../chat/recalls.ts'
import { writeAudit } from '../../community/audit.ts'
import { nameOf, type Order } from '../../directives/directive.ts'
import { cancelOrder } from '../../directives/draft.ts'
import { deliveriesOf, progressOf, stampDeliveries } from '../../directives/ledger.ts'
import { callBack, standingCopies } from '../../directives/recall.ts'
import { Refusal } from '../../refusal.ts'
import { offerCorrection } from './correction.ts'
import { amongStaff, numbered } from './numbered.ts'

/** /转发 撤回 3: what was not said is not said any more, what was is taken back where that can be, else put right by a line. */
export async function recallOrder(call: Call, rest: string): Promise<void> {
  amongStaff(call)
  const order = await numbered(call, rest, '/转发 撤回 3')
  const { tx, now } = call
  if (order.state === 'CANCELLED') throw new Refusal(`${nameOf(order)} 已经撤回或取消了。`)
  if (order.state === 'DRAFT' || order.state === 'SCHEDULED') {
    await cancelOrder(tx, order)
    await note(call, order, 0)
    return call.reply(`${nameOf(order)} 还没有发，取消了。`)
  }
  const rows = { delivery: { directiveId: order.id } }
  const waiting = await takeBackSaid(tx, { ...rows, state: { in: ['PENDING', 'FAILED'] } }, now)
  const since = new Date(now.getTime() - CAN_BE_RECALLED_MS)
  const recent = await takeBackSaid(tx, { ...rows, OR: [{ state: 'SENDING' }, { sentAt: { gt: since } }] }, now)
  await stampDeliveries(tx, { directiveId: order.id })
  await callBack(tx, order, now)
  await note(call, order, waiting.cancelled + recent.asked)
  const left = await standingCopies(tx, order)
  const { cancelled, waiting: unsure } = progressOf(await deliveriesOf(tx, order))
  const stopped = cancelled > 0 ? `${cancelled} 个群还没发，不发了。` : ''
  const said = `${nameOf(order)} 撤回了。${stopped}`
  if (recent.asked > 0) {
    return call.reply(`${said}已经发出的 ${left.length + unsure} 个群正在收回，收回多少马上告诉您。`)
  }
  if (left.length === 0) return call.reply(said)
  await call.reply(`${said}已经发到的 ${left.length} 个群收不回：微信只能收回两分钟内的。`)
  await offerCorrection(call, { ...order, state: 'CANCELLED' }, '')
}

async function note(call: Call, order: Order, messages: number): Promise<void> {
  await writeAudit(call.tx, {
    at: call.now,
    by: call.person,
    action: 'directive.recall',
    subject: `directive:${order.id}`,
    data: { messages },
  })
}
