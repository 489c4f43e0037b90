import type { Tx } from '../database/database.ts'
import type { PostKind } from '../database/types.ts'
import type { CommunityId } from '../ids.ts'
import { type KnownPost, postOf } from './post.ts'

export interface Wanted {
  readonly kinds?: readonly PostKind[]
  readonly occasion?: string
  /** passed at or after this moment */
  readonly since?: Date
  readonly most: number
}

/** What may be published, the newest first: only what was passed. */
export async function publishable(tx: Tx, communityId: CommunityId, wanted: Wanted): Promise<KnownPost[]> {
  const { kinds, occasion, since, most } = wanted
  const rows = await tx.post.findMany({
    where: {
      communityId,
      state: 'PASSED',
      ...(kinds ? { kind: { in: [...kinds] } } : {}),
      ...(occasion === undefined ? {} : { occasion }),
      ...(since ? { passedAt: { gte: since } } : {}),
    },
    orderBy: [{ passedAt: 'desc' }, { id: 'desc' }],
    take: most,
  })
  return rows.map(postOf)
}
