import { readNumber } from '../time/chinese-number.ts'

/** Numbers of a building, an entrance, a floor or a door as somebody's words name them, and where they stand. */
export type AddressWord =
  | { readonly kind: 'grid'; readonly number: number; readonly from: number; readonly to: number }
  | { readonly kind: 'building'; readonly numbers: readonly number[]; readonly from: number; readonly to: number }
  | { readonly kind: 'unit'; readonly numbers: readonly number[]; readonly from: number; readonly to: number }
  /** -1 is the first floor below ground */
  | { readonly kind: 'floor'; readonly number: number; readonly from: number; readonly to: number }
  /** a home; 501 tells its floor too */
  | { readonly kind: 'door'; readonly floor: number | undefined; readonly from: number; readonly to: number }

/** What a compound's name is to be replaced by, sign for sign, before the words are read; words are clean of it. */
export const NAMED = '\u0001'
const GRID = '\u0003'
const BUILDING = '\u0004'
const UNIT = '\u0005'
const FLOOR = '\u0006'
const DOOR = '\u0007'

/** Longest run of buildings that is believed: 3-5号楼, but not 1-400号楼. */
const LONGEST_RUN = 30
/** More numbers in a row than this are taken one by one; it also bounds the work. */
const LONGEST_LIST = 8
const HIGHEST_FLOOR = 60
const MOST_DOORS = 20

const COUNTED_IN = '(?:号|楼|栋|幢|座|单元|层|#|门|室)'
const FORMAL = '壹贰叁肆伍陆柒捌玖拾佰'
const PLAIN = '一二三四五六七八九十百'
const formal = new RegExp(`[零〇${FORMAL}]{1,5}(?=${COUNTED_IN})`, 'g')
const OLD = new Map([...'號樓棟網單層門東'].map((sign, at) => [sign, '号楼栋网单层门东'.charAt(at)]))

/**
 * The signs that addresses are written with in their plain form: 叁號樓 → 三号楼, 3＃ → 3#, 3—2 → 3-2. Sign for sign, so
 * that a place in the result is the same place in the words.
 */
export function foldAddress(words: string): string {
  return words
    .replace(/[號樓棟網單層門東]/g, (sign) => OLD.get(sign) ?? sign)
    .replace(/[‐-―−－﹣]/g, '-')
    .replace(/[＃﹟♯]/g, '#')
    .replace(/[A-Z]/g, (sign) => sign.toLowerCase())
    .replace(formal, (whole) => whole.replace(/./g, (sign) => PLAIN[FORMAL.indexOf(sign)] ?? sign))
}

const han = '[零〇一二两三四五六七八九十廿卅百]'
/** A whole numeral, never the half of one, so that nothing is tried twice on the way back. */
const NUMERAL = `(?:\\d{1,4}(?!\\d)|${han}{1,5}(?!${han}))`
const separator = '[、,，/和及与跟]'
const toWord = '[-~～至到]'
const list = `${NUMERAL}(?:(?:号?(?:楼|栋|幢|单元)?|#)(?:${separator}|${toWord})${NUMERAL}){0,${LONGEST_LIST}}`
/** nothing that makes a number part of something longer: 13.5, 6/3, #128, 10:30 */
const START = `(?<![0-9.:/-]|(?<!(?:[0-9]|${han}))#|${han})`
const buildingWord = '(?:号院?楼|栋楼?|幢楼?|#楼?|座(?!位|的?车|轿|suv|山|桥|城|机))'
/** 网格3号楼 speaks of building 3 */
const gridAhead = new RegExp(`网格第?(${NUMERAL})(?!${buildingWord})号?`, 'g')
const gridBehind = new RegExp(`(?<![0-9])第?(${NUMERAL})号?网格`, 'g')

