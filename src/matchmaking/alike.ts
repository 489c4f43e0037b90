import { ageBand } from './age.ts'
import type { Fields } from './fields.ts'

/** A card that fewer residents than this could match needs its owner's yes to it (privacy 5). */
export const FEWEST_ALIKE = 3

/** What a card tells of somebody, in the form in which it tells it. */
const SHOWN: readonly ((fields: Fields, now: Date) => unknown)[] = [
  (fields, now) => ageBand(fields.birthYear, now),
  ({ gender }) => gender,
  ({ height }) => height,
  ({ education }) => education,
  ({ job }) => job,
  ({ area }) => area,
  ({ marital }) => marital,
  ({ health }) => health,
  ({ religion }) => religion,
  ({ income }) => income,
]

/**
 * How many of these profiles the card of `owner` could be: those that are the same in everything it tells. Who has not told
 * something is not counted, so that the number is rather too small. The owner is one of them. Of hobbies the one that the
 * fewest share counts; words of one's own are nobody else's.
 */
export function alike(owner: Fields, all: readonly Fields[], now: Date): number {
  if (owner.wish?.words !== undefined) return Math.min(1, all.length)
  const sharing = (owner.hobbies ?? []).map((hobby) => all.filter(({ hobbies }) => hobbies?.includes(hobby)).length)
  return Math.min(sameInAll(owner, all, now), ...sharing)
}

function sameInAll(owner: Fields, all: readonly Fields[], now: Date): number {
  return all.filter((one) =>
    SHOWN.every((of) => {
      const shown = of(owner, now)
      return shown === undefined || of(one, now) === shown
    }),
  ).length
}
