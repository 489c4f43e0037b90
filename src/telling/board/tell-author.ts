import type { KnownPost } from '../../board/post.ts'
import { put } from '../../chat/outbox.ts'
import type { Tx } from '../../database/database.ts'
import type { MessageId } from '../../ids.ts'
import { authorSpot } from './spots.ts'

export interface ToldToAuthor {
  /** in private: whatever concerns the author alone */
  readonly alone: string
  /** where only the group can be reached; left out for what the group must not know of, such as the reason of a refusal */
  readonly inGroup?: string | undefined
  readonly now: Date
  readonly cause?: MessageId | undefined
  /** said only once under this name */
  readonly key?: string | undefined
}

/** Tells the author of a post something, where it was said or in private. False: they cannot be reached, or not with this. */
export async function tellAuthor(tx: Tx, post: KnownPost, told: ToldToAuthor): Promise<boolean> {
  const { alone, inGroup, now, cause, key } = told
  const found = await authorSpot(tx, post)
  if (!found) return false
  const text = found.spot.chat.kind === 'private' ? alone : inGroup
  if (text === undefined) return false
  const entry = { ...found.spot, text, mentions: found.mentions, priority: 'news', cause } as const
  await put(tx, { ...entry, ...(key ? { key } : {}) }, now)
  return true
}
