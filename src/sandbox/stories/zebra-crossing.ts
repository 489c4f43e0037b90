import { deflateSync } from 'node:zlib'

const WIDTH = 960
const HEIGHT = 640

type Colour = readonly [red: number, green: number, blue: number]

const SKY: Colour = [214, 228, 233]
const FAR_WALL: Colour = [196, 186, 168]
const GATE: Colour = [122, 78, 60]
const GATE_LIGHT: Colour = [158, 108, 84]
const PAVEMENT: Colour = [178, 176, 168]
const KERB: Colour = [208, 206, 198]
const ASPHALT: Colour = [84, 88, 92]
const PAINT: Colour = [240, 240, 234]
const TREE: Colour = [96, 130, 104]
const TRUNK: Colour = [110, 88, 68]
const SIGN: Colour = [38, 92, 158]
const POLE: Colour = [140, 144, 146]
const SHELTER: Colour = [70, 108, 116]

/** Drawn when it is first wanted: it takes a tenth of a second or more. */
let drawn: Uint8Array | undefined

/** A drawn photograph of the new crossing: the gate, the pavement, a warning sign and white bars on the road. A PNG. */
export function zebraCrossing(): Uint8Array {
  drawn ??= png((x, y) => {
    const grain = ((x * 73 + y * 151 + ((x * y) % 97)) % 9) - 4
    const [red, green, blue] = scene(x, y)
    return [red + grain, green + grain, blue + grain]
  })
  return drawn
}

/** The colour of a place in the picture, from what is nearest to what is farthest. */
function scene(x: number, y: number): Colour {
  const sign = { x: 742, y: 210, reach: 52 }
  if (y > sign.y - sign.reach && y < sign.y + sign.reach * 0.62) {
    const half = ((y - (sign.y - sign.reach)) / (sign.reach * 1.62)) * sign.reach
    if (Math.abs(x - sign.x) < half) return Math.abs(x - sign.x) < half * 0.3 && y > sign.y - 12 ? PAINT : SIGN
  }
  if (Math.abs(x - sign.x) < 4 && y > sign.y && y < 400) return POLE

  if (y >= 404) {
    if (y < 412) return KERB
    // Bars widen and lean outwards towards the eye, all from one vanishing point above the road.
    const depth = (y - 412) / (HEIGHT - 412)
    const across = (x - 430) / (0.42 + depth * 0.9)
    if (across > -279 && across < 279 && y > 424 && (((across + 279) / 62) | 0) % 2 === 0) return PAINT
    return ASPHALT
  }
  if (y > 340) return PAVEMENT
  if (x > 330 && x < 560 && y > 150) {
    if (y < 184) return GATE
    if (x < 360 || x > 530) return GATE
    return ((x - 360) / 17) % 1 < 0.25 ? GATE : GATE_LIGHT
  }
  if (x > 60 && x < 250 && y > 210 && (y < 228 || x < 70 || x > 240)) return SHELTER
  for (const [cx, cy, reach] of [
    [640, 190, 70],
    [880, 170, 84],
    [290, 200, 50],
  ] as const) {
    if ((x - cx) ** 2 + ((y - cy) * 1.15) ** 2 < reach ** 2) return TREE
    if (Math.abs(x - cx) < 7 && y > cy) return TRUNK
  }
  return y > 236 ? FAR_WALL : SKY
}

/** Writes a picture, given the colour of each pixel, as PNG (RFC 2083): signature, IHDR, IDAT, IEND. */
function png(colourOf: (x: number, y: number) => Colour): Uint8Array {
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3))
  let at = 0
  for (let y = 0; y < HEIGHT; y++) {
    rows[at++] = 0 // this row is not filtered
    for (let x = 0; x < WIDTH; x++) for (const value of colourOf(x, y)) rows[at++] = value
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  header.set([8, 2, 0, 0, 0], 8) // 8 bits, red-green-blue, deflate, no filter method, not interlaced
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]),
  )
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
