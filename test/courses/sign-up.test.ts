import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partyIn, takesBack } from '../../src/courses/party-size.ts'
import {
  markOf,
  readSignUp,
  rowsFrom,
  type SignUpRow,
  type SignUpRows,
  united,
} from '../../src/courses/sign-up-list.ts'
import { readSignUpText } from '../../src/courses/sign-up-text.ts'
import { readSignUpXml } from '../../src/courses/sign-up-xml.ts'
import type { ContactId, MessageId } from '../../src/ids.ts'
import { timeOf } from '../processor-time.ts'

const words = (text: string) => readSignUpText(text)?.entries.map((entry) => entry.words)

describe('a list as text', () => {
  const rows = '1. 张三 2人\n2. 李四'

  it.each([
    ['as WeChat writes it', `#接龙\n乐高报名\n例 张三 2人\n\n${rows}\n\n请准时`, '乐高报名', '张三 2人', '请准时'],
    ['in traditional characters', `#接龍\n乐高报名\n\n${rows}`, '乐高报名', '', ''],
    ['in English', `#Group Note\n乐高报名\n\n${rows}`, '乐高报名', '', ''],
    ['after an @ on the same line', `@所有人 #接龙\n乐高报名\n\n${rows}`, '乐高报名', '', ''],
    ['with a title beside the mark', `#接龙 乐高报名\n\n${rows}`, '乐高报名', '', ''],
    ['without example and remark', `#接龙\n乐高报名\n${rows}`, '乐高报名', '', ''],
    ['with a title of two lines', `#接龙\n乐高报名\n周六下午\n\n${rows}`, '乐高报名\n周六下午', '', ''],
    ['without a title', `#接龙\n\n${rows}`, '', '', ''],
    ['without its mark', `乐高报名\n${rows}`, '乐高报名', '', ''],
    ['on Windows', `#接龙\r\n乐高报名\r\n\r\n1. 张三 2人\r\n2. 李四\r\n\r\n请准时`, '乐高报名', '', '请准时'],
    ['with a full-width mark', `＃接龙\n乐高报名\n\n${rows}`, '乐高报名', '', ''],
  ])('is read %s', (_, text, title, example, tail) => {
    expect(readSignUpText(text)).toMatchObject({ title, example, tail })
    expect(words(text)).toEqual(['张三 2人', '李四'])
  })

  it.each([
    ['1、张三\n2、李四', ['张三', '李四']],
    ['1）张三\n2) 李四', ['张三', '李四']],
    ['１．张三\n２．李四', ['张三', '李四']],
    ['1. 张三\n3. 李四\n3. 王五', ['张三', '李四', '王五']],
    ['1.3号楼张三\n2.5号楼李四', ['3号楼张三', '5号楼李四']],
    ['1. 张三\n带孩子\n2. 李四', ['张三 带孩子', '李四']],
    ['1. 张三\n2. \n3. 李四', ['张三', '李四']],
    ['1。张三\n2，李四', ['张三', '李四']],
  ])('has the rows of %j, typed by hand', (text, expected) => {
    expect(words(`接龙买菜\n${text}`)).toEqual(expected)
    expect(words(text)).toEqual(expected)
  })

  it.each([
    ['in a quotation', `「小王：#接龙\n乐高报名\n\n${rows}」\n- - - - - - - - - - - - - - -\n我也要`],
    ['a quotation that a puppet cut', `#接龙\n乐高报名\n\n${rows}\n- - - - - - - - - - - - - - -\n好的`],
    ['one numbered line', '1. 今天停水'],
    ['times and dates', '8:30 集合\n9:15 出发'],
    ['a date', '3.15 消费者日\n3.16 放假'],
    ['talk', '今天谁去接龙'],
  ])('is none: %s', (_, text) => expect(readSignUpText(text)).toBeUndefined())

  it('is known again by title, example and remark, not by its rows or blanks', () => {
    const sheet = (text: string) => markOf(readSignUpText(text) ?? { title: 'x', example: '', tail: '', entries: [] })
    expect(sheet(`#接龙\n乐高 报名\n\n${rows}`)).toBe(sheet('#接龙\n乐高报名\n\n1. 王五'))
    expect(sheet(`#接龙\n乐高报名\n\n${rows}`)).not.toBe(sheet(`#接龙\n书法报名\n\n${rows}`))
    expect(sheet(`#接龙\n乐高报名\n\n${rows}\n\n周六`)).not.toBe(sheet(`#接龙\n乐高报名\n\n${rows}`))
  })

  it('never throws and takes its time from its length, whatever the text', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('#接龙', '1. 张三', '2、', '', '例 1', '- - - - - -', '１）李四 +2', '「a：b', '3.15'),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const sheet = readSignUpText(lines.join('\n'))
        for (const { words } of sheet?.entries ?? []) expect(words.trim()).not.toBe('')
      }),
      { numRuns: 2000 },
    )
  })

  it('gives back what was written into it', () => {
    const name = fc.stringMatching(/^[一-龥a-z]{1,6}( [一-龥]{1,4})?$/)
    const sign = fc.constantFrom('. ', '、', '） ', ') ', '．')
    const list = fc.record({ names: fc.array(name, { minLength: 2, maxLength: 30 }), sign, title: name, tail: name })
    fc.assert(
      fc.property(list, ({ names, sign, title, tail }) => {
        fc.pre(!title.startsWith('例'))
        const text = `#接龙\n${title}\n\n${names.map((each, index) => `${index + 1}${sign}${each}`).join('\n')}\n\n${tail}`
        expect(readSignUpText(text)).toMatchObject({ title, tail })
        expect(words(text)).toEqual(names)
      }),
      { numRuns: 500 },
    )
  })

  it('takes under 5 ms with 500 rows, and reads no more', () => {
    const text = `#接龙\n乐高报名\n\n${Array.from({ length: 520 }, (_, n) => `${n + 1}. ${n % 9}号楼邻居${n} 2人`).join('\n')}`
    expect(words(text)).toHaveLength(500)
    const read = () => {
      const sheet = readSignUpText(text)
      if (sheet) readSignUp(sheet, { id: 'x' as ContactId, name: '邻居499' }, new Map(), message(1))
    }
    expect(timeOf(read, 40)).toBeLessThan(5)
  })
})

