import { type KnownProof, proofWith, wantProof } from '../../board/proofs.ts'
import type { Tx } from '../../database/database.ts'
import type { PostCopy } from '../../database/types.ts'
import { proofOfKey, rowsOf } from './published-groups.ts'
import { postsOfProof } from './show-proof.ts'

/**
 * A wall or a selection was stopped or recalled on its way because of one post on it: the others on it are made anew, so that
 * the groups that have it no more get it after another yes.
 */
export async function followProofs(tx: Tx, copies: readonly PostCopy[], now: Date): Promise<void> {
  const ids = new Set(copies.map(({ outboxKey }) => proofOfKey(outboxKey)))
  for (const id of ids) {
    const proof = id === undefined ? undefined : await proofWith(tx, id)
    if (proof?.state === 'SENT' && (await wasStopped(tx, proof.id))) await follow(tx, proof, now)
  }
}

async function follow(tx: Tx, proof: KnownProof, now: Date): Promise<void> {
  const posts = await postsOfProof(tx, proof)
  if (posts.length === 0) return
  const { id, communityId, occasionId } = proof
  await wantProof(tx, { communityId, occasionId, followsId: id, posts, now })
}

async function wasStopped(tx: Tx, proofId: number): Promise<boolean> {
  const stopped = await tx.outboxMessage.count({
    where: { AND: [rowsOf(proofId), { OR: [{ state: 'CANCELLED' }, { recall: { not: null } }] }] },
  })
  return stopped > 0
}
