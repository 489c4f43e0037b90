import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findCommand, indexCommands, parseCommand } from '../../src/chat/parser.ts'
import { timeOf } from '../processor-time.ts'
import { contact, declare, INDEX, message, NOW, outcome, parse, SAMPLE, type Said } from './sample-commands.ts'

const CARD = '#128 楼道灯不亮\n3号楼2单元，待受理'
const understood = (name: string, values: object) => `${name} ${JSON.stringify(values)}`

describe('the forgiving table', () => {
  // Every way of writing, over several commands with words of their own.
  const heads: readonly [way: string, write: (name: string, alias: string, words: string) => string, said?: Said][] = [
    ['a slash', (name, _, words) => `/${name} ${words}`],
    ['a full-width slash', (name, _, words) => `／${name} ${words}`],
    ['an ideographic blank', (name, _, words) => `/${name}　${words}`],
    ['a full-width colon', (name, _, words) => `/${name}：${words}`],
    ['a colon', (name, _, words) => `/${name}:${words}`],
    ['a comma', (name, _, words) => `/${name},${words}`],
    ['a full-width comma', (name, _, words) => `/${name}，${words}`],
    ['nothing between', (name, _, words) => `/${name}${words}`],
    ['a blank after the slash', (name, _, words) => `/ ${name} ${words}`],
    ['blanks everywhere', (name, _, words) => `  /  ${name}   ${words}  `],
    ['zero-width characters', (name, _, words) => `\u200b/${name.charAt(0)}\u200b${name.slice(1)}\u2060 ${words}`],
    ['a line break', (name, _, words) => `/${name}\n${words}`],
    ['a colon and a line break', (name, _, words) => `/${name}：\n${words}`],
    ['the alias', (_, alias, words) => `/${alias} ${words}`],
    ['the alias in capitals', (_, alias, words) => `/${alias.toUpperCase()} ${words}`],
    ['the alias in full width', (_, alias, words) => `／${alias.replace(/[a-z]/g, wide)} ${words}`],
    ['an @ and no slash', (name, _, words) => `${name} ${words}`, { mentionsBot: true }],
    ['an @ and a slash', (name, _, words) => `/${name} ${words}`, { mentionsBot: true }],
    ['an @, a comma and no slash', (name, _, words) => `，${name}：${words}`, { mentionsBot: true }],
    ['an @ and the alias', (_, alias, words) => `${alias} ${words}`, { mentionsBot: true }],
    ['private chat and no slash', (name, _, words) => `${name} ${words}`, { private: true }],
    ['the sign of a Chinese slash key', (name, _, words) => `、${name} ${words}`],
  ]
  const commands = [
    { name: '报事', alias: 'bs', words: '三楼的灯坏了', values: { words: '三楼的灯坏了' } },
    { name: '报修', alias: 'issue', words: '李村路「大坑」', values: { words: '李村路「大坑」' } },
    { name: '进度', alias: 'status', words: '#128', values: { number: 128 } },
    { name: '取消报名', alias: 'qx', words: '书法', values: { course: '书法' } },
    { name: '评价', alias: 'rate', words: '第128号 满意', values: { number: 128, rating: 'SATISFIED' } },
  ]
  for (const { name, alias, words, values } of commands) {
    test.each(heads)(`/${name} with %s`, (_, write, said) => {
      const parsed = parse(write(name, alias, words), said)
      expect(parsed).toMatchObject({ kind: 'understood', values, left: '' })
      expect(parsed.kind === 'understood' && [parsed.command.name, ...parsed.command.aliases]).toContain(name)
    })
  }

  test('several lines stay several lines', () => {
    expect(outcome('/报事\n3号楼灯坏\n  请快来')).toBe(understood('报事', { words: '3号楼灯坏\n  请快来' }))
  })

  test.each(['/報事 樓道燈壞了', '／報修：樓道燈壞了', '/ 報事　樓道燈壞了'])(
    '%s keeps the traditional words',
    (text) => {
      expect(outcome(text)).toBe(understood('报事', { words: '樓道燈壞了' }))
    },
  )

  test.each(['“3号楼 灯坏”', '"3号楼 灯坏"', '「3号楼 灯坏」', '＂3号楼 灯坏＂', '<3号楼 灯坏>', '3号楼 灯坏'])(
    'quotation marks around an argument: %s',
    (words) => {
      expect(outcome(`/报事 ${words}`)).toBe(understood('报事', { words: '3号楼 灯坏' }))
    },
  )

  test.each([
    '/进度 128',
    '/进度 #128',
    '/进度１２８',
    '/进度 第128号',
    '/进度 128号',
    '/进度128号',
    '/进度#128',
    '/进度 ＃１２８',
    '/进度 “128”',
    '/进度「#128」',
    '/进度 <128>',
    '/进度（128）',
    '/进度 编号：128',
    '/进度 №128',
    '/jd128',
    '/进度 128。',
  ])('%s is #128', (text) => {
    expect(outcome(text)).toBe(understood('进度', { number: 128 }))
  })

  test.each(['进度128', '进度#128', '进度第128号', '进度128号'])('%s to the bot is #128', (text) => {
    expect(outcome(text, { mentionsBot: true })).toBe(understood('进度', { number: 128 }))
    expect(outcome(text)).toBe('none')
  })
})

