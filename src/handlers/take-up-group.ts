import type { Call } from '../chat/call.ts'
import { tellTakenUp } from '../chat/gap.ts'
import { moveWaiting, moveWaitingBack } from '../chat/move-waiting.ts'
import type { BoundGroup } from '../community/groups.ts'
import { moveBinding, moveBindingBack } from '../community/regroup.ts'
import type { AccountId, ChatId, MessageId } from '../ids.ts'
import { moveOrigin, untilNow } from '../issues/move-origin.ts'
import { UNDO_MS } from '../issues/undo.ts'

/** How to take a taking up back, as it is kept with the message that did it. */
export type TakenUp = {
  readonly kind: 'taken-up'
  readonly groupId: number
  readonly from: {
    readonly account: string
    readonly chatId: string
    readonly topic: string
    readonly suspendedAt: string
  }
  readonly rows: readonly number[]
  readonly lastIssue: number
  readonly at: string
}

/**
 * A suspended group is this chat of the account now: the binding, what waits to be said there and the issues that were
 * reported there go over to it, and the group is told from when on it was not heard. What is said there because of it
 * waits for the two minutes in which it can be undone. Returns what to say of the waiting messages, or nothing where none
 * waited. Whoever calls it has asked who may.
 */
export async function takeUpGroup(
  { tx, message, person, now, undoable }: Call,
  group: BoundGroup,
  chat: { readonly chatId: ChatId; readonly topic: string },
): Promise<string> {
  const to = { account: message.account, chatId: chat.chatId }
  const was = await moveBinding(tx, { groupId: group.id, ...to, topic: chat.topic, by: person, now })
  const until = await untilNow(tx, now)
  await moveOrigin(tx, was, to)
  const notBefore = new Date(now.getTime() + UNDO_MS)
  await tellTakenUp(tx, was, to, { now, notBefore, cause: message.id })
  const { moved, cancelled, rows } = await moveWaiting(tx, was, to, { now, notBefore })
  const { account, chatId, topic, suspendedAt = now } = was
  undoable({
    kind: 'taken-up',
    groupId: was.id,
    from: { account, chatId, topic, suspendedAt: suspendedAt.toISOString() },
    rows: [...rows],
    lastIssue: until.lastIssue,
    at: until.at.toISOString(),
  } satisfies TakenUp)
  const coming = moved > 0 ? `攒下的 ${moved} 条消息过两分钟慢慢发出来，认错了请马上发 /撤销。` : ''
  return cancelled > 0 ? `${coming}过时的 ${cancelled} 条不再发。` : coming
}

/** Takes that back, as far as nothing was said because of it: the group waits to be known again, and not as this chat. */
export async function giveBackGroup({ tx, person, now }: Call, taken: TakenUp, cause: MessageId): Promise<void> {
  const { groupId, rows, lastIssue, at } = taken
  const from = {
    account: taken.from.account as AccountId,
    chatId: taken.from.chatId as ChatId,
    topic: taken.from.topic,
    suspendedAt: new Date(taken.from.suspendedAt),
  }
  const to = await moveBindingBack(tx, { groupId, from, by: person, now })
  await moveOrigin(tx, to, from, { lastIssue, at: new Date(at) })
  await moveWaitingBack(tx, rows, from)
  // Its key has to be free, should it be this chat after all.
  await tx.outboxMessage.deleteMany({
    where: { account: to.account, causeId: cause, state: 'CANCELLED', key: { startsWith: 'gap:' } },
  })
}
