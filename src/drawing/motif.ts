import { CELADON, SEAL } from './palette.ts'

/** What a wall is hung for. `plain` is for whatever else the community celebrates. */
export type Motif = 'moon' | 'lanterns' | 'lamp' | 'boat' | 'stars' | 'chrysanthemum' | 'bowl' | 'plain'

/** The colours of a wall: its head, what stands on the head, the wall itself, and the pins of the slips. */
export interface Theme {
  readonly head: string
  readonly onHead: string
  readonly wall: string
  readonly pin: string
}

const GOLD = '#e8bd58'
const CREAM = '#fdf3d6'

const THEMES: Readonly<Record<Motif, Theme>> = {
  moon: { head: '#243752', onHead: CREAM, wall: '#e6e4dc', pin: '#c98d1b' },
  lanterns: { head: '#9b2f22', onHead: CREAM, wall: '#f2e3d3', pin: SEAL },
  lamp: { head: '#7c2f3a', onHead: CREAM, wall: '#f1e4d8', pin: SEAL },
  boat: { head: '#285c4c', onHead: '#f3f1dc', wall: '#e3e9dc', pin: CELADON },
  stars: { head: '#3a355f', onHead: '#f4ecf7', wall: '#e6e2ec', pin: '#7a5a9e' },
  chrysanthemum: { head: '#7d4e12', onHead: CREAM, wall: '#f1e8d2', pin: '#b5761a' },
  bowl: { head: '#69402f', onHead: CREAM, wall: '#efe4d9', pin: '#8d5436' },
  plain: { head: '#2c6a5d', onHead: '#f6f3e6', wall: '#e7e8df', pin: CELADON },
}

export function themeOf(motif: Motif): Theme {
  return THEMES[motif]
}

/** The drawing in the head of a wall, 1080 wide and 400 high; the words stand in its middle, so that stays calm. */
export function motifShapes(motif: Motif): string {
  return SHAPES[motif]()
}

const SHAPES: Readonly<Record<Motif, () => string>> = {
  moon: () =>
    [
      `<circle cx="950" cy="150" r="112" fill="${GOLD}"/><circle cx="950" cy="150" r="140" fill="${GOLD}" opacity="0.16"/>`,
      cloud(836, 236, 190),
      cloud(20, 330, 180),
      // A spray of osmanthus.
      `<path d="M0 60C70 70 120 110 150 170" stroke="#6f8a6a" stroke-width="6" fill="none"/>`,
      ...[
        [40, 84],
        [86, 110],
        [60, 52],
        [120, 150],
        [112, 92],
        [150, 196],
      ].map(([x = 0, y = 0]) => blossom(x, y, 4, 11, GOLD)),
    ].join(''),
  lanterns: () => [lantern(110, 120, 62), lantern(232, 70, 40), lantern(970, 120, 62), lantern(848, 70, 40)].join(''),
  lamp: () =>
    [
      `<path d="M0 40Q270 110 540 50T1080 40" stroke="${GOLD}" stroke-width="4" fill="none" opacity="0.7"/>`,
      ...[
        [90, 118],
        [230, 122],
        [850, 112],
        [990, 116],
      ].map(([x = 0, y = 0]) => lantern(x, y, 34)),
    ].join(''),
  boat: () =>
    [
      zongzi(130, 120, 74),
      zongzi(222, 150, 52),
      `<path d="M812 170q20 40 70 40h110q44 0 60-58q-18 20-50 20h-140q-34 0-50-2z" fill="${GOLD}"/>`,
      ...[0, 1, 2].map((at) => `<path d="M${880 + at * 42} 176v-46" stroke="${CREAM}" stroke-width="7"/>`),
      ...[0, 1].map((at) => waves(236 + at * 26, at * 34)),
    ].join(''),
  stars: () =>
    [
      ...[
        [70, 90, 20],
        [150, 210, 10],
        [215, 70, 9],
        [300, 40, 7],
        [800, 44, 8],
        [880, 120, 10],
        [1010, 80, 24],
        [960, 230, 9],
      ].map(([x = 0, y = 0, size = 0]) => star(x, y, size, GOLD)),
      `<path d="M70 90Q540 -60 1010 80" stroke="${GOLD}" stroke-width="4" stroke-dasharray="3 15" stroke-linecap="round" fill="none"/>`,
    ].join(''),
  chrysanthemum: () => [flower(130, 130, 84), flower(254, 66, 44), flower(960, 140, 92), flower(836, 70, 40)].join(''),
  bowl: () =>
    [
      `<path d="M830 140h180q0 100-90 100t-90-100z" fill="${GOLD}"/><path d="M880 242h80v14h-80z" fill="${GOLD}"/>`,
      ...[0, 1, 2].map(
        (at) =>
          `<path d="M${880 + at * 40} 118q-16-18 0-36t0-36" stroke="${CREAM}" stroke-width="6" fill="none" stroke-linecap="round" opacity="0.8"/>`,
      ),
      ...[
        [70, 90],
        [130, 140],
        [80, 190],
        [190, 90],
        [200, 200],
      ].map(([x = 0, y = 0], at) => `<ellipse cx="${x}" cy="${y}" rx="20" ry="15" fill="${at % 2 ? CREAM : GOLD}"/>`),
    ].join(''),
  plain: () => Array.from({ length: 12 }, (_, at) => pennant(at)).join(''),
}

