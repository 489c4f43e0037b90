import { categoryOf, UNKNOWN_CATEGORY } from '../../issues/categories.ts'
import type { Danger, Kind, Reading, Register } from '../reading.ts'
import type { Opinion } from './opinion.ts'
import { SURE_CATEGORY, SURE_KIND } from './worth-asking.ts'

/** From here on the model is sure; below `LEANING` it said nothing worth hearing. */
export const SURE_OPINION = 0.8
export const LEANING = 0.6

/** What only the model says counts for less than what the rules are sure of, wherever it is read later. */
const LESS_THAN_SURE = SURE_KIND - 0.01

/** Kinds that want something done. */
const WANTS_SOMETHING: ReadonlySet<Kind> = new Set(['报事', '求助', '投诉', '建议'])

/** What the rules make of it: sure ones stay what they are. */
export type Offline = 'yes' | 'ask' | 'no, unsure' | 'no, sure'

/**
 * What the model makes of it. `trouble`: a sure opinion that something is wanted; `same trouble`: and the same category
 * as the rules, who want something too; `leaning`: it wants something, but unsurely; `danger`: it sees danger to life
 * that the rules do not, at least leaning; `nothing`: everything else, also the surest "this is chat".
 */
export type Heard = 'same trouble' | 'trouble' | 'leaning' | 'danger' | 'nothing'

/**
 * Whether it becomes an issue, by what the rules and the model say. The model alone brings about a question to a person
 * at work and never an issue; it silences nothing, for then a resident could write words that silence; and what the rules
 * are sure of stays, for then a text could talk the model into anything.
 */
export const REGISTER: Readonly<Record<Offline, Readonly<Record<Heard, Register>>>> = {
  yes: { 'same trouble': 'yes', trouble: 'yes', leaning: 'yes', danger: 'yes', nothing: 'yes' },
  ask: { 'same trouble': 'yes', trouble: 'ask', leaning: 'ask', danger: 'ask', nothing: 'ask' },
  'no, unsure': { 'same trouble': 'ask', trouble: 'ask', leaning: 'no', danger: 'ask', nothing: 'no' },
  'no, sure': { 'same trouble': 'no', trouble: 'no', leaning: 'no', danger: 'no', nothing: 'no' },
}

/**
 * The reading with the model's opinion heard. Danger the rules found is never lowered; danger only the model sees is at
 * most 1, which calls nobody by itself. A category changes only where the rules were unsure of it, never out of a private
 * or a dangerous one, and into a dangerous one only while a person is still asked.
 */
export function combine(reading: Reading, opinion: Opinion | undefined): Reading {
  if (!opinion) return reading
  const offline = offlineOf(reading)
  if (offline === 'no, sure') return reading
  const heard = heardIn(opinion, reading)
  const register = REGISTER[offline][heard]
  const category = categoryFrom(reading, opinion, register)
  const danger = dangerFrom(reading, opinion, register)
  return { ...reading, ...kindFrom(reading, opinion, register), ...category, danger, register }
}

export function offlineOf({ register, confidence }: Reading): Offline {
  if (register !== 'no') return register
  return confidence >= SURE_KIND ? 'no, sure' : 'no, unsure'
}

export function heardIn(opinion: Opinion, reading: Reading): Heard {
  if (opinion.confidence < LEANING) return 'nothing'
  if (opinion.danger === 2 && reading.danger < 2) return 'danger'
  if (!WANTS_SOMETHING.has(opinion.kind)) return 'nothing'
  if (opinion.confidence < SURE_OPINION) return 'leaning'
  const same = WANTS_SOMETHING.has(reading.kind) && ![undefined, UNKNOWN_CATEGORY].includes(opinion.category)
  return same && opinion.category === reading.category ? 'same trouble' : 'trouble'
}

/** What only the model sees is never 2, which would call people. */
function dangerFrom({ danger }: Reading, opinion: Opinion, register: Register): Danger {
  const raises = danger === 0 && opinion.danger > 0 && opinion.confidence >= LEANING && register !== 'no'
  return raises ? 1 : danger
}

type KindPart = Pick<Reading, 'kind' | 'confidence'>

/** The model's kind only where the rules were unsure and it agrees with what is done; both agreeing is surer. */
function kindFrom(reading: Reading, opinion: Opinion, register: Register): KindPart {
  const { kind, confidence } = reading
  if (opinion.confidence < LEANING) return { kind, confidence }
  if (opinion.kind === kind) return { kind, confidence: Math.max(confidence, opinion.confidence) }
  const fits = WANTS_SOMETHING.has(opinion.kind) === (register !== 'no')
  const unsure = confidence < SURE_KIND && confidence < opinion.confidence
  return fits && unsure ? { kind: opinion.kind, confidence: lessThanSure(opinion) } : { kind, confidence }
}

type CategoryPart = Pick<Reading, 'category' | 'categoryConfidence'>

function categoryFrom(reading: Reading, opinion: Opinion, register: Register): CategoryPart {
  const { category, categoryConfidence } = reading
  if (register === 'no') return { category, categoryConfidence }
  const kept =
    category === undefined ? { category: UNKNOWN_CATEGORY, categoryConfidence: 0 } : { category, categoryConfidence }
  if (opinion.category === undefined || opinion.confidence < LEANING) return kept
  if (opinion.category === category) {
    return { category, categoryConfidence: Math.max(categoryConfidence, opinion.confidence) }
  }
  const guessed = category === undefined ? undefined : categoryOf(category)
  const wanted = categoryOf(opinion.category)
  const weakens = (guessed?.isPrivate && !wanted.isPrivate) || (guessed?.dangerous && !wanted.dangerous)
  const acts = wanted.dangerous && register === 'yes'
  const saysNothing = wanted.code === UNKNOWN_CATEGORY
  if (categoryConfidence >= SURE_CATEGORY || weakens || acts || saysNothing) return kept
  return { category: opinion.category, categoryConfidence: lessThanSure(opinion) }
}

function lessThanSure({ confidence }: Opinion): number {
  return Math.min(confidence, LESS_THAN_SURE)
}
