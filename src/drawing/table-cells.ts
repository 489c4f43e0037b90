import { AMBER, AMBER_WASH, CARD, CELADON, CELADON_WASH, INK, SEAL, SEAL_WASH } from './palette.ts'
import { rect, type TextStyle, text } from './shapes.ts'
import { drawable, widthOf, wrap } from './words.ts'

/** How far something is. It is shown by a colour and by a sign. */
export type CellState = 'done' | 'under way' | 'missing'

/** What stands in a cell; with a state the words may be left out. */
export type TableCell = string | { readonly state: CellState; readonly text?: string }

export const WIDTH = 1080
export const MARGIN = 36
export const INSIDE = WIDTH - 2 * MARGIN
export const SIZE = 28
const LINE = 38
const CELL_X = 9
const CELL_Y = 13
export const SIGN = 34
const MOST_LINES = 4

export const LOOKS: Readonly<
  Record<CellState, { readonly wash: string; readonly ink: string; readonly word: string }>
> = {
  done: { wash: CELADON_WASH, ink: CELADON, word: '已完成' },
  'under way': { wash: AMBER_WASH, ink: AMBER, word: '进行中' },
  missing: { wash: SEAL_WASH, ink: SEAL, word: '还没有' },
}

/** A cell with its lines set. */
export interface LaidOut {
  readonly state: CellState | undefined
  readonly lines: readonly string[]
}

/** As wide as what is in them wants it; where that is too wide, the widest give way. */
export function columnWidths(columns: readonly string[], rows: readonly (readonly TableCell[])[]): number[] {
  const wanted = columns.map((heading, at) => {
    const cells = [heading, ...rows.map((row) => row[at] ?? '')]
    return Math.max(...cells.map(wantedWidth)) * SIZE + 2 * CELL_X
  })
  const least = Math.min(4 * SIZE + 2 * CELL_X, INSIDE / columns.length)
  // The widest that any column may be, so that all fit.
  let [low, high] = [least, INSIDE]
  const total = (most: number) => wanted.reduce((sum, width) => sum + Math.min(width, most), 0)
  for (let turn = 0; turn < 30; turn++) {
    const middle = (low + high) / 2
    if (total(middle) > INSIDE) high = middle
    else low = middle
  }
  const fitting = wanted.map((width) => Math.min(width, low))
  const spare = INSIDE - fitting.reduce((sum, width) => sum + width, 0)
  return fitting.map((width) => width + spare / columns.length)
}

function wantedWidth(cell: TableCell): number {
  if (typeof cell === 'string') return widthOf(drawable(cell))
  return (SIGN + 6) / SIZE + widthOf(drawable(cell.text ?? ''))
}

export function layOut(cell: TableCell, width: number): LaidOut {
  const most = (width - 2 * CELL_X) / SIZE
  if (typeof cell === 'string') return { state: undefined, lines: wrap(cell, most, MOST_LINES) }
  const words = cell.text ?? ''
  const beside = wrap(words, most - (SIGN + 6) / SIZE, MOST_LINES)
  // The sign stands before words of one line, and above more of them.
  return { state: cell.state, lines: beside.length <= 1 ? beside : ['', ...wrap(words, most, MOST_LINES)] }
}

export function heightOf(laid: readonly LaidOut[]): number {
  return Math.max(1, ...laid.map(({ lines }) => lines.length)) * LINE + 2 * CELL_Y
}

export function washes(laid: readonly LaidOut[], widths: readonly number[], y: number, height: number): string[] {
  return laid.flatMap(({ state }, at) => {
    const x = leftOf(widths, at)
    const look = state && `fill="${LOOKS[state].wash}" rx="8"`
    return look ? [rect(x + 3, y + 4, (widths[at] ?? 0) - 6, height - 8, look)] : []
  })
}

export function cells(
  laid: readonly LaidOut[],
  widths: readonly number[],
  y: number,
  height: number,
  look = (state: CellState | undefined): TextStyle => ({ size: SIZE, fill: state ? LOOKS[state].ink : INK }),
): string[] {
  return laid.flatMap(({ state, lines }, at) => {
    const middle = leftOf(widths, at) + (widths[at] ?? 0) / 2
    const first = y + height / 2 - ((Math.max(1, lines.length) - 1) * LINE) / 2
    const beside = state !== undefined && lines[0] !== '' && lines.length === 1
    const words = beside ? middle + (SIGN + 6) / 2 : middle
    const signAt = beside ? middle - (widthOf(lines[0] ?? '') * SIZE) / 2 - 3 : middle
    // More than a few words are read from the left.
    const long = state === undefined && lines.length > 1
    const style: TextStyle = { anchor: long ? 'start' : 'middle', ...look(state) }
    const x = style.anchor === 'start' ? leftOf(widths, at) + CELL_X : words
    return [
      ...(state ? [sign(state, signAt, first)] : []),
      ...lines.flatMap((line, number) => (line === '' ? [] : [text(x, first + number * LINE, line, style)])),
    ]
  })
}

function leftOf(widths: readonly number[], at: number): number {
  return MARGIN + widths.slice(0, at).reduce((sum, width) => sum + width, 0)
}

/** A hook in a full circle, a circle half full, a stroke in an empty circle: told apart without colours too. */
export function sign(state: CellState, x: number, y: number): string {
  const { ink } = LOOKS[state]
  const at = `<g transform="translate(${Math.round(x * 10) / 10} ${y})" fill="none" stroke="${ink}" stroke-width="3">`
  if (state === 'done') {
    return `${at}<circle r="14" fill="${ink}"/><path d="M-6.5 .5l4.8 5L7 -5" stroke="${CARD}" stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round"/></g>`
  }
  if (state === 'under way')
    return `${at}<circle r="13"/><path d="M0 -13a13 13 0 0 0 0 26z" fill="${ink}" stroke="none"/></g>`
  return `${at}<circle r="13" fill="${CARD}"/><path d="M-6 0h12" stroke-linecap="round"/></g>`
}
