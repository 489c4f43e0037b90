import type { Rule } from './course.ts'

/** Fewer answers than this are not shown, and nothing is decided by them (shared/privacy.md). */
export const LEAST_ANSWERS = 5

/** What the survey at the end of a term brought. */
export interface SurveyFigures {
  /** who had a place, and so was asked */
  readonly asked: number
  readonly answered: number
  /** stars from 1 to 5; undefined where too few gave any */
  readonly mean: number | undefined
  readonly goOn: Share | undefined
  readonly pay: Share | undefined
}

/** So many of so many. */
export interface Share {
  readonly n: number
  readonly of: number
}

/** One condition of the rule, and whether it holds. */
export interface Condition {
  readonly what: 'answered' | 'mean' | 'goOn'
  readonly holds: boolean
}

export interface Verdict {
  /** every condition holds, and there are answers enough to tell */
  readonly kept: boolean
  readonly tooFew: boolean
  /** the residents' wish: enough of them would pay */
  readonly wouldPay: boolean
  readonly conditions: readonly Condition[]
}

/** Holds a term's survey against the rule that was published before it. Pure. */
export function judge(rule: Rule, figures: SurveyFigures): Verdict {
  const { asked, answered, mean, goOn, pay } = figures
  const tooFew = answered < LEAST_ANSWERS
  const conditions: Condition[] = [
    { what: 'answered', holds: asked > 0 && reaches({ n: answered, of: asked }, rule.answered) },
    { what: 'mean', holds: mean !== undefined && mean + EPSILON >= rule.mean },
    { what: 'goOn', holds: reaches(goOn, rule.goOn) },
  ]
  return {
    kept: !tooFew && conditions.every(({ holds }) => holds),
    tooFew,
    wouldPay: !tooFew && reaches(pay, rule.pay),
    conditions,
  }
}

/** 3 of 5 are 60 %, whatever 0.6 is in binary. */
const EPSILON = 1e-9

function reaches(share: Share | undefined, wanted: number): boolean {
  return share !== undefined && share.of > 0 && share.n / share.of + EPSILON >= wanted
}
