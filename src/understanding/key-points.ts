import { mark } from '../redaction/mark.ts'
import type { KeyPoint } from './key-point.ts'
import { groundedPoints, KEY_POINTS } from './key-points-question.ts'
import { keyPointsByRules } from './key-points-rules.ts'
import type { Adviser } from './opinion/adviser.ts'
import { MOST_READ, mayLeave } from './opinion/leaving.ts'

/** 要点: a draft for staff, who see the whole text beside it and may change every line before anything goes out. */
export interface KeyPoints {
  readonly source: 'rules' | 'model'
  /** in the order of the text; empty when it wants nothing of anybody */
  readonly points: readonly KeyPoint[]
}

/**
 * Boils a directive or a notice down to who does what until when, as read at `now`. With an adviser the model is asked,
 * and believed only where every line stands on the text's own words; otherwise, and whenever it gives no such answer, the
 * rules do it. Never rejects.
 */
export async function keyPoints(text: string, now: Date, adviser?: Adviser): Promise<KeyPoints> {
  // A model that has read only the beginning would leave out the rest without a word.
  if (adviser && text.length <= MOST_READ && mayLeave('directive', text)) {
    const said = await adviser.consult(KEY_POINTS, text)
    const points = said && groundedPoints(said, text, { marks: mark(text).marks, now })
    if (points) return { source: 'model', points }
  }
  return { source: 'rules', points: keyPointsByRules(text, now) }
}
