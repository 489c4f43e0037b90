import type { Wording } from './command.ts'
import type { Quotation } from './incoming.ts'
import { normalise } from './normalise.ts'

/** Above it a number is a telephone's, not an issue's. */
const GREATEST_NUMBER = 9_999_999

/** How far a number with all that belongs to it can reach; more of the text need not be looked at. */
const REACH = 64

const OPENING = /^["'“‘「『(<[《【]\s?/
const CLOSING = /^\s?["'”’」』)>\]》】]/
/** 编号128 and the like say that a number is meant, as # does, but 编号 also stands before other things. */
const PREFIX = /^(?:事项编号|编号|事项|工单号?|单号|no\.?)[ :]{0,2}(?=[#第\d])/i
const WITH_HASH = /^#\s?(\d+)/
const ORDINAL = /^第\s?#?(\d+)\s?号/
const DIGITS = /^(\d+)/

/**
 * After a number without a mark of its own: 号 or nothing, and then the end or something that parts. 、 and . part only
 * before another number and at the end: 1、路灯不亮 2、井盖破了 is a list.
 */
const PARTED = /^号?(?=$|[\s,:;。!?…]|、\s?#?\d|\.$)/
const PARTED_BY_CLOSING = /^号?(?=\s?["'”’」』)>\]》】])/
/** As people write a number themselves: ① and ⑴ head the items of a list. */
const WRITTEN_DIGITS = /^[\d０-９\p{Default_Ignorable_Code_Point}]+$/u
/** 15:30 and 1,000 go on after what parts. */
const TIME = /^(?:[01]?\d|2[0-4]):[0-5]\d(?!\d)/
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?!\d)/
/** 1：路灯不亮 2：井盖破了 */
const LIST = /^1([ ,:;]).*\D2\1/
/** What a number with a blank after it counts or names: 3 号楼, 12 点, 6 月 3 日. The same signs begin other words (楼道, 天花板). */
const COUNTED =
  /^ (?:号[楼院门线]|栋|幢|单元|楼(?![道梯上下顶宇房长门板管盖面])|弄|室(?!内|外)|层|月(?:[底初中末份]|\s?\d)|日(?!光|常|照|夜)|点(?![灯评火名燃])|小时|分钟|天(?!花|然|井|桥|台|气|线|黑|亮|冷|热|棚|燃|上)|[个户元块次辆](?!人|别|体|外|主|型)|平米|米(?!粉|面))/
/** Even marked with # or 第: a house's number, not an issue's. */
const HOUSE = /^号?(?:[栋幢]|楼(?![道梯上下顶])|院)/

/** A number found at the head of a text and how many normalised characters it takes. */
export interface FoundNumber {
  readonly value: number
  readonly length: number
}

/**
 * Reads an issue's number at the head of a text: `128`, `#128`, `128号`, `第128号`, `编号128`, each also in quotation marks
 * or brackets. Undefined for a number that says something else: 3号楼, 12点, 3.5, 15:30, 6月3日, 1,000, a telephone number.
 * When in doubt it is not a number, for acting on the wrong issue is worse than asking.
 */
export function readIssueNumber(rest: Wording): FoundNumber | undefined {
  const text = rest.text.slice(0, REACH)
  const opening = OPENING.exec(text)?.[0] ?? ''
  if (opening === '') return readAt(rest, text, 0, PARTED)
  const found = readAt(rest, text, opening.length, PARTED_BY_CLOSING)
  const closing = found && CLOSING.exec(text.slice(found.length))?.[0]
  if (!found || !closing) return undefined
  const length = found.length + closing.length
  const after = text.slice(length)
  // （1）路灯不亮 （2）… is a list, “3”号楼 a house.
  if (opening.startsWith('(') && after !== '') return undefined
  return HOUSE.test(after) || COUNTED.test(` ${after.trimStart()}`) ? undefined : { value: found.value, length }
}

function readAt(rest: Wording, whole: string, start: number, parted: RegExp): FoundNumber | undefined {
  const prefix = PREFIX.exec(whole.slice(start))?.[0].length ?? 0
  const from = start + prefix
  const text = whole.slice(from)
  const marked = WITH_HASH.exec(text) ?? ORDINAL.exec(text)
  if (marked) {
    const length = from + marked[0].length
    const after = whole.slice(length)
    if (HOUSE.test(after)) return undefined
    return issueNumber(marked[1], length + (after.startsWith('号') ? 1 : 0))
  }
  const written = DIGITS.exec(text)?.[1] ?? ''
  const after = text.slice(written.length)
  const ending = parted.exec(after)
  if (written === '' || !ending || written.startsWith('0') || TIME.test(text) || COUNTED.test(after)) return undefined
  if (LIST.test(text)) return undefined
  if (!WRITTEN_DIGITS.test(rest.after(from).head(written.length).own)) return undefined
  // 1,000 is one number, but 128，300户 are two: a full-width comma parts, unless noughts follow it.
  if (THOUSANDS.test(text) && (after.startsWith(',0') || rest.head(from + written.length + 1).own.endsWith(','))) {
    return undefined
  }
  return issueNumber(written, from + written.length + ending[0].length)
}

function issueNumber(digits: string | undefined, length: number): FoundNumber | undefined {
  const value = Number(digits)
  return value >= 1 && value <= GREATEST_NUMBER ? { value, length } : undefined
}

/**
 * The distinct `#n` in a quotation of the bot's own words, in their order; none of anybody else's. 3#128 is a flat and
 * not #128.
 */
export function quotedIssueNumbers(quotation: Quotation | undefined): readonly number[] {
  if (!quotation?.fromBot) return []
  const found = normalise(quotation.text).matchAll(/(?<![A-Za-z\d#&/])#(\d+)/g)
  const numbers = [...found].map(([, digits]) => Number(digits))
  return [...new Set(numbers.filter((number) => number >= 1 && number <= GREATEST_NUMBER))]
}
