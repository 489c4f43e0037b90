import { describe, expect, test } from 'vitest'
import {
  issueNumber,
  mentionedPerson,
  moment,
  oneOf,
  optionalIssueNumber,
  optionalMoment,
  optionalWord,
  optionalWords,
  ownWords,
  word,
} from '../../src/chat/arguments.ts'
import type { Argument, ArgumentInput } from '../../src/chat/command.ts'
import { quotedIssueNumbers } from '../../src/chat/issue-number.ts'
import { wordingOf } from '../../src/chat/wording.ts'
import { contact, message, NOW, outcome, parse, type Said } from './sample-commands.ts'

interface Options extends Said {
  readonly quotedNumbers?: readonly number[]
}

/** What an argument makes of a text: `[value, what is left]`, or the problem. */
function read<T>(argument: Argument<T>, text: string, options: Options = {}): readonly [T, string] | string {
  const input: ArgumentInput = {
    rest: wordingOf(text),
    quotedNumbers: options.quotedNumbers ?? [],
    message: message(text, options),
    now: NOW,
  }
  const result = argument.read(input)
  return result.ok ? [result.value, input.rest.own] : result.problem
}

describe('an issue number', () => {
  test.each([
    ['128', 128, ''],
    ['#128', 128, ''],
    ['#128灯坏了', 128, '灯坏了'],
    ['#128号灯坏了', 128, '灯坏了'],
    ['第128号灯坏了', 128, '灯坏了'],
    ['第１２８号：灯坏了', 128, '灯坏了'],
    ['128号 灯坏了', 128, '灯坏了'],
    ['128，灯坏了', 128, '灯坏了'],
    ['128：灯坏了', 128, '灯坏了'],
    ['128。', 128, '。'],
    ['128、129', 128, '、129'],
    ['128 楼道灯坏了', 128, '楼道灯坏了'],
    ['128 天花板漏水', 128, '天花板漏水'],
    ['128 日光灯坏了', 128, '日光灯坏了'],
    ['1 路灯不亮', 1, '路灯不亮'],
    ['1：2号楼也是', 1, '2号楼也是'],
    ['128 3号楼也是', 128, '3号楼也是'],
    ['128，300户都这样', 128, '300户都这样'],
    ['事项128 好了', 128, '好了'],
    ['编号 #128', 128, ''],
    ['No.128', 128, ''],
    ['#0128', 128, ''],
    ['「#128」灯坏了', 128, '灯坏了'],
    ['（128）', 128, ''],
    ['【128】 好了', 128, '好了'],
    ['9999999', 9_999_999, ''],
  ])('%s', (text, number, left) => {
    expect(read(issueNumber(), text)).toEqual([number, left])
  })

  // Each with the card of #5 quoted: the number is the card's, and nothing is taken from the words.
  test.each([
    '3号楼也是这样',
    '3 号楼也是这样',
    '第3号楼也是这样',
    '#3号楼也是这样',
    '#3栋也是',
    '3#楼也是',
    '3#128室',
    '3栋也是',
    '3 栋也是',
    '3单元门坏了',
    '3 单元门坏了',
    '3楼漏水',
    '3 楼漏水',
    '128室漏水',
    '12点会来人',
    '12 点会来人',
    '12:30 会来人',
    '12：30会来人',
    '3.5米长',
    '3．5 米',
    '6月3日来人',
    '6 月 3 日来人',
    '2026-06-03 来人',
    '6/3 来人',
    '3-5 天',
    '3~5 天',
    '3号晚上停水',
    '3天没水了',
    '3 天没水了',
    '3个路灯',
    '50%的灯',
    '1,000 元',
    '1，000元',
    '13812345678 是物业电话',
    '0359-2222222',
    '007',
    '#13812345678',
    '10000000',
    '0',
    '#0',
    '-3',
    '½',
    '㏢见',
    '“3”号楼漏水',
    '“3号楼”漏水',
    '128abc',
    '1、路灯不亮 2、井盖破了',
    '1. 路灯不亮 2. 井盖破了',
    '1.路灯不亮',
    '1)路灯不亮',
    '1）路灯不亮',
    '1：路灯不亮 2：井盖破了',
    '1 路灯不亮 2 井盖破了',
    '（1）路灯不亮（2）井盖破了',
    '(1) 路灯不亮',
    '⑴ 路灯不亮',
    '① 路灯不亮',
    '⒈ 路灯不亮',
    '“3”单元门坏了',
    '“3” 天没水了',
    '一百二十八',
    '٣',
  ])('not in %s', (text) => {
    expect(read(issueNumber(), text, { quotedNumbers: [5] })).toEqual([5, text])
    expect(read(issueNumber(), text)).toBe('请写上事项编号；引用小格的卡片时可以不写。')
    expect(read(optionalIssueNumber(), text)).toEqual([undefined, text])
  })

  test('what is written goes before what is quoted', () => {
    expect(read(issueNumber(), '7 好了', { quotedNumbers: [5] })).toEqual([7, '好了'])
    expect(read(issueNumber(), '7 好了', { quotedNumbers: [5, 6] })).toEqual([7, '好了'])
    expect(read(issueNumber({ fromCard: false, label: '主号' }), '', { quotedNumbers: [5] })).toBe('请写上主号。')
    expect(read(optionalIssueNumber(), '', { quotedNumbers: [5] })).toEqual([5, ''])
    expect(read(optionalIssueNumber(), '', { quotedNumbers: [5, 6] })).toBe('引用的那条里有 #5、#6，请写明是哪一个。')
  })

  test('of two, the card’s is the first', () => {
    expect(outcome('/并案 3 7')).toBe('并案 {"number":3,"parent":7}')
    expect(outcome('/并案 3 7', { card: '#5 路灯' })).toBe('并案 {"number":3,"parent":7}')
    expect(outcome('/并案 3', { card: '#5 路灯' })).toBe('并案 {"number":5,"parent":3}')
    expect(outcome('/并案 3')).toBe('incomplete 并案')
    expect(outcome('/并案', { card: '#5 路灯' })).toBe('incomplete 并案')
  })

  test.each([
    ['已登记 #5，和 ＃7、#5 一样', [5, 7]],
    ['3#128室 #12', [12]],
    ['#0 #99999999 a#4 &#39; #', []],
    ['第5号', []],
  ])('on a card: %s', (text, numbers) => {
    expect(quotedIssueNumbers({ author: '小格', text, fromBot: true })).toEqual(numbers)
    expect(quotedIssueNumbers({ author: '马先生', text, fromBot: false })).toEqual([])
  })
})

