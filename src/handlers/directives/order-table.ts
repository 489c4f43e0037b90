import type { Call } from '../../chat/call.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import { groupOf } from '../../community/groups.ts'
import { communityOf } from '../../community/membership.ts'
import { findPerson } from '../../community/people.ts'
import { rolesOf } from '../../community/roles.ts'
import type { Database } from '../../database/database.ts'
import { nameOf, type Order } from '../../directives/directive.ts'
import { orderByNumber } from '../../directives/draft.ts'
import { Refusal } from '../../refusal.ts'
import { type DrawnTable, drawOrder } from '../../telling/directives/follow-up.ts'
import type { DirectiveDesk } from './desk.ts'

/** Draws the table of an order of the sender's community: before the transaction, for it takes a moment. */
export async function drawNumbered(
  desk: DirectiveDesk,
  { client }: Database,
  { account, sender, chat }: IncomingMessage,
  number: number | undefined,
  now: Date,
): Promise<DrawnTable | undefined> {
  const person = await findPerson(client, account, sender.id)
  if (number === undefined || person === undefined) return undefined
  const group = chat.kind === 'group' ? await groupOf(client, account, chat.id) : undefined
  const community = group?.communityId ?? (await communityOf(client, person, await rolesOf(client, person)))
  const order = community === undefined ? undefined : await orderByNumber(client, community, number)
  return order && order.asks.length > 0 ? drawOrder(client, order, desk.keepTable, now) : undefined
}

/** 表 3: how an order stands, for the staff among themselves: who is late is nobody's business in the groups. */
export async function showTable(call: Call, order: Order, drawn: DrawnTable | undefined): Promise<void> {
  if (order.asks.length === 0) throw new Refusal(`${nameOf(order)} 没有要谁回执，没有表。`)
  if (call.group && call.group.purpose !== 'STAFF') throw new Refusal('办理情况的表只在工作群和私聊里看。')
  const say = { chat: call.message.chat, priority: 'reply' } as const
  for (const text of drawn?.texts ?? []) await call.say({ ...say, text })
  for (const sha256 of drawn?.pictures ?? []) await call.say({ ...say, text: '', sha256 })
}
