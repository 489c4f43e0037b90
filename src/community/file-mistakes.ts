import type { z } from 'zod'
import type { Path } from './file-position.ts'
import { keysAt } from './file-schema.ts'
import { nearest } from './nearest.ts'

/** Something wrong in a community file: where, and what, as the end of a sentence that begins with the path. */
export interface Mistake {
  readonly path: Path
  readonly what: string
  /** a mistyped key explains most of what else is wrong around it, so it is told first */
  readonly unknownKey?: boolean
}

/** Says what the schema found wrong, in words for somebody who writes YAML and not TypeScript. */
export function mistakesOf(issues: readonly z.core.$ZodIssue[], document: unknown): Mistake[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
    if (issue.code !== 'unrecognized_keys') return [{ path, what: wrong(issue, valueAt(document, path)) }]
    return issue.keys.map((key) => ({ path: [...path, key], what: unknownKey(key, path), unknownKey: true }))
  })
}

function unknownKey(key: string, path: Path): string {
  const known = keysAt[path.filter((step) => typeof step === 'string').join('.')] ?? []
  const [meant] = nearest(key, known, 1)
  return meant ? `unknown key; did you mean "${meant}"?` : `unknown key; known here: ${known.join(', ')}`
}

function wrong(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'invalid_type') {
    if (value === undefined) return issue.message.startsWith('is missing') ? issue.message : 'is missing'
    const wanted = kinds[issue.expected] ?? issue.expected
    const quotes =
      issue.expected === 'string' && ['number', 'boolean'].includes(typeof value) ? '; put it in quotes' : ''
    return `must be ${wanted}, not ${describe(value)}${quotes}`
  }
  if (issue.code === 'invalid_value' && issue.values.length > 1) {
    const known = issue.values.map(String)
    const [meant] = typeof value === 'string' ? nearest(value, known, 1) : []
    return `must be one of ${known.join(', ')}, not ${describe(value)}${meant ? `; did you mean "${meant}"?` : ''}`
  }
  if (issue.code === 'too_small' && issue.origin === 'number')
    return `must be at least ${issue.minimum}, not ${describe(value)}`
  if (issue.code === 'too_big' && issue.origin === 'number')
    return `must be at most ${issue.maximum}, not ${describe(value)}`
  return issue.message
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of keys and values',
}

function describe(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a set of keys and values'
  return typeof value === 'string' ? `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"` : `${value}`
}

function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[step] : undefined,
    document,
  )
}
