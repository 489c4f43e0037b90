import { NUMERAL, readNumber } from '../time/chinese-number.ts'
import { AGES, LONGEST_HOBBY, LONGEST_WISH, MARITALS, MOST_HOBBIES, type Wish } from './fields.ts'
import { readCentimetres, readEducation, readHeight } from './read-measure.ts'

/** What people put before and after a hobby. */
const AROUND =
  /^(?:我|平时|平常|一般|没事|闲的?时候?|就|也|还|都|很|比较|最|喜欢|喜爱|爱好?是?|是)+|(?:什么的|之类的?|等等?|吧|啊|呀|了)+$/g
const WORD = /^[\p{Script=Han}A-Za-z]+$/u

/**
 * Hobbies as short words: 爬山、看书和做饭. What is longer than a hobby is, or holds a digit, is left out: it could tell
 * anything. Undefined where nothing is left. Normalised text.
 */
export function readHobbies(text: string): string[] | undefined {
  const words = text
    .split(/[\s,、;。.!]+|和|跟|与|及|还有/)
    .map((word) => word.replace(AROUND, ''))
    .filter((word) => WORD.test(word) && [...word].length <= LONGEST_HOBBY && !/^(?:没有?|无|不|没什么)$/.test(word))
  const hobbies = [...new Set(words)].slice(0, MOST_HOBBIES)
  return hobbies.length > 0 ? hobbies : undefined
}

const RANGE = new RegExp(`(${NUMERAL})(?:周?岁)?\\s?(?:到|至|-|~|—)\\s?(${NUMERAL})(?:周?岁)?(?!\\s?(?:厘米|cm|米))`)
const FROM = new RegExp(`(${NUMERAL})周?岁?(?:以上|往上|朝上)`)
const TO = new RegExp(`(${NUMERAL})周?岁?(?:以下|以内|往下|之内)|不超过(${NUMERAL})周?岁?`)
const HEIGHT =
  /(?:身高|个子|不矮于)[^,、;。]{0,12}|(?:\d{3}(?:cm|厘米)?|[一1二2]米[\d零一二三四五六七八九]{1,2}|1\.\d{1,2})[^,、;。岁]{0,2}以上/
const LEARNED =
  /(?:学历)?[^,、;。]{0,4}(?:初中|高中|中专|大专|专科|本科|大学|硕士|研究生|博士)(?:及|或)?(?:以上|学历|毕业)?/

/**
 * What is wished of the other: 28到38岁，165以上，大专以上，未婚，爱干净. Age, height, education and marriage are understood
 * and are hard; what is left is kept in words. Undefined where nothing is said. Normalised text.
 */
export function readWish(text: string): Wish | undefined {
  let rest = text
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const found = pattern.exec(rest) ?? undefined
    if (found) rest = `${rest.slice(0, found.index)},${rest.slice(found.index + found[0].length)}`
    return found
  }
  const height = take(HEIGHT)
  const heightFrom = height && readCentimetres(height[0]) ? readHeight(height[0]) : undefined
  const educationFrom = takeEducation(take)
  const ages = takeAges(take)
  const marital = (Object.keys(MARITALS) as (keyof typeof MARITALS)[]).filter((key) => take(new RegExp(MARITALS[key])))
  const words = leftOver(rest)
  const wish: Wish = {
    ...ages,
    ...(heightFrom === undefined ? {} : { heightFrom }),
    ...(educationFrom === undefined ? {} : { educationFrom }),
    ...(marital.length === 0 ? {} : { marital }),
    ...(words === '' ? {} : { words }),
  }
  return Object.keys(wish).length > 0 ? wish : undefined
}

type Take = (pattern: RegExp) => RegExpExecArray | undefined

function takeEducation(take: Take): number | undefined {
  const found = take(LEARNED)
  return found ? readEducation(found[0]) : undefined
}

function takeAges(take: Take): Pick<Wish, 'ageFrom' | 'ageTo'> {
  const range = take(RANGE)
  const from = ageOf(range?.[1] ?? take(FROM)?.[1])
  const upTo = range ? undefined : take(TO)
  const to = ageOf(range?.[2] ?? upTo?.[1] ?? upTo?.[2])
  if (from !== undefined && to !== undefined && from > to) return { ageFrom: to, ageTo: from }
  return { ...(from === undefined ? {} : { ageFrom: from }), ...(to === undefined ? {} : { ageTo: to }) }
}

function ageOf(written: string | undefined): number | undefined {
  const age = readNumber(written ?? '')
  return age !== undefined && age >= AGES.least && age <= AGES.most ? age : undefined
}

/** What is no wish by itself: 希望对方, 最好, 年龄, 都行. */
const EMPTY =
  /希望|对方|最好|要求?|年龄|年纪|身高|学历|的|是|能|在|左右|都(?:行|可以)|没(?:有|什么)(?:要求)?|随缘|不限|无所谓/g

function leftOver(rest: string): string {
  const parts = rest
    .split(/[,、;。.!\n]+/)
    .map((part) => part.trim())
    .filter((part) => part.replace(EMPTY, '').trim() !== '')
  return [...parts.join('，')].slice(0, LONGEST_WISH).join('')
}
