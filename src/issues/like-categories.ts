/**
 * Categories that one and the same trouble is read as, by what of it is told: a power cut as A12 or D07, water that
 * comes up as A04, A06 or C07. A category may stand in several groups. Written for this project from the texts of
 * issue-categories.csv.
 */
// biome-ignore format: one group a line
const CONFUSED: readonly (readonly string[])[] = [
  ['A12', 'E07', 'E08', 'D07'],
  ['A03', 'E08', 'A01'],
  ['A02', 'A12'],
  ['A01', 'E02', 'E01', 'A12'],
  ['A04', 'C07', 'A06', 'E01'],
  ['A06', 'A01'],
  ['A05', 'D02', 'A09', 'A06'],
  ['A07', 'E02', 'E01'],
  ['A08', 'D07', 'B03'],
  ['A10', 'E03'],
  ['A11', 'D04', 'H07'],
  ['B01', 'F01', 'B04'],
  ['B02', 'B03', 'B04', 'B06'],
  ['B05', 'E01'],
  ['B06', 'F06'],
  ['B04', 'C12', 'H04', 'C03', 'C04'],
  ['C01', 'C02', 'C04', 'C10'],
  ['C01', 'C03', 'C05', 'C12'],
  ['C04', 'C06', 'C08', 'D08', 'G07'],
  ['C04', 'C05', 'G07'],
  ['C05', 'D04', 'H03'],
  ['C11', 'G05'],
  ['D01', 'E01'],
  ['D05', 'D02'],
  ['D06', 'E01', 'F05'],
  ['E04', 'E05', 'E06'],
  ['E04', 'C04', 'E01', 'D06'],
  ['E09', 'G04', 'H01'],
  ['F01', 'F02', 'F03', 'F04', 'F05'],
  ['F05', 'F06', 'E05'],
  ['G01', 'G02', 'G03', 'G04'],
  ['G04', 'I01'],
  ['G05', 'G02', 'H02'],
  ['G06', 'H06'],
  ['G07', 'G08'],
  ['H01', 'H03'],
  ['H02', 'F01'],
  ['I01', 'I02'],
  ['J01', 'J04', 'J07'],
  ['J02', 'J03'],
  ['K01', 'K03'],
]

const neighbours = new Map<string, Set<string>>()
for (const group of CONFUSED) {
  for (const code of group) {
    const known = neighbours.get(code) ?? new Set([code])
    for (const other of group) known.add(other)
    neighbours.set(code, known)
  }
}

/** The category itself and those that it is confused with. */
export function neighbourCategories(code: string): ReadonlySet<string> {
  return neighbours.get(code) ?? new Set([code])
}

/** So many different troubles have one of these that to have it in common says little. */
const WIDE: ReadonlySet<string> = new Set(['E01', 'E04', 'J01', 'K01', 'K02', 'K03', 'C04'])

export function isWide(code: string): boolean {
  return WIDE.has(code)
}

/** What people ask, wish or complain of: the trouble itself has another category. */
const TALK_ABOUT: ReadonlySet<string> = new Set(['E04', 'J01', 'K01', 'K02', 'K03'])

export function isTalkAbout(code: string): boolean {
  return TALK_ABOUT.has(code)
}

/**
 * How far a trouble reaches: 3号楼 and 5号楼 without power have one trouble (`area`), a bad road or a noise may be told of
 * from either house (`around`), but a dark stairwell is another one in each (`here`).
 */
export type Reach = 'here' | 'around' | 'area'

const AREA: ReadonlySet<string> = new Set(['A12', 'E07', 'E05', 'E06', 'E04', 'J01', 'J04', 'J05', 'J06', 'J07'])
// biome-ignore format: by their groups
const AROUND: ReadonlySet<string> = new Set([
  'A01', 'A02', 'A03', 'A05', 'A06', 'A13', 'B06', 'C05', 'C09', 'C10', 'C11', 'D02', 'D04', 'D05', 'D07', 'D08', 'E08',
  'F02', 'F05', 'F06', 'G01', 'G02', 'G03', 'G05', 'G06', 'G07', 'G08', 'H02', 'K01', 'K03',
])

export function reachOf(code: string): Reach {
  if (AREA.has(code)) return 'area'
  return AROUND.has(code) ? 'around' : 'here'
}
