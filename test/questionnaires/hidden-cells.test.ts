import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FEWEST, hideEach, hideInWhole } from '../../src/questionnaires/hidden-cells.ts'

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)

describe('small counts', () => {
  it.each([
    [
      [12, 8, 7],
      [12, 8, 7],
    ],
    [
      [20, 0, 0],
      [20, 0, 0],
    ],
    [
      [16, 3],
      ['other', 'other'],
    ],
    [
      [16, 3, 9, 0],
      ['other', 'other', 9, 'other'],
    ],
    [
      [10, 1, 2, 9],
      ['other', 'other', 'other', 9],
    ],
    [
      [10, 4, 4],
      ['other', 'other', 'other'],
    ],
  ])('of %j are shown as %j', (counts, shown) =>
    expect(hideInWhole(counts).map(({ count, hidden }) => count ?? hidden)).toEqual(shown),
  )

  it('cannot be had by subtraction: what is hidden is at least two counts and five people', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 2, maxLength: 10 }), (counts) => {
        const shown = hideInWhole(counts)
        for (const [at, { count }] of shown.entries()) {
          if (count !== undefined) expect(count).toBe(counts[at])
          if (count !== undefined) expect(count === 0 || count >= FEWEST).toBe(true)
        }
        const hidden = shown.filter(({ hidden }) => hidden !== false).length
        if (hidden === 0 || total(counts) < FEWEST) return
        expect(hidden).toBeGreaterThanOrEqual(2)
        expect(total(counts) - total(shown.map(({ count }) => count ?? 0))).toBeGreaterThanOrEqual(FEWEST)
      }),
      { numRuns: 500 },
    )
  })

  it('could always be others, also for who knows how they are hidden and how many answered', () => {
    const alike = new Map<string, number[][]>()
    for (const counts of [...vectors(2, 40), ...vectors(3, 26), ...vectors(4, 18), ...vectors(5, 13)]) {
      const seen = JSON.stringify([total(counts), hideInWhole(counts)])
      alike.set(seen, [...(alike.get(seen) ?? []), counts])
    }
    for (const all of alike.values()) {
      for (const [at, { hidden }] of hideInWhole(all[0] ?? []).entries()) {
        const values = new Set(all.map((counts) => counts[at])).size
        if (hidden && values < 2) expect.fail(`${JSON.stringify(all)} is known`)
      }
    }
    expect(alike.size).toBeGreaterThan(50)
  })

  it.each([5, 6, 7, 8, 9, 10, 11, 20])('that are not of a whole, of %i people, are not told by what is said', (all) => {
    const alike = new Map<string, number[]>()
    for (let count = 0; count <= all; count += 1) {
      const seen = JSON.stringify(hideEach([count], all))
      alike.set(seen, [...(alike.get(seen) ?? []), count])
    }
    for (const [count = 0, ...more] of alike.values()) {
      const shown = more.length === 0
      if (shown) expect(count === 0 || count === all || (count >= FEWEST && all - count >= FEWEST)).toBe(true)
    }
  })

  it('say where many may be chosen that few did, or nearly all', () => {
    expect(hideEach([20, 18, 12, 3, 0], 20).map(({ count, hidden }) => count ?? hidden)).toEqual([
      20,
      'nearly all',
      12,
      'few',
      0,
    ])
  })
})

/** All counts of so many choices by five to `most` people. */
function* vectors(length: number, most: number): Generator<number[]> {
  for (let all = FEWEST; all <= most; all += 1) yield* ofWhole(length, all)
}

function* ofWhole(length: number, all: number): Generator<number[]> {
  if (length === 1) return yield [all]
  for (let first = 0; first <= all; first += 1)
    for (const rest of ofWhole(length - 1, all - first)) yield [first, ...rest]
}
