import { UNKNOWN_CATEGORY } from './categories.ts'
import { isTalkAbout, isWide, neighbourCategories, type Reach, reachOf } from './like-categories.ts'
import { type LikePlace, likePlace } from './like-place.ts'
import { EITHER, EITHER_TROUBLE } from './like-words.ts'
import { LikeWords } from './like-words-found.ts'
import { plain } from './plain.ts'

/** What is known of a trouble that is to be compared with another. */
export interface Told {
  readonly words: string
  /** a code of the category table, `K99` where nobody knows */
  readonly category: string
  /** where it is, beside what the words say of it */
  readonly place?: string | null | undefined
}

/** A trouble made ready for comparing: read once, compared often. */
export interface Fingerprint {
  /** all there is to compare, in one text: two equal ones are one */
  readonly key: string
  readonly category: string
  readonly near: ReadonlySet<string>
  readonly reach: Reach
  readonly where: LikePlace
  /** numbers of `THINGS` and of `TROUBLES`, rising */
  readonly things: readonly number[]
  readonly troubles: readonly number[]
  /** hashes of pairs of characters, rising, without what everybody says about everything */
  readonly pairs: readonly number[]
}

/** From here on two may be the same: somebody should look. */
export const LIKELY = 0.6

/** Nobody tells a trouble in more; the rest of a long petition is not compared. */
const LONGEST_COMPARED = 240

const wordLists = new LikeWords()

/** What residents say around every trouble. It makes no two of them alike. */
const FILLERS =
  /怎么回事|怎么办|怎么|咋回事|咋办|咋整|咋|什么情况|什么时候|啥时候|什么|啥|有没有|是不是|能不能|可不可以|有人吗|有人|没人管|没人|谁管|谁家|大家|我们|咱们|你们|他们|俺们|我家|我|你|他|她|咱|俺|麻烦|请问|请|处理|一下|尽快|赶紧|快点|赶快|帮忙|解决|反映|投诉|求|物业|社区|网格员|师傅|领导|小区|院里|单元|号楼|楼上|楼下|那边|这边|那里|这里|这个|那个|今天|昨天|昨晚|今晚|晚上|早上|现在|刚才|刚刚|天天|每天|一直|已经|好几天|几天|又|都|也|还|就|很|太|真|好|被|把|给|在|有|是|不是|的|了|吗|呢|啊|呀|吧|嘛|哦|唉|哎|个|这|那|到|去|来|上|下|里|大|小|是|说|管|看|要|会|能|可以|没有|没|不|一|们|着|过|得|地|和|跟/g

export function fingerprint({ words, category, place }: Told): Fingerprint {
  const text = plain(words.slice(0, LONGEST_COMPARED)).toLowerCase()
  const own = likePlace(text)
  // The place that was settled is taken where the words say less.
  const beside = place && own.buildings.length === 0 ? likePlace(plain(place)) : undefined
  const where = beside === undefined ? own : together(own, beside)
  const { things, troubles } = wordLists.find(own.rest)
  return {
    key: `${category}\n${where.buildings.join()}\n${where.units.join()}\n${text}`,
    category,
    near: neighbourCategories(category),
    reach: reachOf(category),
    where,
    things,
    troubles,
    pairs: pairsOf(own.rest),
  }
}

/**
 * How likely two people tell of the same trouble, 0–1: by what it is about, how it was read, where it is, and the words.
 * The same both ways; 1 for what is the same. It knows no time. Takes about a microsecond.
 */
export function likeness(a: Fingerprint, b: Fingerprint): number {
  if (a.key === b.key) return 1
  const place = placeWeight(a, b)
  // Nothing makes up for another house.
  if (place < NEVER) return sure(place)
  return sure(place + categoryWeight(a, b) + thingWeight(a, b) + troubleWeight(a, b) + textWeight(a, b))
}

/** Whether words speak of other things altogether, so that nothing else need be compared. Quicker than a fingerprint. */
export function namesOther({ things }: Fingerprint, words: string): boolean {
  if (things.length === 0) return false
  const named = wordLists.find(plain(words.slice(0, LONGEST_COMPARED)).toLowerCase()).things
  return named.length > 0 && common(things, named) === 0
}

