import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { isCategoryCode } from '../../src/issues/categories.ts'
import { fold } from '../../src/understanding/fold.ts'
import { Lessons, lessonOf } from '../../src/understanding/lessons.ts'
import { KINDS } from '../../src/understanding/reading.ts'
import { readExamples } from '../../src/understanding/training/examples.ts'
import { timeOf } from '../processor-time.ts'
import { type Figures, figuresOf, rate, readTestPart } from './eval/figures.ts'
import { reader } from './one-reader.ts'

/** What was measured, and a little less: a change that reads worse is to be seen. */
const FLOOR = { found: 0.965, foundYes: 0.9, wishesFound: 0.92, category: 0.92, danger: 0.97, kind: 0.86 } as const
/** What was measured, and a little more. */
const CEILING = { chatYes: 0.007, chatAsk: 0.025, falseDanger: 0.03 } as const

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

  it.each(['着火了', '楼下着火了', '救命啊', '三号楼又着火啦'])('%s is an alarm, however short', (text) => {
    expect(reader.read(text)).toMatchObject({ danger: 2, register: 'yes' })
  })

  it.each([
    '电梯又坏了 跟我前任一样不靠谱',
    '门口这路坑坑洼洼的，昨天我妈差点摔一跤',
    '这车又堵门口了，服了',
    '又摸黑爬六楼',
    '关于小区电梯频繁故障的问题',
    '几点来水啊 等着做饭呢',
  ])('%s is not passed over', (text) => {
    expect(reader.read(text).register).not.toBe('no')
  })

  it.each(['太好啦', '来了来了', '你快点啊', '我的快递到哪了', '这瓜真甜', '输了', '没抢到票'])(
    'takes %s for talk, however loud it is said',
    (text) => {
      for (const loud of [text, `${text}！`, `${text}!!!`, `！！${text}！！`]) {
        expect(reader.read(loud).register, loud).toBe('no')
      }
    },
  )

  it('of what is wrong is the same however loud it is said', () => {
    for (const text of ['3号楼2单元电梯又坏了', '垃圾桶满了三天没人收', '下水道堵了，脏水往上返']) {
      const { kind, category, register } = reader.read(text)
      expect(register).toBe('yes')
      expect(reader.read(`${text}！！！`)).toMatchObject({ kind, category, register })
    }
  })

  it('is never silent about danger', () => {
    const silent = readTestPart((text) => reader.read(text)).filter(
      ({ reading }) => reading.danger === 2 && reading.register === 'no',
    )
    expect(silent.map(({ example }) => example.text)).toEqual([])
  })

  it.each([
    '刚看到新闻 一小区着火了',
    '昨天电梯困人那事解决了吗',
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

  it.each(['老公打我', '老公打我怎么办', '我老公又打我了 咋办？', '老公喝醉了打我', '我儿子骂我还打我'])(
    'believes whoever says at first hand that they are beaten: %s',
    (text) => {
      expect(reader.read(text)).toMatchObject({ register: 'yes', danger: 2, category: 'I02' })
    },
  )

  it.each(['他打我电话我没接', '他打我微信了', '昨天电视剧里他打我都看哭了', '儿子打我屁股 笑死'])(
    'does not take for that: %s',
    (text) => {
      expect(reader.read(text).register).toBe('no')
    },
  )

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
    expect(timeOf(() => reader.read(huge), 20)).toBeLessThan(20)
  })

  it('of a text of one sign over and over takes no longer than another', () => {
    for (const sign of '！!？?。，,、 \n～~_-—…(（「@#:/.0一A楼嘿👍') {
      const huge = `${sign.repeat(50_000)}x`
      expect(
        timeOf(() => reader.read(huge), 2),
        sign,
      ).toBeLessThan(200)
    }
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

  it('teach also what is no issue', () => {
    const plain = '这路走着坑坑洼洼的，谁修一下'
    expect(reader.read(plain).register).not.toBe('no')
    const lessons = new Lessons([lessonOf(plain, { kind: '闲聊', category: undefined })])
    expect(reader.read(plain, lessons)).toMatchObject({ kind: '闲聊', register: 'no', danger: 0 })
  })

  it('never speak against acute danger', () => {
    for (const alarm of ['3号楼2单元着火了，快打119', '楼道里好大一股煤气味', '电梯里困了两个人，出不来']) {
      const lessons = new Lessons([lessonOf(alarm, { kind: '闲聊', category: undefined })])
      expect(reader.read(alarm), alarm).toMatchObject({ register: 'yes', danger: 2 })
      expect(reader.read(alarm, lessons), alarm).toEqual(reader.read(alarm))
    }
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

  it('do not chain into a sentence: dozens of the pairs that people write share each mark', () => {
    const pairs = new Set<string>()
    const marks = new Set<number>()
    for (const { text: example } of readExamples(new URL('../../src/understanding/examples/', import.meta.url))) {
      for (const mark of lessonOf(example, { kind: '报事', category: 'G07' }).marks) marks.add(mark)
      const letters = fold(example).slice(0, 160)
      for (let at = 0; at + 1 < letters.length; at++) pairs.add(letters.slice(at, at + 2))
    }
    expect(pairs.size / marks.size).toBeGreaterThan(40)
    const lesson = lessonOf(text, { kind: '报事', category: 'G07' })
    expect(lesson.marks, 'in no order').toEqual([...lesson.marks].sort((a, b) => a - b))
  })

  it('survive JSON, and hold no text', () => {
    const stored = JSON.stringify(lessonOf(text, { kind: '报事', category: 'G07' }))
    expect(stored).not.toMatch(/[大白又在楼底下开演唱会]/)
    const lessons = new Lessons([JSON.parse(stored)])
    expect(reader.read(text, lessons).category).toBe('G07')
  })
})
