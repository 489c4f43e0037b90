import type { Tx } from '../database/database.ts'
import type { Sealer } from '../sealing/sealer.ts'
import { withdrawConsent } from './consents.ts'
import { leaveAll } from './introductions.ts'
import { noted, type Profile } from './profile.ts'

/** Why a profile is gone. */
export type Ending = 'leave' | 'expire' | 'remove'

/** A keyed hash of each value, for the record to keep instead of the value (privacy 7). */
export function hashesOf(sealer: Pick<Sealer, 'hash'>, { fields }: Pick<Profile, 'fields'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, sealer.hash(`${key}:${JSON.stringify(value)}`)]),
  )
}

export interface EndingProfile {
  readonly why: Ending
  /** see `hashesOf`; empty where it could not be opened */
  readonly hashes: Readonly<Record<string, string>>
  readonly now: Date
}

/**
 * Deletes a profile with everything in it, at once. What it rested on is withdrawn; introductions that are under way go on to
 * their end, so that the other learns nothing from it.
 */
export async function endProfile(
  tx: Tx,
  profile: Pick<Profile, 'id' | 'personId'>,
  { why, hashes, now }: EndingProfile,
): Promise<void> {
  const { id, personId } = profile
  await leaveAll(tx, personId, now)
  await tx.matchProfile.delete({ where: { id } })
  await withdrawConsent(tx, personId, now)
  await noted(tx, profile, why, now, { hashes: { ...hashes } })
}
