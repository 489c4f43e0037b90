import type { GridId } from '../ids.ts'
import { NUMERAL, readNumber } from '../time/chinese-number.ts'
import type { Places } from './places.ts'
import { writeRanges } from './ranges.ts'

/** For whom something is meant: grids of a community. */
export interface Scope {
  /** as it is said to people: 全部网格, 1、3、5-8号网格, 向阳小区1-6号楼 */
  readonly words: string
  /** in the order of their numbers; never empty */
  readonly gridIds: readonly GridId[]
  /** `places`: less than the grids themselves, so that whoever reads it in a grid's group has to be told for whom it is */
  readonly kind: 'all' | 'grids' | 'places'
}

export type ScopeRead =
  | { readonly ok: true; readonly scope: Scope; readonly length: number }
  | { readonly ok: false; readonly problem: string }

const ALL = /^(?:全部|所有|全体|全社区|整个社区)(?:的)?(?:网格群|网格|群|小区)?(?=$|[\s,:。])/
const ONE = `第?(${NUMERAL})(?:号?网格|号)?`
const LIST = new RegExp(`^${ONE}(?:\\s?(?:[,、;和及]|[-~—–到至])\\s?${ONE}){0,80}(?:的?群)?(?=$|[\\s:。])`)
const PART = new RegExp(`^([,、;和及]|[-~—–到至])?\\s?${ONE}\\s?`)
/** 全部 aside, nobody names more places than this at the head of a message. */
const LONGEST = 120

/**
 * Reads for whom something is meant, at the head of normalised text: 全部; grids (1,3,5-8, 三网格); compounds (向阳小区、春和里)
 * or buildings of one (向阳小区1-6号楼). `problem` says in Chinese what can be written, or which grid or building there is not.
 * `length` is how much of the text was read.
 */
export function readScope(text: string, places: Places): ScopeRead {
  const all = ALL.exec(text)
  if (all) {
    const gridIds = places.grids.map(({ id }) => id as GridId)
    return { ok: true, scope: { words: '全部网格', gridIds, kind: 'all' }, length: all[0].length }
  }
  const list = LIST.exec(text)
  if (list) return readGrids(list[0], places)
  return readPlaces(text.slice(0, LONGEST), places)
}

function readGrids(list: string, places: Places): ScopeRead {
  const numbers = new Set<number>()
  let rest = list.replace(/的?群$/, '')
  let last: number | undefined
  while (rest !== '') {
    const part = PART.exec(rest)
    const number = readNumber(part?.[2] ?? '')
    if (!part || number === undefined) break
    rest = rest.slice(part[0].length)
    const from = last !== undefined && part[1] !== undefined && /[-~—–到至]/.test(part[1]) ? last + 1 : number
    if (from > number) return { ok: false, problem: `“${last}-${number}”前后反了，请从小到大写。` }
    // Nobody has so many grids; without a bound 1-9999999 would be counted through.
    for (let each = from; each <= Math.min(number, from + MOST_GRIDS); each += 1) numbers.add(each)
    last = number
  }
  const known = new Map(places.grids.map((grid) => [grid.number, grid.id as GridId]))
  const missing = [...numbers].filter((number) => !known.has(number))
  if (missing.length > 0) {
    const there = ranges([...known.keys()])
    return { ok: false, problem: `没有${ranges(missing.slice(0, 10))}号网格。本社区的网格有：${there}。` }
  }
  const gridIds = places.grids.filter(({ number }) => numbers.has(number)).map(({ id }) => id as GridId)
  return {
    ok: true,
    scope: { words: `${ranges([...numbers])}号网格`, gridIds, kind: 'grids' },
    length: list.length,
  }
}

const MOST_GRIDS = 9999

/** The words up to a blank, as far as each names a place. */
function readPlaces(text: string, places: Places): ScopeRead {
  const word = /^[^\s:]+/.exec(text)?.[0] ?? ''
  const covered = word === '' ? undefined : places.covering(word)
  if (!covered) {
    return { ok: false, problem: '请写上发给谁：全部，或网格号（1,3,5-8），或小区、楼号（向阳小区1-6号楼）。' }
  }
  if (covered.missing.length > 0) {
    return { ok: false, problem: `${word}里没有${ranges(covered.missing.slice(0, 10))}号楼，请核对一下。` }
  }
  if (covered.gridIds.length === 0) return { ok: false, problem: `“${word}”还没有划进网格，请写网格号。` }
  return { ok: true, scope: { words: word, gridIds: covered.gridIds, kind: 'places' }, length: word.length }
}

function ranges(numbers: readonly number[]): string {
  return writeRanges(numbers).replaceAll(', ', '、')
}