describe('a list as XML', () => {
  const title = '#接龙\n乐高报名👍\n例 张三 2人\n\n1. 张三 2人\n2. 李四\n\n请准时'
  const range = (part: string) => `${title.indexOf(part)}-${part.length}`
  const rows = `<i u="wxid_a" t="1780448400" r="${range('张三 2人\n2').replace(/-\d+$/, '-5')}"/>`
  const inner = (lines: string) =>
    `<solitaire><tt>${range('乐高报名👍')}</tt><ex>${range('张三 2人')}</ex><tl>${range('请准时')}</tl><au>wxid_a</au><hrt>1</hrt><content>${lines}</content></solitaire>`
  const xml = (lines: string) =>
    `<msg><appmsg appid=""><title>${title}</title><type>53</type><extinfo>${inner(lines)}</extinfo></appmsg></msg>`

  it('is read by its places, counted in UTF-16', () => {
    const at = title.lastIndexOf('张三 2人')
    const sheet = readSignUpXml(
      xml(
        `<i><u>wxid_a</u><t>1780448400</t><r>${at}-5</r></i><i><u>wxid_b</u><t>1780448460</t><c>李四&amp;家人</c></i>`,
      ),
    )
    expect(sheet).toEqual({
      title: '乐高报名👍',
      example: '张三 2人',
      tail: '请准时',
      entries: [
        { words: '张三 2人', author: 'wxid_a' },
        { words: '李四&家人', author: 'wxid_b' },
      ],
    })
  })

  it('is the same with attributes, escaped, or with literal text for places', () => {
    const attributes = readSignUpXml(xml('<i u="wxid_b" t="1" c="李四"/>'))
    expect(attributes?.entries).toEqual([{ words: '李四', author: 'wxid_b' }])
    const escaped = `<msg><appmsg><title><![CDATA[${title}]]></title><type>53</type><extinfo>${inner(
      '<i u="wxid_b" c="李四"/>',
    )
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')}</extinfo></appmsg></msg>`
    expect(readSignUpXml(escaped)).toEqual(attributes)
    const literal = '<solitaire><tt>书法报名</tt><content><i><u>wxid_a</u><c>张三</c></i></content></solitaire>'
    expect(readSignUpXml(`<msg><title>x</title>${literal}</msg>`)).toEqual({
      title: '书法报名',
      example: '',
      tail: '',
      entries: [{ words: '张三', author: 'wxid_a' }],
    })
    expect(readSignUpXml(xml(rows))?.entries[0]?.author).toBe('wxid_a')
  })

  it('speaks for the rows that the chat says are its author’s, whatever they are called', () => {
    const sheet = readSignUpXml(
      xml('<i u="wxid_a" c="张三 2人"/><i u="wxid_b" c="张三"/><i u="wxid_a" c="张三家奶奶"/>'),
    )
    if (!sheet) throw new Error('no list')
    const { own, others } = readSignUp(sheet, { id: 'wxid_a' as ContactId, name: '别名' }, new Map(), message(1))
    expect([...own.values()].map(({ name, party }) => [name, party])).toEqual([
      ['张三', 2],
      ['张三家奶奶', 1],
    ])
    expect([...others.values()].every(({ author }) => author === 'wxid_b')).toBe(true)
  })

  it('never throws, whatever the XML', () => {
    const piece = fc.constantFrom(
      '<solitaire>',
      '</solitaire>',
      '<content>',
      '<i u="',
      '"/>',
      '<i>',
      '</i>',
      '<r>9-',
      '1',
      '&lt;',
      '&#x110000;',
      '<tt>',
      '</tt>',
      ']]>',
      '<![CDATA[',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => void readSignUpXml(pieces.join(''))),
      { numRuns: 2000 },
    )
    expect(readSignUpXml('<msg><appmsg><type>5</type></appmsg></msg>')).toBeUndefined()
  })
})

