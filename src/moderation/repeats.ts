import { look } from './sight.ts'

/** Of two texts so many pairs of neighbouring signs are the same: then they are the same text with a word changed. */
const ALIKE = 0.8
/** 中秋快乐 is said by everybody; what is longer is somebody's text. */
const SHORTEST_SHARED = 15
/** So many others have posted the same. */
const OTHERS = 2

/** Whether the writer, or several others, posted the same or nearly the same lately. */
export function repeats(text: string, own: readonly string[], others: readonly string[]): boolean {
  if (own.length === 0 && others.length < OTHERS) return false
  const pairs = pairsOf(text)
  if (pairs.size === 0) return false
  if (own.some((said) => alike(pairs, pairsOf(said)))) return true
  if (pairs.size < SHORTEST_SHARED) return false
  return others.filter((said) => alike(pairs, pairsOf(said))).length >= OTHERS
}

function alike(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  if (one.size === 0 || other.size === 0) return false
  if (Math.min(one.size, other.size) < ALIKE * Math.max(one.size, other.size)) return false
  let both = 0
  for (const pair of one) if (other.has(pair)) both += 1
  return both / (one.size + other.size - both) >= ALIKE
}

function pairsOf(text: string): ReadonlySet<string> {
  const { text: seen } = look(text)
  const pairs = new Set<string>()
  for (let i = 0; i + 1 < seen.length; i++) pairs.add(seen.slice(i, i + 2))
  if (seen.length === 1) pairs.add(seen)
  return pairs
}
