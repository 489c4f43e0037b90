import { noteCopies } from '../../board/copies.ts'
import { type KnownPost, nameOf } from '../../board/post.ts'
import { put } from '../../chat/outbox.ts'
import type { Tx } from '../../database/database.ts'
import type { ContactId, MessageId } from '../../ids.ts'
import { OFFICE, redact } from '../../redaction/redact.ts'
import { FATE_LABELS } from './post-words.ts'
import { authorSpot, type PostSpot, spotKey, supporterSpots } from './spots.ts'

/**
 * Tells the author and those who wish the same what the staff answered: each chat once, and a group never of a post that was
 * not passed. Resolves with whether the author can be reached.
 */
export async function tellAnswered(
  tx: Tx,
  post: KnownPost,
  { now, cause }: { readonly now: Date; readonly cause: MessageId },
): Promise<boolean> {
  const author = await authorSpot(tx, post)
  const open = post.state === 'PASSED'
  const key = `post:${post.id}:answer:${post.version}`
  let said = 0
  const spots = merged([...(author ? [author] : []), ...(await supporterSpots(tx, post))])
  for (const { spot, mentions } of spots) {
    const inGroup = spot.chat.kind === 'group'
    if (inGroup && !open) continue
    const text = answerText(post, inGroup)
    await put(tx, { ...spot, text, mentions, priority: 'news', cause, key: `${key}:${spot.chat.id}` }, now)
    said += 1
  }
  // The words stand in what was said: whoever takes the post away takes them back here too.
  if (open && said > 0) await noteCopies(tx, [post], { medium: 'answer', outboxKey: key }, now)
  return author !== undefined && (author.spot.chat.kind === 'private' || open)
}

/** Tells those who wish the same that the wish is no more: its author has taken it away. */
export async function tellSupportersGone(
  tx: Tx,
  post: KnownPost,
  { now, cause }: { readonly now: Date; readonly cause: MessageId },
): Promise<void> {
  const text = `📮 ${nameOf(post)} 写的人收回了，您的附议也一起收了，谢谢您。还有这个心愿，可以自己发 /心愿 写一条。`
  for (const { spot, mentions } of await supporterSpots(tx, post)) {
    await put(tx, { ...spot, text, mentions, priority: 'news', cause }, now)
  }
}

function answerText(post: KnownPost, inGroup: boolean): string {
  const answer = post.answer ?? ''
  return [
    `📮 ${nameOf(post)}${post.fate === null ? '' : `【${FATE_LABELS[post.fate]}】`}：${post.words}`,
    `社区答复：${inGroup ? redact(answer, OFFICE) : answer}`,
  ].join('\n')
}

function merged(spots: readonly PostSpot[]): PostSpot[] {
  const byChat = new Map<string, { spot: PostSpot['spot']; mentions: ContactId[] }>()
  for (const { spot, mentions } of spots) {
    const known = byChat.get(spotKey(spot)) ?? { spot, mentions: [] }
    byChat.set(spotKey(spot), known)
    known.mentions.push(...mentions.filter((contact) => !known.mentions.includes(contact)))
  }
  return [...byChat.values()]
}
