import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Definition } from './definition.ts'
import { readDefinition } from './read-definition.ts'

/** It lies with the sources; seen from src/questionnaires and from dist/questionnaires the way there is the same. */
const file = new URL('../../src/questionnaires/learning-needs.yaml', import.meta.url)

let read: Definition | undefined

/** The learning-needs questionnaire that ships with the program: 17 questions. @throws OperatorError where the file was spoilt */
export function learningNeeds(): Definition {
  read ??= readDefinition(parse(readFileSync(file, 'utf8')), 'learning-needs.yaml')
  return read
}
