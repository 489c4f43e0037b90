import { normalise } from '../chat/normalise.ts'

/** A yes or a no, as people write it on a telephone. */
export interface ShortAnswer {
  readonly yes: boolean
  /** it says 登记 or 不是 in some way; 好的 and 没有 may as well be meant for something else that was said there */
  readonly plain: boolean
  /** the number written beside it */
  readonly number: number | undefined
}

const PLAIN_YES =
  /^(请|要|需要|给|帮忙?)?登记?(一?下|上|了)?(的|吧|啊)?$|^(要|需要|是|对|是的要)(的|呀|啊|吧)?$|^是反映$/
const PLAIN_NO = /^(不是|不登记|别登记|不用登记|不需要登记|不要|不需要|不用|闲聊)(的|了|吧|啊|呀)?$/
const LOOSE_YES = /^(好|好好|行|可以|嗯+|恩+|中|成|ok|麻烦)(的|了|呀|啊|吧|呢)?$/i
const LOOSE_NO = /^(没有|没事|算|不算|没|不)(的|了|吧|啊)?$/

/** Politeness around an answer. */
const AROUND = /^(谢谢|多谢|辛苦|麻烦)(了|你|您|啦)?$|^(好|好的|嗯+)$/
const PARTS = /[\s,，。.!?、;；~…]+/
const NUMBER_BEFORE = /^#?(\d{1,7})号?(?=\D)/
const NUMBER_BEHIND = /#?(\d{1,7})号?$/

/** Reads `登记吧`, `是的，登记`, `登记。谢谢`, `1 登记`, `不需要`, `嗯`; undefined for anything else. */
export function shortAnswer(text: string): ShortAnswer | undefined {
  const whole = normalise(text).trim()
  const written = NUMBER_BEFORE.exec(whole) ?? NUMBER_BEHIND.exec(whole)
  const words = written ? whole.replace(written[0], ' ') : whole
  const parts = words.split(PARTS).filter((part) => part !== '')
  const said = parts.length > 1 ? parts.filter((part) => !AROUND.test(part)) : parts
  const read = (said.length > 0 ? said : parts.slice(0, 1)).map(answerIn)
  const [first] = read
  // 是的，登记 says it twice; 是的，不登记 says nothing that can be relied on.
  if (!first || read.some((each) => each?.yes !== first.yes)) return undefined
  const plain = read.some((each) => each?.plain)
  return { yes: first.yes, plain, number: written ? Number(written[1]) : undefined }
}

function answerIn(part: string): { yes: boolean; plain: boolean } | undefined {
  if (PLAIN_YES.test(part)) return { yes: true, plain: true }
  if (PLAIN_NO.test(part)) return { yes: false, plain: true }
  if (LOOSE_YES.test(part)) return { yes: true, plain: false }
  if (LOOSE_NO.test(part)) return { yes: false, plain: false }
  return undefined
}
