import { CATEGORIES } from '../../issues/categories.ts'
import { CATEGORY_KEYWORDS } from '../category-keywords.ts'
import type { ConceptFinder } from '../concepts.ts'
import { featuresOf } from '../features.ts'
import { type Answers, answersFor } from '../model.ts'
import { ISSUE_KINDS, KINDS, type Kind } from '../reading.ts'
import type { Example } from './examples.ts'
import type { Lesson } from './lesson.ts'
import { variationsOf } from './variations.ts'

/** A keyword of a category counts for less than a message of it, and so does what was made of one. */
const KEYWORD_WEIGHT = 0.3
const VARIATION_WEIGHT = 0.5

/** 路灯 不亮 is a report in its plainest words; 路灯 alone says nothing of what somebody wants. */
function kindOfKeyword(code: string, entry: string): Kind | undefined {
  if (!entry.includes(' ')) return undefined
  if (code.startsWith('J')) return '咨询'
  if (code === 'K02') return '感谢'
  if (code.startsWith('K')) return '建议'
  return code.startsWith('I') ? '求助' : '报事'
}

export const ANSWERS: Answers = answersFor(CATEGORIES.map(({ code }) => code))

/** What is learned from examples: each as it is, some within other words, and the keywords of the categories, which speak of the category alone. */
export function lessonsFrom(examples: readonly Example[], concepts: ConceptFinder): Lesson[] {
  const told = examples.map(({ text, kind, category, danger, family }) => ({
    features: featuresOf(text, concepts),
    kind: KINDS.indexOf(kind),
    category: indexOf(ANSWERS.categories, category),
    danger,
    issue: Number(ISSUE_KINDS.includes(kind)),
    family,
    weight: 1,
  }))
  // That such words make an issue likelier is learned well enough from whole messages.
  const varied = variationsOf(examples).map(({ text, category, family }) => ({
    features: featuresOf(text, concepts),
    kind: -1,
    category: indexOf(ANSWERS.categories, category),
    danger: -1,
    issue: -1,
    family,
    weight: VARIATION_WEIGHT,
  }))
  const known = Object.entries(CATEGORY_KEYWORDS).flatMap(([code, entries]) =>
    entries.map((entry) => ({
      features: featuresOf(entry.replace('~', ''), concepts),
      kind: indexOf(KINDS, kindOfKeyword(code, entry)),
      category: ANSWERS.categories.indexOf(code),
      danger: -1,
      issue: -1,
      family: `keyword ${entry}`,
      weight: KEYWORD_WEIGHT,
    })),
  )
  return [...told, ...varied, ...known]
}

/** -1 where nothing is said. */
function indexOf<T>(all: readonly T[], one: T | undefined): number {
  return one === undefined ? -1 : all.indexOf(one)
}