describe('which command', () => {
  test.each([
    ['/取消报名 书法', '取消报名 {"course":"书法"}'],
    ['/报名书法', '报名 {"course":"书法"}'],
    ['/报事灯坏了', '报事 {"words":"灯坏了"}'],
    ['/bs灯坏了', '报事 {"words":"灯坏了"}'],
    ['/bs3号楼', '报事 {"words":"3号楼"}'],
    ['/+1 128', '附议 {"number":128}'],
    ['/+1#128', '附议 {"number":128}'],
    ['/？', '帮助 {}'],
    ['/help!', '帮助 {}'],
    ['/帮助 报事', '帮助 {"about":"报事"}'],
  ])('%s', (text, expected) => {
    expect(outcome(text)).toBe(expected)
  })

  test.each(['/bsx', '/bs_1', '/bs-x', '/bs/x', '/help.txt', '/issue://x', '/+12 3', '/?x', '/??'])(
    '%s does not end where the alias does',
    (text) => {
      expect(outcome(text)).not.toMatch(/^(报事|帮助|附议)/)
    },
  )
})

describe('no command', () => {
  test.each([
    '/usr/bin',
    '/bind/x',
    '//',
    '//报事',
    '/3',
    '1/2',
    '/',
    '/ ',
    '/:',
    '/::)',
    '/:rose',
    '/::D',
    '/:,@-D',
    '/:8-) 报事',
    '/3月5日',
    '/128 报事',
    '/是/否',
    '/报时/报是',
    '/😀',
    '/foo.bar',
    '/-',
    '/ 你好',
    'https://example.org/报事',
    '',
    '、',
    '、通知已经发了',
    '\\n',
  ])('%j gets no answer, wherever it is said', (text) => {
    expect(outcome(text)).toBe('none')
    expect(outcome(text, { private: true })).toBe('none')
    expect(outcome(text, { mentionsBot: true })).toBe('none')
  })

  test.each(['报事 灯坏了', '进度', '帮助', 'help', 'bs x', '+1', '满意'])('%s without slash in a group', (text) => {
    expect(outcome(text)).toBe('none')
  })

  test.each([
    'bs',
    'jd 怎么还没发货',
    'bc',
    'help me please',
    'issue with my door',
    '?',
    '+1',
    '进度怎么样了',
    '报事的人多吗',
    '我也有一个',
  ])('%s in private is chat', (text) => {
    expect(outcome(text, { private: true })).toBe('none')
  })

  test.each(['进度怎么样了', '报事的人多吗', '帮助一下老人'])('%s to the bot is no whole name', (text) => {
    expect(outcome(text, { mentionsBot: true })).toBe('none')
  })
})

describe('without a slash, in private', () => {
  test.each([
    ['帮助', '帮助 {}'],
    ['帮助。', '帮助 {}'],
    ['help', '帮助 {}'],
    ['status 128', '进度 {"number":128}'],
    ['status #128', '进度 {"number":128}'],
    ['我的资料', '我的资料 {}'],
  ])('%s', (text, expected) => {
    expect(outcome(text, { private: true })).toBe(expected)
  })

  test('how it was recognised is told, so that an open dialog may have it first', () => {
    expect(parse('帮助', { private: true })).toMatchObject({ by: 'name' })
    expect(parse('/帮助', { private: true })).toMatchObject({ by: 'slash' })
    expect(parse('满意', { card: CARD })).toMatchObject({ by: 'reply' })
  })
})

