import type { PostCopy, Prisma } from '../database/types.ts'

/** The rows of the outbox that say these copies; undefined where there are none. */
export function saidWith(copies: readonly PostCopy[]): Prisma.OutboxMessageWhereInput | undefined {
  const some = copies.flatMap(({ outboxKey, directiveId, sha256 }) => [
    ...(outboxKey === null ? [] : [{ key: outboxKey }, { key: { startsWith: `${outboxKey}:` } }]),
    ...(directiveId === null ? [] : [{ delivery: { directiveId } }]),
    ...(sha256 === null ? [] : [{ sha256 }]),
  ])
  return some.length === 0 ? undefined : { OR: some }
}
