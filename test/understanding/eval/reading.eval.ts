import { it } from 'vitest'
import { Reader } from '../../../src/understanding/reader.ts'
import { type Accuracy, accuracyBy, confusionOfKinds, figuresOf, rate, readTestPart, type Share } from './figures.ts'

it('reads the test part', () => {
  const reader = new Reader()
  const all = readTestPart((text) => reader.read(text))
  const started = performance.now()
  for (let round = 0; round < 3; round++) for (const { example } of all) reader.read(example.text)
  const microseconds = ((performance.now() - started) * 1000) / (3 * all.length)
  const figures = figuresOf(all)
  const reports = all.filter(({ reading, example }) => example.category !== undefined || reading.category !== undefined)
  const { texts, ...shares } = figures
  const lines = [
    `${texts} texts, ${Math.round(microseconds)} µs each`,
    ...Object.entries(shares).map(([name, share]) => `${name.padEnd(12)} ${shown(share)}`),
    '',
    table(
      'kind',
      accuracyBy(
        all,
        ({ example }) => example.kind,
        ({ reading }) => reading.kind,
      ),
    ),
    '',
    'rows: what it is; columns: what was read',
    confusionOfKinds(all),
    '',
    table(
      'category',
      accuracyBy(
        reports,
        ({ example }) => example.category,
        ({ reading }) => reading.category,
      ),
    ),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
})

function shown(share: Share): string {
  return `${percent(rate(share))}  ${share.count}/${share.of}`
}

function table(what: string, rows: readonly Accuracy[]): string {
  const lines = rows.map(
    ({ name, examples, precision, recall }) =>
      `${percent(precision)} ${percent(recall)} ${String(examples).padStart(5)}  ${name}`,
  )
  return [`precision recall texts ${what}`, ...lines].join('\n')
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`.padStart(8)
}
