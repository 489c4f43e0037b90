import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { isCategoryCode } from '../../src/issues/categories.ts'
import { Lessons, lessonOf } from '../../src/understanding/lessons.ts'
import { Reader } from '../../src/understanding/reader.ts'
import { KINDS } from '../../src/understanding/reading.ts'
import { type Figures, figuresOf, rate, readTestPart } from './eval/figures.ts'

const reader = new Reader()

/** What was measured, and a little less: a change that reads worse is to be seen. */
const FLOOR = { found: 0.88, foundYes: 0.75, wishesFound: 0.9, category: 0.8, danger: 0.83, kind: 0.83 } as const
/** What was measured, and a little more. */
const CEILING = { chatYes: 0.015, chatAsk: 0.04, falseDanger: 0.04 } as const

describe('a reading of the test part', () => {
  let figures: Figures
  beforeAll(() => {
    figures = figuresOf(readTestPart((text) => reader.read(text)))
  })

  it.each(Object.entries(FLOOR))('%s is not below %d', (name, floor) => {
    expect(rate(figures[name as keyof typeof FLOOR])).toBeGreaterThanOrEqual(floor)
  })

  it.each(Object.entries(CEILING))('%s is not above %d', (name, ceiling) => {
    expect(rate(figures[name as keyof typeof CEILING])).toBeLessThanOrEqual(ceiling)
  })
})

describe('a reading', () => {
  it('tells kind, category and place of a plain report', () => {
    const reading = reader.read('3号楼2单元楼道灯不亮了，摸黑爬楼')
    expect(reading).toMatchObject({ kind: '报事', category: 'E01', danger: 0, register: 'yes' })
    expect(reading.place).toMatchObject({ buildings: [3], unit: 2 })
  })

  it.each(['着火了 5号楼冒烟', '电梯里困人了 快来', '楼道里好大的煤气味', '有人拿刀在楼下'])('%s is danger', (text) => {
    expect(reader.read(text)).toMatchObject({ danger: 2, register: 'yes' })
  })

  it.each([
    '这首歌火了',
    '笑死我了哈哈哈',
    '昨晚那个电视剧里着火了',
    '我手机没电了 等会儿说',
    '路上堵死了 晚点到',
    '谢谢物业 灯修好了',
    '#接龙 草莓 1. 张姐 2份 2. 李哥 1份',
    '早上好',
    '',
  ])('%s is nothing', (text) => {
    expect(reader.read(text)).toMatchObject({ danger: 0, register: 'no' })
  })

  it('takes a petition for an issue', () => {
    const reading = reader.read(
      '尊敬的领导，您好！我是和平路某小区的业主，小区北侧路灯损坏两个多月，夜间出行存在安全隐患，多次向物业反映未果，恳请有关部门督促尽快修复，谢谢！',
    )
    expect(reading).toMatchObject({ register: 'yes', category: 'D01' })
  })

  it('is a whole reading of any text, and the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const reading = reader.read(text)
        expect(KINDS).toContain(reading.kind)
        expect(reading.category === undefined || isCategoryCode(reading.category)).toBe(true)
        expect(reading.confidence).toBeGreaterThanOrEqual(0)
        expect(reading.confidence).toBeLessThanOrEqual(1)
        expect(reader.read(text)).toEqual(reading)
      }),
      { numRuns: 60 },
    )
  })

  it('of a huge text takes no longer than a petition allows', () => {
    const huge = '楼道灯不亮了，'.repeat(200_000)
    reader.read(huge)
    const started = performance.now()
    for (let round = 0; round < 20; round++) reader.read(huge)
    expect((performance.now() - started) / 20).toBeLessThan(20)
  })
})

describe('lessons', () => {
  const text = '大白又在楼底下开演唱会了'

  it('are read at once, also in a text like the one that was taught', () => {
    const lessons = new Lessons()
    lessons.add(lessonOf(text, { kind: '报事', category: 'G07' }))
    expect(reader.read(text, lessons)).toMatchObject({ kind: '报事', category: 'G07', register: 'yes' })
    expect(reader.read('大白又在楼底下开演唱会啦', lessons)).toMatchObject({ category: 'G07', register: 'yes' })
    expect(reader.category(text, lessons).code).toBe('G07')
  })

  it('teach also what is no issue, even where words of danger stand', () => {
    const joke = '三号楼老李家烧烤又着火啦'
    const lessons = new Lessons([lessonOf(joke, { kind: '闲聊', category: undefined })])
    expect(reader.read(joke, lessons)).toMatchObject({ kind: '闲聊', register: 'no', danger: 0 })
  })

  it('leave other texts as they were', () => {
    const lessons = new Lessons([lessonOf(text, { kind: '报事', category: 'G07' })])
    for (const other of ['今晚吃火锅 一起来', '楼道灯不亮了', '电梯又坏了']) {
      expect(reader.read(other, lessons)).toEqual(reader.read(other))
    }
  })

  it('take the later of two about the same text', () => {
    const lessons = new Lessons([
      lessonOf(text, { kind: '报事', category: 'G07' }),
      lessonOf(text, { kind: '报事', category: 'G03' }),
    ])
    expect(reader.read(text, lessons).category).toBe('G03')
  })

  it('survive JSON, and hold no text', () => {
    const stored = JSON.stringify(lessonOf(text, { kind: '报事', category: 'G07' }))
    expect(stored).not.toMatch(/[大白又在楼底下开演唱会]/)
    const lessons = new Lessons([JSON.parse(stored)])
    expect(reader.read(text, lessons).category).toBe('G07')
  })
})