describe('words', () => {
  test.each([
    ['  灯坏了，３號樓\n第二行 ', '灯坏了，３號樓\n第二行'],
    ['“灯坏了”', '灯坏了'],
    ['“甲”和“乙”', '“甲”和“乙”'],
    ['"甲"和"乙"', '"甲"和"乙"'],
    ['“灯坏了', '“灯坏了'],
    ['灯"坏"了', '灯"坏"了'],
    ['「 灯坏了 」\u200b', '灯坏了'],
    ['灯坏了❤️', '灯坏了❤️'],
    ['👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦'],
  ])('%j', (text, words) => {
    expect(read(ownWords('话'), text)).toEqual([words, ''])
    expect(read(optionalWords('话'), text)).toEqual([words, ''])
  })

  test.each(['', ' \n', '\u200b', '“”', '「 」'])('%j is none', (text) => {
    expect(read(ownWords('原因'), text)).toBe('请写上原因。')
    expect(read(optionalWords('原因'), text)).toEqual([undefined, ''])
    expect(read(word('单位'), text.replace(/[“”「」]/g, ''))).toBe('请写上单位。')
  })

  test.each([
    ['物業公司 明天', '物业公司', '明天'],
    ['物业，明天', '物业', '明天'],
    ['“玉成 物业” 明天', '玉成 物业', '明天'],
    ['「物业」明天', '物业', '明天'],
    ['“物业 明天', '“物业', '明天'],
  ])('one word of %s', (text, first, left) => {
    expect(read(word('单位'), text)).toEqual([first, left])
    expect(read(optionalWord('单位'), text)).toEqual([first, left])
  })
})

describe('one of several words', () => {
  const rating = { 满意: 3, 很满意: 3, 基本满意: 2, 不满意: 1, ok: 3, 一: 0 }

  test.each([
    ['满意', 3, ''],
    ['滿意，謝謝', 3, '謝謝'],
    ['满意谢谢', 3, '谢谢'],
    ['基本满意 还行', 2, '还行'],
    ['不满意', 1, ''],
    ['“不满意”还是坏的', 1, '还是坏的'],
    ['OK', 3, ''],
    ['一', 0, ''],
  ])('%s', (text, meaning, left) => {
    expect(read(oneOf('评价', rating), text)).toEqual([meaning, left])
  })

  test.each(['', '还不满意', '不太满意', '满意吗', '满意度', 'okay', '__proto__', 'constructor'])(
    '%j is none',
    (text) => {
      expect(read(oneOf('评价', rating), text)).toBe('请写上评价：满意、基本满意、不满意或一。')
    },
  )
})

