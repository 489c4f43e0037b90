import { CATEGORIES } from '../../issues/categories.ts'
import { CATEGORY_KEYWORDS } from '../category-keywords.ts'
import type { ConceptFinder } from '../concepts.ts'
import { featuresOf } from '../features.ts'
import { type Answers, answersFor } from '../model.ts'
import { KINDS } from '../reading.ts'
import type { Example } from './examples.ts'
import type { Lesson } from './train.ts'

/** A keyword of a category counts for less than a message of it. */
const KEYWORD_WEIGHT = 0.3

export const ANSWERS: Answers = answersFor(CATEGORIES.map(({ code }) => code))

/** What is learned from examples: each as it is, and the keywords of the categories, which speak of the category alone. */
export function lessonsFrom(examples: readonly Example[], concepts: ConceptFinder): Lesson[] {
  const told = examples.map(({ text, kind, category, danger, family }) => ({
    features: featuresOf(text, concepts),
    kind: KINDS.indexOf(kind),
    category: category === undefined ? -1 : ANSWERS.categories.indexOf(category),
    danger,
    family,
    weight: 1,
  }))
  const known = Object.entries(CATEGORY_KEYWORDS).flatMap(([code, entries]) =>
    entries.map((entry) => ({
      features: featuresOf(entry.replace('~', ''), concepts),
      kind: -1,
      category: ANSWERS.categories.indexOf(code),
      danger: -1,
      family: `keyword ${entry}`,
      weight: KEYWORD_WEIGHT,
    })),
  )
  return [...told, ...known]
}
