import type { Db } from '../database/database.ts'
import { blockedFor } from './blocks.ts'
import { fits } from './fit.ts'
import { busyAmong, metBefore } from './introductions.ts'
import type { Profile } from './profile.ts'
import { score } from './score.ts'
import type { Tag } from './tag.ts'

/** Somebody who may be introduced, and how near they are. */
export interface Listed {
  readonly profile: Profile
  /** 0 to 100, for the order alone */
  readonly points: number
}

/** Why two are not introduced. `not again`: they were before, or one of them does not wish it; which is not said. */
export type Obstacle = 'same' | 'busy' | 'not again' | 'wish'

/** What stands between two profiles; undefined where nothing does. */
export async function obstacle(tx: Db, one: Profile, other: Profile, now: Date): Promise<Obstacle | undefined> {
  if (one.personId === other.personId) return 'same'
  if ((await notAgain(tx, one.tag)).has(other.tag)) return 'not again'
  if ((await busyAmong(tx, [one.personId, other.personId])).size > 0) return 'busy'
  return fits(one.fields, other.fields, now) ? undefined : 'wish'
}

/** Those who may be introduced to somebody, the nearest first. A person decides who is (privacy 10). */
export async function shortlist(
  tx: Db,
  whose: Profile,
  all: readonly Profile[],
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<Listed[]> {
  const not = await notAgain(tx, whose.tag)
  const others = all.filter(({ tag, fields }) => tag !== whose.tag && !not.has(tag) && fits(whose.fields, fields, now))
  const busy = await busyAmong(
    tx,
    others.map(({ personId }) => personId),
  )
  return others
    .filter(({ personId }) => !busy.has(personId))
    .map((profile) => ({ profile, points: score(whose.fields, profile.fields, now) }))
    .sort((a, b) => b.points - a.points || a.profile.id - b.profile.id)
    .slice(0, limit)
}

async function notAgain(tx: Db, tag: Tag): Promise<ReadonlySet<Tag>> {
  return new Set([...(await blockedFor(tx, tag)), ...(await metBefore(tx, tag))])
}
