import { type Answer, type Answers, chosenIn } from './answers.ts'
import { type Condition, type Definition, END, hasChoices, type Question } from './definition.ts'

/** A question with the number that people see: its place in the whole questionnaire, whatever is skipped. */
export interface Asked {
  readonly number: number
  readonly question: Question
}

/** Where somebody is: what they have been led through, and what is asked of them now. */
export interface Position {
  /** questions that are answered or passed over, in order, as far as the way is known */
  readonly passed: readonly Asked[]
  /** what is to be asked next, for one message; empty when all is done */
  readonly page: readonly Asked[]
}

/** So many signs of questions and choices go into one message, besides what stands around them. */
const MOST_SIGNS = 330

/**
 * Where these answers lead. Skips are taken as the answers are now, so a changed answer leads another way; a question that
 * may be skipped over is never on one page with what decides it.
 */
export function positionOf(definition: Definition, answers: Answers): Position {
  const { questions } = definition
  const passed: Asked[] = []
  let at = 0
  while (at < questions.length) {
    const question = questions[at]
    if (!question) break
    const answer = answers.get(question.id)
    if (answer === undefined) break
    passed.push({ number: at + 1, question })
    at = after(definition, at, answer)
  }
  return { passed, page: pageFrom(definition, at, answers) }
}

/** The answers of those questions that are on the way: what an earlier answer has led away from does not count. */
export function answersOnTheWay(definition: Definition, answers: Answers): Map<string, Answer> {
  const { passed, page } = positionOf(definition, answers)
  const way = new Set(passed.map(({ question }) => question.id))
  // What was answered before something that stands earlier on the same page waits for it.
  const ahead = page[0] ? definition.questions.slice(page[0].number) : []
  for (const { id } of ahead) way.add(id)
  return new Map([...answers].filter(([id]) => way.has(id)))
}

/** Unanswered questions from there on; those on it that are answered already are not asked again. */
function pageFrom({ questions, perMessage }: Definition, from: number, answers: Answers): Asked[] {
  const page: Asked[] = []
  let signs = 0
  for (let at = from; at < questions.length && page.length < perMessage; at += 1) {
    const question = questions[at]
    if (!question) break
    if (!answers.has(question.id)) {
      signs += signsOf(question)
      if (page.length > 0 && signs > MOST_SIGNS) break
      page.push({ number: at + 1, question })
    }
    if (question.skip.length > 0) break
  }
  return page
}

function signsOf(question: Question): number {
  const choices = hasChoices(question) ? question.choices : []
  return choices.reduce((sum, { label }) => sum + label.length + 3, question.text.length + 8)
}

/** Where it goes on after the question at `at` was answered so. */
function after({ questions }: Definition, at: number, answer: Answer): number {
  const question = questions[at]
  const taken = question?.skip.find(({ when }) => holds(question, answer, when))
  if (!taken) return at + 1
  if (taken.to === END) return questions.length
  const target = questions.findIndex(({ id }) => id === taken.to)
  return target > at ? target : at + 1
}

function holds(question: Question, answer: Answer, when: Condition): boolean {
  if ('unanswered' in when) return answer === null
  if (answer === null) return false
  const chosen = chosenIn(question, answer)
  if ('anyOf' in when) return when.anyOf.some((id) => chosen.includes(id))
  if ('noneOf' in when) return !when.noneOf.some((id) => chosen.includes(id))
  if ('agreed' in when) return answer === when.agreed
  if (typeof answer !== 'number') return false
  return 'atMost' in when ? answer <= when.atMost : answer >= when.atLeast
}
