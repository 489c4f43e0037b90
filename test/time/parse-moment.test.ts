import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDay, formatMoment } from '../../src/time/format.ts'
import { findMoment, parseMoment } from '../../src/time/parse-moment.ts'
import { shanghai, startOfDay } from '../../src/time/shanghai.ts'
import { timeOf } from '../processor-time.ts'

/** A Wednesday, three in the afternoon. */
const now = shanghai(2026, 6, 3, 15, 0)

/** What was understood, as people would read it back: with a time only where one was said. */
function readBack(text: string, at = now): string | undefined {
  const moment = parseMoment(text, at)
  if (!moment) return undefined
  return moment.hasTime ? formatMoment(moment.at, at) : formatDay(moment.at, at)
}

describe('dates', () => {
  it.each([
    ['6月10日', '6月10日(周三)'],
    ['6月10号', '6月10日(周三)'],
    ['6月10', '6月10日(周三)'],
    ['六月十日', '6月10日(周三)'],
    ['十二月三十一号', '12月31日(周四)'],
    ['６月１０日', '6月10日(周三)'],
    ['6/10', '6月10日(周三)'],
    ['6.10', '6月10日(周三)'],
    ['6.5 等材料', '6月5日(周五)'],
    ['06/05', '6月5日(周五)'],
    ['2026-06-10', '6月10日(周三)'],
    ['2026/6/10', '6月10日(周三)'],
    ['2026.6.10', '6月10日(周三)'],
    ['2026年6月10日', '6月10日(周三)'],
    ['26年6月10日', '6月10日(周三)'],
    ['二〇二六年六月十日', '6月10日(周三)'],
    ['2027年6月10日', '2027年6月10日(周四)'],
    ['明年3月1日', '2027年3月1日(周一)'],
    ['今年10月1日', '10月1日(周四)'],
    ['2028-02-29', '2028年2月29日(周二)'],
    ['10日', '6月10日(周三)'],
    ['10号', '6月10日(周三)'],
    ['十号', '6月10日(周三)'],
    ['3号', '6月3日(周三)'],
    ['2号', '7月2日(周四)'],
    ['31号', '7月31日(周五)'],
    ['10号去看', '6月10日(周三)'],
    ['10號', '6月10日(周三)'],
    ['本月10日', '6月10日(周三)'],
    ['这个月10号', '6月10日(周三)'],
    ['下月5号', '7月5日(周日)'],
    ['下个月5号', '7月5日(周日)'],
    ['月底', '6月30日(周二)'],
    ['本月底', '6月30日(周二)'],
    ['下个月底', '7月31日(周五)'],
    ['6月底', '6月30日(周二)'],
    ['12月底', '12月31日(周四)'],
    ['年底', '12月31日(周四)'],
    ['6月10日(周三)', '6月10日(周三)'],
    ['6月10日（星期三）', '6月10日(周三)'],
    ['6月10日周三', '6月10日(周三)'],
  ])('%s is %s', (text, expected) => {
    expect(readBack(text)).toBe(expected)
  })

  it.each([
    ['昨天', '6月2日(周二)'],
    ['前天', '6月1日(周一)'],
    ['今天', '6月3日(周三)'],
    ['今日', '6月3日(周三)'],
    ['明天', '6月4日(周四)'],
    ['明日', '6月4日(周四)'],
    ['明儿', '6月4日(周四)'],
    ['后天', '6月5日(周五)'],
    ['後天', '6月5日(周五)'],
    ['大后天', '6月6日(周六)'],
    ['周五', '6月5日(周五)'],
    ['星期五', '6月5日(周五)'],
    ['礼拜五', '6月5日(周五)'],
    ['週五', '6月5日(周五)'],
    ['周日', '6月7日(周日)'],
    ['星期天', '6月7日(周日)'],
    ['周一', '6月8日(周一)'],
    ['周二', '6月9日(周二)'],
    ['周三', '6月10日(周三)'],
    ['周5', '6月5日(周五)'],
    ['本周日', '6月7日(周日)'],
    ['本周一', '6月1日(周一)'],
    ['这周五', '6月5日(周五)'],
    ['上周三', '5月27日(周三)'],
    ['下周一', '6月8日(周一)'],
    ['下周三', '6月10日(周三)'],
    ['下个星期三', '6月10日(周三)'],
    ['下周日', '6月14日(周日)'],
    ['下下周三', '6月17日(周三)'],
  ])('%s is %s, said on a Wednesday', (text, expected) => {
    expect(readBack(text)).toBe(expected)
  })

  it.each([
    [shanghai(2026, 6, 7, 10, 0), '下周一', '6月8日(周一)'],
    [shanghai(2026, 6, 7, 10, 0), '本周一', '6月1日(周一)'],
    [shanghai(2026, 6, 7, 10, 0), '周一', '6月8日(周一)'],
    [shanghai(2026, 6, 8, 10, 0), '下周日', '6月21日(周日)'],
    [shanghai(2026, 12, 30, 10, 0), '周五', '2027年1月1日(周五)'],
  ])('at %s %s is %s: the week begins on Monday', (at, text, expected) => {
    expect(readBack(text, at)).toBe(expected)
  })
})

