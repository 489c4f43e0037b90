import { isDayKey } from '../time/shanghai.ts'
import { hasChoices, type Question } from './definition.ts'

/**
 * What somebody answered: the id of a choice or several, stars 1–5 or a number 0–10, their words, yes or no, a day. `null`:
 * they would rather not.
 */
export type Answer = string | readonly string[] | number | boolean | null

/** Answers by the question's id. A question that is not in it has not been reached or was overlooked. */
export type Answers = ReadonlyMap<string, Answer>

/** The longest text that is kept as an answer, in UTF-16 units. */
export const LONGEST_WORDS = 500

/** The least and the most of a number that is asked for. */
export const RANGE = { rating: { least: 1, most: 5 }, recommend: { least: 0, most: 10 } } as const

/** Whether this can be an answer to that question. */
export function fits(question: Question, answer: unknown): answer is Answer {
  if (answer === null) return !question.required
  switch (question.kind) {
    case 'single':
      return question.choices.some(({ id }) => id === answer)
    case 'multiple': {
      if (!Array.isArray(answer) || answer.length === 0 || new Set(answer).size < answer.length) return false
      if (question.most !== undefined && answer.length > question.most) return false
      const chosen = question.choices.filter(({ id }) => answer.includes(id))
      return chosen.length === answer.length && (chosen.length === 1 || chosen.every(({ none }) => !none))
    }
    case 'rating':
    case 'recommend': {
      const { least, most } = RANGE[question.kind]
      return typeof answer === 'number' && Number.isInteger(answer) && answer >= least && answer <= most
    }
    case 'text':
      return typeof answer === 'string' && answer.trim() !== '' && answer.length <= LONGEST_WORDS
    case 'consent':
      return typeof answer === 'boolean'
    case 'date':
      return typeof answer === 'string' && isDayKey(answer)
  }
}

/** The answers as they are kept; what does not fit the questions (any more) is left out. */
export function answersFrom(kept: unknown, questions: readonly Question[]): Map<string, Answer> {
  const answers = new Map<string, Answer>()
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return answers
  for (const question of questions) {
    if (!Object.hasOwn(kept, question.id)) continue
    const answer: unknown = Reflect.get(kept, question.id)
    if (fits(question, answer)) answers.set(question.id, answer)
  }
  return answers
}

/** The ids of what was chosen; empty where nothing was. */
export function chosenIn(question: Question, answer: Answer | undefined): readonly string[] {
  if (!hasChoices(question) || answer === null || answer === undefined) return []
  if (typeof answer === 'string') return [answer]
  return Array.isArray(answer) ? answer : []
}
