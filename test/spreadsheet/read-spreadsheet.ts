import { strFromU8, unzipSync } from 'fflate'

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const plain = (xml: string) =>
  xml.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (_, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? ''
    return String.fromCodePoint(Number(name.startsWith('#x') ? `0${name.slice(1)}` : name.slice(1)))
  })

/** The sheets of an .xlsx, by name, as rows of what stands in their cells; empty cells are left out of the end of a row. */
export function readSpreadsheet(file: Uint8Array): Readonly<Record<string, (string | number | undefined)[][]>> {
  const parts = Object.fromEntries(Object.entries(unzipSync(file)).map(([name, bytes]) => [name, strFromU8(bytes)]))
  const shared = [...(parts['xl/sharedStrings.xml'] ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, si = '']) =>
    plain([...si.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, t = '']) => t).join('')),
  )
  const names = [...(parts['xl/workbook.xml'] ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(
    ([, name = '']) => name,
  )
  return Object.fromEntries(
    names.map((name, at) => {
      const xml = parts[`xl/worksheets/sheet${at + 1}.xml`] ?? ''
      const rows = [...xml.matchAll(/<row[^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, row = '']) => {
        const cells: (string | number | undefined)[] = []
        for (const [, look = '', value = ''] of row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
          const letters = /r="([A-Z]+)\d+"/.exec(look)?.[1] ?? ''
          const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
          const raw = /<v>(.*?)<\/v>/s.exec(value)?.[1]
          if (raw === undefined) continue
          cells[column] = /t="s"/.test(look) ? (shared[Number(raw)] ?? '') : Number(raw)
        }
        return cells
      })
      return [name, rows]
    }),
  )
}
