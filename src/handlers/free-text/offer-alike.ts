import type { Call } from '../../chat/call.ts'
import type { IssueId } from '../../ids.ts'
import { likeLine } from '../../telling/lines.ts'
import { communityFor } from '../issue-act.ts'
import type { SpokenTo } from './decision.ts'

/** Likely the same issue is pointed out in a group once in this time. */
const OFFER_AGAIN_MS = 24 * 60 * 60_000

/** Points out, once a day in a chat, that it may be an issue that is there already. */
export async function offerAlike(call: Call, number: number, spokenTo: SpokenTo): Promise<void> {
  const issue = await call.tx.issue.findUniqueOrThrow({
    where: { communityId_number: { communityId: communityFor(call), number } },
  })
  const day = Math.floor(call.now.getTime() / OFFER_AGAIN_MS)
  const { chat } = call.message
  await call.say({
    chat,
    text: likeLine(issue),
    // Nobody asked: it can wait for the morning.
    priority: spokenTo === 'group' ? 'news' : 'reply',
    key: `like:${issue.id}:${chat.id}:${day}`,
    issue: issue.id as IssueId,
  })
}
