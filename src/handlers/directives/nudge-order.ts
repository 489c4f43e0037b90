import type { Call } from '../../chat/call.ts'
import { nameOf } from '../../directives/directive.ts'
import { orderNumbered } from '../../directives/draft.ts'
import { silentPosts, standingOf } from '../../directives/standing.ts'
import { Refusal } from '../../refusal.ts'
import { remindSilent } from '../../telling/directives/remind.ts'
import { communityFor } from '../issue-act.ts'
import { isStaffHere } from './desk.ts'

/**
 * 催办 任务3: reminds those in private who have not answered by now. How many they are is told to the staff among themselves,
 * who cannot be reached only in private.
 *
 * @throws Refusal where there is nothing to remind of
 */
export async function nudgeOrder(call: Call, number: number): Promise<void> {
  const { tx, now, message, group } = call
  if (!isStaffHere(call)) throw new Refusal('任务由本社区的工作人员或书记来催。')
  const order = await orderNumbered(tx, communityFor(call), number)
  if (order.state !== 'RELAYED') {
    throw new Refusal(`${nameOf(order)} ${order.state === 'CLOSED' ? '已经结束了，不用催。' : '还没有发。'}`)
  }
  if (order.asks.length === 0) throw new Refusal(`${nameOf(order)} 没有要谁回执，不用催。`)
  const standing = await standingOf(tx, order)
  if (silentPosts(standing).length === 0) return call.reply(`${nameOf(order)} 发到的网格都回了，不用催。`)
  const { told, unreachable } = await remindSilent(tx, order, standing, { now, cause: message.id })
  if (group && group.purpose !== 'STAFF') return call.reply(`${nameOf(order)} 已经私下提醒。`)
  const strangers = [...new Set(unreachable.map(({ name }) => name))]
  const rest =
    strangers.length === 0
      ? ''
      : `${group ? `还有 ${strangers.length} 位` : strangers.join('、')}没加小格好友，提醒不到，请直接联系。`
  await call.reply(
    `${nameOf(order)} ${told.length > 0 ? `已私下提醒 ${told.length} 位还没回的人。` : '没有能提醒到的人。'}${rest}`,
  )
}
