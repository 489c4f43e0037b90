import { describe, expect, it } from 'vitest'
import { ConceptFinder } from '../../src/understanding/concepts.ts'
import { featuresOf } from '../../src/understanding/features.ts'
import { countsOf } from '../../src/understanding/training/counts.ts'
import type { Example } from '../../src/understanding/training/examples.ts'
import type { Lesson } from '../../src/understanding/training/lesson.ts'
import { variationsOf } from '../../src/understanding/training/variations.ts'

const example = (given: Partial<Example>): Example => ({
  text: '楼道灯不亮',
  kind: '报事',
  category: 'E01',
  danger: 0,
  family: 'a.txt:1',
  ...given,
})

describe('variationsOf', () => {
  it('puts a short report within other words, of the same category and family', () => {
    const [varied] = variationsOf([example({})])
    expect(varied).toMatchObject({ kind: '报事', category: 'E01', family: 'a.txt:1' })
    expect(varied?.text).toContain('楼道灯不亮')
    expect(varied?.text).not.toBe('楼道灯不亮')
  })

  it('takes one text of each family', () => {
    const two = [example({}), example({ text: '楼道里一片黑' })]
    expect(variationsOf(two)).toHaveLength(1)
  })

  it.each([
    example({ kind: '闲聊', category: undefined }),
    example({ danger: 2 }),
    example({ text: '楼道灯什么时候修啊？' }),
    example({ text: '一个很长很长的句子，说了许多别的事情，最后才说到楼道里的灯不亮' }),
  ])('leaves alone what does not stand well within a sentence: $text', (one) => {
    expect(variationsOf([one])).toEqual([])
  })
})

describe('countsOf', () => {
  const concepts = new ConceptFinder()
  const lesson = (text: string, category: number): Lesson => ({
    features: featuresOf(text, concepts),
    kind: -1,
    category,
    danger: -1,
    issue: -1,
    family: text,
    weight: 1,
  })

  it('lets a feature speak for the category it was seen in, and more the rarer it is elsewhere', () => {
    const lessons = [
      lesson('鸽子', 0),
      lesson('路灯', 1),
      lesson('路灯不亮', 1),
      lesson('鸽棚', 0),
      lesson('路边鸽子', 1),
    ]
    const rowOf = new Map(
      [...new Set(lessons.flatMap(({ features }) => [...features.hashes]))].map((hash, row) => [hash, row]),
    )
    const { weights, common } = countsOf(lessons, rowOf, 2)
    // The whole of 路灯 is the same sign in both of its lessons, and in none of the other category.
    const shared = [...(lessons[1]?.features.hashes ?? [])].filter((hash) => lessons[2]?.features.hashes.includes(hash))
    const ofLamp = shared.flatMap((hash) => weights.get(rowOf.get(hash) ?? -1) ?? [])
    expect(ofLamp.length).toBeGreaterThan(0)
    expect(ofLamp.every(([, weight]) => weight > 0)).toBe(true)
    expect(common).toHaveLength(2)
    expect(common.every((weight) => weight <= 0)).toBe(true)
  })

  it('heeds no lesson that says nothing of a category', () => {
    expect(countsOf([lesson('早', -1)], new Map([[1, 0]]), 2).weights.size).toBe(0)
  })
})
