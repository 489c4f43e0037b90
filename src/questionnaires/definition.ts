import { z } from 'zod'

/** More choices than this cannot be told apart on a telephone; they are lettered A–J. */
const MOST_CHOICES = 10
/** How questions and choices are called. */
export const ID = /^[a-zA-Z][a-zA-Z0-9-]{0,39}$/

const id = z.string().regex(ID, 'must be a short name of Latin letters, digits and -')
const words = (most: number) => z.string().trim().min(1, 'is empty').max(most, `is longer than ${most} signs`)

const choice = z.strictObject({
  id,
  label: words(16),
  /** words by which somebody's skill is known to fit: of the talent list */
  skills: z.array(words(12)).max(8).optional(),
  /** stands for nothing of all this; it goes with no other choice */
  none: z.literal(true).optional(),
})

/** When a skip is taken. What is not answered fits only `unanswered`. */
const condition = z.union(
  [
    z.strictObject({ anyOf: z.array(id).min(1) }),
    z.strictObject({ noneOf: z.array(id).min(1) }),
    z.strictObject({ atMost: z.number() }),
    z.strictObject({ atLeast: z.number() }),
    z.strictObject({ agreed: z.boolean() }),
    z.strictObject({ unanswered: z.literal(true) }),
  ],
  'must be one of anyOf, noneOf, atMost, atLeast, agreed, unanswered',
)

const skip = z.strictObject({ when: condition, to: id })

const common = {
  id,
  text: words(60),
  /** asked again where somebody would pass it over; everything else may be left out */
  required: z.boolean().default(false),
  skip: z.array(skip).max(6).default([]),
}

const choices = z.array(choice).min(2, 'needs two choices').max(MOST_CHOICES, `has more than ${MOST_CHOICES} choices`)

const question = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('single'), ...common, choices, topic: words(12).optional() }),
  z.strictObject({
    kind: z.literal('multiple'),
    ...common,
    choices,
    topic: words(12).optional(),
    most: z.number().int().min(2).optional(),
  }),
  z.strictObject({ kind: z.literal('rating'), ...common }),
  z.strictObject({ kind: z.literal('recommend'), ...common }),
  z.strictObject({ kind: z.literal('text'), ...common }),
  /** `covers`: the text question whose words are handed on only where this says yes */
  z.strictObject({ kind: z.literal('consent'), ...common, covers: id.optional() }),
  z.strictObject({ kind: z.literal('date'), ...common }),
])

/** The shape of a questionnaire as it is written down. */
export const definition = z.strictObject({
  title: words(30),
  intro: words(120).optional(),
  thanks: words(120).optional(),
  perMessage: z.number().int().min(1).max(4).default(4),
  questions: z.array(question).min(1).max(60),
})

/** Where a skip goes that ends the questionnaire. */
export const END = 'end'

export type Definition = z.infer<typeof definition>
export type Question = Definition['questions'][number]
export type ChoiceQuestion = Extract<Question, { kind: 'single' | 'multiple' }>
export type Choice = ChoiceQuestion['choices'][number]
export type Condition = z.infer<typeof condition>

/** Whether a question is answered by choosing. */
export function hasChoices(question: Question): question is ChoiceQuestion {
  return question.kind === 'single' || question.kind === 'multiple'
}
