import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { ConceptFinder } from '../concepts.ts'
import { modelMadeFrom, writeModel } from '../model-file.ts'
import { readExamples } from './examples.ts'
import { ANSWERS, lessonsFrom } from './lessons.ts'
import { train } from './train.ts'

/**
 * The last step of `npm run compile`: makes the model, some seconds, unless the one that is there was made from the same
 * examples by the same program.
 */
const EXAMPLES = new URL('../../../src/understanding/examples/', import.meta.url)

const madeFrom = fingerprint()
if (modelMadeFrom() !== madeFrom) {
  const started = performance.now()
  const examples = readExamples(EXAMPLES)
  const weights = train(lessonsFrom(examples, new ConceptFinder()), ANSWERS)
  writeModel(weights, madeFrom)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(`the understanding has learned from ${examples.length} examples in ${seconds} s\n`)
}

/** Of the examples, and of every module that has a part in the learning. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const module of modulesFrom(new URL(import.meta.url))) hash.update(readFileSync(module))
  hash.update(readFileSync(new URL('../../../src/issues/categories.csv', import.meta.url)))
  for (const name of readdirSync(EXAMPLES).sort()) {
    if (name.endsWith('.txt')) hash.update(name).update(readFileSync(new URL(name, EXAMPLES)))
  }
  return hash.digest('hex')
}

/** This module and all of this program that it imports, directly or not, in a fixed order. */
function modulesFrom(start: URL): URL[] {
  const known = new Map([[start.href, start]])
  for (const url of known.values()) {
    for (const [, path = ''] of readFileSync(url, 'utf8').matchAll(/from '(\.[^']+)'/g)) {
      const next = new URL(path, url)
      known.set(next.href, next)
    }
  }
  return [...known.values()]
}
