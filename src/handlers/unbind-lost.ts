import type { Call } from '../chat/call.ts'
import { cancelWaiting } from '../chat/cancel-waiting.ts'
import { giveUpGroup } from '../community/give-up-group.ts'
import { groupTitle } from '../community/group-title.ts'
import type { BoundGroup } from '../community/groups.ts'
import { mayConfirm } from '../community/regroup.ts'
import { suspendedGroups } from '../community/suspended.ts'
import type { CommunityId } from '../ids.ts'
import { Refusal } from '../refusal.ts'

/**
 * Staff say of a suspended group that it is no more: it is not waited for any longer, and what should have been said
 * there is not said. `isMeant` tells whether a group's purpose is what they wrote, `words` may as well be its name.
 */
export async function unbindLost(
  call: Call,
  communityId: CommunityId,
  { words, isMeant }: { readonly words: string; readonly isMeant: (group: BoundGroup) => boolean },
): Promise<void> {
  const { tx, message, group, person: by, now } = call
  if (message.chat.kind === 'group' && group?.purpose !== 'STAFF') {
    throw new Refusal(`解绑这个群，只发 /解绑。别的群已经不在了，请在工作群或私聊里发 /解绑 ${words}。`)
  }
  const lost = (await suspendedGroups(tx, communityId)).filter((each) => mayConfirm(each, call.roles))
  const named = lost.filter(({ topic }) => topic !== '' && topic === words)
  const [meant, ...others] = named.length > 0 ? named : lost.filter(isMeant)
  if (!meant) {
    throw new Refusal(`“${words}”没有等着重新确认的群。还在用的群，请在那个群里发 /解绑。`)
  }
  if (others.length > 0) {
    const topics = [meant, ...others].map(({ topic }) => `「${topic}」`).join('')
    throw new Refusal(`有好几个群等着重新确认：${topics}。请写群名，比如 /解绑 ${meant.topic}。`)
  }
  await giveUpGroup(tx, meant, { by, now })
  const cancelled = await cancelWaiting(tx, meant)
  const waited = cancelled > 0 ? `攒下的 ${cancelled} 条消息不再发。` : ''
  await call.reply(`${await groupTitle(tx, meant)}「${meant.topic}」不再等了。${waited}有了新群，在新群里发 /绑定。`)
}