describe('an unknown command', () => {
  test.each([
    ['/报是 灯坏了', '报是', '报事'],
    ['/报是灯坏了', '报是灯坏了', '报事'],
    ['/近度 128', '近度', '进度'],
    ['/取消报', '取消报', '取消报名'],
    ['/消取报名', '消取报名', '取消报名'],
    ['/報是', '报是', '报事'],
    ['/stauts 128', 'stauts', '进度'],
    ['/isue', 'isue', '报事'],
    ['/baoshi 灯坏了', 'baoshi', '报事'],
    ['/jindu', 'jindu', '进度'],
    ['/shouli 128', 'shouli', '受理'],
  ])('%s is near to %s', (text, typed, nearest) => {
    const expected = `unknown ${typed} → ${nearest}`
    expect(outcome(text)).toBe(expected)
    expect(outcome(text, { private: true })).toBe(expected)
  })

  test.each([
    ['/微笑', '微笑'],
    ['/你好', '你好'],
    ['/weather', 'weather'],
    ['/bx', 'bx'],
    ['/今天天气真好我们出去玩吧', '今天天气真好'],
  ])('%s is near to none: answered only where the bot was spoken to', (text, typed) => {
    expect(outcome(text)).toBe('none')
    expect(outcome(text, { private: true })).toBe(`unknown ${typed} → -`)
    expect(outcome(text, { mentionsBot: true })).toBe(`unknown ${typed} → -`)
  })
})

describe('a reply to the card', () => {
  test.each([
    ['/受理', '受理 {"number":128}'],
    ['满意', '评价 {"number":128,"rating":"SATISFIED"}'],
    ['滿意，謝謝', '评价 {"number":128,"rating":"SATISFIED","words":"謝謝"}'],
    ['不满意 还是不亮', '评价 {"number":128,"rating":"NOT","words":"还是不亮"}'],
    ['+1', '附议 {"number":128}'],
    ['＋１', '附议 {"number":128}'],
    ['我也有', '附议 {"number":128}'],
    ['/补充 3号楼也是这样', '补充 {"number":128,"words":"3号楼也是这样"}'],
    ['/补充 5 也是这样', '补充 {"number":5,"words":"也是这样"}'],
    ['/进度', '进度 {"number":128}'],
    ['还不满意', 'none'],
    ['好的', 'none'],
  ])('%s', (text, expected) => {
    // Twice: an expression with a memory must not remember.
    expect([outcome(text, { card: CARD }), outcome(text, { card: CARD })]).toEqual([expected, expected])
  })

  test.each([
    ['满意吗', 'incomplete 评价'],
    ['满意度怎么样', 'incomplete 评价'],
  ])('%s is no rating', (text, expected) => {
    expect(outcome(text, { card: CARD })).toBe(expected)
  })

  test('only the bot’s own card counts, and only one with a number', () => {
    expect(outcome('满意', { quoted: CARD })).toBe('none')
    expect(outcome('满意', { card: '发 /帮助 看看小格能做什么' })).toBe('none')
    expect(outcome('/受理', { quoted: CARD })).toBe('incomplete 受理')
  })

  test('several numbers on it are asked about, unless the text says which', () => {
    const list = '待办：#5 路灯、#7 井盖、#5 又一次'
    expect(parse('/受理', { card: list })).toMatchObject({ problem: '引用的那条里有 #5、#7，请写明是哪一个。' })
    expect(parse('满意', { card: list })).toMatchObject({ kind: 'incomplete', by: 'reply' })
    expect(outcome('/受理 7', { card: list })).toBe('受理 {"number":7}')
  })
})

test('a missing argument is told with the usage and the example', () => {
  expect(parse('/受理')).toMatchObject({
    kind: 'incomplete',
    problem: '请写上事项编号；引用小格的卡片时可以不写。',
    usage: '/受理 <号>',
    example: '/受理 128',
  })
  expect(parse('/报事：')).toMatchObject({ kind: 'incomplete', problem: '请写上地点和情况。' })
  expect(parse('/评价 128')).toMatchObject({ problem: '请写上评价：满意、基本满意或不满意。' })
})

test('what no argument took is told', () => {
  expect(parse('/受理 128 １２９')).toMatchObject({ values: { number: 128 }, left: '１２９' })
})

describe('the index', () => {
  test.each([
    ['a name twice', [declare({ name: '报事', args: {} }), declare({ name: '报事', args: {} })]],
    [
      'an alias of another',
      [declare({ name: '报事', args: {} }), declare({ name: '报修', aliases: ['报事'], args: {} })],
    ],
    ['aliases that differ in case', [declare({ name: '甲', aliases: ['BS', 'bs'], args: {} })]],
    ['traditional beside simplified', [declare({ name: '报事', aliases: ['報事'], args: {} })]],
    ['an empty name', [declare({ name: '', args: {} })]],
    ['a name with its slash', [declare({ name: '/报事', args: {} })]],
    ['a blank in a name', [declare({ name: '报 事', args: {} })]],
  ])('does not take %s', (_, commands) => {
    expect(() => indexCommands(commands)).toThrow(/called|cannot be a name/)
  })

  test('finds a command under any of its names, with or without slash', () => {
    for (const written of ['报事', '/报事', '／報事', 'BS', ' /issue ']) {
      expect(findCommand(INDEX, written)?.name).toBe('报事')
    }
    expect(findCommand(INDEX, '没有')).toBeUndefined()
  })

  test('of no commands understands nothing', () => {
    expect(parseCommand(indexCommands([]), message('/报事 x', { mentionsBot: true }), NOW)).toMatchObject({
      kind: 'unknown',
      nearest: undefined,
    })
  })
})

