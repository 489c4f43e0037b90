import type { z } from 'zod'
import { OperatorError } from '../operator-error.ts'
import { type Definition, definition, ID } from './definition.ts'
import { checkDefinition } from './definition-checks.ts'

/**
 * A questionnaire as it is written down, checked: its shape, that no id is there twice, that skips go forward to questions
 * there are, under conditions that fit what is asked.
 *
 * @param called how the person who wrote it knows it: a file's name
 * @throws OperatorError in one line: what is called, where in it, and what to mend
 */
export function readDefinition(raw: unknown, called: string): Definition {
  const read = definition.safeParse(raw)
  if (!read.success) {
    const [first] = read.error.issues
    throw new OperatorError(
      `${called}: ${first ? `${where(first.path, raw)} ${whatIsWrong(first)}` : 'cannot be read'}`,
    )
  }
  const mistake = checkDefinition(read.data)
  if (mistake) throw new OperatorError(`${called}: ${mistake}`)
  return read.data
}

/** questions[2] (health).choices: with the question's own name where it has one. */
function where(path: readonly PropertyKey[], raw: unknown): string {
  let at = ''
  let value: unknown = raw
  for (const step of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined
    at += typeof step === 'number' ? `[${step + 1}]` : `${at === '' ? '' : '.'}${String(step)}`
    const name = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined
    if (typeof name === 'string' && ID.test(name)) at += ` (${name})`
  }
  return at === '' ? 'the questionnaire' : at
}

function whatIsWrong(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `has a key that is not known: ${issue.keys.join(', ').slice(0, 60)}`
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'kind')
    return 'must be single, multiple, rating, recommend, text, consent or date'
  if (issue.code === 'invalid_type')
    return issue.message.endsWith('undefined') ? 'is missing' : `must be ${issue.expected}`
  return issue.message
}