describe('a date without a year', () => {
  it.each([
    [shanghai(2026, 11, 23), '6月10日', '2027年6月10日(周四)'],
    [shanghai(2026, 11, 23), '6/10', '2027年6月10日(周四)'],
    [shanghai(2026, 11, 23), '11月22日', '11月22日(周日)'],
    [shanghai(2026, 11, 23), '10月24日', '10月24日(周六)'],
    [shanghai(2026, 11, 23), '10月23日', '2027年10月23日(周六)'],
    [shanghai(2026, 11, 23), '12月31日', '12月31日(周四)'],
    [shanghai(2026, 11, 23), '1月1日', '2027年1月1日(周五)'],
    [shanghai(2026, 11, 23), '31号', '12月31日(周四)'],
    [shanghai(2026, 12, 23), '2号', '2027年1月2日(周六)'],
    [shanghai(2026, 12, 23), '下月2号', '2027年1月2日(周六)'],
    [shanghai(2027, 11, 23), '2月29日', '2028年2月29日(周二)'],
    // The weekday says which year was meant, where the rule alone would have said next year.
    [shanghai(2026, 11, 23), '6月10日(周三)', '6月10日(周三)'],
  ])('at %s %s is %s', (at, text, expected) => {
    expect(readBack(text, at)).toBe(expected)
  })
})

describe('times', () => {
  it.each([
    ['15:30', '6月3日(周三) 15:30'],
    ['15：30', '6月3日(周三) 15:30'],
    ['１５：３０', '6月3日(周三) 15:30'],
    ['15:30:20', '6月3日(周三) 15:30'],
    ['24:00', '6月4日(周四) 00:00'],
    ['00:10', '6月3日(周三) 00:10'],
    ['15时30分', '6月3日(周三) 15:30'],
    ['15点30', '6月3日(周三) 15:30'],
    ['九点', '6月3日(周三) 09:00'],
    ['9点整', '6月3日(周三) 09:00'],
    ['9点一刻', '6月3日(周三) 09:15'],
    ['9点三刻', '6月3日(周三) 09:45'],
    ['九点零五', '6月3日(周三) 09:05'],
    ['九点十五分', '6月3日(周三) 09:15'],
    ['九点二十', '6月3日(周三) 09:20'],
    ['三点半', '6月3日(周三) 15:30'],
    ['3點半', '6月3日(周三) 15:30'],
    ['3:30', '6月3日(周三) 15:30'],
    ['03:30', '6月3日(周三) 03:30'],
    ['三点钟', '6月3日(周三) 15:00'],
    ['一点半', '6月3日(周三) 13:30'],
    ['凌晨2点', '6月3日(周三) 02:00'],
    ['早上8点', '6月3日(周三) 08:00'],
    ['上午10点', '6月3日(周三) 10:00'],
    ['中午12点', '6月3日(周三) 12:00'],
    ['中午1点', '6月3日(周三) 13:00'],
    ['下午3点', '6月3日(周三) 15:00'],
    ['下午三点二十分', '6月3日(周三) 15:20'],
    ['下午15:30', '6月3日(周三) 15:30'],
    ['下午3:30', '6月3日(周三) 15:30'],
    ['傍晚6点', '6月3日(周三) 18:00'],
    ['晚上8点', '6月3日(周三) 20:00'],
    ['晚8点', '6月3日(周三) 20:00'],
    ['晚上12点', '6月4日(周四) 00:00'],
  ])('%s is %s', (text, expected) => {
    expect(readBack(text)).toBe(expected)
  })

  it.each([
    ['周五15:00', '6月5日(周五) 15:00'],
    ['周五 下午3点', '6月5日(周五) 15:00'],
    ['周三16:00', '6月3日(周三) 16:00'],
    ['周三15:00', '6月10日(周三) 15:00'],
    ['周三9:00', '6月10日(周三) 09:00'],
    ['明早9点', '6月4日(周四) 09:00'],
    ['明晚7点半', '6月4日(周四) 19:30'],
    ['今晚8点', '6月3日(周三) 20:00'],
    ['今晚12点半', '6月4日(周四) 00:30'],
    ['昨晚10点', '6月2日(周二) 22:00'],
    ['今天9点', '6月3日(周三) 09:00'],
    ['明天的9点', '6月4日(周四) 09:00'],
    ['明天，上午十点', '6月4日(周四) 10:00'],
    ['明天中午', '6月4日(周四) 12:00'],
    ['明天下班前', '6月4日(周四) 18:00'],
    ['10号下午3点', '6月10日(周三) 15:00'],
    ['6月10日 15:30', '6月10日(周三) 15:30'],
    ['6月10日15点', '6月10日(周三) 15:00'],
    ['6/10 9:00', '6月10日(周三) 09:00'],
    ['6.10下午2:30', '6月10日(周三) 14:30'],
    ['2026-06-10 15:00', '6月10日(周三) 15:00'],
    ['2026-06-10T15:00', '6月10日(周三) 15:00'],
    ['三天后下午3点', '6月6日(周六) 15:00'],
    ['６月１０日　１５：３０', '6月10日(周三) 15:30'],
  ])('%s is %s', (text, expected) => {
    expect(readBack(text)).toBe(expected)
  })
})

