import type { Call } from '../../chat/call.ts'
import { unpublishAnnounced } from '../../courses/runs.ts'
import { nameOf, orderOf, WITH_FILES } from '../../directives/directive.ts'
import { unrelay } from '../../directives/ledger.ts'
import { Refusal } from '../../refusal.ts'
import { courseActor } from '../courses/desk.ts'

/** 撤销 after a 确认: what has not been said yet is not said, and the order is a draft again unless some groups have it. */
export async function takeBackOrder(call: Call, id: number): Promise<void> {
  const { tx, now } = call
  const order = orderOf(await tx.directive.findUniqueOrThrow({ where: { id }, include: WITH_FILES }))
  if (order.state !== 'SCHEDULED' && order.state !== 'RELAYED')
    throw new Refusal(`${nameOf(order)} 已经变了，不能撤销。`)
  const { stopped, said } = await unrelay(tx, order, now)
  if (said === 0) await unpublishAnnounced(tx, order.id, courseActor(call), now)
  if (said === 0) return call.reply(`${nameOf(order)} 没有发。要再发，发 /转发 预览 ${order.number}。`)
  const rest = stopped > 0 ? `剩下 ${stopped} 个群没有发。` : ''
  await call.reply(
    `${nameOf(order)} 已经发到 ${said} 个群，收不住了。${rest}要从群里收回，发 /转发 撤回 ${order.number}。`,
  )
}
