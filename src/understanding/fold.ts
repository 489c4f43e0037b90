import { normalise } from '../chat/normalise.ts'

/** Of a long text the beginning and the end are looked at: a petition says what it is in the first and the last lines. */
const HEAD = 420
const TAIL = 140

/** Numbers that mean something as they are: the emergency numbers, and the citizens' hotline. */
const KEPT_NUMBERS = new Set(['110', '119', '120', '122', '12345', '12315'])

/** The name of a compound says nothing of what is the matter there. 我们小区, 整个小区 are no names. */
const COMPOUND =
  /(?<=^|[\s,，。:：的是在住])(?![我咱你他她俺这那本全整半老各隔别对出进到回每旧人朋])[\u4e00-\u9fff]{2,4}?(?:小区|家园|花园|新村|公寓|嘉园|雅苑)/g

/**
 * A text as the statistics see it: normalised, small letters, links, mentions of people, phones, names of compounds and numbers as marks
 * (U, A, P, C, 0), so that 3号楼 and 十二号楼 are the same, runs of blanks and commas as one `_`, more than two equal signs in a
 * row as two. Linear; never throws.
 */
export function fold(text: string): string {
  if (text.length > LONGEST_KEPT) return madeOf(text)
  if (last?.text !== text) last = { text, folded: madeOf(text) }
  return last.folded
}

/** What was folded last: several readers look at one message, one after the other. Nothing long is kept. */
let last: { readonly text: string; readonly folded: string } | undefined
const LONGEST_KEPT = 500

function madeOf(text: string): string {
  // What is longer than this many times the part looked at is cut before anything is done with it.
  const near = text.length > 4 * (HEAD + TAIL) ? `${text.slice(0, 2 * HEAD)} ${text.slice(-2 * TAIL)}` : text
  const plain = normalise(near).toLowerCase()
  const seen = plain.length > HEAD + TAIL ? `${plain.slice(0, HEAD)} ${plain.slice(-TAIL)}` : plain
  return seen
    .replace(/(?:https?:\/\/|www\.)[\w./?=&%#:-]+/g, 'U')
    .replace(/@(?!物业|社区|网格|所有人|书记|居委|管家|小格|城管)[^\s,，:：@]{1,16}(?=\s|$|[,，:：@])/g, 'A')
    .replace(COMPOUND, 'C')
    .replace(/1\d{10}|0\d{2,3}-?\d{7,8}|\d{6,}/g, 'P')
    .replace(/[零〇一二两三四五六七八九十]+(?=号楼|栋|幢|单元|#|号院|楼的|层|门洞)/g, '0')
    .replace(/\d+(?:[.:-]\d+)*/g, (digits) => (KEPT_NUMBERS.has(digits) ? digits : '0'))
    .replace(/[\s,，。.;；、~～…·—\-"'“”‘’()（）「」]+/g, '_')
    .replace(/(.)\1{2,}/gu, '$1$1')
    .replace(/([?!])[?!]+/g, '$1')
    .replace(/^_+|_+$/g, '')
}

/**
 * A folded text as n-grams are taken of it: an exclamation mark parts like a comma and says no more. Some put one behind
 * everything, and those who wrote the examples hardly any.
 */
export function calm(folded: string): string {
  return folded.replace(/[_!]+/g, '_').replace(/^_+|_+$/g, '')
}
