import type { Tx } from '../database/database.ts'
import type { IssueAttachment } from '../database/types.ts'
import type { AccountId, MessageId, PersonId } from '../ids.ts'

/** A picture that is already in the content-addressed store, and the message that brought it. */
export interface Photo {
  readonly sha256: string
  readonly mime: string
  readonly bytes: number
  readonly account: AccountId
  readonly messageId: MessageId
}

export interface Attaching {
  readonly issueId: number
  readonly eventId?: number | undefined
  readonly personId: PersonId
  readonly photos: readonly Photo[]
  readonly now: Date
}

/**
 * Puts pictures to an issue and, where they came with a move, to its event. The same message's picture is taken once
 * per issue. Resolves with how many were new.
 */
export async function attachPhotos(tx: Tx, { issueId, eventId, personId, photos, now }: Attaching): Promise<number> {
  let added = 0
  for (const { sha256, mime, bytes, account, messageId } of photos) {
    const known = await tx.issueAttachment.count({ where: { issueId, account, messageId } })
    if (known > 0) continue
    await tx.attachment.upsert({ where: { sha256 }, create: { sha256, mime, bytes, createdAt: now }, update: {} })
    await tx.issueAttachment.create({
      data: { issueId, eventId: eventId ?? null, sha256, personId, account, messageId, at: now },
    })
    added += 1
  }
  return added
}

/** The pictures of an issue, or only those that came with one of its events, the oldest first. */
export async function photosOf(tx: Tx, issueId: number, eventId?: number): Promise<IssueAttachment[]> {
  return tx.issueAttachment.findMany({
    where: { issueId, ...(eventId === undefined ? {} : { eventId }) },
    orderBy: { id: 'asc' },
  })
}
