import { type WallTime, wallTime } from '../time/shanghai.ts'

/** When somebody was born, as far as they said it. `age`: they said how old they are. */
export interface Birth {
  readonly year: number
  readonly month?: number
  readonly day?: number
  readonly age?: number
}

const OF_AGE = 18
const OLDEST = 100

/**
 * Whether somebody is certainly 18. A year alone leaves those open who turn 18 in this one: their age counts as unknown
 * (privacy 3). So does what cannot be a year of birth.
 */
export function ageStanding(birth: Birth, now: Date): 'adult' | 'under age' | 'unknown' {
  const today = wallTime(now)
  if (today.year - birth.year > OLDEST || birth.year > today.year) return 'unknown'
  const { least, most } = agesPossible(birth, today)
  if (least >= OF_AGE) return 'adult'
  return most < OF_AGE ? 'under age' : 'unknown'
}

function agesPossible({ year, month, day, age }: Birth, today: WallTime): { least: number; most: number } {
  if (age !== undefined) return { least: age, most: age }
  const most = today.year - year
  if (month === undefined || month === today.month) {
    if (month !== undefined && day !== undefined) return exactly(day <= today.day ? most : most - 1)
    return { least: most - 1, most }
  }
  return exactly(month < today.month ? most : most - 1)
}

const exactly = (age: number) => ({ least: age, most: age })

/** How old somebody is or becomes in the year of `now`. */
export function ageInYear(birthYear: number, now: Date): number {
  return wallTime(now).year - birthYear
}

/** 30到34岁: five years, so that a card tells no year. */
export function ageBand(birthYear: number, now: Date): string {
  const age = ageInYear(birthYear, now)
  if (age < 20) return '20岁以下'
  if (age >= 70) return '70岁以上'
  const from = age - (age % 5)
  return `${from}到${from + 4}岁`
}