it.each([
  ['张三', undefined],
  ['+1', 1],
  ['张三+2', 2],
  ['张三 2人', 2],
  ['张三 两位', 2],
  ['三个人', 3],
  ['张三 一家三口', 3],
  ['两口子', 2],
  ['张三 1大2小', 3],
  ['张三带孩子', 2],
  ['张三带两个孩子', 3],
  ['３人', 3],
])('%s: so many come: %s', (text, party) => expect(partyIn(text)).toBe(party))

it('takes a place back only in words', () => {
  for (const text of ['张三 取消', '不去了', '张三来不了']) expect(takesBack(text), text).toBe(true)
  for (const text of ['张三', '张三 2人', '来']) expect(takesBack(text), text).toBe(false)
})

const message = (n: number) => ({ id: `m${n}` as MessageId, at: new Date(1_780_000_000_000 + n * 1000) })

describe('who a message speaks for', () => {
  const says = (known: SignUpRows, n: number, name: string, text: string): SignUpRows => {
    const sheet = readSignUpText(`#接龙\n乐高报名\n\n${text}`)
    if (!sheet) throw new Error(`no list: ${text}`)
    const { own, others } = readSignUp(sheet, { id: `wx-${name}` as ContactId, name }, known, message(n))
    return united(united(known, others), own)
  }
  const standing = (rows: SignUpRows) =>
    [...rows.values()]
      .filter(({ gone }) => !gone)
      .map(({ author, name, party }) => `${author} ${name} ${party}`)
      .sort()

  it('are their own rows: two who sign at once lose nobody', () => {
    let rows = says(new Map(), 1, '张三', '1. 张三')
    rows = says(rows, 2, '李四', '1. 张三\n2. 李四 2人')
    // From the same list as the one before, and so without that row.
    rows = says(rows, 3, '王五', '1. 张三\n2. 王五')
    expect(standing(rows)).toEqual(['wx-张三 张三 1', 'wx-李四 李四 2', 'wx-王五 王五 1'])
  })

  it('are not the rows of others: who deletes or changes one changes nothing', () => {
    let rows = says(new Map(), 1, '张三', '1. 张三 2人')
    rows = says(rows, 2, '李四', '1. 张三 3人 取消\n2. 李四')
    expect(standing(rows)).toEqual(['wx-张三 张三 2', 'wx-李四 李四 1'])
    rows = says(rows, 3, '李四', '1. 李四 不去了')
    expect(standing(rows)).toEqual(['wx-张三 张三 2'])
    rows = says(rows, 4, '张三', '1. 张三 3人\n2. 李四')
    expect(standing(rows)).toEqual(['wx-张三 张三 3'])
  })

  it('are two of one name', () => {
    let rows = says(new Map(), 1, '小王', '1. 小王')
    rows = rowsFrom([...rows.values()])
    const sheet = readSignUpText('#接龙\n乐高报名\n\n1. 小王\n2. 小王') ?? {
      title: '',
      example: '',
      tail: '',
      entries: [],
    }
    const { own } = readSignUp(sheet, { id: 'other' as ContactId, name: '小王' }, rows, message(2))
    expect(standing(united(rows, own))).toEqual(['other 小王 1', 'wx-小王 小王 1'])
  })

  it('are, of rows the bot has not seen, the one with their name, or the last', () => {
    expect(standing(says(new Map(), 1, '李四', '1. 张三\n2. 李四\n3. 王五'))).toEqual([
      ' 张三 1',
      ' 王五 1',
      'wx-李四 李四 1',
    ])
    expect(standing(says(new Map(), 1, '无名', '1. 张三\n2. 李四'))).toEqual([' 张三 1', 'wx-无名 李四 1'])
  })
})

it('puts lists together the same in whichever order and however often: 1,000 times', () => {
  const row: fc.Arbitrary<SignUpRow> = fc.record({
    author: fc.constantFrom('a', 'b', 'c', '') as fc.Arbitrary<ContactId | ''>,
    name: fc.constantFrom('张三', '李四', '王五'),
    party: fc.integer({ min: 1, max: 3 }),
    gone: fc.boolean(),
    at: fc.constantFrom(1, 2, 3).map((n) => new Date(n)),
    messageId: fc.constantFrom('m1', 'm2', 'm3') as fc.Arbitrary<MessageId>,
  })
  // What one author says in one message is said once: the same message never says two things of a row.
  const rows = fc.array(row, { maxLength: 8 }).map(rowsFrom)
  const plain = (state: SignUpRows) => [...state].sort(([a], [b]) => (a < b ? -1 : 1))
  const same = ({ party, gone }: SignUpRow) => ({ party: gone ? 0 : party, gone })
  const told = (state: SignUpRows) => plain(state).map(([key, each]) => [key, same(each), each.at, each.messageId])
  fc.assert(
    fc.property(rows, rows, rows, (a, b, c) => {
      expect(told(united(a, b))).toEqual(told(united(b, a)))
      expect(told(united(united(a, b), c))).toEqual(told(united(a, united(b, c))))
      expect(told(united(a, a))).toEqual(told(a))
      expect(told(united(united(a, b), b))).toEqual(told(united(a, b)))
      for (const key of [...a.keys(), ...b.keys()]) expect(united(a, b).has(key)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
