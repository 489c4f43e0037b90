import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { OperatorError } from '../operator-error.ts'
import type { Weights } from './model.ts'

/** Made by `npm run build`. The same file whether these sources run or what was compiled of them. */
export const MODEL_FILE = new URL('../../dist/understanding/model.bin', import.meta.url)

const header = z.object({
  madeFrom: z.string(),
  answers: z.object({
    kinds: z.array(z.string()),
    categories: z.array(z.string()),
    dangers: z.array(z.string()),
    issues: z.array(z.string()),
    issuesByLetters: z.array(z.string()),
  }),
  features: z.int(),
  weights: z.int(),
})

/** A line of JSON, padded to whole words of four bytes; then what is of four bytes each, then what is of one. */
export function writeModel(model: Weights, madeFrom: string): void {
  const { answers, hashes, starts, columns, values, scales, bias, common } = model
  const line = JSON.stringify({ madeFrom, answers, features: hashes.length, weights: values.length })
  const size = Buffer.byteLength(line) + 1
  const head = Buffer.from(`${line}${' '.repeat((4 - (size % 4)) % 4)}\n`)
  const parts = [hashes, starts, scales, bias, common, columns, values].map(
    (part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
  )
  const path = fileURLToPath(MODEL_FILE)
  mkdirSync(dirname(path), { recursive: true })
  // Whoever reads at this moment reads the old one or the new one.
  const whole = `${path}.${process.pid}.new`
  writeFileSync(whole, Buffer.concat([head, ...parts]))
  renameSync(whole, path)
}

/** OperatorError where it has not been made. */
export function readModel(): Weights {
  const content = contentOfModel()
  const head = content && headerOf(content)
  if (!head) throw new OperatorError('the model of the understanding has not been made: run npm run build')
  const { answers, features, weights } = head
  const end = content.indexOf('\n') + 1
  const width = Object.values(answers).reduce((sum, { length }) => sum + length, 0)
  let at = content.byteOffset + end
  /** The next so many bytes of the file. */
  const take = (bytes: number) => {
    at += bytes
    return at - bytes
  }
  const { buffer } = content
  return {
    answers,
    hashes: new Uint32Array(buffer, take(4 * features), features),
    starts: new Uint32Array(buffer, take(4 * (features + 1)), features + 1),
    scales: new Float32Array(buffer, take(4 * width), width),
    bias: new Float32Array(buffer, take(4 * width), width),
    common: new Float32Array(buffer, take(4 * width), width),
    columns: new Uint8Array(buffer, take(weights), weights),
    values: new Int8Array(buffer, take(weights), weights),
  }
}

/** What the model that is there was made from; undefined without one. */
export function modelMadeFrom(): string | undefined {
  const content = contentOfModel()
  return content && headerOf(content)?.madeFrom
}

/** undefined: made in a format of earlier times, or damaged, which is as good as none. */
function headerOf(content: Buffer): z.infer<typeof header> | undefined {
  try {
    return header.parse(JSON.parse(content.toString('utf8', 0, content.indexOf('\n'))))
  } catch {
    return undefined
  }
}

function contentOfModel(): Buffer | undefined {
  try {
    return readFileSync(MODEL_FILE)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
