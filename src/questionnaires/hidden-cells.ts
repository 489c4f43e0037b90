/** Of fewer people than this nothing is shown. */
export const FEWEST = 5

/** How many chose something, as far as it may be shown. */
export type Shown =
  | { readonly count: number; readonly hidden: false }
  /** `nearly all`: so many that the few others could be counted; `few`: fewer than five; `other`: it would give another away */
  | { readonly count: undefined; readonly hidden: 'few' | 'nearly all' | 'other' }

/**
 * Counts that together are everybody who answered, such as those of a question with one choice. Small ones are hidden, and
 * with them so many others, the smallest first, that what is hidden cannot be had by subtraction: always at least two
 * counts and at least five people. A choice that nobody took is shown as 0 and says nothing about anybody.
 */
export function hideInWhole(counts: readonly number[]): Shown[] {
  const hidden = new Set(counts.flatMap((count, at) => (isSmall(count) ? [at] : [])))
  const sum = () => [...hidden].reduce((all, at) => all + (counts[at] ?? 0), 0)
  while (hidden.size > 0 && (hidden.size < 2 || sum() < FEWEST)) {
    const next = counts
      .map((count, at) => ({ count, at }))
      .filter(({ count, at }) => count > 0 && !hidden.has(at))
      .sort((a, b) => a.count - b.count)[0]
    if (!next) break
    hidden.add(next.at)
  }
  const all = counts.reduce((total, count) => total + count, 0)
  return counts.map((count, at) => {
    if (!hidden.has(at)) return { count, hidden: false }
    return { count: undefined, hidden: isSmall(count) ? 'few' : isSmall(all - count) ? 'nearly all' : 'other' }
  })
}

/** Counts that do not add up to anything, each of `all` people: small ones are hidden, and those that leave a small rest. */
export function hideEach(counts: readonly number[], all: number): Shown[] {
  return counts.map((count) => {
    if (isSmall(count)) return { count: undefined, hidden: 'few' }
    return isSmall(all - count) ? { count: undefined, hidden: 'nearly all' } : { count, hidden: false }
  })
}

const isSmall = (count: number) => count > 0 && count < FEWEST
