import type { PostCopy, Prisma } from '../database/types.ts'

/** The rows of the outbox that say these copies; undefined where there are none. */
export function saidWith(copies: readonly PostCopy[]): Prisma.OutboxMessageWhereInput | undefined {
  const some = copies.flatMap(({ outboxKey }) => [{ key: outboxKey }, { key: { startsWith: `${outboxKey}:` } }])
  return some.length === 0 ? undefined : { OR: some }
}
