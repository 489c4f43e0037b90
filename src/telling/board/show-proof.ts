import type { StoredFile } from '../../attachments/store.ts'
import { noteCopies } from '../../board/copies.ts'
import { idsOn, type KnownProof, noteShown } from '../../board/proofs.ts'
import { postsInOrder, type WallPost, wallPosts } from '../../board/wall-posts.ts'
import { type Priority, putAll } from '../../chat/outbox.ts'
import type { Db, Tx } from '../../database/database.ts'
import type { CommunityId, MessageId } from '../../ids.ts'
import type { Spot } from '../news.ts'
import { spotsOfStaff } from '../recipients.ts'
import { accountOf } from './ask-staff.ts'
import { proofCard, selectionText } from './wall-text.ts'

/** What a proof shows as things are now: the posts of its occasion, or what is left of those chosen. */
export function postsOfProof(db: Db, proof: KnownProof): Promise<WallPost[]> {
  return proof.occasion ? wallPosts(db, proof.occasion) : postsInOrder(db, proof.communityId, idsOn(proof))
}

/** Where the staff of a community are told of what nobody has asked for; nowhere while it has no group at all. */
export async function staffSpots(tx: Tx, communityId: CommunityId): Promise<readonly Spot[]> {
  const account = await accountOf(tx, communityId)
  return account === undefined ? [] : spotsOfStaff(tx, communityId, account)
}

/** The name under which the outbox knows what the staff were shown. */
export const shownKey = (proofId: number) => `proof-shown:${proofId}`

export interface Shown {
  readonly posts: readonly WallPost[]
  /** the pictures of a wall; none for a selection */
  readonly pages: readonly StoredFile[]
  readonly priority: Priority
  readonly now: Date
  readonly cause?: MessageId | undefined
}

/**
 * Shows the staff exactly what the groups would get, then the card that is answered. False: another process has, or it is not
 * wanted any more; then nothing was said.
 */
export async function showProof(tx: Tx, proof: KnownProof, spots: readonly Spot[], shown: Shown): Promise<boolean> {
  const { posts, pages, priority, now, cause } = shown
  if (!(await noteShown(tx, proof, { posts, pages, now }))) return false
  const card = proofCard(proof, posts, pages.length)
  const texts = proof.occasion ? [] : [selectionText(posts)]
  await putAll(
    tx,
    spots.flatMap((spot, place) => {
      const key = (part: string) => `${shownKey(proof.id)}:${place}:${part}`
      return [
        ...texts.map((text) => ({ ...spot, text, priority, cause, key: key('text') })),
        ...pages.map(({ sha256 }, seq) => ({ ...spot, text: '', sha256, priority, cause, key: key(`page ${seq}`) })),
        { ...spot, text: card, priority, cause, key: key('card') },
      ]
    }),
    now,
  )
  await noteCopies(tx, posts, { medium: 'staff', outboxKey: shownKey(proof.id) }, now)
  return true
}
