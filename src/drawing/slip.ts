import { star } from './motif.ts'
import { AMBER, AMBER_WASH, CARD, CELADON, CELADON_WASH, INK, SEAL, SEAL_WASH, SOFT } from './palette.ts'
import { rect, text } from './shapes.ts'
import { drawable, widthOf, wrap } from './words.ts'

/** What somebody has written, as it hangs on the wall. */
export interface Slip {
  readonly kind: SlipKind
  /** every word of it is drawn; what no font has (flags) is not */
  readonly words: string
  /** a name, or 匿名 */
  readonly signed: string
  /** a small line below: how many want the same */
  readonly aside?: string
  /** a PNG, small, made by `thumbnail` */
  readonly picture?: Uint8Array
}

export type SlipKind = 'blessing' | 'wish' | 'idea' | 'thanks'

/** A slip, or a part of one that is too long for a page, with its lines set. */
export interface LaidSlip {
  readonly slip: Slip
  readonly wide: boolean
  readonly lines: readonly string[]
  readonly height: number
  /** it goes on on the next page, or came from the one before */
  readonly goesOn: boolean
  readonly cameFrom: boolean
}

const SIZE = 44
const LINE = 64
const SMALL = 34
const PAD = 34
const TOP = 104
const SMALL_LINE = 52
const PICTURE = { width: 420, height: 300 }
/** A longer text takes the whole width: in a column of nine signs it is no reading. */
const MOST_IN_COLUMN = { signs: 42, lines: 8 }

const LOOKS: Readonly<Record<SlipKind, { readonly word: string; readonly ink: string; readonly paper: string }>> = {
  blessing: { word: '祝福', ink: SEAL, paper: SEAL_WASH },
  wish: { word: '心愿', ink: CELADON, paper: CELADON_WASH },
  idea: { word: '点子', ink: AMBER, paper: AMBER_WASH },
  thanks: { word: '感谢', ink: '#7a5a9e', paper: '#ece4f1' },
}

/** Sets the lines of a slip, for a column `column` wide or for `full`. */
export function laySlip(slip: Slip, column: number, full: number): LaidSlip {
  const own = slip.words.split(/\r?\n/)
  const wide = widthOf(drawable(slip.words)) > MOST_IN_COLUMN.signs || own.length > MOST_IN_COLUMN.lines
  const room = ((wide ? full : column) - 2 * PAD) / SIZE
  const set = own.flatMap((line) => wrap(line, room))
  const lines = set.length > 0 ? set : slip.picture ? [] : ['（表情）']
  return measured({ slip, wide, lines, goesOn: false, cameFrom: false })
}

/** As much of a slip as fits into `height`, and the rest; undefined where not three lines of it do. */
export function splitSlip(laid: LaidSlip, height: number): [LaidSlip, LaidSlip] | undefined {
  const room = Math.min(Math.floor((height - TOP - SMALL_LINE - PAD) / LINE), laid.lines.length - 1)
  if (room < 3) return undefined
  return [
    measured({ ...laid, lines: laid.lines.slice(0, room), goesOn: true }),
    measured({ ...laid, lines: laid.lines.slice(room), cameFrom: true }),
  ]
}

function measured(laid: Omit<LaidSlip, 'height'>): LaidSlip {
  const words = laid.lines.length * LINE
  if (laid.goesOn) return { ...laid, height: TOP + words + SMALL_LINE + PAD }
  const picture = laid.slip.picture ? PICTURE.height + 24 : 0
  return { ...laid, height: TOP + words + picture + (laid.slip.aside ? SMALL_LINE : 0) + SMALL_LINE + PAD - 8 }
}

/** A slip of paper, its upper left corner at x, y. */
export function drawSlip(laid: LaidSlip, x: number, y: number, width: number, pin: string): string {
  const { slip, lines, height, goesOn, cameFrom } = laid
  const look = LOOKS[slip.kind]
  const parts = [
    rect(x + 5, y + 7, width, height, 'fill="#000" opacity="0.10" rx="8"'),
    rect(x, y, width, height, `fill="${CARD}" rx="8"`),
    rect(x, y, width, height, `fill="${look.paper}" opacity="0.6" rx="8"`),
    `<circle cx="${x + width / 2}" cy="${y + 6}" r="15" fill="${pin}"/><circle cx="${x + width / 2 - 5}" cy="${y + 1}" r="4.5" fill="#fff" opacity="0.7"/>`,
    mark(slip.kind, x + PAD + 17, y + 56),
    text(x + PAD + 46, y + 56, cameFrom ? `${look.word}（接上一张）` : look.word, {
      size: SMALL,
      fill: look.ink,
      bold: true,
    }),
  ]
  let at = y + TOP + LINE / 2 - 6
  for (const line of lines) {
    parts.push(text(x + PAD, at, line, { size: SIZE, fill: INK }))
    at += LINE
  }
  const right = x + width - PAD
  if (goesOn) {
    parts.push(text(right, at, '下一张还有', { size: SMALL, fill: SOFT, anchor: 'end' }))
    return parts.join('')
  }
  at -= LINE / 2 - 12
  if (slip.picture) {
    parts.push(pictureAt(slip.picture, x + PAD, at))
    at += PICTURE.height + 24
  }
  at += SMALL_LINE / 2
  if (slip.aside) {
    parts.push(text(x + PAD, at, shorter(slip.aside, width), { size: SMALL, fill: CELADON, bold: true }))
    at += SMALL_LINE
  }
  parts.push(text(right, at, shorter(slip.signed, width), { size: SMALL + 2, fill: SOFT, anchor: 'end' }))
  return parts.join('')
}

/** A name is one line, however long somebody has made it. */
function shorter(words: string, width: number): string {
  return wrap(words, (width - 2 * PAD) / (SMALL + 2), 1)[0] ?? ''
}

function pictureAt(png: Uint8Array, x: number, y: number): string {
  const { width, height } = PICTURE
  return `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="xMinYMid meet" href="data:image/png;base64,${Buffer.from(png).toString('base64')}"/>`
}

/** A heart, a star, a lamp, a flower: told apart without colours too. */
function mark(kind: SlipKind, x: number, y: number): string {
  const { ink } = LOOKS[kind]
  const at = `<g transform="translate(${x} ${y})" fill="${ink}">`
  switch (kind) {
    case 'blessing':
      return `${at}<path d="M0 15C-26 -3 -14 -19 0 -7C14 -19 26 -3 0 15z"/></g>`
    case 'wish':
      return star(x, y + 1, 19, ink)
    case 'idea':
      return `${at}<circle cy="-4" r="12"/><rect x="-6" y="8" width="12" height="4"/><rect x="-5" y="13" width="10" height="4" rx="2"/></g>`
    case 'thanks':
      return `${at}${[0, 72, 144, 216, 288].map((turn) => `<ellipse cy="-10" rx="6" ry="8" transform="rotate(${turn})"/>`).join('')}<circle r="4.5" fill="${CARD}"/></g>`
  }
}