describe('so long from now', () => {
  it.each([
    ['半小时后', '6月3日(周三) 15:30'],
    ['半个小时后', '6月3日(周三) 15:30'],
    ['2小时后', '6月3日(周三) 17:00'],
    ['两个小时之内', '6月3日(周三) 17:00'],
    ['一个半小时后', '6月3日(周三) 16:30'],
    ['1.5小时内', '6月3日(周三) 16:30'],
    ['1小时30分钟后', '6月3日(周三) 16:30'],
    ['一刻钟后', '6月3日(周三) 15:15'],
    ['30分钟内', '6月3日(周三) 15:30'],
    ['三十分钟以内', '6月3日(周三) 15:30'],
    ['３０分鐘後', '6月3日(周三) 15:30'],
    ['24小时内', '6月4日(周四) 15:00'],
    ['三天后', '6月6日(周六)'],
    ['3天内', '6月6日(周六)'],
    ['3日内', '6月6日(周六)'],
    ['一周内', '6月10日(周三)'],
    ['两周后', '6月17日(周三)'],
    ['两个星期后', '6月17日(周三)'],
    ['半个月后', '6月18日(周四)'],
    ['一个月内', '7月3日(周五)'],
    ['七个月后', '2027年1月3日(周日)'],
  ])('%s is %s', (text, expected) => {
    expect(readBack(text)).toBe(expected)
  })

  it('ends with the month where it has no such day', () => {
    expect(readBack('一个月后', shanghai(2026, 1, 31, 9, 0))).toBe('2月28日(周六)')
  })
})

describe('what is no date, or cannot be one, or would be a guess', () => {
  it.each([
    ...['2月30日', '2026-02-29', '2月29日', '13月1日', '6月31号', '0月5日', '明年2月29日', '本月31号'],
    ...['25:00', '24:30', '12:60', '25点', '9点60分', '明天25:00', '6月10日 9点75', '上午15点', '下午22点', '凌晨9点'],
    ...['6月10日周五', '6月10日(周四) 15:00', '明天周五', '晚上1点', '今晚2点'],
    ...[
      '国庆节后',
      '春节前',
      '周末',
      '下周',
      '6月中旬',
      '月初',
      '下午',
      '明年',
      '半天后',
      '三四天后',
      '3个工作日内',
      '过几天',
    ],
    ...[
      '3号楼',
      '10号楼2单元',
      '3号 2单元灯不亮',
      '3号，2单元',
      '5号变压器',
      '128号',
      '第3号',
      '#128',
      '3栋',
      '12栋',
      '10号线',
    ],
    ...['3.5元', '3.5 元', '1.2米', '6.10元', '1.2.3', '12.5度', '5.8公里'],
    ...['13812345678', '0571-88886666', '10086', '2026', '6', '128', '6-10', '1/2号楼', '24/7', '3/4的人'],
    ...['3点建议', '两点意见', '三点要求', '3点 建议如下', '一点', '一点儿', '有点吵', '三点：第一'],
    ...[
      '6月3次',
      '6月10人',
      '十月二十多个',
      '一日三餐',
      '3日游',
      '周围',
      '星期',
      '每周三',
      '',
      '   ',
      '灯不亮',
      '/',
      '：',
    ],
  ])('"%s"', (text) => {
    expect(readBack(text)).toBeUndefined()
  })
})

