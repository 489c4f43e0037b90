/** How many signs must be put in, left out or exchanged to make one word of the other (Levenshtein). */
function distance(a: string, b: string): number {
  const from = [...a]
  const to = [...b]
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, sign] of from.entries()) {
    const next = [i + 1]
    for (const [j, other] of to.entries()) {
      const exchanged = (row[j] ?? 0) + (sign === other ? 0 : 1)
      next.push(Math.min(exchanged, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}

/** The words of `among` that somebody who wrote `word` may have meant, the likeliest first, at most `limit`. */
export function nearest(word: string, among: readonly string[], limit = 3): string[] {
  const length = [...word].length
  return among
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, far }) => far <= Math.max(1, Math.floor(Math.max(length, [...candidate].length) / 2)))
    .sort((a, b) => a.far - b.far)
    .slice(0, limit)
    .map(({ candidate }) => candidate)
}
