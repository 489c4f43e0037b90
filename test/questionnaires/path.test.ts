import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answer } from '../../src/questionnaires/answers.ts'
import { learningNeeds } from '../../src/questionnaires/learning-needs.ts'
import { answersOnTheWay, positionOf } from '../../src/questionnaires/path.ts'
import { readDefinition } from '../../src/questionnaires/read-definition.ts'

const definition = readDefinition(
  {
    title: '卷',
    questions: [
      { id: 'a', kind: 'single', text: '一', choices: ['x', 'y'].map((id) => ({ id, label: id })) },
      { id: 'b', kind: 'rating', text: '二', skip: [{ when: { atMost: 2 }, to: 'e' }] },
      { id: 'c', kind: 'text', text: '三' },
      { id: 'd', kind: 'consent', text: '四', skip: [{ when: { agreed: false }, to: 'end' }] },
      { id: 'e', kind: 'text', text: '五' },
    ],
  },
  'test',
)
const at = (answers: Record<string, Answer>) => {
  const { passed, page } = positionOf(definition, new Map(Object.entries(answers)))
  return [passed.map(({ question }) => question.id).join(''), page.map(({ number }) => number).join('')]
}

describe('the way through', () => {
  it('ends a page with what decides how it goes on, and skips forward', () => {
    expect(at({})).toEqual(['', '12'])
    expect(at({ b: 3 })).toEqual(['', '1'])
    expect(at({ a: 'x', b: 3 })).toEqual(['ab', '34'])
    expect(at({ a: 'x', b: 2 })).toEqual(['ab', '5'])
    expect(at({ a: null, b: null })).toEqual(['ab', '34'])
    expect(at({ a: 'x', b: 3, c: null, d: false })).toEqual(['abcd', ''])
    expect(at({ a: 'x', b: 3, c: null, d: true })).toEqual(['abcd', '5'])
  })

  it('lets go of what a corrected answer leads away from', () => {
    const kept = answersOnTheWay(
      definition,
      new Map<string, Answer>([
        ['a', 'x'],
        ['b', 1],
        ['c', '话'],
        ['d', true],
      ]),
    )
    expect([...kept.keys()]).toEqual(['a', 'b'])
    const ahead = answersOnTheWay(definition, new Map<string, Answer>([['b', 3]]))
    expect([...ahead.keys()]).toEqual(['b'])
  })

  it('of the learning needs ends whatever is answered, in at most eight messages', () => {
    const needs = learningNeeds()
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(20)), (picks) => {
        const answers = new Map<string, Answer>()
        let messages = 0
        for (;;) {
          const { page } = positionOf(needs, answers)
          if (page.length === 0) break
          messages += 1
          expect(page.length).toBeLessThanOrEqual(4)
          for (const { question } of page) {
            const pick = picks.next().value
            if (pick === 0) answers.set(question.id, null)
            else if (question.kind === 'single')
              answers.set(question.id, question.choices[pick % question.choices.length]?.id ?? null)
            else if (question.kind === 'multiple')
              answers.set(question.id, [question.choices[pick % question.choices.length]?.id ?? ''])
            else if (question.kind === 'text') answers.set(question.id, '话')
            else answers.set(question.id, question.kind === 'consent' ? pick % 2 === 0 : 1 + (pick % 5))
          }
        }
        expect(messages).toBeLessThanOrEqual(8)
      }),
      { numRuns: 200 },
    )
  })
})
