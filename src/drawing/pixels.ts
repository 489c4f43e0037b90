/** What a picture says of itself in its first bytes. */
export interface PictureSize {
  readonly mime: 'image/png' | 'image/jpeg' | 'image/gif'
  readonly width: number
  readonly height: number
}

/**
 * How many pixels wide and high a PNG, JPEG or GIF is, read from its head without unpacking it; undefined for anything else.
 * PNG: https://www.w3.org/TR/png-3/#11IHDR, GIF: its logical screen, JPEG: the frame header of ITU-T T.81, B.2.2.
 */
export function pixelsOf(picture: Uint8Array): PictureSize | undefined {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength)
  if (bytes.length >= 24 && bytes.toString('latin1', 1, 4) === 'PNG')
    return { mime: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  if (bytes.length >= 10 && bytes.toString('latin1', 0, 4) === 'GIF8')
    return { mime: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  return bytes.length >= 4 && bytes.readUInt16BE(0) === 0xffd8 ? jpegSize(bytes) : undefined
}

/** Frame headers of a JPEG; C4, C8 and CC among them are tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

function jpegSize(bytes: Buffer): PictureSize | undefined {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0
    // A marker may be filled up with more of the same byte.
    if (marker === 0xff) at += 1
    else if (isFrame(marker))
      return { mime: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    else at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}
