import { put } from '../../chat/outbox.ts'
import { presentAccount } from '../../community/seats.ts'
import type { Tx } from '../../database/database.ts'
import { nameOf, orderOf, WITH_FILES } from '../../directives/directive.ts'
import { stampDeliveries } from '../../directives/ledger.ts'
import type { AccountId, CommunityId } from '../../ids.ts'
import { spotsOfStaff } from '../recipients.ts'

/**
 * Of notices in which somebody's post stands that is taken back: what was not sent yet is called off, for nobody may read it
 * any more, and the staff hear that it has to be made anew. Of what was sent the ledger is brought up to date.
 */
export async function stopNotices(tx: Tx, ids: readonly number[], now: Date): Promise<void> {
  const rows = await tx.directive.findMany({
    where: { id: { in: [...ids] } },
    include: WITH_FILES,
    orderBy: { number: 'asc' },
  })
  for (const order of rows.map(orderOf)) {
    if (order.state !== 'DRAFT' && order.state !== 'SCHEDULED') {
      await stampDeliveries(tx, { directiveId: order.id })
      continue
    }
    await tx.directive.update({ where: { id: order.id }, data: { state: 'CANCELLED', version: { increment: 1 } } })
    const account = (await presentAccount(tx, order.account as AccountId)) as AccountId
    const text = `${nameOf(order)} 里有一条留言被写的人收回或改了，这份不发了，请重新做一份再发。`
    const key = `post-gone:${order.id}`
    for (const spot of await spotsOfStaff(tx, order.communityId as CommunityId, account)) {
      await put(tx, { ...spot, text, priority: 'news', key: `${key}:${spot.chat.id}` }, now)
    }
  }
}