describe('what stands around it', () => {
  it.each([
    ['6月10日 等材料', '6月10日', '等材料'],
    ['  明天，等配件', '明天', '等配件'],
    ['6月10日前完成', '6月10日前', '完成'],
    ['周五前', '周五前', ''],
    ['周五之前修好', '周五之前', '修好'],
    ['今天之内修好', '今天之内', '修好'],
    ['本周五内', '本周五内', ''],
    ['今天内墙渗水', '今天', '内墙渗水'],
    ['6月10日前门坏了', '6月10日', '前门坏了'],
    ['周五下午4点前恢复供水', '周五下午4点前', '恢复供水'],
    ['明早9点左右 门口见', '明早9点左右', '门口见'],
    ['９：３０　开会Ａ', '９：３０', '开会Ａ'],
    ['今天3点建议', '今天', '3点建议'],
    ['今天一点水都没有', '今天', '一点水都没有'],
    ['9:00-11:00', '9:00', '-11:00'],
  ])('%s', (text, read, rest) => {
    expect(parseMoment(text, now)).toMatchObject({ read, rest })
  })

  it.each([
    ['明天下午来', '下午', '来'],
    ['明晚来看', '晚', '来看'],
    ['周五上午', '上午', ''],
    ['周五', undefined, ''],
    ['周五上午9点', undefined, ''],
  ])('%s: a part of the day without an hour is told', (text, partOfDay, rest) => {
    expect(parseMoment(text, now)).toMatchObject({ partOfDay, rest })
  })
})

it('leaves the hour of a bare date to the caller', () => {
  expect(parseMoment('6月10日', now)?.at).toEqual(shanghai(2026, 6, 10))
  expect(parseMoment('6月10日', now, { minutesWithoutTime: 18 * 60 })?.at).toEqual(shanghai(2026, 6, 10, 18, 0))
  expect(parseMoment('6月10日 9:00', now, { minutesWithoutTime: 18 * 60 })?.at).toEqual(shanghai(2026, 6, 10, 9, 0))
  expect(parseMoment('3天内', now, { minutesWithoutTime: 18 * 60 })?.at).toEqual(shanghai(2026, 6, 6, 18, 0))
})

describe('found in running words', () => {
  it.each([
    ['请在6月10日前修好', '请在', '6月10日前', '6月10日(周三) 00:00'],
    ['时间：6月10日 15:30，地点：门口', '时间：', '6月10日 15:30', '6月10日(周三) 15:30'],
    ['时间：15:30', '时间：', '15:30', '6月3日(周三) 15:30'],
    ['3号楼2单元灯不亮，明天下午3点上门', '3号楼2单元灯不亮，', '明天下午3点', '6月4日(周四) 15:00'],
    ['#128 明天', '#128 ', '明天', '6月4日(周四) 00:00'],
    ['打13812345678，今晚8点', '打13812345678，', '今晚8点', '6月3日(周三) 20:00'],
    ['幸福路10号，后天来', '幸福路10号，', '后天', '6月5日(周五) 00:00'],
    ['我提三点意见，周五前答复', '我提三点意见，', '周五前', '6月5日(周五) 00:00'],
    ['预计周五下午4点前恢复供水', '预计', '周五下午4点前', '6月5日(周五) 16:00'],
    ['最晚9点，停电', '最晚', '9点', '6月3日(周三) 09:00'],
    ['楼上周五吵', '楼上', '周五', '6月5日(周五) 00:00'],
    ['6.10日交工', '', '6.10日', '6月10日(周三) 00:00'],
    ['涨了3.5元，2小时后停水', '涨了3.5元，', '2小时后', '6月3日(周三) 17:00'],
    ['附近15:30停水', '附近', '15:30', '6月3日(周三) 15:30'],
  ])('%s', (text, before, read, expected) => {
    const found = findMoment(text, now)
    expect(found).toMatchObject({ before, read })
    expect(found && formatMoment(found.at, now)).toBe(expected)
  })

  it.each([
    ...['', '灯不亮', '3号楼2单元301', '阳光小区 3号 漏水', '幸福路10号', '家住10号，漏水', '地址：10号'],
    ...['电话13812345678', '0571-88886666', '价格3.5元', '电表12.5度', '#128', '第3日', '比分3:2', 'v1.2.3'],
    ...[
      '每天早上8点都堵',
      '每天早上8点，很堵',
      '每天晚上 8:30 停水',
      '每周三9点',
      '每晚10点',
      '天天晚上11点吵',
      '工作日9点',
      '两周一次',
      '周一至周五都堵',
      '一日三餐',
    ],
    ...[
      '我提三点建议',
      '我有两点',
      '快一点',
      '有一点吵',
      '国庆节后3天内',
      '节后三天内',
      '等了2小时后来了人',
      '最近3天内',
    ],
    ...['2月30日 15:00来', '13月1日9点', '6月10日周五 15:00'],
  ])('nothing in "%s"', (text) => {
    expect(findMoment(text, now)).toBeUndefined()
  })
})

