const NEW_LINE = 0x0a

/**
 * The lines of a text in UTF-8, without their ends; undefined for a line that is not UTF-8, so that whoever reads them can
 * say so rather than read signs that nobody wrote.
 */
export async function* utf8Lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let parts: Uint8Array[] = []
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(NEW_LINE); end >= 0; end = chunk.indexOf(NEW_LINE, from)) {
      yield lineOf(decoder, [...parts, chunk.subarray(from, end)])
      parts = []
      from = end + 1
    }
    if (from < chunk.length) parts.push(chunk.subarray(from))
  }
  if (parts.length > 0) yield lineOf(decoder, parts)
}

function lineOf(decoder: InstanceType<typeof TextDecoder>, parts: readonly Uint8Array[]): string | undefined {
  try {
    return decoder.decode(Buffer.concat(parts)).replace(/\r$/, '')
  } catch {
    return undefined
  }
}
