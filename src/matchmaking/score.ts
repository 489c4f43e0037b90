import type { Fields } from './fields.ts'
import { wishesKept } from './fit.ts'

/** Shared hobbies count eight each, three at most. */
const HOBBY = 8
const HOBBIES_COUNTED = 3
/** Alike in years: two less for each year apart, from twenty. */
const YEARS = 20
const YEAR = 2
const EDUCATION = 15
const EDUCATION_STEP = 5
const AREA = 11
const RELIGION = 10
/** Wishes that are known to be kept, both ways together, out of those made. */
const WISHES = 20

/**
 * How near two are to each other, 0 to 100, whole; the same from both sides. It puts a list in order for the matchmaker and
 * decides nothing (privacy 10). The sum of: shared hobbies, 8 each up to 24; years of birth, 20 less 2 for each year apart;
 * education, 15 less 5 for each step apart; the same area, 11; the same religion where both told, 10; and 20 times the part
 * of their hard wishes that is known to be kept (all of it where none was made).
 */
export function score(one: Fields, other: Fields, now: Date): number {
  const shared = (one.hobbies ?? []).filter((hobby) => other.hobbies?.includes(hobby)).length
  const apart = Math.abs(one.birthYear - other.birthYear)
  return Math.round(
    Math.min(shared, HOBBIES_COUNTED) * HOBBY +
      Math.max(0, YEARS - YEAR * apart) +
      education(one, other) +
      same(one.area, other.area, AREA) +
      same(one.religion, other.religion, RELIGION) +
      WISHES * keptPart(one, other, now),
  )
}

function education(one: Fields, other: Fields): number {
  if (one.education === undefined || other.education === undefined) return 0
  return Math.max(0, EDUCATION - EDUCATION_STEP * Math.abs(one.education - other.education))
}

const same = (one: string | undefined, other: string | undefined, points: number) =>
  one !== undefined && one === other ? points : 0

function keptPart(one: Fields, other: Fields, now: Date): number {
  const all = [...wishesKept(one, other, now).values(), ...wishesKept(other, one, now).values()]
  return all.filter((each) => each === 'kept').length / all.length
}
