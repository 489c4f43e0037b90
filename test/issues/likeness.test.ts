import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CATEGORIES } from '../../src/issues/categories.ts'
import { fingerprint, LIKELY, likeness } from '../../src/issues/likeness.ts'
import { DIFFERENT, SAME } from './like-pairs.ts'

type Said = (typeof SAME)[number][0]
const print = ([words, category, place]: Said) => fingerprint({ words, category, place })
const between = (a: Said, b: Said) => likeness(print(a), print(b))

describe('likeness', () => {
  it('knows the trouble again that neighbours tell of in other words', () => {
    expect(SAME.filter(([a, b]) => between(a, b) < LIKELY).map(([[a], [b]]) => `${a} ≠ ${b}`)).toEqual([])
  })

  it('keeps apart what is not the same', () => {
    const wrong = DIFFERENT.filter(([a, b]) => between(a, b) >= LIKELY)
    expect(wrong.map(([[a], [b], instead]) => `${a} = ${b}: ${instead}`)).toEqual([])
  })

  it('counts two houses as one place for what reaches further than a house', () => {
    const told = (building: number, what: string, category: string): Said => [`${building}号楼${what}`, category]
    const apart = (what: string, category: string) => between(told(3, what, category), told(5, what, category))
    expect(apart('没电了', 'A12')).toBeGreaterThan(0.9)
    expect(apart('楼道灯灭了', 'E01')).toBeLessThan(0.1)
    expect(between(['停电了', 'A12', '向阳小区3号楼'], ['停电了', 'A12', '向阳小区5号楼'])).toBeGreaterThan(0.9)
  })

  const texts = fc.oneof(
    fc.constantFrom(...SAME.flat().map(([words]) => words)),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(fc.constantFrom('3号楼', '电', '灯', '没', '堵', '东门', '①', '𠮷', ' ', '\n', '2单元', '501'), {
        maxLength: 300,
      })
      .map((parts) => parts.join('')),
  )
  const said = fc.tuple(
    texts,
    fc.constantFrom(...CATEGORIES.map(({ code }) => code), 'none such'),
    fc.option(texts, { nil: undefined }),
  )

  it('is the same both ways, 1 with itself, and never outside of 0 to 1', () => {
    fc.assert(
      fc.property(said, said, (a, b) => {
        const there = between(a, b)
        expect(there).toBeGreaterThanOrEqual(0)
        expect(there).toBeLessThanOrEqual(1)
        expect(between(b, a)).toBe(there)
        expect(between(a, a)).toBe(1)
      }),
      { numRuns: 300 },
    )
  })
})