function sure(sum: number): number {
  return 1 / (1 + Math.exp(STEEP * (EVEN - sum)))
}

const NEVER = -6

/**
 * Whether both are where the other is, as far as is known: the same house, or a trouble that reaches further than a house
 * and no other place named. What is in one house has to be known to be in the same.
 */
export function placesAgree(a: Fingerprint, b: Fingerprint): boolean {
  const reach = wider(a.reach, b.reach)
  if (placeWeight(a, b) < ELSEWHERE.area) return false
  const named = a.where.buildings.length > 0 && b.where.buildings.length > 0
  return reach !== 'here' || named || meetAt(a.where.spots, b.where.spots)
}

/** Whether both say on which floor or behind which door it is, and it is not the same one. */
export function isElsewhereInside({ where: a }: Fingerprint, { where: b }: Fingerprint): boolean {
  const apart = <T>(left: readonly T[], right: readonly T[]) =>
    left.length > 0 && right.length > 0 && !left.some((each) => right.includes(each))
  return apart(a.floors, b.floors) || apart(a.doors, b.doors)
}

/** Whether both name what it is about, and nothing of it is the same. */
export function nameOthers({ things: a }: Fingerprint, { things: b }: Fingerprint): boolean {
  return a.length > 0 && b.length > 0 && common(a, b) === 0
}

/** Whether there is a thing that both name. */
export function nameTheSame({ things: a }: Fingerprint, { things: b }: Fingerprint): boolean {
  return common(a, b) > 0
}

/** Whether words name anything: a thing, what is wrong, a house. 我也是 does not. */
export function namesNothing({ things, troubles, where }: Fingerprint): boolean {
  return things.length === 0 && troubles.length === 0 && where.buildings.length === 0
}

/** 我家也停了 names little: it need only fit better than not. */
const EVEN_ALSO = 0.2

/** Whether 我家也是 can speak of a trouble: with nothing named, of any; else what it names has to fit. */
export function fitsAlso(print: Fingerprint, members: readonly Fingerprint[]): boolean {
  if (namesNothing(print)) return true
  return members.some((member) => likeness(print, { ...member, category: UNKNOWN_CATEGORY }) >= EVEN_ALSO)
}

/** Where the sum of what speaks for and against it is even, and how fast it becomes sure. */
const EVEN = 0.9
const STEEP = 1.8

function categoryWeight(a: Fingerprint, b: Fingerprint): number {
  if (a.category === UNKNOWN_CATEGORY || b.category === UNKNOWN_CATEGORY) return 0
  if (a.category === b.category) {
    if (isWide(a.category)) return 0.5
    // What does not belong to one house is in one compound mostly the same.
    return a.reach === 'here' ? 1 : 1.2
  }
  if (a.near.has(b.category)) return 0.5
  // A question or a complaint is about some trouble or other.
  return isTalkAbout(a.category) || isTalkAbout(b.category) ? -0.3 : -1
}

function thingWeight({ things: a }: Fingerprint, { things: b }: Fingerprint): number {
  if (a.length === 0 || b.length === 0) return 0
  if (exclude(a, b, EITHER_ONE)) return -3
  const both = common(a, b)
  if (both === 0) return -1.5
  const share = (both / Math.min(a.length, b.length) + (2 * both) / (a.length + b.length)) / 2
  return 2.4 * share - 0.9
}

function troubleWeight({ troubles: a }: Fingerprint, { troubles: b }: Fingerprint): number {
  if (a.length === 0 || b.length === 0) return 0
  if (exclude(a, b, EITHER_WRONG)) return -5
  return common(a, b) > 0 ? 0.5 : -0.2
}

function textWeight({ pairs: a }: Fingerprint, { pairs: b }: Fingerprint): number {
  if (a.length === 0 || b.length === 0) return 0
  const both = common(a, b)
  if (both === 0) return -0.1
  // One word in common is no agreement where one of the two has no more than that.
  const contained = both / Math.max(3, Math.min(a.length, b.length))
  return 2 * contained + (2 * both) / (a.length + b.length)
}

/** What a contradiction of places weighs, by how far the trouble reaches. */
const ELSEWHERE: Readonly<Record<Reach, number>> = { here: -8, around: -1.2, area: -0.3 }

