import type { SeenGroup } from '../community/regroup.ts'
import { storable } from '../database/storable.ts'
import type { ChatId } from '../ids.ts'
import type { Puppet } from './puppet.ts'
import { withinTime } from './time-limit.ts'

/** One question about a group or member that takes longer is given up, in milliseconds. */
const ANSWER_WITHIN_MS = 10_000

/**
 * The groups the account is in and what their members are called there, asked of the puppet one after the other. A member
 * or a group that it cannot tell of is left out.
 *
 * @throws when it can tell of none
 */
export async function groupsSeen(puppet: Puppet): Promise<readonly SeenGroup[]> {
  const seen: SeenGroup[] = []
  let lastError: unknown
  const ids = await withinTime(puppet.roomList(), ANSWER_WITHIN_MS, 'listing the groups')
  for (const id of ids) {
    try {
      const { topic } = await withinTime(puppet.roomPayload(id), ANSWER_WITHIN_MS, 'looking at a group')
      seen.push({ id: id as ChatId, topic: storable(topic), names: await namesIn(puppet, id) })
    } catch (error) {
      lastError = error
    }
  }
  if (seen.length === 0 && ids.length > 0) throw lastError
  return seen
}

async function namesIn(puppet: Puppet, id: string): Promise<string[]> {
  const names: string[] = []
  for (const contactId of await withinTime(puppet.roomMemberList(id), ANSWER_WITHIN_MS, 'listing the members')) {
    if (contactId === puppet.currentUserId) continue
    const member = await withinTime(puppet.roomMemberPayload(id, contactId), ANSWER_WITHIN_MS, 'looking at a member')
      // Somebody who has just left, for instance.
      .catch(() => undefined)
    const name = member?.roomAlias || member?.name
    if (name) names.push(storable(name))
  }
  return names
}
