import type { Tx } from '../database/database.ts'
import type { CommunityId, PersonId } from '../ids.ts'
import type { RoleGrant } from './roles.ts'

/**
 * The community that somebody means who does not speak in a bound group: the one they have a role in, else the one they
 * last reported something in, else the only one there is. With roles in several it is where they last reported, else
 * their oldest role's. Undefined when nothing tells.
 */
export async function communityOf(
  tx: Tx,
  personId: PersonId,
  roles: readonly RoleGrant[],
): Promise<CommunityId | undefined> {
  const held = [...new Set(roles.map(({ communityId }) => communityId))]
  if (held.length === 1) return held[0]
  const last = await tx.issue.findFirst({
    where: { reporterId: personId, ...(held.length > 1 ? { communityId: { in: held } } : {}) },
    orderBy: { id: 'desc' },
    select: { communityId: true },
  })
  if (last) return last.communityId as CommunityId
  if (held.length > 1) return held[0]
  const [only, second] = await tx.community.findMany({ take: 2, select: { id: true } })
  return only && !second ? (only.id as CommunityId) : undefined
}
