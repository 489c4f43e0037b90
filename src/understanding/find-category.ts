import { CATEGORIES, type Category } from '../issues/categories.ts'
import { plain } from '../issues/plain.ts'
import { guessCategory } from './guess-category.ts'

/** Which kind somebody means. */
export type CategoryAnswer =
  | { readonly kind: 'one'; readonly category: Category }
  /** `candidates`: those that could be meant */
  | { readonly kind: 'several' | 'none'; readonly candidates: readonly Category[] }

/**
 * Reads a kind as staff write it for a correction: its code (D05, d05), its name or one of its names (飞线充电, 标识牌), a
 * part that only one name has (僵尸), or a resident's word for it (楼道灯).
 */
export function findCategory(text: string): CategoryAnswer {
  const wanted = plain(text)
  if (wanted === '') return { kind: 'none', candidates: [] }
  const guess = guessCategory(text)
  const readings = [
    CATEGORIES.filter(({ code, kind }) => [code, plain(kind), ...namesIn(kind)].includes(wanted)),
    CATEGORIES.filter(({ kind }) => plain(kind).includes(wanted)),
    CATEGORIES.filter(({ code }) => code === guess.code && guess.matched.length > 0),
  ]
  const fitting = readings.find((reading) => reading.length > 0) ?? []
  const [category] = fitting
  return category && fitting.length === 1
    ? { kind: 'one', category }
    : { kind: fitting.length > 0 ? 'several' : 'none', candidates: fitting }
}

/** 护栏/便道桩/标识牌 are three names of one kind. */
function namesIn(kind: string): string[] {
  return plain(kind)
    .split('/')
    .filter((name) => name.length > 1)
}
