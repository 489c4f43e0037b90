import { noteCopies } from '../../board/copies.ts'
import { decideProof, type KnownProof, onProof, shows, wantProof } from '../../board/proofs.ts'
import type { WallPost } from '../../board/wall-posts.ts'
import { type OutboxEntry, putAll } from '../../chat/outbox.ts'
import { writeAudit } from '../../community/audit.ts'
import type { Tx } from '../../database/database.ts'
import type { ChatGroup } from '../../database/types.ts'
import type { GridId, MessageId, PersonId } from '../../ids.ts'
import { reachOf } from '../directives/relay.ts'
import { groupSpot } from '../news.ts'
import { groupsLacking, publishedKey } from './published-groups.ts'
import { postsOfProof } from './show-proof.ts'
import { captionText, selectionText } from './wall-text.ts'

export interface Yes {
  readonly by: PersonId
  readonly now: Date
  readonly cause?: MessageId | undefined
  /** of a selection only these, by their ids; all of it unless told */
  readonly only?: readonly number[]
}

/** What a yes has brought. */
export type Published =
  | { readonly kind: 'sent'; readonly groups: number; readonly without: readonly number[] }
  /** something on it was changed since it was shown: it is made anew, and shown again */
  | { readonly kind: 'changed' }
  /** nothing is left of it */
  | { readonly kind: 'empty' }
  /** it was sent or dropped already */
  | { readonly kind: 'settled' }

/**
 * The staff's yes: what was shown goes to the grid groups, exactly as it was shown (nothing that was held, changed or taken
 * away since), all in the transaction of the yes. A second yes finds that it was sent.
 */
export async function publishProof(tx: Tx, proof: KnownProof, yes: Yes): Promise<Published> {
  const { by, now, cause, only } = yes
  const { communityId, occasion } = proof
  if (proof.state !== 'SHOWN' && proof.state !== 'STALE') return { kind: 'settled' }
  const all = await postsOfProof(tx, proof)
  const isShown = proof.state === 'SHOWN' && shows(proof, all) && (!occasion || proof.pages.length > 0)
  if (all.length === 0) {
    await decideProof(tx, proof, 'DROPPED', now)
    return { kind: 'empty' }
  }
  if (!isShown) {
    await wantProof(tx, { ...again(proof), posts: all, now })
    return { kind: 'changed' }
  }
  const posts = only ? all.filter(({ id }) => only.includes(id)) : all
  const { pages } = proof
  if (!(await decideProof(tx, proof, 'SENT', now))) return { kind: 'settled' }
  if (only) {
    await tx.proof.update({ where: { id: proof.id }, data: { posts: onProof(posts) as unknown as object[] } })
  }
  const grids = await tx.grid.findMany({ where: { communityId }, select: { id: true } })
  const reach = await reachOf(tx, { communityId, gridIds: grids.map(({ id }) => id as GridId) })
  const groups = await groupsLacking(tx, reach.groups, proof)
  const say = messagesOf(proof, posts, pages)
  await putAll(
    tx,
    groups.flatMap((group) => say(group).map((entry) => ({ ...entry, cause }))),
    now,
  )
  await noteCopies(tx, posts, { medium: occasion ? 'festival' : 'selection', outboxKey: publishedKey(proof.id) }, now)
  if (occasion) {
    await tx.occasion.update({ where: { id: occasion.id }, data: { state: 'PUBLISHED', endedAt: now } })
  }
  await writeAudit(tx, {
    at: now,
    by,
    action: occasion ? 'wall.publish' : 'selection.publish',
    subject: `proof:${proof.id}`,
    data: { groups: groups.length, posts: posts.map(({ number }) => number) },
  })
  return { kind: 'sent', groups: groups.length, without: reach.without }
}

/** The same wanted once more. */
function again({ communityId, occasionId, followsId }: KnownProof) {
  return { communityId, occasionId, ...(followsId === null ? {} : { followsId }) }
}

/** What a group is told, in this order: a line and the pictures, or the one message of a selection. */
function messagesOf(proof: KnownProof, posts: readonly WallPost[], pages: KnownProof['pages']) {
  const { occasion } = proof
  return ({ id, account, chatId }: ChatGroup): OutboxEntry[] => {
    const spot = groupSpot(account, chatId)
    const key = (part: number) => `${publishedKey(proof.id)}:${id}:${part}`
    const text = occasion ? captionText(occasion, posts) : selectionText(posts)
    return [
      { ...spot, text, priority: 'news', key: key(0) },
      ...pages.map(({ seq, sha256 }) => ({ ...spot, text: '', sha256, priority: 'news' as const, key: key(seq + 1) })),
    ]
  }
}
