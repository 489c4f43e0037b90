import { type Accuracy, type Figures, rate, type Share } from './figures.ts'

/** What stands in the README between its two marks. */
export interface Measured {
  readonly figures: Figures
  readonly kinds: readonly Accuracy[]
  /** texts learned from */
  readonly trained: number
  /** mean processor time of a reading */
  readonly microseconds: number
  readonly on: Date
}

const BEGIN = '<!-- figures: written by WRITE=1 npm run eval -->'
const END = '<!-- end of figures -->'

/** The README with these figures in the place of the last ones. @throws Error when it has lost its marks */
export function withReadmeFigures(readme: string, measured: Measured): string {
  const from = readme.indexOf(BEGIN)
  const to = readme.indexOf(END)
  if (from < 0 || to < from) throw new Error(`the README has no ${BEGIN} … ${END}`)
  return `${readme.slice(0, from)}${BEGIN}\n${textOf(measured)}\n${readme.slice(to)}`
}

function textOf({ figures, kinds, trained, microseconds, on }: Measured): string {
  const rows: readonly (readonly [string, Share, string])[] = [
    ['reports found (registered or asked about)', figures.found, '95 %'],
    ['registered without asking', figures.foundYes, ''],
    ['wishes and questions found', figures.wishesFound, ''],
    ['talk registered', figures.chatYes, 'at most 1 %'],
    ['talk a worker is asked about', figures.chatAsk, 'at most 3 %'],
    ['category of a report', figures.category, '85 %'],
    ['acute danger found (registered or asked about)', figures.dangerFound, '100 %'],
    ['acute danger told as such', figures.danger, ''],
    ['acute danger told where there is none', figures.falseDanger, ''],
  ]
  const day = on.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'Asia/Shanghai',
  })
  const table = rows.map(
    ([what, share, aim]) => `| ${what} | ${percent(share)} | ${share.count} of ${share.of} | ${aim} |`,
  )
  const byKind = kinds.map(({ name, precision, recall }) => `${name} ${whole(precision)} and ${whole(recall)} %`)
  return [
    `Measured on ${day}: ${figures.texts} texts, trained on ${trained.toLocaleString('en-GB')}, ${(microseconds / 1000).toFixed(2)} ms of processor time a reading.`,
    '',
    '| | measured | n | aim |',
    '| --- | --- | --- | --- |',
    ...table,
    '',
    `Precision and recall by kind: ${byKind.join(', ')}.`,
  ].join('\n')
}

function percent(share: Share): string {
  return `${(100 * rate(share)).toFixed(1)} %`
}

function whole(value: number): string {
  return (100 * value).toFixed(0)
}
