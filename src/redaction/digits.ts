/** Digits that stand together; `from` and `to` are positions in the text. */
export interface DigitGroup {
  /** in plain form */
  readonly digits: string
  readonly from: number
  readonly to: number
  /** written in Chinese: 一三八 */
  readonly chinese: boolean
}

/** Groups of digits with nothing but a few signs between them. `signs[i]` stands before `groups[i]`. */
export interface DigitRun {
  readonly groups: readonly DigitGroup[]
  readonly signs: readonly string[]
}

/** More signs than this between two groups and they are two numbers. */
const MOST_SIGNS = 3
const CHINESE = new Map(
  ['零〇○', '一壹幺', '二贰两', '三叁', '四肆', '五伍', '六陆', '七柒拐', '八捌', '九玖'].flatMap((signs, value) =>
    [...signs].map((sign) => [sign, value] as const),
  ),
)
/** Letters that are typed for digits; believed only where real digits stand beside them. */
const LOOKALIKES: Readonly<Record<string, string>> = { o: '0', O: '0', l: '1', I: '1', '|': '1' }
const CHINESE_CODES = new Set([...CHINESE.keys()].map((sign) => sign.charCodeAt(0)))
const LOOKALIKE_CODES = new Set(Object.keys(LOOKALIKES).map((sign) => sign.charCodeAt(0)))
/** ❶–❾ in their three shapes, which NFKC leaves alone */
const DINGBATS: readonly number[] = [0x2776, 0x2780, 0x278a]
const DIGIT = /\p{Nd}/u
/** Words and strokes that are put between the parts of a number: 138加1234加5678, 138丶1234丶5678. */
const JOINER = /空格|横杠|[加杠空接点丶丨]/y
const JOINERS_BEGIN = '空横加杠接点丶丨'
const ORDINAL = /[周期第]/
const COUNTED = /[号楼栋幢单层座点月年个]/
const LETTER = /[A-Za-z]/
const PART_OF_WORD = /[\p{L}\p{N}]/u
/** A number typed with letters for digits has more of these than of those. */
const MOST_LOOKALIKES = 0.7

/** Finds all digits of a text, in whatever script they are written, with what belongs together. Linear in its length. */
export function digitRuns(text: string): DigitRun[] {
  const runs: DigitRun[] = []
  let groups: DigitGroup[] = []
  let signs: string[] = []
  let end = 0
  const finish = () => {
    if (groups.length > 0) runs.push({ groups, signs })
    groups = []
    signs = []
  }
  let at = 0
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0
    const group = mayBegin(code) ? groupAt(text, at) : undefined
    if (!group) {
      let next = at + (code > 0xffff ? 2 : 1)
      if (groups.length > 0) {
        const joined = joinerAt(text, at)
        if (joined > 0) next = at + joined
        const far = next - end > MOST_SIGNS + 1
        if (far || (joined === 0 && (isHan(code) || PART_OF_WORD.test(String.fromCodePoint(code))))) finish()
      }
      at = next
      continue
    }
    signs.push(groups.length === 0 ? '' : text.slice(end, group.from))
    groups.push(group)
    end = group.to
    at = group.to
  }
  finish()
  return runs
}

/** Most characters of a text are none of these, and nothing more has to be asked of them. */
function mayBegin(code: number): boolean {
  if (code < 0x80) return (code >= 0x30 && code <= 0x39) || code === 0x7c || LOOKALIKE_CODES.has(code)
  return isHan(code) ? CHINESE_CODES.has(code) : true
}

const isHan = (code: number) => code >= 0x4e00 && code <= 0x9fff

/** How long the joiner at a place is; 0 if there is none. */
function joinerAt(text: string, at: number): number {
  if (!JOINERS_BEGIN.includes(text.charAt(at))) return 0
  JOINER.lastIndex = at
  return JOINER.exec(text)?.[0].length ?? 0
}

function groupAt(text: string, from: number): DigitGroup | undefined {
  let digits = ''
  let lookalikes = 0
  let at = from
  let chinese: boolean | undefined
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0
    const sign = String.fromCodePoint(code)
    const han = CHINESE.get(sign)
    const value = han ?? digitOf(code, sign)
    const inWord = at === from && LETTER.test(text.charAt(from - 1))
    const lookalike = value === undefined && !inWord ? LOOKALIKES[sign] : undefined
    if (value === undefined && (lookalike === undefined || chinese === true)) break
    if (chinese !== undefined && chinese !== (han !== undefined)) break
    chinese = han !== undefined
    if (lookalike !== undefined) lookalikes += 1
    digits += value ?? lookalike
    at += sign.length
    if (chinese && at === from + 1 && ORDINAL.test(text.charAt(from - 1))) break
  }
  if (digits === '' || chinese === undefined) return undefined
  // 周一 and 三栋 have nothing to do with the number between them.
  if (chinese && digits.length > 1 && COUNTED.test(text.charAt(at))) {
    at -= 1
    digits = digits.slice(0, -1)
  }
  // The o of 8000or is a letter.
  while (lookalikes > 0 && LETTER.test(text.charAt(at)) && LOOKALIKES[text.charAt(at - 1)] !== undefined) {
    at -= 1
    lookalikes -= 1
    digits = digits.slice(0, -1)
  }
  if (digits === '') return undefined
  if (lookalikes > digits.length * MOST_LOOKALIKES) return plainDigits(text, from)
  return { digits, from, to: at, chinese }
}

/** Too many letters among the digits: they are letters. */
function plainDigits(text: string, from: number): DigitGroup | undefined {
  let at = from
  while (at < text.length && /[0-9]/.test(text.charAt(at))) at += 1
  return at === from ? undefined : { digits: text.slice(from, at), from, to: at, chinese: false }
}

/** The value of a digit of any script. The digits of a script stand in a row, from a position that ends in 0 or 6. */
function digitOf(code: number, sign: string): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  if (code < 0x80) return undefined
  const shape = DINGBATS.find((first) => code >= first && code < first + 9)
  if (shape !== undefined) return code - shape + 1
  if (!DIGIT.test(sign)) return undefined
  const low = code & 0xf
  return low < 6 || DIGIT.test(String.fromCodePoint(code - low)) ? low : low - 6
}
