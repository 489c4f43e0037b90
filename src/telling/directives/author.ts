import { presentAccount } from '../../community/seats.ts'
import type { Tx } from '../../database/database.ts'
import type { Order } from '../../directives/directive.ts'
import type { AccountId } from '../../ids.ts'
import { groupSpot, privateSpot, type Spot } from '../news.ts'
import { privateChatWith, spotsOfStaff } from '../recipients.ts'

/**
 * Where whoever sent an order is told how it goes: in the chat it was ordered in, or where the staff are told if that chat
 * means nobody any more, because ids have changed or its author is forgotten. Undefined when nobody can be told.
 */
export async function authorSpot(tx: Tx, order: Order): Promise<Spot | undefined> {
  const present = await presentAccount(tx, order.account)
  if (present === order.account && order.chatId !== '') {
    return order.chatKind === 'GROUP'
      ? groupSpot(order.account, order.chatId)
      : privateSpot(order.account, order.chatId)
  }
  return (await spotsOfStaff(tx, order.communityId, present as AccountId))[0]
}

/** The same for what only its author should read, such as who has not answered. Undefined where the bot cannot write to them. */
export async function authorAlone(tx: Tx, order: Order): Promise<Spot | undefined> {
  const spot = await authorSpot(tx, order)
  if (spot?.chat.kind !== 'group') return spot
  return privateChatWith(tx, order.authorId, spot.account)
}
