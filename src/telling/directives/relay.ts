import { type OutboxEntry, putAll } from '../../chat/outbox.ts'
import type { Tx } from '../../database/database.ts'
import type { ChatGroup, DirectiveDelivery } from '../../database/types.ts'
import type { Order } from '../../directives/directive.ts'
import type { AccountId, CommunityId, GridId, MessageId } from '../../ids.ts'
import { publishWith } from '../courses/published.ts'
import { groupSpot } from '../news.ts'
import { groupMessages } from './group-text.ts'

/** The groups an order goes to, and the grids that have none. */
export interface Reach {
  readonly groups: readonly ChatGroup[]
  /** numbers of grids in which nobody will hear of it */
  readonly without: readonly number[]
}

/** Which groups an order goes to, as they are bound now: every group of each of its grids. */
export async function reachOf(
  tx: Tx,
  { communityId, gridIds }: { readonly communityId: CommunityId; readonly gridIds: readonly GridId[] },
): Promise<Reach> {
  const groups = await tx.chatGroup.findMany({
    where: { communityId, purpose: 'GRID', gridId: { in: [...gridIds] }, unboundAt: null },
    orderBy: [{ grid: { number: 'asc' } }, { id: 'asc' }],
  })
  const reached = new Set(groups.map(({ gridId }) => gridId))
  const missing = gridIds.filter((id) => !reached.has(id))
  const grids = missing.length === 0 ? [] : await tx.grid.findMany({ where: { id: { in: missing } } })
  return { groups, without: grids.map(({ number }) => number).sort((a, b) => a - b) }
}

/**
 * Writes an order out: one delivery a group, and its messages into the outbox, all in the transaction that says so. A
 * second time nothing is written: each group has it once.
 */
export async function relay(
  tx: Tx,
  order: Order,
  { now, cause }: { readonly now: Date; readonly cause?: MessageId | undefined },
): Promise<Reach> {
  const reach = await reachOf(tx, order)
  const known = await tx.directiveDelivery.findMany({ where: { directiveId: order.id }, select: { groupId: true } })
  const fresh = reach.groups.filter(({ id }) => !known.some(({ groupId }) => groupId === id))
  await tx.directiveDelivery.createMany({
    data: fresh.map(({ id: groupId, gridId, account, chatId }) => ({
      directiveId: order.id,
      groupId,
      // Every group found above is one of a grid.
      gridId: gridId ?? 0,
      account,
      chatId,
    })),
  })
  const deliveries = await tx.directiveDelivery.findMany({
    where: { directiveId: order.id, groupId: { in: fresh.map(({ id }) => id) } },
    orderBy: { id: 'asc' },
  })
  const { name } = await tx.community.findUniqueOrThrow({ where: { id: order.communityId }, select: { name: true } })
  const texts = groupMessages(order, name)
  await putAll(
    tx,
    deliveries.flatMap((delivery) => messagesOf(order, texts, delivery, cause)),
    now,
  )
  await tx.directive.update({
    where: { id: order.id },
    data: { state: 'RELAYED', relayedAt: now, version: { increment: 1 } },
  })
  await publishWith(tx, order.id, { now, cause })
  return reach
}

/** The text's messages, then the pictures and files, in their order: a chat is told things in the order of the rows. */
function messagesOf(
  order: Order,
  texts: readonly string[],
  delivery: DirectiveDelivery,
  cause: MessageId | undefined,
): OutboxEntry[] {
  const { account, chat } = groupSpot(delivery.account, delivery.chatId)
  const common = { account: account as AccountId, chat, delivery: delivery.id, cause }
  const priority = order.urgent ? ('danger' as const) : ('news' as const)
  const key = (part: string) => `delivery:${delivery.id}:${part}`
  return [
    ...texts.map((text, seq) => ({ ...common, text, priority, key: key(`text ${seq}`) })),
    ...order.files.map(({ sha256, name, seq }) => ({
      ...common,
      text: '',
      priority,
      key: key(`file ${seq}`),
      ...(name === null ? { sha256 } : { file: { sha256, name } }),
    })),
  ]
}
