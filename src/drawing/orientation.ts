/** How a photo lies in its file: 1 as it is, 2 to 8 turned or mirrored, by the numbers of Exif. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

const EXIF = 'Exif\0\0'
const ORIENTATION = 0x0112
const ENTRY = 12

/**
 * How a JPEG has to be turned to be seen as its taker saw it: telephones write their photos as the sensor lies, and say so
 * beside them (Exif 2.32, 4.6.4: Orientation, in the first directory of the TIFF in an APP1 segment). 1 where nothing is said.
 */
export function orientationOf(photo: Uint8Array): Orientation {
  const bytes = Buffer.from(photo.buffer, photo.byteOffset, photo.byteLength)
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return 1
  for (let at = 2; at + 4 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    // The picture itself begins: nothing is said of it any more.
    if (marker === 0xda) return 1
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (marker === 0xe1 && bytes.toString('latin1', at + 4, at + 10) === EXIF)
      return inTiff(bytes.subarray(at + 10, end))
    at = end
  }
  return 1
}

function inTiff(tiff: Buffer): Orientation {
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const first = tiff.length < 8 ? 0 : little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const count = short(first)
  for (let at = first + 2; at + ENTRY <= Math.min(tiff.length, first + 2 + count * ENTRY); at += ENTRY) {
    if (short(at) !== ORIENTATION) continue
    const said = short(at + 8)
    return said >= 1 && said <= 8 ? (said as Orientation) : 1
  }
  return 1
}

/** Whether it is seen lying where it is written standing, or the other way round. */
export const isOnItsSide = (orientation: Orientation): boolean => orientation >= 5

/** The transform, for an SVG, by which a picture that is written `width` × `height` is seen upright. */
export function uprightTransform(orientation: Orientation, width: number, height: number): string {
  const matrices: Readonly<Record<Orientation, readonly number[]>> = {
    1: [1, 0, 0, 1, 0, 0],
    2: [-1, 0, 0, 1, width, 0],
    3: [-1, 0, 0, -1, width, height],
    4: [1, 0, 0, -1, 0, height],
    5: [0, 1, 1, 0, 0, 0],
    6: [0, 1, -1, 0, height, 0],
    7: [0, -1, -1, 0, height, width],
    8: [0, -1, 1, 0, 0, width],
  }
  return `matrix(${matrices[orientation].join(' ')})`
}
