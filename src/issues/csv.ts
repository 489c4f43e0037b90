/**
 * Reads comma-separated text (RFC 4180: quotes around a field, a doubled quote inside it) with a header line, into one
 * object per line. Throws a RangeError naming the line whose number of fields is not that of the header.
 */
export function readCsv(text: string): Record<string, string>[] {
  const [header = [], ...lines] = fieldsOf(text.replace(/^\uFEFF/, ''))
  return lines.map((fields, index) => {
    if (fields.length !== header.length) {
      throw new RangeError(`line ${index + 2}: ${fields.length} fields, the header has ${header.length}`)
    }
    return Object.fromEntries(header.map((name, column) => [name, fields[column] ?? '']))
  })
}

function fieldsOf(text: string): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  // Each field is followed by a comma, the end of the line, or the end of the text.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy
  // After a comma at the very end there is one more field, an empty one.
  while (field.lastIndex < text.length || line.length > 0) {
    const at = field.lastIndex
    const found = field.exec(text)
    if (!found) throw new RangeError(`a quote is not closed after ${JSON.stringify(text.slice(at, at + 20))}`)
    line.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === ',') continue
    lines.push(line)
    line = []
  }
  return lines
}