const small = '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})'
const digit = '[一二三四五六七八九幺]'
const doorNumber = `(?:\\d{3,4}|${digit}[〇零一二三四五六七八九幺]{2,3})(?![0-9]|${han})[a-d]?(?![0-9a-z])`
const doorWord = '(?:室|号房|房(?![子价租屋产贷东客])|号?门牌|号(?=家))'
/** who lives behind a door: 302户主 */
const dweller = '(?=的?(?:户主|业主|住户|租户|租客|邻居|那[家户]|家(?![具电庭长政常教属])|老[人太]|大[爷妈]|阿姨))'
/** a number before these is an amount: 3号楼200多户, 501路, 300元 */
const noCount =
  '(?!\\.\\d|[%￥多余来几]|[个人元块平米斤度次年月日点时分秒天路吨升公厘毫万千百盏辆台条张份件套栋幢楼层线班瓦级名位包箱瓶只根棵步]|户(?!主)|号(?!房|家)|单元|家(?![的里漏在]))'
const emergency = '(?!(?:110|119|120|122|114)(?!\\d))'

const notCode = '(?<!(?:取件|取货|提货|验证)码.{0,2})'
/** 3-2-501, also with the phase of the compound ahead: 1-3-2-501 */
const fullDoor = new RegExp(
  `${START}${notCode}(?:\\d{1,2}-)?(${small})[-/](${small})[-/](${doorNumber})(?!-?\\d)${doorWord}?`,
  'g',
)
const unitNotLesson = '单元(?!格|[测考试卷课]|作文|单词)'
const unit = new RegExp(`${START}(?<!数学|语文|英语|复习|预习)(${list})${unitNotLesson}`, 'g')
const building = new RegExp(`${START}(${list})${buildingWord}`, 'g')
/** 3楼2单元 and 3号2单元: what stands before an entrance is a building */
const beforeUnit = new RegExp(`${START}(${list})(?:号?楼|号)(?=的?${UNIT})`, 'g')
const beforeGate = new RegExp(`${START}(${list})(?:号?楼|号)的?(${small})门(?![牌铃])`, 'g')
const gateOfBuilding = new RegExp(`(?<=${BUILDING}的?)(${small})门(?![牌铃])`, 'g')
/** 二门 alone is an entrance; 三门冰箱, 两门课 and 3号门 are not */
const loneGate = new RegExp(
  `(?<![0-9.:/#号第有这那开关俩个学修报选]|${han})([二三四五六1-6])门(?=$|[，,。.、的里口上下]|楼[道梯下]|洞|[0-9]|[一二三四五六七八九十]{1,2}[楼层]|[堵漏停没灯])`,
  'g',
)
/** 3号楼3-2-501 and 3号楼2-501 after the building has been read */
const unitAndDoor = new RegExp(`(?<=${BUILDING}[-,，]?)(${small})-(${doorNumber})(?!-?\\d)${doorWord}?`, 'g')
const inCompound = new RegExp(`(?<=${NAMED}的?)(${NUMERAL})(?:号?-(${small})(?![0-9月日年])|(?=号${small}门))`, 'g')
/** 3-501 */
const shortDoor = new RegExp(
  `${START}(\\d{1,2})-(${doorNumber})(?!-?\\d)(?:${doorWord}|${noCount})(?<!-\\d+(?:110|119|120))`,
  'g',
)
/** 3楼501 is the building and the door, 5楼501 the floor and the door */
const floorAndDoor = new RegExp(
  `${START}(${NUMERAL})(楼|层)[-,，的]?${emergency}(${doorNumber})(?:${doorWord}|${noCount})`,
  'g',
)
const nextDoor = new RegExp(
  `(?<=(?:[${NAMED}${BUILDING}${UNIT}${FLOOR}${DOOR}]|小区|家园|花园|公寓|苑)[-,，、.·的]{0,2})${emergency}(${doorNumber})(?:${doorWord}|${noCount})`,
  'g',
)
const markedDoor = new RegExp(`(?<![0-9.:/#a-z])(${doorNumber})(?:${doorWord}|${dweller})`, 'g')
const livedIn = new RegExp(
  `(?<=住在?|住的是?|家[在是]|我[家是]|咱家|隔壁|对门|楼[上下]的?|邻居)${emergency}(${doorNumber})${noCount}`,
  'g',
)
/** What goes on in a home tells that the number is one's: 501漏水, 501的人 */
const homeLife =
  '(?=的人|的水|没人|不开门|反映|投诉|(?:又|一直|还)?在?(?:漏|渗|滴|装修|吵|敲)|家里|空调|卫生间|厨房|阳台|水管|天天|半夜|老是|总是)'
