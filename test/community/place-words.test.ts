import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namesOf, readPlaceWords } from '../../src/community/place-words.ts'

const compounds = [
  { id: 1, name: '向阳小区' },
  { id: 1, name: '向阳院' },
  { id: 2, name: '新桥' },
  { id: 3, name: '新桥二期' },
]
const buildings = [{ id: 70, name: '沿街商住楼' }]
const read = (text: string) => readPlaceWords(text, namesOf(compounds), namesOf(buildings))
const nothing = { compounds: [], buildings: [], numbers: [], grids: [] }

describe('places in words', () => {
  it.each<[string, Partial<typeof nothing> | object]>([
    ['3号楼2单元楼道灯不亮', { numbers: [3] }],
    ['３号楼门口', { numbers: [3] }],
    ['三号楼', { numbers: [3] }],
    ['十二号楼下水堵了', { numbers: [12] }],
    ['3栋', { numbers: [3] }],
    ['3 幢', { numbers: [3] }],
    ['3#2单元', { numbers: [3] }],
    ['3＃楼', { numbers: [3] }],
    ['13号楼', { numbers: [13] }],
    ['3、4号楼之间', { numbers: [3, 4] }],
    ['三号和五号楼', { numbers: [3, 5] }],
    ['3号到5号楼', { numbers: [3, 4, 5] }],
    ['3-5号楼停水', { numbers: [3, 4, 5] }],
    ['1-400号楼', { numbers: [1, 400] }],
    ['向阳小区3号楼', { compounds: [1], numbers: [3] }],
    ['向阳 小区 的 3 号楼', { compounds: [1], numbers: [3] }],
    ['向阳院3-2-501漏水', { compounds: [1], numbers: [3] }],
    ['向阳小区3号2单元', { compounds: [1], numbers: [3] }],
    ['向阳小区3号停水', { compounds: [1] }],
    ['新桥二期2号楼', { compounds: [3], numbers: [2] }],
    ['新桥和新桥二期', { compounds: [3, 2] }],
    ['沿街商住楼后面', { buildings: [70] }],
    ['3网格', { grids: [3] }],
    ['第三网格', { grids: [3] }],
    ['三号网格', { grids: [3] }],
    ['网格3', { grids: [3] }],
    ['网格 12 门口', { grids: [12] }],
    ['3网格5号楼', { grids: [3], numbers: [5] }],
    ['网格3号楼', { numbers: [3] }],
    ['网格13号楼', { numbers: [13] }],
    ['3號樓', { numbers: [3] }],
    ['叁号楼', { numbers: [3] }],
    ['3-2-501', { numbers: [3] }],
    ['3楼2单元', { numbers: [3] }],
    ['3号2单元', { numbers: [3] }],
    ['七八栋之间', { numbers: [7, 8] }],
    ['3号和5号之间', { numbers: [3, 5] }],
    ['1 2号楼', { numbers: [1, 2] }],
    ['新桥3号楼2单元501', { compounds: [2], numbers: [3] }],
  ])('%s', (text, found) => {
    expect(read(text)).toEqual({ ...nothing, ...found })
  })

  it.each([
    '',
    '住3楼',
    '6月3号停水',
    '#128 什么时候好',
    '第128号',
    '501室',
    '电话13800138000',
    '下午3点',
    '网格员在吗',
    '楼道灯不亮',
    '一栋楼',
    '3-501元',
    '2026-11-23',
  ])('“%s” names no place', (text) => {
    expect(read(text)).toEqual(nothing)
  })

  it('never throws, whatever is written', () => {
    const bits = fc.constantFrom(
      '3',
      '十',
      '号',
      '楼',
      '#',
      '-',
      '、',
      '网格',
      '向阳小区',
      '新桥',
      '第',
      '栋',
      ' ',
      '\u0001',
      '零',
      '百',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(bits, fc.string({ unit: 'binary' }))), (parts) => void read(parts.join(''))),
    )
  })

  it('finds any number of a building, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.constantFrom('号楼', '栋', '幢', '#'), (number, word) => {
        expect(read(`在${number}${word}门口`).numbers).toEqual([number])
      }),
    )
  })
})
