import type { Lesson } from './lesson.ts'

/** What is known of a category before anything has been counted weighs as much as so many messages' worth of features. */
const PRIOR = 150
/**
 * How much counting says beside learning. Both were chosen by cross-validation over the families: at 0.2 short texts are
 * read a little better still, petitions worse.
 */
const SHARE = 0.12

/** What counting says of each category: learning adds to it. */
export interface Counts {
  /** by row: the categories that feature was counted in, and its weight for each */
  readonly weights: ReadonlyMap<number, readonly (readonly [category: number, weight: number])[]>
  /** by category: what each known feature weighs, whichever it is */
  readonly common: readonly number[]
}

/**
 * How much oftener each feature stands in the messages of a category than in all (naive Bayes, each category leaning on
 * all of them as far as it has few messages). What learning finds tells categories apart by the features that do so best, and
 * leaves the others aside; a text in words of its own has often only such others, and counting knows them.
 */
export function countsOf(lessons: readonly Lesson[], rowOf: ReadonlyMap<number, number>, categories: number): Counts {
  const ofRow = new Float64Array(rowOf.size)
  const ofCategory = new Float64Array(categories)
  let all = 0
  // What was seen, one entry for each feature of each message; then put in the order of the rows. A map would take seconds.
  const rows: number[] = []
  const of: number[] = []
  const worths: number[] = []
  for (const { features, category, weight } of lessons) {
    if (category < 0) continue
    for (const [i, hash] of features.hashes.entries()) {
      const row = rowOf.get(hash)
      if (row === undefined) continue
      const worth = (features.values[i] ?? 0) * weight
      rows.push(row)
      of.push(category)
      worths.push(worth)
      ofRow[row] = (ofRow[row] ?? 0) + worth
      ofCategory[category] = (ofCategory[category] ?? 0) + worth
      all += worth
    }
  }
  const ends = new Uint32Array(rowOf.size + 1)
  for (const row of rows) ends[row + 1] = (ends[row + 1] ?? 0) + 1
  for (let row = 0; row < rowOf.size; row++) ends[row + 1] = (ends[row + 1] ?? 0) + (ends[row] ?? 0)
  const next = ends.slice()
  const entries = new Uint32Array(rows.length)
  for (const [entry, row] of rows.entries()) {
    entries[next[row] ?? 0] = entry
    next[row] = (next[row] ?? 0) + 1
  }
  const weights = new Map<number, [number, number][]>()
  for (let row = 0; row < rowOf.size; row++) {
    const own = entries.subarray(ends[row] ?? 0, ends[row + 1] ?? 0)
    if (own.length === 0) continue
    const seen = new Map<number, number>()
    for (const entry of own) seen.set(of[entry] ?? 0, (seen.get(of[entry] ?? 0) ?? 0) + (worths[entry] ?? 0))
    const expected = (PRIOR * (ofRow[row] ?? 0)) / all
    weights.set(
      row,
      [...seen].map(([category, worth]) => [category, SHARE * Math.log(1 + worth / expected)]),
    )
  }
  return { weights, common: Array.from(ofCategory, (worth) => SHARE * Math.log(PRIOR / (worth + PRIOR))) }
}
