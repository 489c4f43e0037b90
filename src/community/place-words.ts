import { NUMERAL, readNumber } from '../time/chinese-number.ts'

/** A name that something is called by. One thing may have several. */
export interface Call {
  readonly id: number
  readonly name: string
}

/** The places that somebody's words name, not yet looked up. */
export interface PlaceWords {
  readonly compounds: readonly number[]
  /** buildings called by a name of their own */
  readonly buildings: readonly number[]
  /** numbers of buildings: 3 for 三号楼 */
  readonly numbers: readonly number[]
  /** numbers of grids */
  readonly grids: readonly number[]
}

const separator = '[、,和及与]'
const toWord = '[-~至到]'
const buildingWord = '(?:号院?楼|栋楼?|幢楼?|#楼?|座)'
/** 网格3号楼 speaks of building 3 */
const gridAhead = new RegExp(`网格第?(${NUMERAL})(?!${NUMERAL}|${buildingWord})号?`, 'g')
const gridBehind = new RegExp(`(?<![0-9])第?(${NUMERAL})号?网格`, 'g')
const numberList = `${NUMERAL}(?:号?(?:${separator}|${toWord})${NUMERAL})*`
const building = new RegExp(`(?<![0-9.:/#-])(${numberList})${buildingWord}`, 'g')
/** what a compound's name is replaced by; it cannot be in anybody's words, which are cleaned of such signs */
const taken = '\u0001'
/** after a compound's name also 3-2-501 and 3号2单元; not 3号 alone, which may be a date */
const afterCompound = new RegExp(
  `${taken}的?(${NUMERAL})(?:-[0-9]+(?:-[0-9]+)?(?![0-9月日年])|号(?=${NUMERAL}(?:单元|门)))`,
  'g',
)

/** Longest run of buildings that is believed: 3-5号楼, but not 1-400号楼. */
const longestRun = 30

/** Finds places in free words. `compounds` and `buildings` are what the community's are called. */
export function readPlaceWords(text: string, compounds: readonly Call[], buildings: readonly Call[]): PlaceWords {
  const found = { compounds: new Set<number>(), buildings: new Set<number>() }
  let words = tidy(text)
  const take = (calls: readonly Call[], into: Set<number>, sign: string) => {
    // The longest name first, so that 新桥家园二期 is not also taken for 新桥家园.
    for (const name of [...new Set(calls.map((call) => tidy(call.name)))].sort((a, b) => b.length - a.length)) {
      if (name === '' || !words.includes(name)) continue
      words = words.replaceAll(name, sign)
      for (const call of calls) if (tidy(call.name) === name) into.add(call.id)
    }
  }
  take(compounds, found.compounds, taken)
  take(buildings, found.buildings, '\u0002')

  const grids = new Set<number>()
  for (const pattern of [gridBehind, gridAhead]) {
    words = words.replace(pattern, (whole, written: string) => {
      const number = readNumber(written)
      if (number === undefined) return whole
      grids.add(number)
      return '\u0003'
    })
  }
  const numbers = new Set<number>()
  words = words.replace(building, (_, list: string) => {
    for (const number of readList(list)) numbers.add(number)
    return '\u0004'
  })
  for (const [, written] of words.matchAll(afterCompound)) {
    const number = readNumber(written ?? '')
    if (number !== undefined) numbers.add(number)
  }
  return {
    compounds: [...found.compounds],
    buildings: [...found.buildings],
    numbers: [...numbers],
    grids: [...grids],
  }
}

function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Cc}]+/gu, '')
    .replace(/號/g, '号')
    .replace(/樓/g, '楼')
    .replace(/棟/g, '栋')
    .replace(/網/g, '网')
    .toLowerCase()
}

/** 3、5-7 → 3, 5, 6, 7 */
function readList(list: string): number[] {
  return list.split(new RegExp(separator)).flatMap((part) => {
    const ends = part.split(new RegExp(toWord)).map((end) => readNumber(end.replace('号', '')))
    const [first, last = first] = ends
    if (first === undefined || last === undefined) return []
    if (ends.length > 2 || last < first || last - first > longestRun) return ends.filter((end) => end !== undefined)
    return Array.from({ length: last - first + 1 }, (_, step) => first + step)
  })
}
