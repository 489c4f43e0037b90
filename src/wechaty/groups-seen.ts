import type { GroupSeen } from '../chat/gateway.ts'
import type { ChatId } from '../ids.ts'
import type { Puppet } from './puppet.ts'

/** The groups the account is in and what their members are called there, asked of the puppet one after the other. */
export async function groupsSeen(puppet: Puppet): Promise<readonly GroupSeen[]> {
  const seen: GroupSeen[] = []
  for (const id of await puppet.roomList()) {
    const { topic } = await puppet.roomPayload(id)
    const names: string[] = []
    for (const contactId of await puppet.roomMemberList(id)) {
      if (contactId === puppet.currentUserId) continue
      const { roomAlias, name } = await puppet.roomMemberPayload(id, contactId)
      names.push(roomAlias || name)
    }
    seen.push({ id: id as ChatId, topic, names })
  }
  return seen
}
