import { describe, expect, it } from 'vitest'
import { CATEGORIES, categoryOf, isCategoryCode } from '../../src/issues/categories.ts'
import { CATEGORY_KEYWORDS } from '../../src/understanding/category-keywords.ts'
import { findCategory } from '../../src/understanding/find-category.ts'

describe('the category table', () => {
  it('has 88 kinds in 11 groups, each code once', () => {
    expect(CATEGORIES).toHaveLength(88)
    expect(new Set(CATEGORIES.map(({ group }) => group)).size).toBe(11)
    expect(new Set(CATEGORIES.map(({ code }) => code)).size).toBe(88)
  })

  it('reads a row with every column', () => {
    expect(categoryOf('A02')).toEqual({
      code: 'A02',
      group: '突发安全',
      kind: '燃气泄漏/异味',
      limit: { amount: 1, unit: 'UH' },
      limitSource: 'Y',
      limitNote: '控险 1UH；修复 5WD',
      unit: '燃气公司、119',
      closeCondition: '消除隐患、围护',
      isPrivate: false,
      priority: 'P0',
      dangerous: true,
      physical: true,
    })
    expect(categoryOf('A10').limit).toEqual({ amount: 0.5, unit: 'UH' })
    expect(categoryOf('H01').limit).toEqual({ amount: 2, unit: 'ND' })
    expect(categoryOf('D05').limit).toEqual({ amount: 3, unit: 'WD' })
  })

  it('has no limit where the matter is handed over at once or waits for a meeting', () => {
    expect(CATEGORIES.filter(({ limit }) => !limit).map(({ code }) => code)).toEqual([
      'I02',
      'I03',
      'I04',
      'K02',
      'K03',
    ])
  })

  it('calls P0 dangerous and nothing else', () => {
    for (const { dangerous, priority } of CATEGORIES) expect(dangerous).toBe(priority === 'P0')
    expect(CATEGORIES.filter(({ dangerous }) => dangerous)).toHaveLength(16)
  })

  it('keeps disputes, households and people in need private', () => {
    expect(CATEGORIES.filter(({ isPrivate }) => isPrivate).map(({ code }) => code)).toEqual([
      'E10',
      'G04',
      'I01',
      'I02',
      'I03',
      'I04',
      'I05',
      'I06',
      'J02',
      'J03',
    ])
  })

  it.each(['A01', 'B04', 'C01', 'D01', 'D05', 'E01', 'E08', 'F01', 'G05', 'H01'])(
    'asks for a picture of %s',
    (code) => {
      expect(categoryOf(code).physical).toBe(true)
    },
  )

  it.each(['A10', 'E02', 'E04', 'E05', 'E10', 'F05', 'G01', 'G03', 'G04', 'I01', 'J01', 'K01', 'K99'])(
    'asks for none of %s',
    (code) => {
      expect(categoryOf(code).physical).toBe(false)
    },
  )

  it('throws for a code that is not there', () => {
    expect(isCategoryCode('Z01')).toBe(false)
    expect(() => categoryOf('Z01')).toThrow(RangeError)
  })

  it('has words for every kind but 其他, and only for kinds there are', () => {
    const codes = Object.keys(CATEGORY_KEYWORDS)
    expect(codes.filter((code) => !isCategoryCode(code))).toEqual([])
    expect(CATEGORIES.map(({ code }) => code).filter((code) => !codes.includes(code))).toEqual(['K99'])
  })
})

describe('findCategory', () => {
  it.each([
    ['D05', 'D05'],
    ['d05', 'D05'],
    ['Ｄ０５', 'D05'],
    ['路灯', 'D01'],
    ['标识牌', 'D05'],
    ['护栏/便道桩/标识牌', 'D05'],
    ['僵尸车', 'F03'],
    ['僵尸', 'F03'],
    ['飞线', 'B03'],
    ['广场舞', 'G03'],
    ['楼道灯', 'E01'],
    ['其他', 'K99'],
    ['供暖不热', 'E08'],
    ['邻里纠纷', 'I01'],
  ])('understands %s as %s', (text, code) => {
    const found = findCategory(text)
    expect(found.kind === 'one' && found.category.code).toBe(code)
  })

  it('offers what could be meant where a part is in several names', () => {
    const found = findCategory('电梯')
    expect(found.kind).toBe('several')
    expect(found.kind !== 'one' && found.candidates.map(({ code }) => code)).toEqual(['A10', 'E03'])
  })

  it.each(['', '  ', '什么都不是'])('finds nothing in “%s”', (text) => {
    expect(findCategory(text)).toEqual({ kind: 'none', candidates: [] })
  })
})
