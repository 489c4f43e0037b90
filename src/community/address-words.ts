import { readNumber } from '../time/chinese-number.ts'
import {
  amongOthers,
  BUILDING,
  bareNumber,
  basement,
  beforeGate,
  beforeUnit,
  below,
  building,
  DOOR,
  FLOOR,
  floor,
  floorAndDoor,
  fullDoor,
  GRID,
  gateOfBuilding,
  gridAhead,
  gridBehind,
  inCompound,
  livedIn,
  livedNumber,
  livelyDoor,
  loneGate,
  markedDoor,
  NAMED,
  nextDoor,
  separator,
  shortDoor,
  sideOfFloor,
  toWord,
  UNIT,
  unit,
  unitAndDoor,
} from './address-patterns.ts'

export { NAMED }

/** Numbers of a building, an entrance, a floor or a door as somebody's words name them, and where they stand. */
export type AddressWord =
  | { readonly kind: 'grid'; readonly number: number; readonly from: number; readonly to: number }
  | { readonly kind: 'building'; readonly numbers: readonly number[]; readonly from: number; readonly to: number }
  | { readonly kind: 'unit'; readonly numbers: readonly number[]; readonly from: number; readonly to: number }
  /** -1 is the first floor below ground */
  | { readonly kind: 'floor'; readonly number: number; readonly from: number; readonly to: number }
  /** a home; 501 tells its floor too */
  | { readonly kind: 'door'; readonly floor: number | undefined; readonly from: number; readonly to: number }

/** Longest run of buildings that is believed: 3-5号楼, but not 1-400号楼. */
const LONGEST_RUN = 30
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
