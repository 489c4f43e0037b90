import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeText } from '../../src/understanding/place-reading.ts'
import { readPlace } from '../../src/understanding/read-place.ts'
import { timeOf } from '../processor-time.ts'

const read = (text: string) => {
  const place = readPlace(text)
  return place ? placeText(place) : undefined
}

const chinese = (number: number): string => {
  const [tens, ones] = [Math.trunc(number / 10), number % 10]
  const digit = (value: number) => '零一二三四五六七八九'.charAt(value)
  return `${tens > 1 ? digit(tens) : ''}${tens > 0 ? '十' : ''}${ones > 0 ? digit(ones) : ''}`
}
const formal = (number: number) =>
  chinese(number).replace(/./g, (sign) => '壹贰叁肆伍陆柒捌玖拾'['一二三四五六七八九十'.indexOf(sign)] ?? sign)
const fullWidth = (number: number) =>
  String(number).replace(/./g, (sign) => '０１２３４５６７８９'.charAt(Number(sign)))

describe('where something is, read from what people write', () => {
  it.each([
    ['3号楼2单元楼道灯不亮', '3号楼2单元 楼道'],
    ['向阳小区3号楼2单元5楼 东门', '向阳小区3号楼2单元5楼 东门'],
    ['三栋漏水', '3号楼'],
    ['3＃楼', '3号楼'],
    ['3#2-501漏水', '3号楼2单元5楼'],
    ['叁号楼', '3号楼'],
    ['３号楼', '3号楼'],
    ['3️⃣号楼', '3号楼'],
    ['③号楼', '3号楼'],
    ['3號樓2單元', '3号楼2单元'],
    ['3 号 楼 2 单元', '3号楼2单元'],
    ['3-2-501', '3号楼2单元5楼'],
    ['3号楼2单元501', '3号楼2单元5楼'],
    ['3号楼2单元1203漏水', '3号楼2单元12楼'],
    ['3栋501', '3号楼5楼'],
    ['3号2单元', '3号楼2单元'],
    ['3楼2单元', '3号楼2单元'],
    ['3楼501', '3号楼5楼'],
    ['5楼501', '5楼'],
    ['1、2号楼停水', '1、2号楼'],
    ['1 2号楼停水', '1、2号楼'],
    ['5到8栋', '5、6、7、8号楼'],
    ['七八栋之间', '7、8号楼'],
    ['3号和5号之间', '3、5号楼'],
    ['3号楼门口', '3号楼'],
    ['住3号', '3号楼'],
    ['3单元', '3单元'],
    ['二门堵了', '2单元'],
    ['3号楼二门五楼', '3号楼2单元5楼'],
    ['五楼', '5楼'],
    ['5层', '5楼'],
    ['负一楼', '负1楼'],
    ['地下二层车库', '负2楼 车库'],
    ['B1停车场', '负1楼 停车场'],
    ['顶楼漏水', '顶楼'],
    ['501室', '5楼'],
    ['五零一室', '5楼'],
    ['502业主', '5楼'],
    ['东门', '东门'],
    ['西北角', '西北角'],
    ['小广场', '小广场'],
    ['地下车库', '地下车库'],
    ['车棚', '车棚'],
    ['快递柜', '快递柜'],
    ['公交站', '公交站'],
    ['垃圾站', '垃圾站'],
    ['电梯口', '电梯口'],
    ['大门口', '大门口'],
    ['幼儿园门口', '幼儿园门口'],
    ['健身器材那', '健身器材'],
    ['A座楼下', 'A座'],
    ['三号门进不来', '三号门'],
    ['我们新桥家园二期7号楼电梯坏了', '新桥家园二期7号楼'],
    ['我住和平里小区2栋', '和平里小区2号楼'],
    ['平安里3号楼', '平安里3号楼'],
    ['春和里5栋', '春和里5号楼'],
    ['文苑5幢', '文苑5号楼'],
    ['我家在学院路小区', '学院路小区'],
    ['3号楼和向阳小区', '向阳小区3号楼'],
    ['3网格5号楼', '5号楼'],
  ])('%s → %s', (text, place) => {
    expect(read(text)).toBe(place)
  })

  it.each([
    '3号下午来',
    '6月3号停水',
    '6.18大促',
    '3点半',
    '500元',
    '13800138000',
    '0571-88886666',
    '我妈80岁',
    '5路公交，501路也行',
    '3室2厅',
    '三年级二班',
    '超市3楼的菜',
    '3楼说得对',
    '一栋楼',
    '两栋楼',
    '5层纱布',
    '拉了两层窗帘',
    '取件码8-3-2201',
    '希望小区多一点树',
    '看人家小区，同事小区',
    '#128 什么时候好',
    '全小区停电',
    '这个老旧小区',
    '广场舞太吵',
    '6号线',
    '第二单元考试',
    '一门心思',
    '两门课',
    '三门冰箱',
    '维生素b1',
    '7座车',
    '',
  ])('“%s” names no place', (text) => {
    expect(read(text)).toBeUndefined()
  })

  it('reads every number from 1 to 99 in every written form', () => {
    const forms = [String, fullWidth, chinese, formal]
    for (let number = 1; number <= 99; number++) {
      for (const form of forms) {
        const written = form(number)
        for (const word of ['号楼', '栋', '幢', '#', '＃楼', '栋楼', ' 号楼', '號樓']) {
          // 一栋楼 counts buildings.
          if (/^[一两壹]$/.test(written) && word === '栋楼') continue
          const at = `${written}${word}`
          expect([at, readPlace(at)?.buildings]).toEqual([at, [number]])
          expect([at, readPlace(`${at}2单元漏水`)]).toMatchObject([at, { buildings: [number], unit: 2 }])
        }
        expect([written, readPlace(`${written}单元`)?.unit]).toEqual([written, number])
        expect([written, readPlace(`${written}号2单元`)?.buildings]).toEqual([written, [number]])
        if (number <= 60) expect([written, readPlace(`住${written}楼`)?.floor]).toEqual([written, number])
      }
    }
  })

  it('reads a full address from its parts, whatever they are', () => {
    const number = fc.integer({ min: 1, max: 30 })
    fc.assert(
      fc.property(number, number, number, fc.integer({ min: 1, max: 8 }), (building, unit, floor, at) => {
        const door = `${floor}0${at}`
        for (const text of [
          `${building}号楼${unit}单元${door}`,
          `${building}-${unit}-${door}`,
          `${building}栋${unit}单元${floor}层`,
        ]) {
          expect(readPlace(`${text}漏水`)).toEqual({
            buildings: [building],
            unit,
            floor,
            spots: [],
            compound: undefined,
          })
        }
      }),
      { numRuns: 50 },
    )
  })

  it('never throws, and what it says it reads again', () => {
    const bits = fc.constantFrom(
      '3',
      '十',
      '号',
      '楼',
      '#',
      '-',
      '、',
      '单元',
      '向阳小区',
      '第',
      '栋',
      ' ',
      '东门',
      '501',
      '负',
      '住',
      '和',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(bits, fc.string({ unit: 'binary' }))), (parts) => {
        const place = readPlace(parts.join(''))
        if (place && place.buildings.length > 0)
          expect(readPlace(placeText({ ...place, spots: [], compound: undefined }))?.buildings).toEqual(place.buildings)
      }),
      { numRuns: 200 },
    )
  })

  it('is quick whatever is written', () => {
    for (const bit of [
      '3',
      '三',
      '1、',
      '3-',
      '三号',
      '3号楼',
      '3-2-501',
      '住501',
      '3号和',
      '向阳',
      '小区',
      '1/',
      '幺',
      '门口',
      '网格3',
    ]) {
      const text = bit.repeat(10_000 / bit.length)
      expect(
        timeOf(() => readPlace(text)),
        bit,
      ).toBeLessThan(20)
    }
  })
})
