import type { StoredFile } from '../attachments/store.ts'
import type { Db, Tx } from '../database/database.ts'
import type { Occasion, Proof, ProofState } from '../database/types.ts'
import type { CommunityId } from '../ids.ts'
import type { KnownPost } from './post.ts'

/** What is shown to the staff, and goes out as it was shown: a wall, or the week's selection. */
export interface KnownProof extends Proof {
  readonly communityId: CommunityId
  readonly occasion: Occasion | null
  readonly pages: readonly { readonly seq: number; readonly sha256: string }[]
}

/** A post on a proof: with the moment of its words, so that other words are noticed. */
interface OnProof {
  readonly id: number
  readonly changedAt: string
}

const WITH = { occasion: true, pages: { orderBy: { seq: 'asc' } } } as const
const OPEN: readonly ProofState[] = ['WANTED', 'SHOWN', 'STALE']

function proofOf(row: Proof & Pick<KnownProof, 'occasion' | 'pages'>): KnownProof {
  return { ...row, communityId: row.communityId as CommunityId }
}

/** What would be on a proof made now. */
export function onProof(posts: readonly KnownPost[]): OnProof[] {
  return posts.map(({ id, changedAt }) => ({ id, changedAt: changedAt.toISOString() }))
}

/** The posts of a proof, in their order. */
export function idsOn({ posts }: Pick<Proof, 'posts'>): number[] {
  return (posts as unknown as OnProof[]).map(({ id }) => id)
}

/** Whether exactly these posts with these words are on it, in this order. */
export function shows({ posts }: Pick<Proof, 'posts'>, now: readonly KnownPost[]): boolean {
  const shown = posts as unknown as OnProof[]
  const wanted = onProof(now)
  return (
    shown.length === wanted.length &&
    shown.every(({ id, changedAt }, at) => id === wanted[at]?.id && changedAt === wanted[at]?.changedAt)
  )
}

export interface NewProof {
  readonly communityId: CommunityId
  /** null: the weekly selection */
  readonly occasionId: number | null
  /** the proof that was sent and did not reach all groups */
  readonly followsId?: number
  readonly posts: readonly KnownPost[]
  readonly now: Date
}

/** A new proof, to be shown; it takes the place of one of the same that was not sent. */
export async function wantProof(
  tx: Tx,
  { communityId, occasionId, followsId, posts, now }: NewProof,
): Promise<KnownProof> {
  const before = await tx.proof.findMany({
    where: { communityId, occasionId, state: { in: [...OPEN] } },
    select: { id: true },
  })
  await dropProofs(
    tx,
    before.map(({ id }) => id),
    now,
  )
  const row = await tx.proof.create({
    data: {
      ...{ communityId, occasionId },
      followsId: followsId ?? null,
      state: 'WANTED',
      posts: onProof(posts) as unknown as object[],
      wantedAt: now,
    },
    include: WITH,
  })
  return proofOf(row)
}

/** Notes what it was shown with. False: it is not wanted any more, or was shown by another process. */
export async function noteShown(
  tx: Tx,
  { id }: Pick<Proof, 'id'>,
  {
    posts,
    pages,
    now,
  }: { readonly posts: readonly KnownPost[]; readonly pages: readonly StoredFile[]; readonly now: Date },
): Promise<boolean> {
  const { count } = await tx.proof.updateMany({
    where: { id, state: 'WANTED' },
    data: { state: 'SHOWN', shownAt: now, posts: onProof(posts) as unknown as object[] },
  })
  if (count === 0) return false
  for (const [seq, { sha256, mime, bytes }] of pages.entries()) {
    await tx.attachment.upsert({ where: { sha256 }, create: { sha256, mime, bytes, createdAt: now }, update: {} })
    await tx.proofPage.create({ data: { proofId: id, seq, sha256 } })
  }
  return true
}

/** Moves it on from SHOWN, once: of two yeses at the same time one finds that it was moved. */
export async function decideProof(
  tx: Tx,
  { id }: Pick<Proof, 'id'>,
  to: 'SENT' | 'DROPPED',
  now: Date,
): Promise<boolean> {
  const { count } = await tx.proof.updateMany({
    where: { id, state: { in: to === 'SENT' ? ['SHOWN'] : [...OPEN] } },
    data: { state: to, decidedAt: now },
  })
  if (count > 0) await tx.proofPage.deleteMany({ where: { proofId: id } })
  return count > 0
}

/** None of these goes out, and what was drawn for them is let go of. */
export async function dropProofs(tx: Tx, ids: readonly number[], now: Date): Promise<void> {
  if (ids.length === 0) return
  const these = { in: [...ids] }
  await tx.proof.updateMany({ where: { id: these }, data: { state: 'DROPPED', decidedAt: now } })
  await tx.proofPage.deleteMany({ where: { proofId: these } })
}

/** Those that wait for a yes, the newest first. */
export async function shownProofs(db: Db, communityId: CommunityId): Promise<KnownProof[]> {
  const rows = await db.proof.findMany({
    where: { communityId, state: { in: ['SHOWN', 'STALE'] } },
    orderBy: { id: 'desc' },
    include: WITH,
  })
  return rows.map(proofOf)
}

export async function proofWith(db: Db, id: number): Promise<KnownProof | undefined> {
  const row = await db.proof.findUnique({ where: { id }, include: WITH })
  return row ? proofOf(row) : undefined
}

/** Those that are to be made, the first wanted first. */
export async function wantedProofs(db: Db): Promise<KnownProof[]> {
  const rows = await db.proof.findMany({ where: { state: 'WANTED' }, orderBy: { id: 'asc' }, include: WITH })
  return rows.map(proofOf)
}

/**
 * The words of these posts are other ones now, or none: what was drawn with them is let go of, and a yes to it is no yes any
 * more.
 */
export async function spoilProofs(tx: Tx, postIds: readonly number[]): Promise<void> {
  const rows = await tx.proof.findMany({
    where: { state: { in: ['SHOWN', 'STALE'] } },
    select: { id: true, posts: true },
  })
  const ids = rows.filter((row) => idsOn(row).some((id) => postIds.includes(id))).map(({ id }) => id)
  if (ids.length === 0) return
  await tx.proof.updateMany({ where: { id: { in: ids }, state: 'SHOWN' }, data: { state: 'STALE' } })
  await tx.proofPage.deleteMany({ where: { proofId: { in: ids } } })
}