describe('whatever is typed', () => {
  const anInstant = fc.date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2099-12-01T00:00:00Z'),
    noInvalidDate: true,
  })
  const pieces = [
    ...'0123456789０５９零〇一二两三四五六七八九十廿百半年月日号点时分刻整周星期礼拜天末底今明后昨前大上下本这个早晚中午夜凌晨小钟内楼元/.:：-－（）() ，,T#第每',
    ...['明天', '下周三', '6月10日', '15:30', '下午3点', '2小时后', '99999', '2月30日', '\u200b', '😀', '\n'],
  ]
  const words = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(''))
  const text = fc.oneof(words, fc.string({ unit: 'binary' }))

  it('it never throws, and gives back every sign in its place', () => {
    fc.assert(
      fc.property(text, anInstant, (any, at) => {
        const head = parseMoment(any, at)
        if (head) {
          expect(any.trimStart().startsWith(head.read)).toBe(true)
          expect(any.endsWith(head.rest)).toBe(true)
          expect(head.read.length).toBeGreaterThan(0)
          expect(Number.isNaN(head.at.getTime())).toBe(false)
        }
        const found = findMoment(any, at)
        if (found) {
          expect(any.startsWith(found.before + found.read)).toBe(true)
          expect(any.endsWith(found.rest)).toBe(true)
          expect(Number.isNaN(found.at.getTime())).toBe(false)
        }
      }),
      { numRuns: 5000 },
    )
  })

  it('what the bot writes is read back to the same instant, in any year and at the head or inside', () => {
    fc.assert(
      fc.property(anInstant, anInstant, (at, said) => {
        const written = formatMoment(at, said)
        const minute = new Date(Math.floor(at.getTime() / 60_000) * 60_000)
        expect(parseMoment(written, said)).toMatchObject({ at: minute, hasTime: true, rest: '' })
        expect(findMoment(`承诺：${written}。`, said)?.at).toEqual(minute)
        expect(parseMoment(formatDay(at, said), said)).toMatchObject({ at: startOfDay(at), hasTime: false, rest: '' })
      }),
      { numRuns: 2000 },
    )
  })

  it('the near future too, where the year is mostly left out', () => {
    const soon = fc.tuple(anInstant, fc.integer({ min: -400 * 1440, max: 400 * 1440 }))
    fc.assert(
      fc.property(soon, ([said, minutes]) => {
        const at = new Date((Math.floor(said.getTime() / 60_000) + minutes) * 60_000)
        expect(parseMoment(formatMoment(at, said), said)?.at).toEqual(at)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['a long complaint', '3号楼2单元灯不亮已经三天了没人管一点办法也没有'.repeat(200)],
    ['nothing but blanks after a date', `第10号${' '.repeat(20_000)}x`],
    ['blanks after a house number', `10号${' '.repeat(20_000)}楼`],
    ['numerals without end', '一'.repeat(20_000)],
    ['hours without end', '3点建议'.repeat(5_000)],
  ])('takes no time worth speaking of: %s', (_what, any) => {
    const read = () => {
      parseMoment(any, now)
      findMoment(any, now)
    }
    expect(timeOf(read, 1)).toBeLessThan(1500)
  })
})
