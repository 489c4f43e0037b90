import { expect } from 'vitest'
import type { CourseRun, Enrolment } from '../../src/database/types.ts'

/** What holds of a term's list after each step, whatever was done; `lessonAhead`: there is a lesson to offer places for. */
export function expectToHold(run: CourseRun, rows: readonly Enrolment[], lessonAhead: boolean): void {
  const heads = rows.filter(({ state }) => state === 'CONFIRMED' || state === 'OFFERED')
  const taken = heads.reduce((sum, { party }) => sum + party, 0)
  const active = rows.filter(({ state }) => state !== 'CANCELLED')
  const wrong = [
    taken !== run.enrolled && `${taken} heads with a place or an offer, and the counter says ${run.enrolled}`,
    run.enrolled > run.capacity && 'oversold',
    new Set(rows.map(({ personId }) => personId)).size < rows.length && 'two rows for a person',
    new Set(active.map(({ seq }) => seq)).size < active.length && 'a place in line for two',
    rows.some(({ seq }) => seq > run.seq) && 'a number that was not given out yet',
    ...rows.map((row) => wrongWith(row, run.capacity - run.enrolled, lessonAhead)),
  ]
  expect(wrong.filter((each) => typeof each === 'string')).toEqual([])
}

function wrongWith({ state, party, offerUntil, personId }: Enrolment, free: number, lessonAhead: boolean) {
  const who = `of person ${personId}, ${state}: `
  if (state === 'OFFERED') return offerUntil === null && `${who}an offer without end`
  if (state !== 'WAITING') return offerUntil !== null && `${who}an offer that is over`
  if (party > free) return offerUntil !== null && `${who}called for what is gone`
  return lessonAhead && offerUntil === null && `${who}waits beside a free place`
}
