import { type KnownPost, postOf } from '../board/post.ts'
import type { Db, Tx } from '../database/database.ts'
import type { Post, PostHold, PostHoldStage } from '../database/types.ts'
import type { CommunityId, PersonId } from '../ids.ts'

/** Within so long somebody decides: privacy 16. */
export const DECIDE_WITHIN_MS = 24 * 60 * 60_000

/** That a post waits for a person, or what that person decided. */
export interface Hold extends PostHold {
  readonly decidedById: PersonId | null
  readonly refusedById: PersonId | null
}

/** A post with what holds it. */
export interface Waiting {
  readonly post: KnownPost
  readonly hold: Hold
}

export interface NewHold {
  readonly stage: PostHoldStage
  /** in the words that its author was told */
  readonly reasons: readonly string[]
  readonly urgent?: boolean
  readonly appeal?: string
  readonly refusedBy?: PersonId | null
  readonly now: Date
}

/** What has not been written down for a post that waits all the same: it was put back, or waits since before there was a queue. */
export async function adoptHeld(tx: Tx, communityId: number, now: Date): Promise<void> {
  const posts = await tx.post.findMany({ where: { communityId, state: 'HELD', holds: { none: { state: 'OPEN' } } } })
  for (const post of posts) await openHold(tx, postOf(post), { stage: 'FIRST', reasons: [], now })
}

/** The communities in which something waits, or is written down as waiting. On most days there is none. */
export async function communitiesThatWait(db: Db): Promise<ReadonlySet<CommunityId>> {
  const rows = await db.post.findMany({
    where: { OR: [{ state: 'HELD' }, { holds: { some: { state: 'OPEN' } } }] },
    distinct: ['communityId'],
    select: { communityId: true },
  })
  return new Set(rows.map(({ communityId }) => communityId as CommunityId))
}

/** Ends what holds a post that waits no more: its author took it away, or wrote words in which nothing was found. */
export async function endGone(tx: Tx, communityId: number, now: Date): Promise<void> {
  await tx.postHold.updateMany({
    where: { state: 'OPEN', post: { communityId, state: { not: 'HELD' } } },
    data: { state: 'GONE', decidedAt: now, appeal: null },
  })
}

/** Lets a post wait for a person from now on. What held it before, other words of it, is over. */
export async function openHold(tx: Tx, post: KnownPost, hold: NewHold): Promise<Hold> {
  const { stage, reasons, urgent = false, appeal = null, refusedBy = null, now } = hold
  await tx.postHold.updateMany({
    where: { postId: post.id, state: 'OPEN' },
    data: { state: 'GONE', decidedAt: now, appeal: null },
  })
  const row = await tx.postHold.create({
    data: {
      ...{ postId: post.id, stage, urgent, appeal, at: now },
      reasons: [...reasons],
      refusedById: refusedBy,
      decideBy: new Date(now.getTime() + DECIDE_WITHIN_MS),
    },
  })
  return holdOf(row)
}

export function holdOf(row: PostHold): Hold {
  return row as Hold
}

export function waitingOf({ post, ...hold }: PostHold & { readonly post: Post }): Waiting {
  return { post: postOf(post), hold: holdOf(hold) }
}

/** Why it is held, as its author was told. */
export function reasonsOf({ reasons }: Pick<PostHold, 'reasons'>): readonly string[] {
  return Array.isArray(reasons) ? reasons.filter((reason) => typeof reason === 'string') : []
}

/** What holds a post now; undefined where nothing does. */
export async function openHoldOf(tx: Tx, post: Pick<KnownPost, 'id'>): Promise<Hold | undefined> {
  const row = await tx.postHold.findFirst({ where: { postId: post.id, state: 'OPEN' }, orderBy: { id: 'desc' } })
  return row ? holdOf(row) : undefined
}

/** How it was refused the last time; undefined where it never was. */
export async function lastRefusal(tx: Tx, post: Pick<KnownPost, 'id'>): Promise<Hold | undefined> {
  const row = await tx.postHold.findFirst({ where: { postId: post.id, state: 'REFUSED' }, orderBy: { id: 'desc' } })
  return row ? holdOf(row) : undefined
}
