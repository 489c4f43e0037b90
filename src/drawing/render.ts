import { EMOJI_FONT_FILES, FONT_FAMILY, FONT_FILES } from './fonts.ts'
import { holdsEmoji } from './words.ts'

/** Pictures are drawn one after the other: each takes the better part of a processor and some 60 MB while it lasts. */
let before: Promise<unknown> = Promise.resolve()

/**
 * Draws an SVG as PNG, beside the program's own work, in threads of the system. The library is loaded with the first
 * picture. A character that the font does not have becomes a box.
 */
export function render(svg: string): Promise<Uint8Array> {
  const drawn = before.then(async () => {
    const { renderAsync } = await import('@resvg/resvg-js')
    const picture = await renderAsync(svg, {
      font: { loadSystemFonts: false, fontFiles: fontsFor(svg), defaultFontFamily: FONT_FAMILY },
    })
    return new Uint8Array(picture.asPng())
  })
  before = drawn.catch(() => undefined)
  return drawn
}

/** Where the first font has no sign the library looks for it in the others. */
export function fontsFor(svg: string): string[] {
  return holdsEmoji(svg) ? [...FONT_FILES, ...EMOJI_FONT_FILES] : [...FONT_FILES]
}
