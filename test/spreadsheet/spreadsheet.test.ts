import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { cellText } from '../../src/spreadsheet/cell-text.ts'
import { type SheetToWrite, writeSpreadsheet } from '../../src/spreadsheet/spreadsheet.ts'
import { shanghai } from '../../src/time/shanghai.ts'

const mark = { by: '王主任', at: shanghai(2026, 6, 3, 15, 0) }
const plain = (xml: string) =>
  xml.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (_, name: string) => {
    const known: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
    if (!name.startsWith('#')) return known[name] ?? expect.fail(`unknown entity ${name}`)
    return String.fromCodePoint(Number(name.startsWith('#x') ? `0${name.slice(1)}` : name.slice(1)))
  })
/** The format's own way to write a character by its number. */
const decoded = (text: string) =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

/** Line ends as XML has them. */
const lined = (text: string) => text.replace(/\r\n?/g, '\n')

/** Reads an .xlsx as a spreadsheet program does: names, and cells by row. Nothing but texts and numbers is expected. */
function read(file: Uint8Array) {
  const parts = Object.fromEntries(Object.entries(unzipSync(file)).map(([name, bytes]) => [name, strFromU8(bytes)]))
  const shared = [...(parts['xl/sharedStrings.xml'] ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, si = '']) =>
    decoded(plain([...si.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, t = '']) => t).join(''))),
  )
  const names = [...(parts['xl/workbook.xml'] ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, n = '']) =>
    plain(n),
  )
  const sheets = names.map((name, at) => {
    const xml = parts[`xl/worksheets/sheet${at + 1}.xml`] ?? ''
    expect(xml).not.toContain('<f>')
    const rows = [...xml.matchAll(/<row[^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, row = '']) => {
      const cells: (string | number)[] = []
      for (const [, look = '', value = ''] of row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
        const letters = /r="([A-Z]+)\d+"/.exec(look)?.[1] ?? ''
        const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
        const raw = /<v>(.*?)<\/v>/s.exec(value)?.[1] ?? /<t[^>]*>(.*?)<\/t>/s.exec(value)?.[1]
        if (raw === undefined) continue
        const type = /t="(\w+)"/.exec(look)?.[1]
        cells[column] = type === 's' ? (shared[Number(raw)] ?? '') : type ? decoded(plain(raw)) : Number(raw)
      }
      return cells
    })
    const widths = [...xml.matchAll(/<col [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width))
    return { name, rows, widths, frozen: Number(/ySplit="(\d+)"/.exec(xml)?.[1]) }
  })
  return { sheets, styles: parts['xl/styles.xml'] ?? '' }
}

const issues: SheetToWrite = {
  name: '事项',
  columns: ['号', '内容', '登记时间', '家数'],
  rows: [
    ['#128', '3号楼2单元楼道灯不亮', shanghai(2026, 6, 3, 9, 5), 3],
    ['#129', undefined, shanghai(2026, 12, 31, 23, 59), -2.5],
  ],
}

