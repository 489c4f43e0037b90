import type { Tx } from '../database/database.ts'
import { type Answer, type Answers, chosenIn, RANGE } from './answers.ts'
import { type Definition, hasChoices, type Question } from './definition.ts'
import { FEWEST, hideEach, hideInWhole, type Shown } from './hidden-cells.ts'
import { questionnaireWith } from './questionnaire.ts'
import { sheetsOf } from './sheets.ts'

/** How many chose it, as far as it may be shown. */
export type ChoiceResult = { readonly id: string; readonly label: string } & Shown

/** What was answered to a question, as far as it may be shown. With `hidden` nothing is there but its number and text. */
export interface QuestionResult {
  readonly id: string
  readonly number: number
  readonly text: string
  readonly kind: Question['kind']
  readonly topic?: string
  /** how many answered it; undefined where it is hidden, and beside words where it would tell who does not want them told */
  readonly n: number | undefined
  readonly hidden: boolean
  /** of choices, stars, numbers in three bands, yes and no, months */
  readonly choices?: readonly ChoiceResult[]
  /** of stars and numbers, to one decimal place */
  readonly mean?: number
  /** words whose authors agreed, in no telling order; a person may still be named in them */
  readonly words?: readonly string[]
}

export interface Results {
  /** how many sheets there are; undefined: fewer than five, so nothing is shown at all */
  readonly sheets: number | undefined
  readonly questions: readonly QuestionResult[]
}

/**
 * What was answered, fit to be shown: nothing of fewer than five people, neither directly nor by subtraction, and nothing
 * of a question whose being asked at all would give away a hidden count.
 */
export async function resultsOf(tx: Tx, questionnaireId: number): Promise<Results> {
  const questionnaire = await questionnaireWith(tx, questionnaireId)
  return summarise(questionnaire.definition, await sheetsOf(tx, questionnaire))
}

/** The same of answers that are at hand. */
export function summarise(definition: Definition, sheets: readonly Answers[]): Results {
  const questions: QuestionResult[] = []
  for (const [at, question] of definition.questions.entries()) {
    const given = answersTo(question, sheets)
    const telling = questions.some((other, place) => reaches(definition, place, at) && hidesSome(other))
    const common = {
      id: question.id,
      number: at + 1,
      text: question.text,
      kind: question.kind,
      ...(hasChoices(question) && question.topic ? { topic: question.topic } : {}),
    }
    if (given.length < FEWEST || telling) questions.push({ ...common, n: undefined, hidden: true })
    else questions.push({ ...common, n: given.length, hidden: false, ...shownOf(definition, question, given, sheets) })
  }
  return {
    sheets: sheets.length < FEWEST ? undefined : sheets.length,
    questions: withoutRefusals(definition, questions),
  }
}

/**
 * Where it is hidden how many agreed that their words are handed on, the words that are there must not tell it: neither is
 * said how many wrote something, nor how many were asked. Fewer than five words are not shown.
 */
function withoutRefusals({ questions }: Definition, results: readonly QuestionResult[]): QuestionResult[] {
  return results.map((result, at): QuestionResult => {
    const question = questions[at]
    const telling = question?.kind === 'consent' && question.covers !== undefined && hidesSome(result)
    const nothing = { id: result.id, number: result.number, text: result.text, kind: result.kind, n: undefined }
    if (telling || (result.words && result.words.length < FEWEST)) return { ...nothing, hidden: true }
    const covering = questions.findIndex((other) => other.kind === 'consent' && other.covers === result.id)
    const consent = results[covering]
    return result.words && consent && hidesSome(consent) ? { ...result, n: undefined } : result
  })
}

/**
 * Exact figures, for a rule that decides and never for showing: how many answered a question, their mean where it is a
 * number, and how many took a choice.
 */
export async function exactFigures(
  tx: Tx,
  questionnaireId: number,
  question: string,
): Promise<{ readonly n: number; readonly mean: number | undefined; readonly took: ReadonlyMap<string, number> }> {
  const questionnaire = await questionnaireWith(tx, questionnaireId)
  const asked = questionnaire.definition.questions.find(({ id }) => id === question)
  if (!asked) throw new RangeError(`no question ${question}`)
  const given = answersTo(asked, await sheetsOf(tx, questionnaire))
  const numbers = given.filter((answer) => typeof answer === 'number')
  const took = new Map<string, number>()
  for (const answer of given) for (const id of chosenIn(asked, answer)) took.set(id, (took.get(id) ?? 0) + 1)
  return { n: given.length, mean: numbers.length > 0 ? mean(numbers) : undefined, took }
}

