import { foldAddress, readAddress } from '../community/address-words.ts'

/** Where a trouble is, as far as the words tell, for comparing. */
export interface LikePlace {
  readonly buildings: readonly number[]
  readonly units: readonly number[]
  readonly floors: readonly number[]
  /** rooms, as they are numbered on their doors */
  readonly doors: readonly string[]
  /** gates and other spots that there is one of: two different ones are two places */
  readonly spots: readonly string[]
  /** the words without the address: 3号楼 says nothing about what the trouble is */
  readonly rest: string
}

const NOWHERE: readonly number[] = []
const NO_DOORS: readonly string[] = []
const NO_SPOTS: readonly string[] = []
const HAS_NUMBER = /[0-9一二三四五六七八九十两]/
const SPOT =
  /([东南西北前后正侧大小])(?:大|边|侧)?门|地下车库|地库|车库|停车场|小?广场|花园|幼儿园|学校|小学|菜市场|市场|公交站|车站|地铁|球场|河边|公园|驿站|快递柜|车棚|天台|楼顶|负[一二三1-3]层?/g
const SAME_SPOT: Readonly<Record<string, string>> = {
  地下车库: '车库',
  地库: '车库',
  停车场: '车库',
  小广场: '广场',
  小学: '学校',
  菜市场: '市场',
  车站: '公交站',
  天台: '楼顶',
}

/** Reads it from folded words without blanks. */
export function likePlace(words: string): LikePlace {
  const spots = spotsOf(words)
  if (!HAS_NUMBER.test(words))
    return { buildings: NOWHERE, units: NOWHERE, floors: NOWHERE, doors: NO_DOORS, spots, rest: words }
  const buildings: number[] = []
  const units: number[] = []
  const floors: number[] = []
  const doors: string[] = []
  const spans: [from: number, to: number][] = []
  const plainly = foldAddress(words)
  for (const word of readAddress(plainly)) {
    spans.push([word.from, word.to])
    if (word.kind === 'building') buildings.push(...word.numbers)
    else if (word.kind === 'unit') units.push(...word.numbers)
    else if (word.kind === 'floor') floors.push(word.number)
    else if (word.kind === 'door') {
      const number = /[0-9]+/.exec(plainly.slice(word.from, word.to))?.[0]
      if (number !== undefined) doors.push(number)
      if (word.floor !== undefined) floors.push(word.floor)
    }
  }
  return { buildings, units, floors, doors, spots, rest: without(words, spans) }
}

function spotsOf(words: string): readonly string[] {
  const found = [...words.matchAll(SPOT)].map(([spot, side]) =>
    side === undefined ? (SAME_SPOT[spot] ?? spot) : `${side}门`,
  )
  return found.length === 0 ? NO_SPOTS : [...new Set(found)]
}

function without(words: string, spans: readonly (readonly [number, number])[]): string {
  let rest = ''
  let at = 0
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    if (from > at) rest += `${words.slice(at, from)} `
    at = Math.max(at, to)
  }
  return rest + words.slice(at)
}