const livelyDoor = new RegExp(`(?<![0-9.:/#a-z-]|${han}|第|编号)${emergency}(\\d{3,4})(?![0-9a-z])${homeLife}`, 'g')
/** Where the words speak of a building, a number like a door's is one; that of an issue after a command is not. */
const amongOthers = new RegExp(
  `(?<![0-9.:/#a-z￥¥$-]|${han}|第|编号|号码|/[\\u4e00-\\u9fff]{1,5})${emergency}(\\d{3,4})(?![0-9a-z]|[-/:]\\d)${noCount}`,
  'g',
)
/** 5楼东户 is one home as 501 is */
const sideOfFloor = new RegExp(`(?<=${FLOOR}的?)[东西南北中左右]边?(?:户|手|家)`, 'g')

const below = new RegExp(`(?:负|地下|(?<![0-9a-z\\u4e00-\\u9fff])-)(${NUMERAL})(?:楼|层)`, 'g')
const basement = /(?<![0-9a-z]|维生素|维|驾照|驾)b([1-5])(?![0-9a-z]|驾|本|照|族)(?:楼|层)?/g
const elsewhere =
  '(?<!(?:超市|商场|医院|食堂|银行|学校|公司|单位|酒店|饭店|大厦|门诊部?|住院部|图书馆|大厅|派出所|广场)的?)'
const floor = new RegExp(
  `${START}${elsewhere}(?<!共|总共)(${NUMERAL})(?:楼(?![说讲主菜]|正解|的(?:菜|餐厅|专柜|影院|说|火锅|店))|(?<!有.{0,4})层(?![皮纱布膜灰土油漆冰雪水次级棉被玻]|意思|关系|口罩|以上|楼?高))`,
  'g',
)

const nearby =
  '(?=的?(?:门口|门前|门洞|楼道|楼梯|电梯|后面|前面|旁边|对面|那边|这边|[东西南北][边头侧]|后头|前头|楼下|之间|中间|住户|业主|居民|那栋|那个楼))'
/** 3号 alone may be a date; where somebody lives or something stands it is a building */
const bareNumber = new RegExp(`(?<![0-9.:/#月第今明后日-]|${han})(${list})号${nearby}`, 'g')
const livedNumber = new RegExp(`(?<=住在?|家在)(${NUMERAL})号(?![线上下中晚早凌]|房|开始|之?[前后]|以[前后])`, 'g')

/**
 * Reads the numbers of an address. `words` hold no blanks and have been folded by `foldAddress`. In the order of
 * reading, not of the words. Linear in their length; never throws.
 */