function answersTo(question: Question, sheets: readonly Answers[]): Exclude<Answer, null>[] {
  return sheets.flatMap((sheet) => {
    const answer = sheet.get(question.id)
    return answer === undefined || answer === null ? [] : [answer]
  })
}

/** Whether a skip of the question at `place` leads past the one at `at`. */
function reaches({ questions }: Definition, place: number, at: number): boolean {
  return (questions[place]?.skip ?? []).some(({ to }) => {
    const target = questions.findIndex(({ id }) => id === to)
    return place < at && (target < 0 || target > at)
  })
}

function hidesSome({ hidden, choices, kind }: QuestionResult): boolean {
  return hidden || (kind !== 'text' && (choices === undefined || choices.some((choice) => choice.hidden !== false)))
}

function shownOf(
  definition: Definition,
  question: Question,
  given: readonly Exclude<Answer, null>[],
  sheets: readonly Answers[],
): Pick<QuestionResult, 'choices' | 'mean' | 'words'> {
  if (hasChoices(question)) {
    const counts = question.choices.map(
      ({ id }) => given.filter((answer) => chosenIn(question, answer).includes(id)).length,
    )
    const shown = question.kind === 'single' ? hideInWhole(counts) : hideEach(counts, given.length)
    return { choices: withLabels(question.choices, shown) }
  }
  switch (question.kind) {
    case 'rating':
    case 'recommend': {
      const numbers = given.filter((answer) => typeof answer === 'number')
      return { mean: Math.round(mean(numbers) * 10) / 10, ...distribution(BANDS[question.kind], numbers) }
    }
    case 'consent': {
      const yes = given.filter((answer) => answer === true).length
      return { choices: withLabels(YES_NO, hideInWhole([yes, given.length - yes])) }
    }
    case 'date': {
      const months = [...new Set(given.map((day) => String(day).slice(0, 7)))].sort()
      const counts = months.map((month) => given.filter((day) => String(day).startsWith(month)).length)
      const labels = months.map((month) => ({ id: month, label: month.replace(/-0?/, '年').concat('月') }))
      return { choices: withLabels(labels, hideInWhole(counts)) }
    }
    case 'text':
      return { words: wordsOf(definition, question.id, sheets) }
  }
}

interface Band {
  readonly id: string
  readonly label: string
  readonly from: number
  readonly to: number
}

const BANDS: Readonly<Record<'rating' | 'recommend', readonly Band[]>> = {
  rating: Array.from({ length: RANGE.rating.most }, (_, at) => ({
    id: String(at + 1),
    label: `${at + 1}分`,
    from: at + 1,
    to: at + 1,
  })),
  // The bands of the recommendation question as it is commonly asked.
  recommend: [
    { id: 'against', label: '0到6分', from: 0, to: 6 },
    { id: 'neither', label: '7到8分', from: 7, to: 8 },
    { id: 'for', label: '9到10分', from: 9, to: 10 },
  ],
}

/** With the mean shown, two hidden counts could be worked out: so all or none. */
function distribution(bands: readonly Band[], numbers: readonly number[]): Pick<QuestionResult, 'choices'> {
  const counts = bands.map(({ from, to }) => numbers.filter((number) => number >= from && number <= to).length)
  const shown = hideInWhole(counts)
  return shown.some(({ hidden }) => hidden !== false) ? {} : { choices: withLabels(bands, shown) }
}

const YES_NO = [
  { id: 'yes', label: '同意' },
  { id: 'no', label: '不同意' },
]

function withLabels(named: readonly { readonly id: string; readonly label: string }[], shown: readonly Shown[]) {
  return named.flatMap(({ id, label }, at): ChoiceResult[] => {
    const one = shown[at]
    return one ? [{ id, label, ...one }] : []
  })
}

/** The words of those who agreed that they are handed on; of all where nobody was asked. Sorted, so that no order tells. */
function wordsOf({ questions }: Definition, id: string, sheets: readonly Answers[]): string[] {
  const consent = questions.find((question) => question.kind === 'consent' && question.covers === id)
  const agreed = sheets.filter((sheet) => !consent || sheet.get(consent.id) === true)
  return agreed
    .flatMap((sheet) => {
      const words = sheet.get(id)
      return typeof words === 'string' ? [words] : []
    })
    .sort()
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}