describe('a spreadsheet', () => {
  it('says who asked for it and when, then its headings, then what it holds', async () => {
    const { sheets, styles } = read(await writeSpreadsheet([issues], mark))
    expect(sheets[0]).toMatchObject({
      name: '事项',
      frozen: 2,
      rows: [
        ['王主任 于 2026-06-03(周三) 15:00 导出，个人信息已隐去。'],
        ['号', '内容', '登记时间', '家数'],
        ['#128', '3号楼2单元楼道灯不亮', '2026-06-03(周三) 09:05', 3],
        ['#129', undefined, '2026-12-31(周四) 23:59', -2.5],
      ],
    })
    expect(styles).toMatch(/<b *\/>/)
    const open = read(await writeSpreadsheet([issues], { ...mark, unmasked: true }))
    expect(open.sheets[0]?.rows[0]?.[0]).toMatch(/含个人信息/)
  })

  it('has columns in which Chinese fits, and none wider than a screen', async () => {
    const rows = [['短', '楼道灯不亮楼道灯不亮', '很长'.repeat(100), '一行\n第二行长一点']]
    const { sheets } = read(await writeSpreadsheet([{ name: '', columns: ['一', '二', '三', '四'], rows }], mark))
    expect(sheets[0]?.widths).toEqual([8, 22, 52, 14])
  })

  it('has as many sheets as it was given, each with a name a program takes', async () => {
    const names = ['汇总', '汇总', 'a/b[c]:*?', "'", '很长很长很长很长很长很长很长很长很长的名字', 'SUM', 'sum']
    const { sheets } = read(
      await writeSpreadsheet(
        names.map((name) => ({ ...issues, name })),
        mark,
      ),
    )
    const written = sheets.map(({ name }) => name)
    expect(written).toEqual(['汇总', '汇总 2', 'a b c', '表', '很长很长很长很长很长很长很长', 'SUM', 'sum 7'])
  })

  it('refuses what is no table', async () => {
    await expect(writeSpreadsheet([], mark)).rejects.toThrow(RangeError)
    await expect(writeSpreadsheet([{ ...issues, rows: [['只有一格']] }], mark)).rejects.toThrow(/row 0/)
  })

  it.each(['constructor', '__proto__', 'toString'])('holds the word %s, on which the library trips', async (word) => {
    const sheet = { name: word, columns: [word], rows: [[word]] }
    const [read1] = read(await writeSpreadsheet([sheet], mark)).sheets
    expect(read1?.rows.slice(1)).toEqual([[`${word} `], [`${word} `]])
  })

  it('is written with nothing in it, and with 5,000 rows', async () => {
    expect(
      read(await writeSpreadsheet([{ name: '空', columns: ['一'], rows: [] }], mark)).sheets[0]?.rows,
    ).toHaveLength(2)
    const rows = Array.from({ length: 5000 }, (_, at) => [`#${at}`, '楼道灯不亮', mark.at, at])
    const { sheets } = read(await writeSpreadsheet([{ ...issues, rows }], mark))
    expect(sheets[0]?.rows.at(-1)).toEqual(['#4999', '楼道灯不亮', '2026-06-03(周三) 15:00', 4999])
  })
})

describe('what people write', () => {
  it.each([
    ['=HYPERLINK("http://a.cn","点我")', `'=HYPERLINK("http://a.cn","点我")`],
    ['+8613800138000', `'+8613800138000`],
    ['-1', `'-1`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['  =1+1', `'  =1+1`],
    ['\t=1', `'\t=1`],
    ['\r\n=1', `'\r\n=1`],
    ['＝1＋1', `'＝1＋1`],
    ['\0=1', `'=1`],
    ['1-2=3', '1-2=3'],
    ['_x003D_1+1', '_x005F_x003D_1+1'],
  ])('%j is no formula', (text, written) => {
    expect(cellText(text)).toBe(written)
  })

  it('is read back as it was, and begins no cell as a formula', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '\t',
        '\r',
        '\n',
        '＝',
        '_x000D_',
        'constructor',
        '__proto__',
        ']]>',
        '</t>',
        '&amp;',
        '\u0000',
        '\uD800',
        ' ',
        "'",
        '😀',
      ),
    )
    const hostile = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(hostile, hostile), { minLength: 1, maxLength: 6 }), async (pairs) => {
        const rows = pairs.map(([a, b]) => [a, b])
        const sheet = { name: pairs[0]?.[0] ?? '', columns: ['一', '二'], rows }
        const written = read(await writeSpreadsheet([sheet], { ...mark, by: pairs[0]?.[1] ?? '' })).sheets[0]
        for (const row of written?.rows ?? []) {
          for (const cell of row) expect(String(cell ?? '')).not.toMatch(/^(?:[\t\r\n]|\s*[=+\-@])/)
        }
        for (const [at, pair] of pairs.entries()) {
          for (const [column, text] of pair.entries()) {
            const cell = lined(String(written?.rows[at + 2]?.[column] ?? ''))
            const meant = lined(text.replace(/[^\P{Cc}\t\n\r]|\p{Cs}|\p{Noncharacter_Code_Point}/gu, ''))
            expect([meant, `'${meant}`, `${meant} `]).toContain(cell)
          }
        }
      }),
      { numRuns: 100 },
    )
  })
})
