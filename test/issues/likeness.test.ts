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
})
