/**
 * The numbers that a line of the community file names: 5, '1-6', '1-4, 7', [1, 3, '5-8']. In the order written.
 * A string is returned instead when it cannot be read: what is wrong, as the end of a sentence.
 */
export function readRanges(value: unknown): number[] | string {
  const parts = (Array.isArray(value) ? value : [value]).flatMap((part: unknown) =>
    typeof part === 'string' ? part.split(/[,，、]/) : [part],
  )
  const numbers: number[] = []
  for (const part of parts) {
    const written = String(part).trim()
    const range = /^(\d{1,4})(?:\s*[-–~～]\s*(\d{1,4}))?$/.exec(written)
    if (!range) return `"${written}" is not a number or a range; write 5, 1-6 or [1, 3, 5-8]`
    const first = Number(range[1])
    const last = Number(range[2] ?? range[1])
    if (first < 1) return 'numbers begin at 1'
    if (last < first) return `the range ${written} runs backwards`
    for (let number = first; number <= last; number += 1) {
      if (numbers.includes(number)) return `${number} is named twice`
      numbers.push(number)
    }
  }
  return numbers
}

/** Numbers for a person to read: 1-4, 7, 9. */
export function writeRanges(numbers: readonly number[]): string {
  const runs: { first: number; last: number }[] = []
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const run = runs.at(-1)
    if (run && number === run.last + 1) run.last = number
    else runs.push({ first: number, last: number })
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ')
}
