import { describe, expect, it } from 'vitest'
import type { Answer, Answers } from '../../src/questionnaires/answers.ts'
import { readDefinition } from '../../src/questionnaires/read-definition.ts'
import { summarise } from '../../src/questionnaires/results.ts'
import { rankTopics } from '../../src/questionnaires/topics.ts'

const definition = readDefinition(
  {
    title: '卷',
    questions: [
      {
        id: 'been',
        kind: 'single',
        text: '来过吗',
        choices: [
          { id: 'yes', label: '来过' },
          { id: 'no', label: '没有' },
        ],
        skip: [{ when: { anyOf: ['no'] }, to: 'want' }],
      },
      { id: 'stars', kind: 'rating', text: '几分' },
      {
        id: 'want',
        kind: 'multiple',
        topic: '健康',
        text: '想学',
        choices: [
          { id: 'aid', label: '急救', skills: ['护士'] },
          { id: 'tcm', label: '中医' },
          { id: 'none', label: '不需要', none: true },
        ],
      },
      { id: 'words', kind: 'text', text: '说说' },
      { id: 'ok', kind: 'consent', covers: 'words', text: '可以吗' },
    ],
  },
  'test',
)

const sheets = (count: number, answers: Record<string, Answer>): Answers[] =>
  Array.from({ length: count }, () => new Map(Object.entries(answers)))
const of = (all: Answers[]) =>
  Object.fromEntries(summarise(definition, all).questions.map((result) => [result.id, result]))

describe('results', () => {
  it('of four sheets are not shown, of five they are', () => {
    const four = sheets(4, { been: 'yes', stars: 5 })
    expect(summarise(definition, four).sheets).toBeUndefined()
    expect(summarise(definition, four).questions.every(({ hidden, n }) => hidden && n === undefined)).toBe(true)
    expect(rankTopics(definition, sheets(4, { want: ['aid'] }))).toEqual([])
    expect(of(sheets(5, { been: 'yes', stars: 4 }))).toMatchObject({
      been: { n: 5, hidden: false },
      stars: { n: 5, mean: 4, hidden: false },
      words: { hidden: true, n: undefined },
    })
  })

  it('do not tell a hidden count by how many were asked what follows from it', () => {
    const all = [...sheets(16, { been: 'yes', stars: 5 }), ...sheets(3, { been: 'no' })]
    const { been, stars } = of(all)
    expect(been?.choices?.map(({ count }) => count)).toEqual([undefined, undefined])
    expect(stars).toMatchObject({ hidden: true, n: undefined })
    expect(stars).not.toHaveProperty('mean')
  })

  it('show a mean without the counts it could be taken apart with', () => {
    const all = [
      ...sheets(9, { been: 'yes', stars: 5 }),
      ...sheets(1, { been: 'yes', stars: 1 }),
      ...sheets(2, { been: 'yes', stars: 2 }),
    ]
    expect(of(all)['stars']).toMatchObject({ n: 12, mean: 4.2 })
    expect(of(all)['stars']).not.toHaveProperty('choices')
    const even = [...sheets(9, { been: 'yes', stars: 5 }), ...sheets(5, { been: 'yes', stars: 1 })]
    expect(of(even)['stars']?.choices?.map(({ count }) => count)).toEqual([5, 0, 0, 0, 9])
  })

  it('hand on only the words of those who agreed, and do not tell how few did not', () => {
    const agreed = sheets(6, { words: '好', ok: true })
    const all = [...agreed, ...sheets(2, { words: '不要传', ok: false }), ...sheets(1, { words: '没说' })]
    expect(of(all)['words']).toMatchObject({ hidden: false, n: undefined, words: Array(6).fill('好') })
    expect(of(all)['ok']).toMatchObject({ hidden: true, n: undefined })
    expect(of(all)['ok']).not.toHaveProperty('choices')
    expect(of(agreed)['words']).toMatchObject({ n: 6 })
    // Words of fewer than five are not shown, however many wrote some.
    const few = [...sheets(4, { words: '好', ok: true }), ...sheets(8, { words: '不要传', ok: false })]
    expect(of(few)['words']).toMatchObject({ hidden: true })
    expect(of(few)['words']).not.toHaveProperty('words')
  })

  it('rank topics and what is wanted of them, with few wants hidden', () => {
    const all = [
      ...sheets(12, { want: ['tcm'] }),
      ...sheets(6, { want: ['tcm', 'aid'] }),
      ...sheets(7, { want: ['none'] }),
    ]
    expect(rankTopics(definition, all)).toMatchObject([
      {
        topic: '健康',
        count: 18,
        wishes: [
          { label: '中医', count: 18 },
          { label: '急救', count: 6 },
        ],
      },
    ])
    const few = [...sheets(12, { want: ['tcm'] }), ...sheets(2, { want: ['aid'] }), ...sheets(1, { want: ['none'] })]
    expect(rankTopics(definition, few)).toMatchObject([
      {
        hidden: 'nearly all',
        wishes: [
          { label: '中医', hidden: 'nearly all' },
          { label: '急救', hidden: 'few' },
        ],
      },
    ])
  })
})
