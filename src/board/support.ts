import type { Tx } from '../database/database.ts'
import type { AccountId, ChatId, ContactId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { type KnownPost, nameOf, unknownPost } from './post.ts'

/** Who wishes the same, and where they said so: that is where they hear of it. */
export interface Supporting {
  readonly personId: PersonId
  readonly account: AccountId
  readonly chatKind: 'GROUP' | 'PRIVATE'
  readonly chatId: ChatId
  readonly contactId: ContactId
  readonly now: Date
}

/**
 * 附议: somebody wishes the same. Resolves with how many do besides its author.
 * @throws Refusal for one's own, a second time, and for what is no open wish that everybody may read
 */
export async function supportWish(tx: Tx, post: KnownPost, { personId, now, ...where }: Supporting): Promise<number> {
  const name = nameOf(post)
  if (post.state !== 'PASSED') throw post.authorId === personId ? stillClosed(post) : unknownPost(post.number)
  if (post.kind !== 'WISH') throw new Refusal(`${name} 不是心愿，不用附议。想说一句，发 /留言 加上要说的话。`)
  if (post.authorId === personId) throw new Refusal(`${name} 就是您写的，不用附议。`)
  if (post.fate === 'DONE') throw new Refusal(`${name} 已经实现了，不用附议。`)
  const known = await tx.postSupport.findUnique({ where: { postId_personId: { postId: post.id, personId } } })
  if (known) throw new Refusal(`${name} 您已经附议过了，有消息会告诉您。`)
  await tx.postSupport.create({ data: { postId: post.id, personId, ...where, at: now } })
  return supportersOf(tx, post)
}

/** Takes an 附议 back. Resolves with how many are left. @throws Refusal where there was none */
export async function dropSupport(tx: Tx, post: KnownPost, personId: PersonId): Promise<number> {
  const { count } = await tx.postSupport.deleteMany({ where: { postId: post.id, personId } })
  if (count === 0) throw new Refusal(`${nameOf(post)} 您没有附议过。`)
  return supportersOf(tx, post)
}

/** How many people wish the same besides its author, those of whom it has been forgotten who they were included. */
export async function supportersOf(tx: Tx, post: Pick<KnownPost, 'id' | 'formerSupporters'>): Promise<number> {
  return post.formerSupporters + (await tx.postSupport.count({ where: { postId: post.id } }))
}

/** The same for many posts at once. */
export async function supportCounts(tx: Tx, posts: readonly KnownPost[]): Promise<ReadonlyMap<number, number>> {
  const ids = posts.filter(({ kind }) => kind === 'WISH').map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const counted = await tx.postSupport.groupBy({ by: ['postId'], where: { postId: { in: ids } }, _count: true })
  const now = new Map(counted.map(({ postId, _count }) => [postId, _count]))
  return new Map(posts.map(({ id, formerSupporters }) => [id, formerSupporters + (now.get(id) ?? 0)]))
}

function stillClosed(post: KnownPost): Refusal {
  return new Refusal(`${nameOf(post)} 是您自己写的，还没有上墙。`)
}
