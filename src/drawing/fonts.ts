import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unpackWoff } from './woff.ts'

export const FONT_FAMILY = 'Noto Sans SC'
const WEIGHTS = [400, 700] as const

/** Made by `npm run build`. The same files whether these sources run or what was compiled of them. */
const fileOf = (weight: number) => fileURLToPath(new URL(`../../dist/drawing/fonts/${weight}.ttf`, import.meta.url))

/** The fonts that pictures are drawn with. */
export const FONT_FILES: readonly string[] = WEIGHTS.map(fileOf)

/** Unpacks the fonts of the sandbox's page, which browsers read and the drawing library does not, once. */
export function unpackFonts(): void {
  const { resolve } = createRequire(import.meta.url)
  for (const weight of WEIGHTS) {
    const packed = resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff`)
    const file = fileOf(weight)
    const made = statSync(file, { throwIfNoEntry: false })
    if (made && made.mtimeMs > statSync(packed).mtimeMs) continue
    mkdirSync(dirname(file), { recursive: true })
    // Whoever reads at this moment reads the old one or the new one.
    const whole = `${file}.${process.pid}.new`
    writeFileSync(whole, unpackWoff(readFileSync(packed)))
    renameSync(whole, file)
  }
}
