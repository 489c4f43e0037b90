import { readFileSync, writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { Reader } from '../../../src/understanding/reader.ts'
import { readExamples } from '../../../src/understanding/training/examples.ts'
import {
  type Accuracy,
  accuracyBy,
  confusionOfKinds,
  figuresOf,
  rate,
  readTestPart,
  type Share,
  TRAINING_EXAMPLES,
} from './figures.ts'
import { withReadmeFigures } from './readme-figures.ts'

const README = new URL('../../../README.md', import.meta.url)

it('reads the test part', () => {
  const reader = new Reader()
  const all = readTestPart((text) => reader.read(text))
  // Of the processor: what else runs on the machine says nothing of a reading.
  const started = process.cpuUsage()
  for (let round = 0; round < 3; round++) for (const { example } of all) reader.read(example.text)
  const spent = process.cpuUsage(started)
  const microseconds = (spent.user + spent.system) / (3 * all.length)
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
  // `WRITE=1 npm run eval` puts them into the README, with the day.
  if (!process.env['WRITE']) return
  const kinds = accuracyBy(
    all,
    ({ example }) => example.kind,
    ({ reading }) => reading.kind,
  )
  const trained = readExamples(TRAINING_EXAMPLES).length
  const written = withReadmeFigures(readFileSync(README, 'utf8'), {
    figures,
    kinds,
    trained,
    microseconds,
    on: new Date(),
  })
  writeFileSync(README, written)
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
