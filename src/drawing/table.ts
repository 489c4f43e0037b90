import { HIGHEST } from './page.ts'
import { CARD, INK, PAPER, RULE, SOFT } from './palette.ts'
import { render } from './render.ts'
import { rect, rule, seal, sheet, type TextStyle, text } from './shapes.ts'
import {
  type CellState,
  cells,
  columnWidths,
  heightOf,
  INSIDE,
  type LaidOut,
  LOOKS,
  layOut,
  MARGIN,
  SIGN,
  SIZE,
  sign,
  type TableCell,
  WIDTH,
  washes,
} from './table-cells.ts'
import { drawable, widthOf, wrap } from './words.ts'

export type { TableCell } from './table-cells.ts'

export interface TableToDraw {
  readonly title: string
  readonly subtitle?: string
  readonly columns: readonly string[]
  /** a row each, with a cell for each column */
  readonly rows: readonly (readonly TableCell[])[]
  readonly foot?: string
  /** what the signs mean here, written below the table */
  readonly legend?: Readonly<Record<CellState, string>>
}

const HEADING: TextStyle = { size: SIZE, fill: CARD, bold: true, anchor: 'middle' }

/**
 * A table as PNGs of 1080 pixels' width and at most 2400 height, to be read on a telephone: letters of 28 pixels and more. What
 * does not fit goes on in the next picture, under the same headings.
 *
 * @throws RangeError where a row has not a cell for each column
 */
export async function drawTable(table: TableToDraw): Promise<Uint8Array[]> {
  const pictures: Uint8Array[] = []
  for (const svg of tableSvgs(table)) pictures.push(await render(svg))
  return pictures
}

/** The table as SVGs. */
export function tableSvgs(table: TableToDraw): string[] {
  const { columns, rows } = table
  const uneven = rows.findIndex((row) => row.length !== columns.length)
  if (uneven >= 0) throw new RangeError(`row ${uneven} has not a cell for each of the ${columns.length} columns`)
  const widths = columnWidths(columns, rows)
  const laid = rows.map((row) => row.map((cell, at) => layOut(cell, widths[at] ?? 0)))
  const headings = columns.map((heading, at) => layOut(heading, widths[at] ?? 0))
  const around = headOf(table, '').below + heightOf(headings) + footOf(table, 0).below
  const pages = pagesOf(laid, HIGHEST - around)
  return pages.map((page, number) => {
    const { parts, below } = headOf(table, pages.length > 1 ? `（${number + 1}/${pages.length}）` : '')
    const body = bodyOf(page, headings, widths, below)
    // What the signs mean is said in each picture, the rest in the last.
    const foot = footOf(number < pages.length - 1 ? { ...table, foot: undefined } : table, body.below)
    return sheet(WIDTH, Math.round(foot.below), PAPER, [...parts, ...body.parts, ...foot.parts])
  })
}

/** What was drawn, and where it ends. */
interface Drawn {
  readonly parts: readonly string[]
  readonly below: number
}

/** The rows, as many in a picture as it has room for; one picture where there are none. */
function pagesOf(rows: readonly (readonly LaidOut[])[], room: number): (readonly LaidOut[])[][] {
  const pages: (readonly LaidOut[])[][] = [[]]
  let left = room
  for (const row of rows) {
    const height = heightOf(row)
    if (height > left && pages.at(-1)?.length) {
      pages.push([])
      left = room
    }
    pages.at(-1)?.push(row)
    left -= height
  }
  return pages
}

function headOf({ title, subtitle }: TableToDraw, page: string): Drawn {
  let y = MARGIN + 26
  const parts = [seal(MARGIN, y - 26, 52)]
  // Room is left for the number of the picture, so that the title breaks alike in all of them.
  for (const [at, line] of wrap(title, (INSIDE - 72) / 46 - 4, 2).entries()) {
    parts.push(text(MARGIN + 72, y, at === 0 ? line + page : line, { size: 46, fill: INK, bold: true }))
    y += 60
  }
  for (const line of subtitle ? wrap(subtitle, INSIDE / 30, 3) : []) {
    parts.push(text(MARGIN, y, line, { size: 30, fill: SOFT }))
    y += 44
  }
  return { parts, below: y - 10 }
}

function bodyOf(
  rows: readonly (readonly LaidOut[])[],
  headings: readonly LaidOut[],
  widths: readonly number[],
  top: number,
): Drawn {
  const headHeight = heightOf(headings)
  const parts = [
    rect(MARGIN, top, INSIDE, headHeight, `fill="${INK}"`),
    ...cells(headings, widths, top, headHeight, () => HEADING),
  ]
  let y = top + headHeight
  for (const [number, laid] of rows.entries()) {
    const height = heightOf(laid)
    parts.push(rect(MARGIN, y, INSIDE, height, `fill="${number % 2 === 0 ? CARD : '#f8f4ea'}"`))
    parts.push(...washes(laid, widths, y, height))
    parts.push(...cells(laid, widths, y, height))
    y += height
    parts.push(rule(MARGIN, y, WIDTH - MARGIN, RULE, 1.5))
  }
  parts.push(rect(MARGIN, top, INSIDE, y - top, `fill="none" stroke="${RULE}" stroke-width="2"`))
  return { parts, below: y }
}

function footOf({ rows, legend, foot }: Foot, top: number): Drawn {
  const parts: string[] = []
  let y = top + 40
  const used = (Object.keys(LOOKS) as CellState[]).filter((state) => rows.some((row) => row.some(is(state))))
  let x = MARGIN
  for (const state of used) {
    const word = drawable(legend?.[state] ?? LOOKS[state].word)
    parts.push(sign(state, x + SIGN / 2, y), text(x + SIGN + 10, y, word, { size: SIZE, fill: LOOKS[state].ink }))
    x += SIGN + 10 + widthOf(word) * SIZE + 44
  }
  if (used.length > 0) y += 52
  for (const line of foot ? wrap(foot, INSIDE / SIZE, 4) : []) {
    parts.push(text(MARGIN, y, line, { size: SIZE, fill: SOFT }))
    y += 42
  }
  return { parts, below: y + MARGIN - 24 }
}

type Foot = Pick<TableToDraw, 'rows' | 'legend'> & { readonly foot?: string | undefined }

const is = (state: CellState) => (cell: TableCell) => typeof cell !== 'string' && cell.state === state
