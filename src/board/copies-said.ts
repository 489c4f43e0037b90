import { beginningWith } from '../database/beginning.ts'
import type { Tx } from '../database/database.ts'
import type { PostCopy, Prisma } from '../database/types.ts'

/** So many values in one statement: both databases bound how many it may hold. */
const AT_ONCE = 500
/** So many beginnings: with more of them SQLite thinks it quicker to read everything that was ever said. */
const BEGINNINGS_AT_ONCE = 8

/** The rows of the outbox that say these copies, each once; in portions that are few enough for one statement. */
export async function saidWith(
  tx: Tx,
  copies: readonly PostCopy[],
): Promise<readonly Prisma.OutboxMessageWhereInput[]> {
  const keys = [...new Set(copies.map(({ outboxKey }) => outboxKey))]
  const ids: number[] = []
  const find = async (where: Prisma.OutboxMessageWhereInput) => {
    for (const { id } of await tx.outboxMessage.findMany({ where, select: { id: true } })) ids.push(id)
  }
  for (const some of portions(keys, AT_ONCE)) await find({ key: { in: some } })
  for (const some of portions(keys, BEGINNINGS_AT_ONCE)) {
    await find({ OR: some.map((key) => ({ key: beginningWith(`${key}:`) })) })
  }
  return portions(ids, AT_ONCE).map((some) => ({ id: { in: some } }))
}

function portions<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
}
