import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageInYear } from '../../src/matchmaking/age.ts'
import { alike } from '../../src/matchmaking/alike.ts'
import { AREAS, EDUCATIONS, type Fields, HEIGHTS, JOBS, MARITALS, RELIGIONS } from '../../src/matchmaking/fields.ts'
import { fits } from '../../src/matchmaking/fit.ts'
import { score } from '../../src/matchmaking/score.ts'
import { shanghai } from '../../src/time/shanghai.ts'

const NOW = shanghai(2026, 6, 3, 9, 0)
const keyOf = <K extends string>(labels: Readonly<Record<K, string>>) =>
  fc.constantFrom(...(Object.keys(labels) as K[]))
const indexOf = (labels: readonly string[]) => fc.integer({ min: 0, max: labels.length - 1 })
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

const wish = fc.record(
  {
    ageFrom: fc.integer({ min: 20, max: 50 }),
    ageTo: fc.integer({ min: 30, max: 70 }),
    heightFrom: indexOf(HEIGHTS),
    educationFrom: indexOf(EDUCATIONS),
    marital: fc.uniqueArray(keyOf(MARITALS), { minLength: 1 }),
  },
  { requiredKeys: [] },
)
const fields: fc.Arbitrary<Fields> = fc.record(
  {
    birthYear: fc.integer({ min: 1956, max: 2006 }),
    gender: fc.constantFrom('F', 'M'),
    height: some(indexOf(HEIGHTS)),
    education: some(indexOf(EDUCATIONS)),
    job: some(keyOf(JOBS)),
    area: some(keyOf(AREAS)),
    hobbies: some(fc.uniqueArray(fc.constantFrom('爬山', '看书', '做饭', '钓鱼'), { minLength: 1 })),
    marital: some(keyOf(MARITALS)),
    religion: some(keyOf(RELIGIONS)),
    wish: some(wish),
  },
  { requiredKeys: ['birthYear', 'gender'] },
)

describe('who may be introduced to whom', () => {
  it('privacy 10: the score is the same from both sides, from 0 to 100, and knows nothing of the clock within a year', () => {
    fc.assert(
      fc.property(fields, fields, (one, other) => {
        const points = score(one, other, NOW)
        expect(points).toBe(score(other, one, NOW))
        expect(Number.isInteger(points) && points >= 0 && points <= 100).toBe(true)
        expect(score(one, other, shanghai(2026, 12, 31, 23, 59))).toBe(points)
      }),
      { numRuns: 300 },
    )
  })

  it('a hard wish that is known to be broken shuts out, either way round, and nothing else does', () => {
    const breaks = ({ gender, wish = {} }: Fields, other: Fields) =>
      gender === other.gender ||
      (wish.ageFrom ?? 0) > ageInYear(other.birthYear, NOW) ||
      (wish.ageTo ?? 200) < ageInYear(other.birthYear, NOW) ||
      (other.height ?? 9) < (wish.heightFrom ?? 0) ||
      (other.education ?? 9) < (wish.educationFrom ?? 0) ||
      (wish.marital !== undefined && other.marital !== undefined && !wish.marital.includes(other.marital))
    fc.assert(
      fc.property(fields, fields, (one, other) => {
        expect(fits(one, other, NOW)).toBe(!breaks(one, other) && !breaks(other, one))
        expect(fits(one, other, NOW)).toBe(fits(other, one, NOW))
      }),
      { numRuns: 500 },
    )
  })

  it('privacy 17: leaving a field out never shuts anybody out', () => {
    fc.assert(
      fc.property(
        fields,
        fields,
        fc.constantFrom('height', 'education', 'marital', 'religion', 'area'),
        (one, other, key) => {
          fc.pre(fits(one, other, NOW))
          expect(fits(one, { ...other, [key]: undefined }, NOW)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('puts the nearer one first', () => {
    const me: Fields = { birthYear: 1991, gender: 'F', education: 3, hobbies: ['爬山', '看书'], area: 'here' }
    const near: Fields = { birthYear: 1990, gender: 'M', education: 3, hobbies: ['爬山', '看书'], area: 'here' }
    const far: Fields = { birthYear: 1979, gender: 'M', education: 1, hobbies: ['钓鱼'], area: 'city' }
    expect(score(me, near, NOW)).toBe(16 + 18 + 15 + 11 + 20)
    expect(score(me, far, NOW)).toBe(5 + 20)
  })
})

describe('privacy 5: how many a card could be', () => {
  const one: Fields = { birthYear: 1991, gender: 'F', education: 3 }
  it('counts those who are the same in all it tells', () => {
    const same: Fields = { birthYear: 1989, gender: 'F', education: 3, job: 'health' }
    const another: Fields = { birthYear: 1991, gender: 'F', education: 2 }
    const untold: Fields = { birthYear: 1991, gender: 'F' }
    expect(alike(one, [one, same, another, untold], NOW)).toBe(2)
    expect(alike({ ...one, job: 'health' }, [{ ...one, job: 'health' }, same, another, untold], NOW)).toBe(2)
    expect(alike(untold, [one, same, another, untold], NOW)).toBe(4)
  })

  it('counts the rarest hobby, and words of one’s own as nobody else’s', () => {
    const climber: Fields = { ...one, hobbies: ['爬山'] }
    const both: Fields = { ...one, hobbies: ['爬山', '养蜂'] }
    expect(alike(climber, [climber, both, one], NOW)).toBe(2)
    expect(alike(both, [climber, both, one], NOW)).toBe(1)
    const worded: Fields = { ...one, wish: { words: '会修钟' } }
    expect(alike(worded, [worded, one, one], NOW)).toBe(1)
  })

  it('telling more never makes more of them', () => {
    fc.assert(
      fc.property(
        fields,
        fc.array(fields, { maxLength: 12 }),
        fc.constantFrom('height', 'job', 'area', 'marital'),
        (owner, all, key) => {
          expect(alike(owner, all, NOW)).toBeLessThanOrEqual(alike({ ...owner, [key]: undefined }, all, NOW))
        },
      ),
      { numRuns: 200 },
    )
  })
})
