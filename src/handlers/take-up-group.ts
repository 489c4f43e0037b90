import type { Call } from '../chat/call.ts'
import { moveWaiting } from '../chat/move-waiting.ts'
import type { BoundGroup } from '../community/groups.ts'
import { moveBinding } from '../community/regroup.ts'
import type { ChatId } from '../ids.ts'
import { moveOrigin } from '../issues/move-origin.ts'

/**
 * A suspended group is this chat of the account now: the binding, what waits to be said there and the issues that were
 * reported there go over to it. Returns what to say of the waiting messages, or nothing where none waited. Whoever calls
 * it has asked who may.
 */
export async function takeUpGroup(
  { tx, message, person, now }: Call,
  group: BoundGroup,
  chat: { readonly chatId: ChatId; readonly topic: string },
): Promise<string> {
  const to = { account: message.account, chatId: chat.chatId }
  const was = await moveBinding(tx, { groupId: group.id, ...to, topic: chat.topic, by: person, now })
  const from = { account: was.account, chatId: was.chatId }
  await moveOrigin(tx, from, to)
  const { moved, cancelled } = await moveWaiting(tx, from, to, now)
  const coming = moved > 0 ? `攒下的 ${moved} 条消息会慢慢发出来。` : ''
  return cancelled > 0 ? `${coming}过时的 ${cancelled} 条不再发。` : coming
}
