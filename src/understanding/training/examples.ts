import { readdirSync, readFileSync } from 'node:fs'
import { isCategoryCode } from '../../issues/categories.ts'
import { OperatorError } from '../../operator-error.ts'
import { type Danger, KINDS, type Kind } from '../reading.ts'

/** A message somebody could have written, and how it should be read. */
export interface Example {
  readonly text: string
  readonly kind: Kind
  /** undefined: no issue */
  readonly category: string | undefined
  readonly danger: Danger
  /** Paraphrases of the same thing share it; no other example has it. */
  readonly family: string
}

/**
 * The examples of all `.txt` files in this folder. A line is a family, `kind category danger<TAB>text／text／text`; empty
 * lines and those that begin with # are passed over. A mistake is an OperatorError with the file and the line.
 */
export function readExamples(folder: URL): Example[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'))
  return files.sort().flatMap((name) => parseExamples(readFileSync(new URL(name, folder), 'utf8'), name))
}

/** `name` is for the names of the families and for what is said of mistakes. */
export function parseExamples(content: string, name: string): Example[] {
  return content.split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === '' || line.startsWith('#')) return []
    const family = `${name}:${at + 1}`
    const [head = '', texts = '', ...more] = line.split('\t')
    const [kindName, code = '', dangerName] = head.trim().split(/\s+/)
    const kind = KINDS.find((known) => known === kindName)
    const danger = ([0, 1, 2] as const).find((known) => String(known) === dangerName)
    if (!kind || danger === undefined || more.length > 0 || !(code === '-' || isCategoryCode(code))) {
      throw new OperatorError(`${family}: write kind, category or -, danger, a tab, and texts parted by ／`)
    }
    const category = code === '-' ? undefined : code
    return texts
      .split('／')
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .map((text) => ({ text, kind, category, danger, family }))
  })
}
