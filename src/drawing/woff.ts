import { inflateSync } from 'node:zlib'

/**
 * The font inside a WOFF file (version 1: the tables of a TrueType font, each compressed by itself), as the drawing
 * library reads it. https://www.w3.org/TR/WOFF/
 *
 * @throws RangeError where it is no such file
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new RangeError('not a WOFF font')
  const count = woff.readUInt16BE(12)
  const head = Buffer.alloc(12 + 16 * count)
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(count, 4)
  const power = Math.floor(Math.log2(count))
  head.writeUInt16BE(16 * 2 ** power, 6)
  head.writeUInt16BE(power, 8)
  head.writeUInt16BE(16 * (count - 2 ** power), 10)
  const parts: Buffer[] = [head]
  let at = head.length
  for (let number = 0; number < count; number++) {
    const from = 44 + 20 * number
    const [offset, packed, length, sum] = [4, 8, 12, 16].map((by) => woff.readUInt32BE(from + by)) as Four
    const bytes = woff.subarray(offset, offset + packed)
    const table = packed < length ? inflateSync(bytes) : bytes
    const entry = 12 + 16 * number
    woff.copy(head, entry, from, from + 4)
    head.writeUInt32BE(sum, entry + 4)
    head.writeUInt32BE(at, entry + 8)
    head.writeUInt32BE(length, entry + 12)
    // Each table begins at a whole word.
    const padding = Buffer.alloc((4 - (length % 4)) % 4)
    parts.push(table, padding)
    at += length + padding.length
  }
  return Buffer.concat(parts)
}

type Four = [number, number, number, number]
