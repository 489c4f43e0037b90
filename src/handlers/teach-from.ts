import type { Call } from '../chat/call.ts'
import type { Kind } from '../understanding/reading.ts'
import { teach } from '../understanding/taught.ts'
import { communityFor } from './issue-act.ts'

/** Keeps what somebody at work has just said of these words: they, and words like them, are read so from now on. */
export async function teachFrom(call: Call, words: string, kind: Kind, category: string | undefined): Promise<void> {
  const { tx, person: by, message, now } = call
  await teach(tx, { communityId: communityFor(call), by, words, kind, category, messageId: message.id, now })
}
