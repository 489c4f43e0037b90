import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import { saidWith } from './copies-said.ts'
import { spoilProofs } from './proofs.ts'

/** Posts are kept for so long (privacy 8). */
export const KEEP_MONTHS = 24

/** A wish that is still open outlives whoever wrote it. */
const OPEN_WISH = {
  kind: 'WISH',
  state: 'PASSED',
  OR: [{ fate: null }, { fate: 'DOING' }],
} satisfies Prisma.PostWhereInput

/** What tells whose a post was, and where it was said. */
const NOBODYS = {
  authorId: null,
  account: null,
  chatKind: null,
  chatId: null,
  contactId: null,
  messageId: null,
} satisfies Prisma.PostUncheckedUpdateManyInput

/**
 * Forgets posts of two years ago: their words, answers and whose they were; that there was one under the number stays. A wish
 * that is still open stays as a wish of nobody's, with how many wish the same. At most `limit` at a time. Resolves with how
 * many posts were emptied or made nobody's.
 */
export async function forgetPosts(tx: Tx, now: Date, limit: number): Promise<number> {
  const before = new Date(now)
  before.setUTCMonth(before.getUTCMonth() - KEEP_MONTHS)
  const old = await tx.post.findMany({
    where: { changedAt: { lt: before }, words: { not: '' }, authorId: { not: null }, NOT: OPEN_WISH },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true },
  })
  await emptyPosts(
    tx,
    old.map(({ id }) => id),
  )
  const withdrawn = { changedAt: { lt: before }, words: '', authorId: { not: null } }
  const shells = await tx.post.findMany({ where: withdrawn, take: limit, select: { id: true } })
  await emptyPosts(
    tx,
    shells.map(({ id }) => id),
  )
  return old.length + shells.length + (await forgetWishers(tx, before, limit))
}

/** Who wrote an open wish, and who wished the same, two years ago. */
async function forgetWishers(tx: Tx, before: Date, limit: number): Promise<number> {
  const wishes = await tx.post.findMany({
    where: { ...OPEN_WISH, at: { lt: before }, authorId: { not: null } },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true },
  })
  const ids = wishes.map(({ id }) => id)
  await tx.post.updateMany({ where: { id: { in: ids } }, data: { ...NOBODYS, signature: null } })
  await forgetEvents(tx, ids)
  const supports = await tx.postSupport.groupBy({ by: ['postId'], where: { at: { lt: before } }, _count: true })
  for (const { postId, _count } of supports.slice(0, limit)) {
    await tx.postSupport.deleteMany({ where: { postId, at: { lt: before } } })
    await tx.post.update({ where: { id: postId }, data: { formerSupporters: { increment: _count } } })
  }
  return ids.length
}

/**
 * Empties posts for good: words, name, picture, answer, whose they were, and the words wherever the outbox still has them. What
 * still waits to be said with them is not said.
 */
export async function emptyPosts(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  const of = { postId: { in: [...ids] } }
  for (const rows of await saidWith(tx, await tx.postCopy.findMany({ where: of }))) {
    const waits = { state: { in: ['PENDING', 'FAILED', 'UNKNOWN'] } } satisfies Prisma.OutboxMessageWhereInput
    await tx.outboxMessage.updateMany({ where: { AND: [rows, waits] }, data: { state: 'CANCELLED' } })
    await tx.outboxMessage.updateMany({ where: rows, data: { text: '' } })
  }
  await spoilProofs(tx, ids)
  await forgetEvents(tx, ids)
  await tx.postSupport.deleteMany({ where: of })
  await tx.postCopy.deleteMany({ where: of })
  // Why it was held, and what its author said against that.
  await tx.postHold.deleteMany({ where: of })
  await tx.post.updateMany({
    where: { id: { in: [...ids] } },
    data: {
      ...NOBODYS,
      ...{ state: 'WITHDRAWN', words: '', signature: null, sha256: null, passedAt: null },
      ...{ answer: null, answeredById: null, answerDueAt: null, version: { increment: 1 } },
    },
  })
}

/** That something happened stays; what was said then, by whom and in which message does not. */
async function forgetEvents(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx.postEvent.updateMany({
    where: { postId: { in: [...ids] } },
    data: { personId: null, note: null, data: {}, messageId: null },
  })
}
