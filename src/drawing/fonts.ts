import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unpackWoff } from './woff.ts'

export const FONT_FAMILY = 'Noto Sans SC'
const WEIGHTS = [400, 700] as const

/** The pieces in which the font of emoji comes; those before are flags, which are two signs each. */
const EMOJI_PIECES = [2, 3, 4, 5, 6, 7, 8, 9, 10] as const

const { resolve } = createRequire(import.meta.url)

/** Made by `npm run build`. The same files whether these sources run or what was compiled of them. */
const fileOf = (name: string) => fileURLToPath(new URL(`../../dist/drawing/fonts/${name}.ttf`, import.meta.url))

/** The fonts that pictures are drawn with. */
export const FONT_FILES: readonly string[] = WEIGHTS.map((weight) => fileOf(String(weight)))

/** The fonts of the emoji in them, drawn in lines as on paper. Only for a picture that has some: they take time to read. */
export const EMOJI_FONT_FILES: readonly string[] = EMOJI_PIECES.map((piece) => fileOf(`emoji-${piece}`))

let emoji: ReadonlySet<number> | undefined

/** Whether the font of emoji has this sign; by its code point. */
export function hasEmoji(code: number): boolean {
  emoji ??= readEmoji()
  return emoji.has(code)
}

/** The package says of each piece which signs are in it: U+1f30d-1f30f,U+1f315 … */
function readEmoji(): ReadonlySet<number> {
  const pieces = JSON.parse(readFileSync(resolve('@fontsource/noto-emoji/unicode.json'), 'utf8')) as Record<
    string,
    string
  >
  const signs = new Set<number>()
  for (const piece of EMOJI_PIECES) {
    for (const range of pieces[`[${piece}]`]?.split(',') ?? []) {
      const [first = 0, last = first] = range
        .replace('U+', '')
        .split('-')
        .map((code) => Number.parseInt(code, 16))
      for (let code = first; code <= last; code++) signs.add(code)
    }
  }
  return signs
}

/** Unpacks the fonts, which browsers read packed and the drawing library does not, once. */
export function unpackFonts(): void {
  for (const weight of WEIGHTS) {
    unpackFont(`@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff`, String(weight))
  }
  for (const piece of EMOJI_PIECES) {
    unpackFont(`@fontsource/noto-emoji/files/noto-emoji-${piece}-400-normal.woff`, `emoji-${piece}`)
  }
}

function unpackFont(from: string, name: string): void {
  const packed = resolve(from)
  const file = fileOf(name)
  const made = statSync(file, { throwIfNoEntry: false })
  if (made && made.mtimeMs > statSync(packed).mtimeMs) return
  mkdirSync(dirname(file), { recursive: true })
  // Whoever reads at this moment reads the old one or the new one.
  const whole = `${file}.${process.pid}.new`
  writeFileSync(whole, unpackWoff(readFileSync(packed)))
  renameSync(whole, file)
}
