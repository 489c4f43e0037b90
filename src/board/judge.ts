import type { Tx } from '../database/database.ts'
import type { PostKind } from '../database/types.ts'
import type { CommunityId, MessageId, PersonId } from '../ids.ts'
import type { KnownPost } from './post.ts'

/** What is to be judged: exactly what would be published, and the author's own writing of it. */
export interface ToJudge {
  /** masked, as it would be published */
  readonly words: string
  readonly signature: string | null
  /** as its author wrote it, where it still is at hand: what was masked in it may be a reason by itself */
  readonly own: string
  readonly kind: PostKind
  readonly communityId: CommunityId
  readonly authorId: PersonId
  /** a picture comes with it */
  readonly hasPicture: boolean
  /** the post whose words these replace */
  readonly postId?: number | undefined
  readonly now: Date
}

/** Held: a person has to look; why, in words that the author may read, without a full stop. */
export type Verdict = { readonly held: false } | { readonly held: true; readonly reasons: readonly string[] }

/** Who looks at new or changed words before they are anything. */
export interface Judge {
  judge(tx: Tx, text: ToJudge): Promise<Verdict>
  /** Told, in the same transaction, of a post that was held because of that: its queue begins here. */
  held(tx: Tx, post: KnownPost, reasons: readonly string[], about: HeldBecause): Promise<void>
}

export interface HeldBecause {
  readonly now: Date
  readonly cause?: MessageId | undefined
}

/** privacy 15: a picture is never published by itself, whatever the judge finds in the words. */
export const PICTURE_REASON = '带了照片'

/** What the judge finds, and that a picture always waits for a person. */
export async function judged(judge: Judge, tx: Tx, text: ToJudge): Promise<Verdict> {
  const verdict = await judge.judge(tx, text)
  if (!text.hasPicture) return verdict
  const reasons = verdict.held ? verdict.reasons.filter((reason) => reason !== PICTURE_REASON) : []
  return { held: true, reasons: [PICTURE_REASON, ...reasons] }
}
