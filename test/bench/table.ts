/** One line of the table. Times are milliseconds. */
export interface Row {
  /** the letter of the measure in the issue that asked for it */
  readonly part: string
  readonly what: string
  readonly count: number
  readonly perSecond?: number
  readonly p50?: number
  readonly p99?: number
  /** what is not a time: memory, rows written */
  readonly note?: string
}

/** A figure beside what it should be. */
export interface Verdict {
  readonly what: string
  readonly figure: string
  readonly aim: string
  readonly met: boolean
}

export interface Findings {
  readonly rows: readonly Row[]
  readonly verdicts: readonly Verdict[]
}

/** A row of times that were each measured alone. */
export function timed(part: string, what: string, times: readonly number[], note?: string): Row {
  const total = times.reduce((sum, time) => sum + time, 0)
  return {
    part,
    what,
    count: times.length,
    perSecond: (times.length / total) * 1000,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    ...(note === undefined ? {} : { note }),
  }
}

/** The value below which this share of the values lies; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** At least this share of the floor's speed. */
export function atLeast(what: string, share: number, aim: number): Verdict {
  return { what, figure: `${Math.round(share * 100)} %`, aim: `≥ ${aim * 100} %`, met: share >= aim }
}

export function atMost(what: string, value: number, aim: number, unit: string): Verdict {
  return { what, figure: `${round(value)} ${unit}`, aim: `≤ ${aim} ${unit}`, met: value <= aim }
}

export function print({ rows, verdicts }: Findings): void {
  const head = ['', 'what', 'n', 'per s', 'p50 ms', 'p99 ms', '']
  const lines = rows.map(({ part, what, count, perSecond, p50, p99, note }) => [
    part,
    what,
    String(count),
    perSecond === undefined ? '' : String(Math.round(perSecond)),
    p50 === undefined ? '' : p50.toFixed(2),
    p99 === undefined ? '' : p99.toFixed(2),
    note ?? '',
  ])
  write(aligned([head, ...lines], 2, 5))
  if (verdicts.length === 0) return
  const asked = verdicts.map(({ what, figure, aim, met }) => ['', what, figure, aim, met ? 'met' : 'missed'])
  write(aligned([['', 'beside its aim', '', '', ''], ...asked], 2, 3))
  write([`Node ${process.version}, ${process.platform} ${process.arch}`])
}

/** Pads the cells of each column to one width; those from `firstRight` to `lastRight` are figures and stand to the right. */
function aligned(table: readonly (readonly string[])[], firstRight: number, lastRight: number): string[] {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((line) => width(line[column] ?? ''))))
  return table.map((line) =>
    line
      .map((cell, column) => {
        const blanks = ' '.repeat((widths[column] ?? 0) - width(cell))
        return column >= firstRight && column <= lastRight ? blanks + cell : cell + blanks
      })
      .join('  ')
      .trimEnd(),
  )
}

/** A Chinese character takes two places in a terminal. */
function width(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[\u2e80-\uffef]/u.test(letter) ? 2 : 1), 0)
}

const round = (value: number) => Math.round(value * 100) / 100

function write(lines: readonly string[]): void {
  process.stdout.write(`\n${lines.join('\n')}\n`)
}
