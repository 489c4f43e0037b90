import { CARD, INK, PAPER, RULE, SEAL, SEAL_WASH, SHEET, SOFT } from './palette.ts'
import { render } from './render.ts'
import { rect, rule, seal, sheet, text } from './shapes.ts'
import { drawable, widthOf, wrap, wrapEvenly } from './words.ts'

export interface PosterToDraw {
  /** a small line above the title: who invites */
  readonly over?: string
  readonly title: string
  /** 时间：每周三 15:00 is set as a heading and what it is; a line without a heading stands by itself */
  readonly lines: readonly string[]
  /** what one does, a line for each: 在群里发 /报名 乐高 */
  readonly foot: string
}

const WIDTH = 1080
const MIDDLE = WIDTH / 2
const LOWEST = 1440
const FRAME = 44
const SIDE = 132
const SIZE = 42
const LINE = 66
const MOST_CALL_LINES = 4
const LABEL_SIZE = 36
/** 时间, 适合年龄: up to five signs before the colon */
const LABELLED = /^([^：:]{1,5})[：:]\s*(.+)$/s

/** A poster as PNG, 1080 pixels wide and as high as it must be, 1440 at least. */
export async function drawPoster(poster: PosterToDraw): Promise<Uint8Array> {
  return render(posterSvg(poster))
}

/** The poster as SVG. */
export function posterSvg({ over, title, lines, foot }: PosterToDraw): string {
  const ink: string[] = []
  let y = 250
  if (over) {
    ink.push(text(MIDDLE, y, wrap(over, 20, 1)[0] ?? '', { size: 34, fill: SOFT, anchor: 'middle', spacing: 8 }))
    y += 40
  }
  const size = titleSize(title)
  y += size * 0.75
  for (const line of wrapEvenly(title, (WIDTH - 2 * SIDE) / size, 3)) {
    ink.push(text(MIDDLE, y, line, { size, fill: INK, bold: true, anchor: 'middle', spacing: size > 90 ? 10 : 4 }))
    y += size * 1.32
  }
  y += 4
  ink.push(rule(MIDDLE - 46, y, MIDDLE + 46, SEAL, 5))
  y += 92

  const body = bodyOf(lines)
  const call = foot
    .split('\n')
    .flatMap((line) => wrapEvenly(line, (WIDTH - 2 * SIDE - 80) / 44, 3))
    .slice(0, MOST_CALL_LINES)
  const bandHeight = call.length * 64 + 56
  const below = bandHeight + FRAME + 120
  const height = Math.round(Math.max(LOWEST, y + body.height + below))
  // What is left over goes above and below.
  y += (height - below - body.height - y) / 2
  ink.push(`<g transform="translate(0 ${Math.round(y)})">${body.parts.join('')}</g>`)
  const band = height - FRAME - 56 - bandHeight
  ink.push(rect(SIDE - 20, band, WIDTH - 2 * SIDE + 40, bandHeight, `fill="${SEAL}" rx="14"`))
  for (const [number, line] of call.entries()) {
    ink.push(text(MIDDLE, band + 28 + 32 + number * 64, line, { size: 44, fill: CARD, bold: true, anchor: 'middle' }))
  }
  return sheet(WIDTH, height, PAPER, [...ground(height), ...ink])
}

/** What stands between title and foot, drawn from 0 downwards. */
function bodyOf(lines: readonly string[]): { readonly parts: readonly string[]; readonly height: number } {
  const parts: string[] = []
  const read = lines.map((line) => LABELLED.exec(drawable(line)) ?? [line])
  const label = Math.max(0, ...read.map(([, heading = '']) => widthOf(heading))) * (LABEL_SIZE + 2) + 48
  let y = 0
  for (const [at, [line = '', heading, rest]] of read.entries()) {
    if (heading === undefined || rest === undefined) {
      for (const part of wrapEvenly(line, (WIDTH - 2 * SIDE) / SIZE, 6)) {
        parts.push(text(MIDDLE, y, part, { size: SIZE, fill: INK, anchor: 'middle' }))
        y += LINE
      }
      y += 12
      continue
    }
    // What comes before ends with a rule.
    if (at > 0 && read[at - 1]?.[1] === undefined) {
      parts.push(rule(SIDE, y - 5, WIDTH - SIDE, RULE, 1.5))
      y += 46
    }
    parts.push(text(SIDE, y, heading, { size: LABEL_SIZE, fill: SEAL, bold: true, spacing: 2 }))
    const room = (WIDTH - 2 * SIDE - label) / SIZE
    const plain = wrap(rest, room, 4)
    const widow = widthOf(plain.at(-1) ?? '') < 4
    for (const part of widow ? wrapEvenly(rest, room, 4) : plain) {
      parts.push(text(SIDE + label, y, part, { size: SIZE, fill: INK }))
      y += LINE
    }
    parts.push(rule(SIDE, y - 21, WIDTH - SIDE, RULE, 1.5))
    y += 30
  }
  return { parts, height: y }
}

/** A sheet on the paper, a moon behind the title, two lines of cloud, the seal. */
function ground(height: number): string[] {
  const inner = FRAME + 12
  return [
    rect(FRAME, FRAME, WIDTH - 2 * FRAME, height - 2 * FRAME, `fill="${SHEET}"`),
    `<circle cx="790" cy="270" r="190" fill="${SEAL_WASH}" opacity="0.75"/>`,
    ...[
      [560, 372, 330],
      [640, 396, 330],
      [700, 420, 160],
    ].map(([x = 0, y = 0, length = 0]) => rect(x, y, length, 7, `fill="${SHEET}" rx="3.5"`)),
    rect(
      inner,
      inner,
      WIDTH - 2 * inner,
      height - 2 * inner,
      `fill="none" stroke="${SEAL}" stroke-opacity="0.45" stroke-width="2"`,
    ),
    seal(MIDDLE - 44, 118, 88),
  ]
}

/** Up to seven signs stand large on one line; more of them smaller, on two. */
function titleSize(title: string): number {
  const signs = widthOf(drawable(title))
  if (signs <= 7) return 108
  return signs <= 20 ? 80 : 64
}
