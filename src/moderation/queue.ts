import { holdersOf } from '../community/roles.ts'
import type { Tx } from '../database/database.ts'
import type { CommunityId, PersonId } from '../ids.ts'
import { adoptHeld, type Waiting, waitingOf } from './hold.ts'

/** A hold whose post was changed or taken away meanwhile is no longer one: that is seen by the post's state. */
const stillHeld = (communityId: CommunityId) => ({ state: 'OPEN', post: { communityId, state: 'HELD' } }) as const

/** What waits in a community for a person: who may be in need first, then the oldest. */
export async function waitingPosts(tx: Tx, communityId: CommunityId, now: Date): Promise<Waiting[]> {
  await adoptHeld(tx, communityId, now)
  const rows = await tx.postHold.findMany({
    where: stillHeld(communityId),
    orderBy: [{ urgent: 'desc' }, { at: 'asc' }, { id: 'asc' }],
    include: { post: true },
  })
  return rows.map(waitingOf)
}

/** Of what waits, that which this person may decide. */
export async function queueFor(tx: Tx, communityId: CommunityId, person: PersonId, now: Date): Promise<Waiting[]> {
  const waiting = await waitingPosts(tx, communityId, now)
  if (waiting.length === 0) return []
  const moderators = await moderatorsOf(tx, communityId)
  return waiting.filter((one) => isFor(one, person, moderators))
}

/** Who decides what may be published: the staff and the secretary. */
export async function moderatorsOf(tx: Tx, communityId: CommunityId): Promise<ReadonlySet<PersonId>> {
  const holders = [
    ...(await holdersOf(tx, { kind: 'STAFF', communityId })),
    ...(await holdersOf(tx, { kind: 'SECRETARY', communityId })),
  ]
  return new Set(holders.map(({ personId }) => personId))
}

/** Nobody decides of their own words, nor, where there is somebody else, of an appeal against themselves. */
export function isFor({ post, hold }: Waiting, person: PersonId, moderators: ReadonlySet<PersonId>): boolean {
  if (post.authorId === person) return false
  return !(hold.stage === 'APPEAL' && hold.refusedById === person && hasOthers(moderators, [person, post.authorId]))
}

function hasOthers(moderators: ReadonlySet<PersonId>, without: readonly (PersonId | null)[]): boolean {
  return [...moderators].some((moderator) => !without.includes(moderator))
}