test('what is missing is asked for in plain words', () => {
  expect(read(ownWords('话'), '')).toBe('请写上要说的话。')
  expect(read(oneOf('满意|不满意', { 满意: 1, 很满意: 1, 不满意: 0 }), '')).toBe('请写上满意或不满意。')
})

describe('a moment', () => {
  test('is read, and the words after it stay as written', () => {
    const at = new Date('2026-06-10T07:00:00Z')
    expect(read(moment('时间'), '６月１０日 15:00，等配件')).toMatchObject([{ at, hasTime: true }, '等配件'])
    expect(read(moment('时间'), '“6月10日15点”等配件')).toMatchObject([{ at, hasTime: true }, '等配件'])
    expect(read(optionalMoment('期限'), '6月10日')).toMatchObject([{ hasTime: false }, ''])
  })

  test('that is none is asked for, or left where it is', () => {
    expect(read(moment('日期'), '等配件')).toBe('请写上日期，比如 6月3日 15:00 或 明天下午3点。')
    expect(read(moment('日期'), '2月30日 等配件')).toMatch(/^请写上日期/)
    expect(read(optionalMoment('期限'), '等配件')).toEqual([undefined, '等配件'])
  })

  test('is no issue number', () => {
    const quoting = { card: '#5 路灯' }
    expect(parse('/延期 6月10日 等配件', quoting)).toMatchObject({ values: { number: 5, reason: '等配件' } })
    expect(parse('/延期 128 6月10日，等配件', quoting)).toMatchObject({ values: { number: 128, reason: '等配件' } })
    expect(parse('/派单 物业 明天17点', quoting)).toMatchObject({
      values: { number: 5, unit: '物业', until: { at: new Date('2026-06-04T09:00:00Z') } },
    })
  })
})

describe('a person mentioned', () => {
  const zhang = contact('z3', '张三')
  const feng = contact('z3f', '张三丰')

  test.each([
    ['@张三\u2005网格员 3', '网格员 3'],
    ['@张三 网格员 3', '网格员 3'],
    ['@张三网格员 3', '网格员 3'],
    ['＠张三 网格员 3', '网格员 3'],
    ['网格员 3 @张三\u2005', '网格员 3'],
    ['网格员 @张三\u2005 3', '网格员  3'],
    ['网格员 3', '网格员 3'],
    ['@三网格老张\u2005网格员 3', '网格员 3'],
    ['@三网格 老张\u2005网格员 3', '网格员 3'],
  ])('%j', (text, left) => {
    expect(read(mentionedPerson(), text, { mentions: [zhang] })).toEqual([zhang, left])
  })

  test('the one who stands first in the text, not in the list', () => {
    const both = { mentions: [zhang, feng] }
    expect(read(mentionedPerson(), '@张三丰\u2005和@张三\u2005', both)).toEqual([feng, '和@张三\u2005'.trim()])
    expect(read(mentionedPerson(), '@张三\u2005@张三丰\u2005', both)).toEqual([zhang, '@张三丰'])
  })

  test('nobody is guessed', () => {
    const twins = { mentions: [zhang, contact('z9', '张三')] }
    expect(read(mentionedPerson(), '@张三 网格员', twins)).toBe('看不出说的是哪一位，请一次只 @ 一个人。')
    expect(read(mentionedPerson(), '@老张 网格员', { mentions: [zhang, feng] })).toMatch(/^看不出/)
    expect(read(mentionedPerson(), '@张三 网格员')).toBe('请 @ 一下这位群成员。')
    expect(read(mentionedPerson(), '@张三 网格员', { private: true })).toMatch(/^私聊里没法/)
  })

  test.each([
    ['/任命 @张三\u2005网格员 3', '3'],
    ['/任命@张三\u2005网格员3', '3'],
    ['/任命 网格员 3 @张三\u2005', '3'],
    ['/任命：@张三 网格员第三网格', '第三网格'],
  ])('with a role and a word: %j', (text, grid) => {
    expect(parse(text, { mentions: [zhang] })).toMatchObject({
      kind: 'understood',
      values: { person: zhang, role: 'GRID_WORKER', grid },
      left: '',
    })
  })
})
