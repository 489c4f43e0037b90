import { writeAudit } from '../community/audit.ts'
import type { Tx } from '../database/database.ts'
import type { PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { type KnownPost, nameOf } from './post.ts'

/** A reason of fewer signs says nothing. */
const SHORTEST_REASON = 4

/** Who wrote a post. */
export interface Author {
  readonly personId: PersonId
  readonly name: string
}

/**
 * Who wrote an anonymous post, for a moderator who gives a reason; the look is an audit row (privacy 13). Whether the person
 * may look is for the caller to know. @throws Refusal without a reason, or where there is no author
 */
export async function lookBehind(
  tx: Tx,
  post: KnownPost,
  { by, reason, now }: { readonly by: PersonId; readonly reason: string; readonly now: Date },
): Promise<Author> {
  const why = reason.trim()
  if ([...why].length < SHORTEST_REASON) throw new Refusal(`请写明为什么要看${nameOf(post)}是谁写的，会记录下来。`)
  if (post.authorId === null) throw new Refusal(`${nameOf(post)} 没有作者：是社区自己记下的，或者作者的资料已经删除。`)
  const { name } = await tx.person.findUniqueOrThrow({ where: { id: post.authorId }, select: { name: true } })
  await writeAudit(tx, { at: now, by, action: 'post.look-behind', subject: `post:${post.id}`, data: { reason: why } })
  return { personId: post.authorId, name }
}
