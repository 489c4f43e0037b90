import { hasEmoji } from './fonts.ts'
import { withEmoji } from './wechat-faces.ts'

/** What cannot be drawn: control and formatting signs, halves of characters, flags, the colours of skins. */
const UNDRAWABLE = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Variation_Selector}\p{Regional_Indicator}\p{Emoji_Modifier}]/gu
const PICTOGRAPH = /\p{Extended_Pictographic}/gu
/** Beyond it a pictograph is drawn from the font of emoji, and is wider than a Chinese sign. */
const LATIN = '\u02FF'

/** The text as it is drawn: on one line, without what no font has; the faces of WeChat ([玫瑰]) as emoji. */
export function drawable(text: string): string {
  return withEmoji(text)
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(UNDRAWABLE, '')
    .replace(PICTOGRAPH, (sign) => (hasEmoji(sign.codePointAt(0) ?? 0) ? sign : ''))
    .trim()
}

/** Whether something in it is drawn from the font of emoji. */
export function holdsEmoji(text: string): boolean {
  return (text.match(PICTOGRAPH) ?? []).some((sign) => sign > LATIN)
}

/**
 * How wide a text is, in parts of its size: a little more rather than less. Chinese signs are one wide, the others as
 * measured in Noto Sans SC, by group.
 */
export function widthOf(text: string): number {
  let width = 0
  for (const sign of text) width += widthOfSign(sign)
  return width
}

/** As measured in Noto Emoji; all of them are as wide. */
const EMOJI_WIDTH = 1.28

function widthOfSign(sign: string): number {
  if (sign > LATIN) return /\p{Extended_Pictographic}/u.test(sign) ? EMOJI_WIDTH : 1
  if (/[ ijl.,:;'|!()[\]{}·]/.test(sign)) return 0.34
  if (/[ftr/\\-]/.test(sign)) return 0.4
  if (/[mwMW@%&—]/.test(sign)) return 0.94
  return /[A-Z#+<=>~]/.test(sign) ? 0.7 : 0.58
}

/** Signs that do not begin a line. */
const NOT_FIRST = /^[，。；：、？！）》」』”’…,.;:?!)\]%] ?$/

/**
 * The text in lines of at most `width` (in parts of its size), at most `most` of them; the last ends in … where something
 * was left out. A word in Latin letters and a number stay in one piece where they fit on a line.
 */
export function wrap(text: string, width: number, most = Number.POSITIVE_INFINITY): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of piecesOf(drawable(text), width)) {
    // A comma may stand beyond the edge, but not a row of them.
    const hangs = NOT_FIRST.test(piece) && widthOf(line) <= width
    if (line === '' || hangs || widthOf(line + piece.trimEnd()) <= width) {
      line += line === '' ? piece.trimStart() : piece
      continue
    }
    lines.push(line.trimEnd())
    line = piece.trimStart()
  }
  if (line.trimEnd() !== '') lines.push(line.trimEnd())
  if (lines.length <= most) return lines
  const kept = lines.slice(0, most)
  kept[most - 1] = shortened(`${kept[most - 1]}…`, width)
  return kept
}

/** As `wrap`, in lines of about the same length, so that no single sign is left for the last one. */
export function wrapEvenly(text: string, width: number, most?: number): string[] {
  const lines = wrap(text, width, most)
  let even = lines
  for (let narrower = width - 0.5; narrower > width / 2; narrower -= 0.5) {
    const narrow = wrap(text, narrower, most)
    if (narrow.length > lines.length || narrow.join('').length < lines.join('').length) break
    even = narrow
  }
  return even
}

/** Cut before its end, where it is too wide. */
function shortened(text: string, width: number): string {
  const signs = [...text]
  while (signs.length > 1 && widthOf(signs.join('')) > width) signs.splice(-2, 1)
  return signs.join('')
}

function piecesOf(text: string, width: number): string[] {
  // A command keeps its slash.
  const pieces = text.match(/\/[^\s!-\u02FF，。；：、]+ ?|[!-\u02FF\u2010-\u2013]+ ?|[^!-\u02FF\u2010-\u2013]/gu) ?? []
  return pieces.flatMap((piece) => (widthOf(piece) > width ? [...piece] : [piece]))
}

/** The text for an SVG. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
