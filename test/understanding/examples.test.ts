import { describe, expect, it } from 'vitest'
import { CATEGORIES } from '../../src/issues/categories.ts'
import { OperatorError } from '../../src/operator-error.ts'
import { fold } from '../../src/understanding/fold.ts'
import { KINDS } from '../../src/understanding/reading.ts'
import { parseExamples, readExamples } from '../../src/understanding/training/examples.ts'
import { TEST_EXAMPLES, TRAINING_EXAMPLES } from './eval/figures.ts'

const training = readExamples(TRAINING_EXAMPLES)
const test = readExamples(TEST_EXAMPLES)

/** Of two texts of at least so many characters that share more than this of their pairs of characters, one is a copy. */
const LONG_ENOUGH = 8
const COPY = 0.7

describe('the examples', () => {
  it('are enough, of every kind and category', () => {
    expect(training.length).toBeGreaterThanOrEqual(1500)
    expect(KINDS.filter((kind) => !training.some((example) => example.kind === kind))).toEqual([])
    const missing = CATEGORIES.filter(({ code }) => !training.some(({ category }) => category === code))
    expect(missing.map(({ code }) => code)).toEqual([])
  })

  it('have no text in both parts', () => {
    const known = new Set(training.map(({ text }) => fold(text)))
    const both = test.filter(({ text }) => fold(text).length >= LONG_ENOUGH && known.has(fold(text)))
    expect(both.map(({ text }) => text)).toEqual([])
  })

  it('have no near copy of a training text in the test part', () => {
    const having = new Map<string, number[]>()
    const pairs = training.map(({ text }) => pairsOf(text))
    for (const [index, own] of pairs.entries()) {
      for (const pair of own) having.set(pair, [...(having.get(pair) ?? []), index])
    }
    const copies = test.flatMap(({ text, family }) => {
      if (fold(text).length < LONG_ENOUGH) return []
      const own = pairsOf(text)
      const shared = new Map<number, number>()
      for (const pair of own)
        for (const index of having.get(pair) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1)
      return [...shared].flatMap(([index, count]) => {
        const size = own.size + (pairs[index]?.size ?? 0) - count
        return count / size > COPY ? [`${family} ${text} ~ ${training[index]?.text}`] : []
      })
    })
    expect(copies).toEqual([])
  })
})

describe('parseExamples', () => {
  it('reads families, and passes over notes and empty lines', () => {
    const read = parseExamples('# a note\n\n报事 D01 0\t路灯不亮／灯又瞎了\n闲聊 - 0\t早\n', 'a.txt')
    expect(read).toEqual([
      { text: '路灯不亮', kind: '报事', category: 'D01', danger: 0, family: 'a.txt:3' },
      { text: '灯又瞎了', kind: '报事', category: 'D01', danger: 0, family: 'a.txt:3' },
      { text: '早', kind: '闲聊', category: undefined, danger: 0, family: 'a.txt:4' },
    ])
  })

  it.each(['报 D01 0\t灯', '报事 Z01 0\t灯', '报事 D01 3\t灯', '报事 D01\t灯', '报事 D01 0\t灯\t灯'])(
    'names the line of a mistake: %s',
    (line) => {
      expect(() => parseExamples(`\n${line}`, 'a.txt')).toThrow(OperatorError)
      expect(() => parseExamples(`\n${line}`, 'a.txt')).toThrow('a.txt:2')
    },
  )
})

function pairsOf(text: string): Set<string> {
  const folded = fold(text).replaceAll('_', '')
  return new Set([...folded].slice(1).map((_, at) => folded.slice(at, at + 2)))
}
