import { ageInYear } from './age.ts'
import type { Fields, Wish } from './fields.ts'

/** A hard wish, and whether the other is known to break it. `unknown`: they have not told, which is their right. */
export type WishKey = 'gender' | 'age' | 'height' | 'education' | 'marital'
export type Kept = 'kept' | 'broken' | 'unknown'

/** How the other stands to each hard wish of `whose`. Only wishes that were made are in it; 男女 always is. */
export function wishesKept(whose: Fields, other: Fields, now: Date): ReadonlyMap<WishKey, Kept> {
  const wish: Wish = whose.wish ?? {}
  const kept = new Map<WishKey, Kept>()
  kept.set('gender', judged(whose.gender && other.gender, whose.gender !== other.gender))
  const age = ageInYear(other.birthYear, now)
  if (wish.ageFrom !== undefined || wish.ageTo !== undefined) {
    kept.set('age', judged(age, age >= (wish.ageFrom ?? 0) && age <= (wish.ageTo ?? Number.POSITIVE_INFINITY)))
  }
  const { heightFrom, educationFrom, marital } = wish
  if (heightFrom !== undefined) kept.set('height', judged(other.height, (other.height ?? 0) >= heightFrom))
  if (educationFrom !== undefined)
    kept.set('education', judged(other.education, (other.education ?? 0) >= educationFrom))
  if (marital !== undefined)
    kept.set('marital', judged(other.marital, other.marital !== undefined && marital.includes(other.marital)))
  return kept
}

const judged = (known: unknown, holds: boolean): Kept => (known === undefined ? 'unknown' : holds ? 'kept' : 'broken')

/**
 * Whether two may be introduced: neither is known to break a hard wish of the other. What somebody has not told breaks
 * nothing, since leaving a field out must not shut anybody out (privacy 17).
 */
export function fits(one: Fields, other: Fields, now: Date): boolean {
  const both = [wishesKept(one, other, now), wishesKept(other, one, now)]
  return both.every((kept) => [...kept.values()].every((each) => each !== 'broken'))
}
