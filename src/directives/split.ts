/**
 * The longest message that is sent as one, in UTF-16 units. WeChat cuts or refuses texts of more than about 2,000 Chinese
 * characters, depending on the puppet; this leaves room for the lines around it.
 */
export const LONGEST_MESSAGE = 1_800
/** More messages in a row than this nobody reads in a group: the text goes as a file, after its beginning. */
export const MOST_MESSAGES = 5

/** Where a text is cut: after a paragraph, a line, a sentence, a clause; the first that leaves enough before it. */
const CUTS = ['\n\n', '\n', '。', '；', '，', ' ']

/**
 * Cuts a text into messages of at most `longest` units, in order, without losing a character: put together they are the
 * text. A surrogate pair stays whole.
 */
export function splitText(text: string, longest = LONGEST_MESSAGE): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > longest) {
    const at = cutAt(rest, longest)
    parts.push(rest.slice(0, at))
    rest = rest.slice(at)
  }
  if (rest !== '' || parts.length === 0) parts.push(rest)
  return parts
}

function cutAt(text: string, longest: number): number {
  const head = text.slice(0, longest)
  for (const cut of CUTS) {
    const at = head.lastIndexOf(cut)
    if (at >= longest / 2) return at + cut.length
  }
  const code = text.charCodeAt(longest - 1)
  return code >= 0xd800 && code < 0xdc00 ? longest - 1 : longest
}
