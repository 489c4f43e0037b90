import { isOnItsSide, orientationOf, uprightTransform } from './orientation.ts'
import { pixelsOf } from './pixels.ts'
import { render } from './render.ts'

/** A picture takes four bytes of memory for each of its points while it is read: 24 million are some 100 MB. */
const MOST_PIXELS = 24_000_000

/**
 * A photo as a PNG of at most 840 × 600 pixels, upright, to be drawn into another picture. Photos are made small one at a time, so
 * that a wall with twenty of them does not hold twenty in memory. Undefined for what the drawing library cannot read, and for
 * what says of itself that it is too large, however small its file.
 */
export async function thumbnail(photo: Uint8Array): Promise<Uint8Array | undefined> {
  const size = pixelsOf(photo)
  if (!size || size.width * size.height > MOST_PIXELS || size.width * size.height === 0) return undefined
  const href = `data:${size.mime};base64,${Buffer.from(photo).toString('base64')}`
  const orientation = orientationOf(photo)
  const seen = isOnItsSide(orientation) ? { width: size.height, height: size.width } : size
  const [width, height] = fitted(seen)
  const [writtenWidth, writtenHeight] = isOnItsSide(orientation) ? [height, width] : [width, height]
  const transform = uprightTransform(orientation, writtenWidth, writtenHeight)
  return render(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${writtenWidth}" height="${writtenHeight}" transform="${transform}" preserveAspectRatio="none" href="${href}"/></svg>`,
  )
}

function fitted({ width, height }: { readonly width: number; readonly height: number }): [number, number] {
  const scale = Math.min(1, 840 / width, 600 / height)
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
}
