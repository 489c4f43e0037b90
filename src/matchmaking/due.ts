import type { Db, Tx } from '../database/database.ts'
import type { PersonId } from '../ids.ts'
import { ASK_BEFORE_MS } from './profile.ts'

/** Profiles that end within 14 days and whose owners have not been asked, the soonest first. Drafts just end. */
export async function toBeAsked(tx: Db, now: Date, limit: number): Promise<readonly PersonId[]> {
  const rows = await tx.matchProfile.findMany({
    where: {
      state: { not: 'DRAFT' },
      renewAskedAt: null,
      expiresAt: { gt: now, lte: new Date(now.getTime() + ASK_BEFORE_MS) },
    },
    orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }],
    take: limit,
    select: { personId: true },
  })
  return rows.map(({ personId }) => personId as PersonId)
}

/** Takes the asking upon itself: false where it was done already, or the profile is gone. */
export async function takeAsking(tx: Tx, personId: PersonId, now: Date): Promise<boolean> {
  const { count } = await tx.matchProfile.updateMany({
    where: { personId, renewAskedAt: null },
    data: { renewAskedAt: now },
  })
  return count > 0
}

/** Profiles whose time is over, the oldest first. */
export async function expired(tx: Db, now: Date, limit: number): Promise<readonly PersonId[]> {
  const rows = await tx.matchProfile.findMany({
    where: { expiresAt: { lte: now } },
    orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }],
    take: limit,
    select: { personId: true },
  })
  return rows.map(({ personId }) => personId as PersonId)
}
