import type { Kind, Reading } from '../reading.ts'

/** From here on the offline reading of a kind is sure: nothing the model says takes its place. */
export const SURE_KIND = 0.75
/** The same for its category, of which there are many and a near one does less harm. */
export const SURE_CATEGORY = 0.5

/** In a text of this many characters the matter is seldom in one place; short words are what the rules know well. */
const LONG = 150
const SHORTEST = 4

/** Their form says what they are. */
const KNOWN_BY_FORM: ReadonlySet<Kind> = new Set(['接龙', '+1'])

/**
 * Whether an opinion of the model could make a difference: the offline reading is unsure, or the text long. Never for
 * what is sure and has to go at once. Whether the text may leave at all is another question (`mayLeave`).
 */
export function worthAsking(reading: Reading, text: string): boolean {
  if (KNOWN_BY_FORM.has(reading.kind) || text.trim().length < SHORTEST) return false
  if (reading.register === 'yes' && reading.danger === 2) return false
  if (text.length >= LONG) return true
  return reading.register === 'ask' || reading.confidence < SURE_KIND || isUnsureOfCategory(reading)
}

function isUnsureOfCategory({ register, categoryConfidence }: Reading): boolean {
  return register !== 'no' && categoryConfidence < SURE_CATEGORY
}