function cloud(x: number, y: number, length: number): string {
  return [0, 1, 2]
    .map(
      (at) =>
        `<rect x="${x + at * 34}" y="${y + at * 20}" width="${length - at * 30}" height="8" rx="4" fill="${CREAM}" opacity="0.75"/>`,
    )
    .join('')
}

function blossom(x: number, y: number, petals: number, size: number, fill: string): string {
  return turned(
    x,
    y,
    petals,
    `<ellipse cx="0" cy="${-size * 0.8}" rx="${size * 0.5}" ry="${size * 0.8}" fill="${fill}"/>`,
  )
}

function flower(x: number, y: number, size: number): string {
  const petal = (length: number, fill: string) =>
    `<ellipse cx="0" cy="${-length * 0.6}" rx="${length * 0.15}" ry="${length * 0.42}" fill="${fill}"/>`
  return [
    turned(x, y, 16, petal(size, GOLD)),
    turned(x, y, 12, petal(size * 0.62, '#f3d58a')),
    `<circle cx="${x}" cy="${y}" r="${size * 0.16}" fill="#b5761a"/>`,
  ].join('')
}

function turned(x: number, y: number, times: number, shape: string): string {
  return Array.from(
    { length: times },
    (_, at) => `<g transform="translate(${x} ${y}) rotate(${(at * 360) / times})">${shape}</g>`,
  ).join('')
}

function lantern(x: number, y: number, size: number): string {
  const [w, h] = [size, size * 0.8]
  return `<g transform="translate(${x} ${y})"><path d="M0 ${-y}V${-h}M0 ${h}v${size * 0.75}" stroke="${GOLD}" stroke-width="4"/><ellipse rx="${w}" ry="${h}" fill="#d3492f"/><ellipse rx="${w * 0.5}" ry="${h}" fill="none" stroke="${GOLD}" stroke-width="3"/><path d="M0 ${-h}V${h}" stroke="${GOLD}" stroke-width="3"/><rect x="${-w * 0.42}" y="${-h - 8}" width="${w * 0.84}" height="14" rx="4" fill="${GOLD}"/><rect x="${-w * 0.42}" y="${h - 6}" width="${w * 0.84}" height="14" rx="4" fill="${GOLD}"/></g>`
}

function zongzi(x: number, y: number, size: number): string {
  return `<g transform="translate(${x} ${y})"><path d="M0 ${-size}L${size} ${size * 0.7}Q0 ${size}${-size} ${size * 0.7}z" fill="#7fa06a" stroke="#4f7a4a" stroke-width="4" stroke-linejoin="round"/><path d="M${-size * 0.55} ${size * 0.05}L${size * 0.8} ${size * 0.42}M${size * 0.5} ${-size * 0.08}L${-size * 0.85} ${size * 0.5}" stroke="${CREAM}" stroke-width="6"/></g>`
}

function waves(y: number, shift: number): string {
  const steps = Array.from({ length: 4 }, () => 'q15 -14 30 0t30 0').join('')
  return `<path d="M${846 - shift} ${y}${steps}" stroke="${CREAM}" stroke-width="5" fill="none" stroke-linecap="round" opacity="0.7"/>`
}

export function star(x: number, y: number, size: number, fill: string): string {
  const points = Array.from({ length: 10 }, (_, at) => {
    const [angle, reach] = [(at * Math.PI) / 5, at % 2 === 0 ? size : size * 0.45]
    return `${Math.round((x + Math.sin(angle) * reach) * 10) / 10},${Math.round((y - Math.cos(angle) * reach) * 10) / 10}`
  })
  return `<polygon points="${points.join(' ')}" fill="${fill}"/>`
}

/** Bunting along the upper edge. */
function pennant(at: number): string {
  const x = at * 92
  const fill = [GOLD, CREAM, '#c9563f'][at % 3]
  return `<path d="M${x} 0h70l-35 50z" fill="${fill}" opacity="0.9"/>`
}
