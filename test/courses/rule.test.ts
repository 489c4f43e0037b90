import { describe, expect, it } from 'vitest'
import { USUAL_RULE } from '../../src/courses/course.ts'
import { judge, type SurveyFigures } from '../../src/courses/decision.ts'

const GOOD: SurveyFigures = {
  asked: 10,
  answered: 6,
  mean: 4.5,
  goOn: { n: 5, of: 6 },
  pay: { n: 4, of: 6 },
}

describe('the rule that was stated before the term', () => {
  it.each<[string, Partial<SurveyFigures>, boolean]>([
    ['everything holds', {}, true],
    ['exactly half answered', { asked: 12 }, true],
    ['fewer than half answered', { asked: 13 }, false],
    ['a mean of exactly 4.0', { mean: 4 }, true],
    ['a mean of 3.9', { mean: 3.9 }, false],
    ['nobody gave stars', { mean: undefined }, false],
    ['exactly 60 % want it to go on', { goOn: { n: 3, of: 5 } }, true],
    ['58 % want it to go on', { goOn: { n: 7, of: 12 } }, false],
    ['nobody said whether it should go on', { goOn: undefined }, false],
    ['nobody had a place', { asked: 0, answered: 0 }, false],
    ['four answers of four', { asked: 4, answered: 4, goOn: { n: 4, of: 4 } }, false],
  ])('%s', (_, change, kept) => {
    expect(judge(USUAL_RULE, { ...GOOD, ...change }).kept).toBe(kept)
  })

  it('lets it cost something only where enough would pay', () => {
    expect(judge(USUAL_RULE, GOOD).wouldPay).toBe(true)
    expect(judge(USUAL_RULE, { ...GOOD, pay: { n: 3, of: 6 } }).wouldPay).toBe(false)
    expect(judge(USUAL_RULE, { ...GOOD, answered: 4 }).wouldPay).toBe(false)
  })
})
