import type { KnownProof } from '../../board/proofs.ts'
import { IS_OPEN } from '../../chat/recalls.ts'
import { beginningWith } from '../../database/beginning.ts'
import type { Tx } from '../../database/database.ts'
import type { ChatGroup, Prisma } from '../../database/types.ts'

/** What the keys of the rows begin with by which a proof is said to the groups; behind it stand group and part. */
export const publishedKey = (proofId: number) => `proof:${proofId}`

/** The rows of the outbox that say a proof to the groups. */
export function rowsOf(proofId: number): Prisma.OutboxMessageWhereInput {
  return { key: beginningWith(`${publishedKey(proofId)}:`) }
}

/** The proof of which a copy's key tells. */
export function proofOfKey(outboxKey: string | null): number | undefined {
  const found = /^proof:(\d+)$/.exec(outboxKey ?? '')
  return found ? Number(found[1]) : undefined
}

const STANDING = new Set(['PENDING', 'SENDING', 'SENT', 'ECHOED', 'UNKNOWN'])

/**
 * Those of the groups that do not have it: all of them for a first time; where a proof follows another, those in which not
 * every message of one before it stands.
 */
export async function groupsLacking(
  tx: Tx,
  groups: readonly ChatGroup[],
  { followsId }: Pick<KnownProof, 'followsId'>,
): Promise<ChatGroup[]> {
  const lacking = new Map(groups.map((group) => [group.id, group]))
  for (let id = followsId; id !== null; ) {
    const rows = await tx.outboxMessage.findMany({
      where: rowsOf(id),
      select: { key: true, state: true, recall: true },
    })
    const whole = new Map<number, boolean>()
    for (const { key, state, recall } of rows) {
      const group = Number(key?.split(':')[2])
      const stands = STANDING.has(state) && (recall === null || recall === 'REFUSED' || recall === 'UNKNOWN')
      whole.set(group, (whole.get(group) ?? true) && stands)
    }
    for (const [group, stands] of whole) if (stands) lacking.delete(group)
    id = (await tx.proof.findUnique({ where: { id }, select: { followsId: true } }))?.followsId ?? null
  }
  return groups.filter(({ id }) => lacking.has(id))
}

/** Whether it is still open what becomes of the rows of a proof: some wait, are being said or recalled. */
export async function isInFlux(tx: Tx, proofId: number): Promise<boolean> {
  const open = await tx.outboxMessage.count({
    where: { AND: [rowsOf(proofId), { OR: [{ state: { in: ['PENDING', 'SENDING'] } }, { recall: IS_OPEN }] }] },
  })
  return open > 0
}
