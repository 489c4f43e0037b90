import type { Call } from '../chat/call.ts'
import type { Issue } from '../database/types.ts'
import type { Kind } from '../understanding/reading.ts'
import { teach } from '../understanding/taught.ts'
import { communityFor, type IssueDesk } from './issue-act.ts'

/** Keeps what somebody at work has just said of these words: they, and words like them, are read so from now on. */
export async function teachFrom(
  call: Call,
  desk: IssueDesk,
  words: string,
  { kind, category }: { readonly kind: Kind; readonly category: string | undefined },
): Promise<void> {
  const { tx, person: by, message, now } = call
  desk.understanding.lookOutFor(words, kind, category)
  await teach(tx, { communityId: communityFor(call), by, words, kind, category, messageId: message.id, now })
}

/**
 * Keeps that what was taken for an issue is talk. Of what was read as dangerous nothing is learnt: one fire that was none
 * must not be why the next is not heard.
 */
export async function teachTalk(call: Call, desk: IssueDesk, issue: Pick<Issue, 'words' | 'dangerous'>): Promise<void> {
  if (!issue.dangerous) await teachFrom(call, desk, issue.words, { kind: '闲聊', category: undefined })
}
