/** The endpoint said more than anybody asked for. */
export class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong'
}

/**
 * A `fetch` that reads at most `mostBytes` of an answer, so that an endpoint gone wild fills no memory. The whole answer
 * has been read when it resolves, so the caller's signal ends a slow one too.
 */
export function boundedFetch(mostBytes: number): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (!response.body) return response
    const chunks: Uint8Array[] = []
    let bytes = 0
    // Leaving the loop by an error cancels the rest.
    for await (const chunk of response.body) {
      bytes += chunk.byteLength
      if (bytes > mostBytes) throw new AnswerTooLong()
      chunks.push(chunk)
    }
    return new Response(Buffer.concat(chunks), { status: response.status, headers: response.headers })
  }
}