export function readAddress(words: string): AddressWord[] {
  const found: AddressWord[] = []
  if (!/[0-9一二两三四五六七八九十幺廿卅百]/.test(words)) return found
  let rest = words
  /** What has been read is covered by a sign that says what it was, so that nothing is read twice. */
  const take = (pattern: RegExp, sign: string, read: (match: RegExpExecArray) => readonly AddressWord[]): void => {
    // Most are not there, and to ask for all matches costs more than to see that there is none.
    if (rest.search(pattern) < 0) return
    const covered: string[] = []
    let done = 0
    for (const match of rest.matchAll(pattern)) {
      const words = read(match)
      if (words.length === 0) continue
      found.push(...words)
      covered.push(rest.slice(done, match.index), sign.repeat(match[0].length))
      done = match.index + match[0].length
    }
    if (done > 0) rest = covered.join('') + rest.slice(done)
  }
  const span = ({ 0: whole, index }: RegExpExecArray) => ({ from: index, to: index + whole.length })
  const grid = (match: RegExpExecArray): AddressWord[] => {
    const number = readNumber(match[1] ?? '')
    return number === undefined ? [] : [{ kind: 'grid', number, ...span(match) }]
  }
  const buildings = (match: RegExpExecArray): AddressWord[] => {
    const numbers = readList(match[1] ?? '')
    if (numbers.length === 0 || isCount(match[0], rest, match.index)) return []
    return [{ kind: 'building', numbers, ...span(match) }]
  }
  const units = (match: RegExpExecArray): AddressWord[] => {
    const numbers = readList(match[1] ?? '')
    return numbers.length === 0 ? [] : [{ kind: 'unit', numbers, ...span(match) }]
  }
  /** The door is the last group, and reaches to the end of the match. */
  const door = (match: RegExpExecArray, written: string, needsSense: boolean): AddressWord[] => {
    const storey = floorOfDoor(written)
    if (needsSense && storey === undefined) return []
    const to = match.index + match[0].length
    return [{ kind: 'door', floor: storey, from: match.index + match[0].lastIndexOf(written), to }]
  }
  /** A number of one of the groups, where it stands. */
  const part = (kind: 'building' | 'unit', match: RegExpExecArray, written: string): AddressWord[] => {
    const number = readNumber(written)
    const from = match.index + match[0].indexOf(written)
    return number === undefined ? [] : [{ kind, numbers: [number], from, to: from + written.length }]
  }

  // Looking for one sign is far quicker than trying a pattern at every place.
  const doors = /\d{3}|[一二三四五六七八九幺][〇零一二三四五六七八九幺]{2}/.test(words)
  const dashed = doors && /[-/]/.test(words)
  const storeys = /[楼层]/.test(words)

  if (rest.includes('网格')) {
    take(gridBehind, GRID, grid)
    take(gridAhead, GRID, grid)
  }
  const full = (match: RegExpExecArray) => {
    const [, home = '', entrance = '', number = ''] = match
    const last = door(match, number, true)
    return last.length === 0 ? [] : [...part('building', match, home), ...part('unit', match, entrance), ...last]
  }
  if (dashed) take(fullDoor, DOOR, full)
  if (rest.includes('单元')) take(unit, UNIT, units)
  if (/[楼栋幢座#]/.test(rest)) take(building, BUILDING, buildings)
  if (rest.includes(UNIT)) take(beforeUnit, BUILDING, buildings)
  if (rest.includes('门')) {
    take(beforeGate, UNIT, (match) => [...buildings(match), ...part('unit', match, match[2] ?? '')])
    take(gateOfBuilding, UNIT, units)
    take(loneGate, UNIT, units)
  }
  /** two numbers, the second of which is a door */
  const pair = (kind: 'building' | 'unit') => (match: RegExpExecArray) => {
    const last = door(match, match[2] ?? '', true)
    return last.length === 0 ? [] : [...part(kind, match, match[1] ?? ''), ...last]
  }
  if (dashed) {
    take(unitAndDoor, DOOR, pair('unit'))
    take(shortDoor, DOOR, pair('building'))
  }
  if (rest.includes(NAMED)) {
    take(inCompound, BUILDING, (match) => [
      ...part('building', match, match[1] ?? ''),
      ...(match[2] === undefined ? [] : part('unit', match, match[2])),
    ])
  }
  const onFloor = (match: RegExpExecArray): AddressWord[] => {
    const [, written = '', , number = ''] = match
    const last = door(match, number, true)
    const storey = readNumber(written)
    if (last.length === 0 || storey === undefined) return []
    const from = match.index
    const to = from + written.length + 1
    if (floorOfDoor(number) === storey) return [{ kind: 'floor', number: storey, from, to }, ...last]
    return match[2] === '层' ? [] : [{ kind: 'building', numbers: [storey], from, to }, ...last]
  }
  const under = (match: RegExpExecArray): AddressWord[] => {
    const number = readNumber(match[1] ?? '')
    return number === undefined || number === 0 ? [] : [{ kind: 'floor', number: -number, ...span(match) }]
  }
  if (storeys && doors) take(floorAndDoor, DOOR, onFloor)
  if (storeys && /[负地-]/.test(rest)) take(below, FLOOR, under)
  if (/b[1-5]/.test(rest))
    take(basement, FLOOR, (match) => [{ kind: 'floor', number: -Number(match[1]), ...span(match) }])
  const storey = (match: RegExpExecArray): AddressWord[] => {
    const number = readNumber(match[1] ?? '')
    // 两层 counts floors, or layers.
    if (number === undefined || number < 1 || number > HIGHEST_FLOOR || match[1] === '两') return []
    return [{ kind: 'floor', number, ...span(match) }]
  }
  if (storeys) take(floor, FLOOR, storey)
  if (rest.includes(FLOOR)) take(sideOfFloor, DOOR, (match) => [{ kind: 'door', floor: undefined, ...span(match) }])
  if (doors) {
    take(nextDoor, DOOR, (match) => door(match, match[1] ?? '', !/[^0-9]$/.test(match[0])))
    take(markedDoor, DOOR, (match) => door(match, match[1] ?? '', false))
    take(livedIn, DOOR, (match) => door(match, match[1] ?? '', true))
    take(livelyDoor, DOOR, (match) => door(match, match[1] ?? '', true))
    if (found.some(({ kind }) => kind !== 'grid')) take(amongOthers, DOOR, (match) => door(match, match[1] ?? '', true))
  }
  if (rest.includes('号')) {
    take(bareNumber, BUILDING, buildings)
    take(livedNumber, BUILDING, buildings)
  }
  return found
}

/** 一栋楼 and 两栋 count buildings, 一座 whatever stands there. */
function isCount(written: string, words: string, at: number): boolean {
  if (!/[栋幢座]/.test(written)) return false
  if (/^(?:[一两]座|两[栋幢]楼?|一[栋幢]楼)$/.test(written)) return true
  return (
    /^[一二两三四五六七八九十]+[栋幢座]/.test(written) &&
    /[这那哪整每共有盖]$/.test(words.slice(Math.max(0, at - 1), at))
  )
}

/** 5 for 501, 12 for 1203; undefined for what is no number of a door that one would expect in a house. */
function floorOfDoor(written: string): number | undefined {
  const digits = [...written.replace(/[a-d]$/, '')].map((sign) =>
    '零一二三四五六七八九'.indexOf(sign.replace('〇', '零').replace('幺', '一')),
  )
  const number = /^\d/.test(written) ? Number(written.replace(/\D$/, '')) : Number(digits.join(''))
  const storey = Math.trunc(number / 100)
  const place = number % 100
  return place >= 1 && place <= MOST_DOORS && storey >= 1 && storey <= HIGHEST_FLOOR ? storey : undefined
}

const between = new RegExp(separator)
const upTo = new RegExp(toWord)
const word = /[号楼栋幢单元#]/g

/** 3、5-7 → 3, 5, 6, 7; 三四 → 3, 4 */
function readList(written: string): number[] {
  const one = readNumber(written)
  if (one !== undefined) return [one]
  return written.split(between).flatMap((some) => {
    const ends = some.split(upTo).map((end) => readNumber(end.replace(word, '')))
    const [first, last = first] = ends
    if (ends.length === 1 && first === undefined) return neighbours(some.replace(word, ''))
    if (first === undefined || last === undefined) return []
    if (ends.length > 2 || last < first || last - first > LONGEST_RUN) return ends.filter((end) => end !== undefined)
    return Array.from({ length: last - first + 1 }, (_, step) => first + step)
  })
}

/** 三四号楼 speaks of two, 五六七号楼 of three. */
function neighbours(written: string): number[] {
  const digits = [...written].map((sign) => '零一二三四五六七八九'.indexOf(sign))
  const rising = digits.every((value, at) => value > 0 && (at === 0 || value === (digits[at - 1] ?? 0) + 1))
  return rising && digits.length > 1 ? digits : []
}
