import type { Db } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import type { Sealer } from '../sealing/sealer.ts'
import { participants } from './profile.ts'

/** Of fewer nothing is shown, zero included. */
const FEWEST = 5

/** How many take part and what came of it, as far as it may be shown: undefined is hidden. */
export interface MatchFigures {
  readonly everybody: number | undefined
  readonly women: number | undefined
  readonly men: number | undefined
  readonly introduced: number | undefined
  readonly released: number | undefined
}

/** The figures of a community. Of the introductions, since `since`. */
export async function matchFigures(
  tx: Db,
  sealer: Sealer,
  { communityId, since }: { readonly communityId: CommunityId; readonly since: Date },
): Promise<MatchFigures> {
  const all = await participants(tx, sealer, communityId)
  const women = all.filter(({ fields }) => fields.gender === 'F').length
  const states = await tx.introduction.groupBy({
    by: ['state'],
    where: { communityId, createdAt: { gte: since } },
    _count: { _all: true },
  })
  const introduced = states.reduce((sum, { _count }) => sum + _count._all, 0)
  const released = states.find(({ state }) => state === 'RELEASED')?._count._all ?? 0
  const people = shown(all.length, women)
  const introductions = shown(introduced, released)
  return {
    everybody: people.whole,
    women: people.part,
    men: people.part === undefined ? undefined : all.length - women,
    introduced: introductions.whole,
    released: introductions.part,
  }
}

/**
 * A whole and a part of it as far as both may be shown: a part only where the rest is no small number either, since it could
 * be had by subtraction.
 */
export function shown(whole: number, part: number): { whole: number | undefined; part: number | undefined } {
  if (whole < FEWEST) return { whole: undefined, part: undefined }
  return { whole, part: part < FEWEST || whole - part < FEWEST ? undefined : part }
}
