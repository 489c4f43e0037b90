/** Of fewer people than this nothing is shown. */
export const FEWEST = 5

/** How many chose something, as far as it may be shown. */
export type Shown =
  | { readonly count: number; readonly hidden: false }
  /** `few`: one to four; `nearly all`: so many that one to four are left; `other`: to say more would give a count away */
  | { readonly count: undefined; readonly hidden: 'few' | 'nearly all' | 'other' }

/** So many people a hidden group has beyond five for each large count in it: then a small one can be anything from 1 to 4. */
const LEEWAY = FEWEST - 1

/**
 * Counts that together are everybody who answered, such as those of a question with one choice. Where one is small, all
 * small ones and those of nobody are hidden, and so many large ones with them that no hidden count can be had by
 * subtraction, not even by somebody who knows these rules: of all counts that would be shown so, there are always some in
 * which that one is another. Which large ones are hidden goes by their place, not by their size, since a size would tell.
 * Where no count is small nothing is hidden.
 */
export function hideInWhole(counts: readonly number[]): Shown[] {
  if (!counts.some(isSmall)) return counts.map((count) => ({ count, hidden: false }))
  const hidden = new Set(counts.flatMap((count, at) => (count < FEWEST ? [at] : [])))
  let people = [...hidden].reduce((sum, at) => sum + (counts[at] ?? 0), 0)
  let large = 0
  for (const [at, count] of counts.entries()) {
    if (large > 0 && people >= FEWEST * large + LEEWAY) break
    if (hidden.has(at)) continue
    hidden.add(at)
    people += count
    large += 1
  }
  return counts.map((count, at) => (hidden.has(at) ? OTHER : { count, hidden: false }))
}

/**
 * Counts that do not add up to anything, each of `all` people: small ones are hidden, and those that leave a small rest. Of
 * fewer than ten people each is either, and which is not said.
 */
export function hideEach(counts: readonly number[], all: number): Shown[] {
  const tells = all >= 2 * FEWEST
  return counts.map((count) => {
    if (!tells && count > 0 && count < all) return OTHER
    if (isSmall(count)) return { count: undefined, hidden: 'few' }
    return isSmall(all - count) ? { count: undefined, hidden: 'nearly all' } : { count, hidden: false }
  })
}

const OTHER = { count: undefined, hidden: 'other' } as const

const isSmall = (count: number) => count > 0 && count < FEWEST
