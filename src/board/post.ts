import type { Tx } from '../database/database.ts'
import type { Post } from '../database/types.ts'
import { PostKind } from '../database/types.ts'
import type { CommunityId, GridId, IssueId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'

/** A post of the board as the rest of the program knows it. */
export interface KnownPost extends Post {
  readonly communityId: CommunityId
  readonly authorId: PersonId | null
  readonly gridId: GridId | null
  readonly issueId: IssueId | null
}

/** The kinds as people call them, in the order in which they are offered. */
export const KIND_LABELS: Readonly<Record<PostKind, string>> = {
  BLESSING: '祝福',
  WISH: '心愿',
  IDEA: '点子',
  PROBLEM: '问题',
  THANKS: '感谢',
}

/** Kinds to which the staff owe an answer; a problem only while it is no issue. */
export const ASKS_ANSWER: ReadonlySet<PostKind> = new Set(['WISH', 'IDEA', 'PROBLEM'])

export function postOf(row: Post): KnownPost {
  return row as KnownPost
}

/** How people call a post: 心愿12, else 留言12, so that it is never taken for an issue's #12. */
export function nameOf({ kind, number }: Pick<Post, 'kind' | 'number'>): string {
  return `${kind === PostKind.WISH ? '心愿' : '留言'}${number}`
}

/** The post with this number; undefined where there is none. */
export async function findPost(tx: Tx, communityId: CommunityId, number: number): Promise<KnownPost | undefined> {
  const row = await tx.post.findUnique({ where: { communityId_number: { communityId, number } } })
  return row ? postOf(row) : undefined
}

/** The same. @throws Refusal where there is none */
export async function postNumbered(tx: Tx, communityId: CommunityId, number: number): Promise<KnownPost> {
  const post = await findPost(tx, communityId, number)
  if (!post) throw unknownPost(number)
  return post
}

/** To whom a post is not theirs to know of, and where there is none: the same words. */
export function unknownPost(number: number): Refusal {
  return new Refusal(`没有找到${number}号留言或心愿，请看一下号码。发 /留言墙 看看大家的留言。`)
}

/** The post as it is now. */
export async function reread(tx: Tx, { id }: Pick<Post, 'id'>): Promise<KnownPost> {
  return postOf(await tx.post.findUniqueOrThrow({ where: { id } }))
}
