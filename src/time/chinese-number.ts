const DIGITS = '零一二三四五六七八九'

/** Matches what `readNumber` may be able to read; for building expressions. It holds no capturing group. */
export const NUMERAL = '(?:\\d{1,4}|[零〇一二两三四五六七八九十廿卅百]{1,5})'

/**
 * Reads a whole number as people write it: `12`, `十二`, `两`, `廿三`, `一百零五`, `二〇二六`. Undefined for what is no
 * single number, such as 三四 (three or four).
 */
export function readNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text)
  const plain = text.replaceAll('〇', '零').replaceAll('两', '二').replace(/^廿/, '二十').replace(/^卅/, '三十')
  if (plain.length === 1 && DIGITS.includes(plain)) return DIGITS.indexOf(plain)
  if (/^[零一二三四五六七八九]{4}$/.test(plain))
    return Number([...plain].map((digit) => DIGITS.indexOf(digit)).join(''))
  if (/^零[一二三四五六七八九]$/.test(plain)) return DIGITS.indexOf(plain.charAt(1))
  const parts =
    /^(?:([一二三四五六七八九])百(零(?=.$))?)?(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九]?)$/.exec(plain)
  if (!parts || plain === '') return undefined
  const [, hundreds = '', zero, tens = '', ten, ones = ''] = parts
  // 二百五 says 250 and 百十 is not a number to count with: after 百 ones need a 零 or a ten before them.
  if (hundreds && ones && !ten && !zero) return undefined
  if (!hundreds && !ten) return undefined
  const digit = (sign: string) => (sign === '' ? 0 : DIGITS.indexOf(sign))
  return digit(hundreds) * 100 + (ten ? (tens === '' ? 1 : digit(tens)) * 10 : 0) + digit(ones)
}
