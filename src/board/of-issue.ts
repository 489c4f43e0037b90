import type { Tx } from '../database/database.ts'
import type { PersonId } from '../ids.ts'
import { type KnownPost, nameOf } from './post.ts'

/** Who wants to know, and whether others read along. */
export interface Asking {
  readonly person: PersonId
  readonly inGroup: boolean
}

/**
 * Whether somebody may read that a post and an issue belong together. Who reported an issue is known to those at work: of an
 * anonymous post only its author reads it, alone, for with it everybody else could tell whose it is (privacy 13).
 */
function mayKnow(post: Pick<KnownPost, 'state' | 'signature'> & { authorId: number | null }, asking: Asking): boolean {
  if (post.authorId === asking.person && !asking.inGroup) return true
  return post.state === 'PASSED' && post.signature !== null
}

/** How the post is called of which an issue was made, for whoever may know; undefined where there is none. */
export async function postOfIssue(tx: Tx, issueId: number, asking: Asking): Promise<string | undefined> {
  const post = await tx.post.findUnique({ where: { issueId } })
  return post && mayKnow(post, asking) ? nameOf(post) : undefined
}

/** The number of the issue that a post became, for whoever may know; undefined where there is none. */
export async function issueOfPost(tx: Tx, post: KnownPost, asking: Asking): Promise<number | undefined> {
  if (post.issueId === null || !mayKnow(post, asking)) return undefined
  return (await tx.issue.findUniqueOrThrow({ where: { id: post.issueId }, select: { number: true } })).number
}
