import { FONT_FAMILY } from './fonts.ts'
import { SEAL } from './palette.ts'
import { escaped } from './words.ts'

export interface TextStyle {
  readonly size: number
  readonly fill: string
  readonly bold?: boolean
  readonly anchor?: 'start' | 'middle' | 'end'
  /** blank between the signs, in pixels */
  readonly spacing?: number
}

/** One line of text; `y` is the middle of the line. */
export function text(x: number, y: number, words: string, style: TextStyle): string {
  const { size, fill, bold = false, anchor = 'start', spacing = 0 } = style
  // In Noto Sans SC a Chinese sign reaches from 0.12 below the base line to 0.88 above it.
  const base = y + size * 0.38
  const more = `${bold ? ' font-weight="700"' : ''}${spacing > 0 ? ` letter-spacing="${spacing}"` : ''}`
  return `<text x="${n(x)}" y="${n(base)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${more}>${escaped(words)}</text>`
}

export function rect(x: number, y: number, width: number, height: number, look: string): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" ${look}/>`
}

export function rule(x1: number, y: number, x2: number, stroke: string, width = 2): string {
  return `<path d="M${n(x1)} ${n(y)}H${n(x2)}" stroke="${stroke}" stroke-width="${width}"/>`
}

/** The seal of the house, its upper left corner at x, y. */
export function seal(x: number, y: number, size: number): string {
  return `<g transform="translate(${n(x)} ${n(y)}) scale(${size / 32})" stroke="#fdf8ee" stroke-width="2" fill="none"><rect x="1" y="1" width="30" height="30" rx="6" fill="${SEAL}" stroke="none"/><rect x="6" y="6" width="20" height="20" rx="2"/><path d="M16 6v20M6 16h20"/></g>`
}

/** A whole picture of what was drawn. */
export function sheet(width: number, height: number, background: string, parts: readonly string[]): string {
  const drawn = [rect(0, 0, width, height, `fill="${background}"`), ...parts].join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${FONT_FAMILY}">${drawn}</svg>`
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10)
}