/** Two spots may be beside each other, as 花园 and 广场. */
const ELSEWHERE_NEAR: Readonly<Record<Reach, number>> = { here: -2, around: -1.2, area: -0.3 }

function placeWeight(a: Fingerprint, b: Fingerprint): number {
  const reach = wider(a.reach, b.reach)
  return addressWeight(a, b, reach) + spotWeight(a.where, b.where, reach)
}

function addressWeight({ where: a }: Fingerprint, { where: b }: Fingerprint, reach: Reach): number {
  const known = a.buildings.length > 0 && b.buildings.length > 0
  if (!known) {
    if (a.buildings.length === b.buildings.length || reach !== 'here') return 0
    // 5号楼 beside 车棚: two places, as far as anybody can tell.
    return (a.buildings.length === 0 ? a : b).spots.length > 0 ? -0.8 : -0.2
  }
  if (!meet(a.buildings, b.buildings)) return ELSEWHERE[reach]
  return (
    0.8 +
    inHouse(a.units, b.units, reach === 'here' ? -8 : -0.1) +
    inHouse(a.floors, b.floors, reach === 'here' ? -0.6 : 0)
  )
}

function inHouse(a: readonly number[], b: readonly number[], apart: number): number {
  if (a.length === 0 || b.length === 0) return 0
  return meet(a, b) ? 0.3 : apart
}

function spotWeight({ spots: a }: LikePlace, { spots: b }: LikePlace, reach: Reach): number {
  if (a.length === 0 || b.length === 0) return 0
  if (meetAt(a, b)) return 0.6
  return a.some(isGate) && b.some(isGate) ? -8 : ELSEWHERE_NEAR[reach]
}

function meetAt(a: readonly string[], b: readonly string[]): boolean {
  return a.some((spot) => b.includes(spot))
}

/** 东门 and 西门 are two places; 大门 may be either. */
function isGate(spot: string): boolean {
  return /^[东南西北]门$/.test(spot)
}

const REACHES: readonly Reach[] = ['here', 'around', 'area']

function wider(a: Reach, b: Reach): Reach {
  return REACHES[Math.max(REACHES.indexOf(a), REACHES.indexOf(b))] ?? a
}

const EITHER_ONE = EITHER.map((names) => wordLists.things(names))
const EITHER_WRONG = EITHER_TROUBLE.map((names) => wordLists.troubles(names))

/** Whether they name two of which a trouble has one only. */
function exclude(a: readonly number[], b: readonly number[], eithers: readonly ReadonlySet<number>[]): boolean {
  return eithers.some((either) => {
    const left = a.filter((thing) => either.has(thing))
    return left.length > 0 && b.some((thing) => either.has(thing)) && !left.some((thing) => b.includes(thing))
  })
}

function meet(a: readonly number[], b: readonly number[]): boolean {
  return a.some((number) => b.includes(number))
}

/** How many numbers two rising lists have in common. */
function common(a: readonly number[], b: readonly number[]): number {
  let both = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const left = a[i] ?? 0
    const right = b[j] ?? 0
    if (left === right) both += 1
    if (left <= right) i += 1
    if (right <= left) j += 1
  }
  return both
}

function together(own: LikePlace, beside: LikePlace): LikePlace {
  return {
    buildings: beside.buildings,
    units: own.units.length > 0 ? own.units : beside.units,
    floors: own.floors.length > 0 ? own.floors : beside.floors,
    doors: own.doors.length > 0 ? own.doors : beside.doors,
    spots: own.spots.length > 0 ? own.spots : beside.spots,
    rest: own.rest,
  }
}

const NO_LETTERS = /[^\p{L}\p{N}]+/gu

/** 灯 alone, between two fillers, is a pair with nothing. */
function pairsOf(text: string): number[] {
  const pairs = new Set<number>()
  for (const piece of text.replace(FILLERS, ' ').split(NO_LETTERS)) {
    if (piece.length === 1) pairs.add(piece.charCodeAt(0))
    for (let at = 1; at < piece.length; at++) pairs.add(piece.charCodeAt(at - 1) * 0x10000 + piece.charCodeAt(at))
  }
  return [...pairs].sort((a, b) => a - b)
}