describe('whatever is written', () => {
  const names = SAMPLE.flatMap(({ name, aliases }) => [name, ...aliases])
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
  const piece = fc.oneof(
    unit,
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom(
      ...names,
      '/',
      '／',
      '#',
      '第',
      '号',
      ' ',
      '\n',
      '\u2005',
      '@张三',
      '“',
      '”',
      '「',
      '128',
      '3号楼',
      '6月3日',
      '\ud83d',
    ),
  )
  const anyText = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''))
  const anySaid: fc.Arbitrary<Said> = fc.record(
    {
      private: fc.boolean(),
      mentionsBot: fc.boolean(),
      card: fc.oneof(fc.constantFrom('#5', '#5 #7', CARD), anyText),
      mentions: fc.constantFrom([], [contact('z3', '张三')], [contact('z3', '张三'), contact('z4', '')]),
    },
    { requiredKeys: [] },
  )

  test('nothing throws, and the answer is the same every time', () => {
    fc.assert(
      fc.property(anyText, anySaid, (text, said) => {
        expect(parse(text, said)).toEqual(parse(text, said))
      }),
      { numRuns: 3000 },
    )
  })

  test('own words are a part of what was written, without blanks around them', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('/报事 ', '/BS', '／報事：', '/补充 #5 '), (text, head) => {
        const parsed = parse(head + text)
        if (parsed.kind !== 'understood' || !('words' in parsed.values)) return
        const words = String(parsed.values['words'])
        expect(text).toContain(words)
        expect(words.trim()).toBe(words)
        expect(words).not.toBe('')
      }),
      { numRuns: 2000 },
    )
  })

  test('a number written in any of its forms is that number', () => {
    const wideDigits = (digits: string) => digits.replace(/\d/g, wide)
    const forms: readonly ((n: number) => string)[] = [
      (n) => ` ${n}`,
      (n) => `${n}`,
      (n) => `#${n}`,
      (n) => ` # ${n}`,
      (n) => `　${wideDigits(`${n}`)}`,
      (n) => `＃${wideDigits(`${n}`)}号`,
      (n) => ` 第${n}号`,
      (n) => ` 第 ${n} 号`,
      (n) => `：${n}号`,
      (n) => ` “${n}”`,
      (n) => ` 「第${n}号」`,
      (n) => `\u200b${n}\u200b`,
    ]
    const number = fc.oneof(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 1, max: 300 }))
    fc.assert(
      fc.property(
        number,
        fc.constantFrom(...forms),
        fc.constantFrom('', ' 灯不亮', '，灯不亮', '\n灯不亮'),
        (n, form, words) => {
          expect(parse(`/进度${form(n)}${words}`)).toMatchObject({
            kind: 'understood',
            values: { number: n },
            left: words.slice(1),
          })
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('a number read is a number written', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parse(`/进度 ${text}`)
        const number = parsed.kind === 'understood' ? parsed.values['number'] : undefined
        if (number === undefined) return
        const runs = text
          .normalize('NFKC')
          .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{M}]/gu, '')
          .match(/\d+/g)
        expect(runs?.map(Number)).toContain(number)
      }),
      { numRuns: 3000 },
    )
  })

  test.each([
    ['words', '3号樓 '],
    ['slashes', '/'],
    ['marks at the end', '。'],
    ['quotation marks', '“'],
    ['mentions', '@张三'],
    ['digits', '1'],
    ['blanks', ' '],
  ])('the time for %s grows with the length, not with its square', (_, piece) => {
    const all = (length: number) => () => {
      for (const head of ['/报事 ', '/补充 ', '/任命 ', '报事', '']) {
        parse(head + piece.repeat(length / piece.length), {
          mentionsBot: true,
          mentions: [contact('z3', '张三'), contact('l4', '李四')],
        })
      }
    }
    expect(timeOf(all(100_000), 5)).toBeLessThan(12 * timeOf(all(25_000), 5) + 10)
  })
})

function wide(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) + 0xfee0)
}
