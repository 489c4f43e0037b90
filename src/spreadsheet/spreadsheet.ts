import type { Sheet } from 'write-excel-file/node'
import { cellMoment, cellText, cellWidth } from './cell-text.ts'

/** A moment is written as a text, in Shanghai time; undefined leaves the cell empty. */
export type SheetCell = string | number | Date | undefined

export interface SheetToWrite {
  /** what its tab is called */
  readonly name: string
  readonly columns: readonly string[]
  /** a row each, with a cell for each column */
  readonly rows: readonly (readonly SheetCell[])[]
}

/** Who asked for an export and when: it stands at the head of each sheet (privacy 18). */
export interface ExportMark {
  readonly by: string
  readonly at: Date
  /** personal data is in it unmasked; whoever hands it in has masked it otherwise */
  readonly unmasked?: boolean
}

const NARROWEST = 8
/** Wider texts go on in a second line. */
const WIDEST = 50

/**
 * An .xlsx file. Each sheet begins with the mark, then the headings; both stay in sight. No cell begins as a formula.
 *
 * @throws RangeError where there is no sheet, or a row has not a cell for each column
 */
export async function writeSpreadsheet(sheets: readonly SheetToWrite[], mark: ExportMark): Promise<Uint8Array> {
  if (sheets.length === 0) throw new RangeError('no sheet')
  const names = tabNames(sheets.map(({ name }) => name))
  const written = sheets.map((sheet, at) => laidOut(sheet, names[at] ?? '', mark))
  const { default: write } = await import('write-excel-file/node')
  return new Uint8Array(await write(written).toBuffer())
}

function laidOut({ columns, rows }: SheetToWrite, sheet: string, mark: ExportMark): Sheet<never> {
  const uneven = rows.findIndex((row) => row.length !== columns.length)
  if (uneven >= 0) throw new RangeError(`row ${uneven} has not a cell for each of the ${columns.length} columns`)
  const headings = columns.map(cellText)
  const cells = rows.map((row) => row.map(shown))
  return {
    sheet,
    stickyRowsCount: 2,
    columns: headings.map((heading, at) => ({
      width: Math.max(NARROWEST, Math.min(WIDEST, Math.max(...widths(heading, cells, at))) + 2),
    })),
    data: [
      [{ value: cellText(markLine(mark)), type: String, textColor: '#596163' }],
      headings.map((value) => ({ value, type: String, fontWeight: 'bold', backgroundColor: '#d9e8df' })),
      ...cells.map((row) =>
        row.map((value) => {
          if (value === '') return null
          if (typeof value === 'number') return { value, type: Number, alignVertical: 'top' as const }
          return { value, type: String, wrap: true, alignVertical: 'top' as const }
        }),
      ),
    ],
  }
}

function* widths(heading: string, cells: readonly (readonly (string | number)[])[], at: number): Generator<number> {
  yield cellWidth(heading)
  for (const row of cells) yield cellWidth(String(row[at]))
}

function shown(cell: SheetCell): string | number {
  if (cell === undefined) return ''
  if (cell instanceof Date) return cellMoment(cell)
  if (typeof cell === 'string') return cellText(cell)
  return Number.isFinite(cell) ? cell : ''
}

function markLine({ by, at, unmasked = false }: ExportMark): string {
  const inside = unmasked ? '含个人信息，请妥善保管，不要转发。' : '个人信息已隐去。'
  return `${by} 于 ${cellMoment(at)} 导出，${inside}`
}

/** The names of tabs: 31 signs at most, some not allowed, no two the same. */
function tabNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name, at) => {
    const bare = name.replace(/[[\]:*?/\\\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ').replace(/^[\s']+|[\s']+$/g, '')
    const short = [...bare].slice(0, 14).join('') || '表'
    const own = taken.has(short.toLowerCase()) ? `${short} ${at + 1}` : short
    taken.add(own.toLowerCase())
    return own
  })
}
