import { type Motif, motifShapes, type Theme, themeOf } from './motif.ts'
import { HIGHEST } from './page.ts'
import { render } from './render.ts'
import { rect, seal, sheet, text } from './shapes.ts'
import { drawSlip, type LaidSlip, laySlip, type Slip, splitSlip } from './slip.ts'
import { widthOf, wrap, wrapEvenly } from './words.ts'

export interface WallToDraw {
  /** a small line above the title: whose wall it is */
  readonly over: string
  /** 中秋祝福墙 */
  readonly title: string
  /** the day */
  readonly subtitle?: string
  readonly motif: Motif
  /** in the order in which they are read */
  readonly slips: readonly Slip[]
  /** what one does to be on it, below the last slip */
  readonly foot?: string
}

const WIDTH = 1080
const MARGIN = 36
const GAP = 28
const FULL = WIDTH - 2 * MARGIN
const COLUMN = (FULL - GAP) / 2
const FIRST_HEAD = 400
const NEXT_HEAD = 150
/** room for two lines below the last slip */
const FOOT = 182

/** A wall as PNGs of 1080 pixels' width and at most 2400 height, as many as it takes: words of 34 pixels and more. */
export async function drawWall(wall: WallToDraw): Promise<Uint8Array[]> {
  const pages: Uint8Array[] = []
  for (const svg of wallSvgs(wall)) pages.push(await render(svg))
  return pages
}

/** The wall as SVGs. */
export function wallSvgs(wall: WallToDraw): string[] {
  const theme = themeOf(wall.motif)
  const pages = layPages(wall.slips.map((slip) => laySlip(slip, COLUMN, FULL)))
  return pages.map((page, number) => {
    const isLast = number === pages.length - 1
    const parts = number === 0 ? firstHead(wall, theme, pages.length) : nextHead(wall, theme, number, pages.length)
    parts.push(...page.hung.map(({ laid, x, y, width }) => drawSlip(laid, x, y, width, theme.pin)))
    let y = page.end + 10
    for (const line of isLast && wall.foot ? wrapEvenly(wall.foot, FULL / 36, 2) : []) {
      parts.push(text(WIDTH / 2, y + 24, line, { size: 36, fill: theme.head, bold: true, anchor: 'middle' }))
      y += 54
    }
    return sheet(WIDTH, Math.min(HIGHEST, Math.round(y + MARGIN)), theme.wall, parts)
  })
}

interface Hung {
  readonly laid: LaidSlip
  readonly x: number
  readonly y: number
  readonly width: number
}

interface Page {
  readonly hung: Hung[]
  /** where the lowest slip ends */
  end: number
}

/** Hangs the slips one after the other, each where the wall is higher, and begins a new page where it is full. */
function layPages(slips: readonly LaidSlip[]): Page[] {
  const lowest = HIGHEST - FOOT
  const pages: Page[] = []
  let [left, right] = [0, 0]
  const turn = () => {
    const top = (pages.length === 0 ? FIRST_HEAD : NEXT_HEAD) + GAP + 8
    ;[left, right] = [top, top]
    const page: Page = { hung: [], end: top }
    pages.push(page)
    return page
  }
  let page = turn()
  const waiting = [...slips]
  for (let laid = waiting.shift(); laid; laid = waiting.shift()) {
    const y = laid.wide ? Math.max(left, right) : Math.min(left, right)
    if (y + laid.height > lowest) {
      const halves = laid.wide ? splitSlip(laid, lowest - y) : undefined
      // What fits on a page of its own is not torn.
      if (halves && laid.height > lowest - NEXT_HEAD - GAP - 8) {
        waiting.unshift(...halves)
        continue
      }
      page = turn()
      waiting.unshift(laid)
      continue
    }
    const x = laid.wide || left <= right ? MARGIN : MARGIN + COLUMN + GAP
    page.hung.push({ laid, x, y, width: laid.wide ? FULL : COLUMN })
    const below = y + laid.height + GAP + 6
    if (laid.wide) [left, right] = [below, below]
    else if (x === MARGIN) left = below
    else right = below
    page.end = Math.max(page.end, y + laid.height + GAP)
  }
  return pages
}

function firstHead({ over, title, subtitle, motif }: WallToDraw, theme: Theme, pages: number): string[] {
  const middle = WIDTH / 2
  const size = widthOf(title) <= 6 ? 96 : widthOf(title) <= 9 ? 76 : 60
  const lines = wrapEvenly(title, (WIDTH - 240) / size, 2)
  const small = { size: 36, fill: theme.onHead, anchor: 'middle' } as const
  const top = 236 - (lines.length - 1) * size * 0.6
  const under = [subtitle, pages > 1 ? `共${pages}张` : undefined].filter((words) => words !== undefined).join(' · ')
  return [
    rect(0, 0, WIDTH, FIRST_HEAD, `fill="${theme.head}"`),
    motifShapes(motif),
    seal(middle - 30, 42, 60),
    text(middle, 142, wrap(over, 24, 1)[0] ?? '', { ...small, spacing: 4 }),
    ...lines.map((line, at) =>
      text(middle, top + at * size * 1.2, line, { ...small, size, bold: true, spacing: size > 90 ? 8 : 3 }),
    ),
    text(middle, 346, wrap(under, 26, 1)[0] ?? '', small),
  ]
}

function nextHead({ title }: WallToDraw, theme: Theme, number: number, pages: number): string[] {
  const small = { size: 44, fill: theme.onHead, bold: true } as const
  return [
    rect(0, 0, WIDTH, NEXT_HEAD, `fill="${theme.head}"`),
    seal(MARGIN, 45, 60),
    text(MARGIN + 84, 76, wrap(title, 14, 1)[0] ?? '', small),
    text(WIDTH - MARGIN, 76, `第${number + 1}张，共${pages}张`, { ...small, size: 36, bold: false, anchor: 'end' }),
  ]
}
