/** No answer that is asked for here is longer; a model that goes on and on said nothing. In characters. */
const LONGEST_ANSWER = 16_000

/**
 * The one JSON object in a model's answer: alone, between ``` fences, after <think>…</think> or amid other words.
 * Undefined when there is none, or more than one, for then nobody knows which was meant.
 */
export function objectIn(answer: string): unknown {
  if (answer.length > LONGEST_ANSWER) return undefined
  const said = answer.slice(answer.lastIndexOf('</think>') + 1)
  const found = topLevelObjects(said)
    .map(parsed)
    .filter((value) => value !== undefined)
  return found.length === 1 ? found[0] : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The stretches from a brace to the one that closes it; braces in strings do not count. */
function topLevelObjects(text: string): string[] {
  const found: string[] = []
  let start = 0
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (inString) {
      if (sign === '\\') at++
      else if (sign === '"') inString = false
    } else if (sign === '"' && depth > 0) inString = true
    else if (sign === '{' && depth++ === 0) start = at
    else if (sign === '}' && depth > 0 && --depth === 0) found.push(text.slice(start, at + 1))
  }
  return found
}
