import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPersonal } from '../../src/redaction/find-personal.ts'
import { OFFICE, redact } from '../../src/redaction/redact.ts'
import { timeOf } from '../processor-time.ts'
import { DISGUISES, INNOCENTS, NAMED, NOBODY } from './disguises.ts'
import { around, bankCard, disguised, identity, landline, mobile, plainDigits, plate } from './planted.ts'

describe('what is masked before publication (privacy 14)', () => {
  it.each([
    ['找我13812345678，或者１３９００００１１１１', '找我〔电话〕，或者〔电话〕'],
    ['138 0013 8000', '〔电话〕'],
    ['138-0013-8000', '〔电话〕'],
    ['+86 138 0013 8000', '〔电话〕'],
    ['0086-13800138000', '〔电话〕'],
    ['一三八零零一三八零零零', '〔电话〕'],
    ['幺三八〇〇幺三八〇〇〇打这个', '〔电话〕打这个'],
    ['138零零一三8000', '〔电话〕'],
    ['1 3 8 0 0 1 3 8 0 0 0', '〔电话〕'],
    ['l38OOl38OOO', '〔电话〕'],
    ['138📱0013📱8000', '〔电话〕'],
    ['(138)00138000', '〔电话〕'],
    ['Tel138 0013 8000or 139 0013 9000', 'Tel〔电话〕or 〔电话〕'],
    ['0571-88886666转801', '〔电话〕'],
    ['(010)8888 6666', '〔电话〕'],
    ['座机88886666', '座机〔电话〕'],
    ['11010519491231002X', '〔证件号〕'],
    ['110105 19491231 002x', '〔证件号〕'],
    ['130503670401001', '〔证件号〕'],
    ['卡号6222 0212 3456 7894', '卡号〔银行卡〕'],
    ['快递单号773012345678901', '快递单号〔号码〕'],
    ['京A12345', '〔车牌〕'],
    ['京A·D12345堵门', '〔车牌〕堵门'],
    ['沪 A 1 2 3 4 5', '〔车牌〕'],
    ['鲁Ａ－１２３４５', '〔车牌〕'],
    ['粤B1234警', '〔车牌〕'],
    ['车牌号A12345', '车牌号〔车牌〕'],
    ['3-2-501', '3-2-〔门牌〕'],
    ['501室', '〔门牌〕'],
    ['3号楼2单元501室漏水', '3号楼2单元〔门牌〕漏水'],
    ['3 号楼 2 单元 5 0 1', '3 号楼 2 单元 〔门牌〕'],
    ['3楼501', '3楼〔门牌〕'],
    ['我住501，楼上602太吵', '我住〔门牌〕，楼上〔门牌〕太吵'],
    ['302户主', '〔门牌〕户主'],
    ['五零一的老太太', '〔门牌〕的老太太'],
    ['3号楼2单元501漏到401了', '3号楼2单元〔门牌〕漏到〔门牌〕了'],
    ['找不到501的人', '找不到〔门牌〕的人'],
    ['3号楼漏水，501和1203都淹了', '3号楼漏水，〔门牌〕和〔门牌〕都淹了'],
    ['3号楼5楼东户', '3号楼5楼〔门牌〕'],
    ['abc.def@qq.com', '〔邮箱〕'],
    ['ａｂｃ＠ｑｑ．ｃｏｍ', '〔邮箱〕'],
    ['abc123 # qq.com', '〔邮箱〕'],
    ['微信号：abc_123', '微信号：〔微信号〕'],
    ['加我微信 abc123', '加我微信 〔微信号〕'],
    ['微信 abc_12345A13812345678', '微信 〔微信号〕'],
    ['vx:abc123', 'vx:〔微信号〕'],
    ['V信 abc-12345', 'V信 〔微信号〕'],
    ['薇信：zhang_88', '薇信：〔微信号〕'],
    ['加V：abc12345', '加V：〔微信号〕'],
    ['wxid_abcdefgh12345', '〔微信号〕'],
  ])('%s → %s', (text, fit) => {
    expect(redact(text)).toBe(fit)
  })

  it.each([
    '#128 什么时候好',
    '有危险打110、119、120，急事12345，银行95588',
    '燃气抢修400-820-8820',
    '2026-11-23 13:00-15:30 停水',
    '6月3日(周三) 15:00',
    '20261123',
    '20261123 1500',
    '13:00-15:30 18:00-20:00 9:00',
    '19.9/29.9/39.9/49元',
    '1、3、5、7、9、10、11、12号楼',
    '5号楼到8号楼，3号楼2单元',
    '电表12345678度，水费3000-5000元',
    '2024-2026年',
    '3号楼120来了',
    '3号楼停水涉及120户',
    '501路公交，3号楼1200元一个月',
    '微信群里说了，用微信支付500',
    '第1234号文件',
    '接单请发 /受理 128',
    '#101 向阳小区3号楼\n可以：/受理 101 · /上报 101 原因',
    '3号楼2单元，第1203号，1500元，101人，10:15',
    '202',
    '3网格和网格5',
    '@小格 在吗',
  ])('%s stays', (text) => {
    expect(redact(text)).toBe(text)
  })

  it.each(DISGUISES)('%s does not keep %s', (text, secret) => {
    const fit = redact(text)
    expect(fit).not.toContain(secret)
    expect(fit).toMatch(/〔/)
    expect(redact(fit)).toBe(fit)
  })

  it.each(INNOCENTS)('%s is innocent', (text) => {
    expect(redact(text)).toBe(text)
  })

  it.each([
    ['12幢1单元11楼2号', '12幢1单元11楼〔门牌〕'],
    ['A座1603没水', 'A座〔门牌〕没水'],
    ['2单元5-1漏水', '2单元〔门牌〕漏水'],
    ['501的老王', '〔门牌〕的老王'],
    ['5楼02室', '5楼〔门牌〕'],
    ['顶楼西户漏水', '顶楼〔门牌〕漏水'],
    ['138加1234加5678找我', '〔电话〕找我'],
    ['电话： 3 8 8 8 6 6 6 6', '电话： 〔电话〕'],
    ['身份证 110105 1949 1231 0021', '身份证 〔证件号〕'],
    ['浙A★12345挡道', '〔车牌〕挡道'],
    ['v❤ lily8866', 'v❤ 〔微信号〕'],
    ['lily8866 at qq点com', '〔邮箱〕'],
  ])('%s → %s, and no more than that', (text, fit) => {
    expect(redact(text)).toBe(fit)
  })

  it.each(NAMED)('%s names nobody when names are asked for, not even %s', (text, name) => {
    const fit = redact(text, [], { names: true })
    expect(fit).not.toContain(name)
    expect(fit).toContain('〔某人〕')
    expect(redact(fit, [], { names: true })).toBe(fit)
  })

  it.each(NOBODY)('%s names no resident', (text) => {
    expect(redact(text, [], { names: true })).toBe(text)
  })

  it('leaves names where they are not asked for', () => {
    expect(redact('李建国家漏水，问小李13800138000')).toBe('李建国家漏水，问小李〔电话〕')
  })

  it.each([
    ['a mobile', mobile],
    ['an identity number', identity],
    ['a bank card', bankCard],
    ['a landline', landline],
  ] as const)('%s survives nowhere in plain writing, twice in one text', (_, numbers) => {
    fc.assert(
      fc.property(numbers, numbers, around, around, around, (one, two, before, between, after) => {
        const left = plainDigits(redact(`${before}${one}${between || '和'}${two}${after}`))
        expect(left).not.toContain(plainDigits(one))
        expect(left).not.toContain(plainDigits(two))
      }),
      { numRuns: 150 },
    )
  })

  it('a mobile survives in no disguise', () => {
    fc.assert(
      fc.property(
        mobile.chain((number) => fc.tuple(fc.constant(number), disguised(number))),
        around,
        around,
        (planted, before, after) => {
          const [number, written] = planted
          expect(plainDigits(redact(`${before}${written}${after}`))).not.toContain(number)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('an identity number survives in no disguise', () => {
    fc.assert(
      fc.property(
        identity.chain((number) => fc.tuple(fc.constant(number), disguised(number))),
        around,
        (planted, before) => {
          const [number, written] = planted
          expect(plainDigits(redact(`${before}${written}，谢谢`))).not.toContain(number.slice(0, 17))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('a number plate survives nowhere', () => {
    fc.assert(
      fc.property(
        plate,
        around,
        around,
        fc.constantFrom('', '·', ' ', '-'),
        fc.boolean(),
        (number, before, after, gap, wide) => {
          const written = `${number.slice(0, 2)}${gap}${number.slice(2)}`
          const typed = wide
            ? written.replace(/[A-Z0-9]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
            : written
          expect(redact(`${before}${typed}${after}`).normalize('NFKC')).not.toContain(number.slice(2))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('a door survives nowhere, and the building and the entrance stay', () => {
    const door = fc
      .tuple(fc.integer({ min: 1, max: 33 }), fc.integer({ min: 1, max: 6 }))
      .map(([floor, at]) => floor * 100 + at)
    const number = fc.integer({ min: 1, max: 30 })
    fc.assert(
      fc.property(
        number,
        number,
        door.filter((value) => ![110, 119, 120, 114, 122].includes(value)),
        fc.constantFrom('', '室', '号房'),
        fc.constantFrom('号楼', '栋', '#', '幢'),
        (building, unit, home, word, of) => {
          const ahead = `${building}${of}${unit}单元`
          expect(redact(`${ahead}${home}${word}漏水`)).toBe(`${ahead}〔门牌〕漏水`)
          expect(redact(`${building}-${unit}-${home}漏水`)).toBe(`${building}-${unit}-〔门牌〕漏水`)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('leaves whatever is like it and harmless as it is', () => {
    const upTo = (max: number) => fc.integer({ min: 1, max })
    const harmless = fc.oneof(
      upTo(99999).map((number) => `#${number}`),
      fc
        .tuple(upTo(12), upTo(28), fc.integer({ min: 10, max: 23 }), fc.integer({ min: 10, max: 59 }))
        .map(([m, d, h, s]) => `${m}月${d}日(周三) ${h}:${s}`),
      fc
        .tuple(fc.integer({ min: 2020, max: 2039 }), fc.integer({ min: 10, max: 12 }), fc.integer({ min: 10, max: 28 }))
        .map((date) => date.join('-')),
      fc.tuple(upTo(9999), upTo(99)).map(([yuan, fen]) => `${yuan}.${fen}元`),
      fc.constantFrom('110', '119', '120', '122', '12345', '95588', '10086', '400-820-8820', '4008208820'),
      fc.tuple(upTo(99), upTo(9)).map(([building, unit]) => `${building}号楼${unit}单元`),
      fc.tuple(upTo(49), fc.integer({ min: 50, max: 99 })).map(([first, last]) => `${first}、${last}号楼`),
      upTo(999).map((number) => `/受理 ${number}`),
      upTo(33).map((number) => `${number}楼`),
    )
    fc.assert(
      fc.property(fc.array(harmless, { minLength: 1, maxLength: 5 }), (parts) => {
        const text = parts.join('，然后')
        expect(redact(text)).toBe(text)
      }),
      { numRuns: 200 },
    )
  })

  it('a second time changes nothing, and no text makes it throw', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            around,
            mobile,
            plate,
            fc.string({ unit: 'binary', maxLength: 20 }),
            fc.constantFrom(
              '微信',
              '号',
              '室',
              '-',
              '住',
              '@',
              '.',
              '501',
              '的',
              '单元',
              '楼',
              '老王',
              '李建国',
              '加',
              '户',
            ),
          ),
        ),
        (parts) => {
          const once = redact(parts.join(''))
          expect(redact(once)).toBe(once)
          const unnamed = redact(once, [], { names: true })
          expect(redact(unnamed, [], { names: true })).toBe(unnamed)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('tells the kind and the place in the text as it is written', () => {
    const text = '住3号楼５０１，𠮷电话：１３８　００１３　８０００。'
    expect(findPersonal(text).map(({ kind, from, to }) => [kind, text.slice(from, to)])).toEqual([
      ['door', '５０１'],
      ['mobile', '１３８　００１３　８０００'],
    ])
  })

  it('leaves an office its landline and the number of a file, but nobody’s mobile', () => {
    expect(redact('问0571-88886666，编号20260603001，老李13800138000', OFFICE)).toBe(
      '问0571-88886666，编号20260603001，老李〔电话〕',
    )
  })

  it('takes time in proportion to the length', () => {
    const bits = [
      '1',
      '1.',
      '(0',
      '138 ',
      '1一',
      '丶1',
      '住501',
      '2单元5-1 ',
      'a.',
      '微信:',
      '京A',
      '5楼东户',
      '501的老王',
      '王伟',
    ]
    for (const bit of bits) {
      const time = (length: number) => {
        const text = bit.repeat(length / bit.length)
        return timeOf(() => redact(text, [], { names: true }), 1)
      }
      time(5_000)
      // Quadratic work would take 20 s for the longer one; the bound is generous for a busy machine.
      expect(time(50_000), bit).toBeLessThan(1_500)
    }
  })
})
