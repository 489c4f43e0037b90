/** A message that quotes an earlier one, taken apart. */
export interface QuotedReply {
  /** whom the quotation names; empty where it names nobody */
  readonly author: string
  readonly quoted: string
  readonly reply: string
}

/** The end of the quoted text: 」, then a line of at least five dashes, then the reply. */
const END_OF_QUOTE = /」[^\S\r\n]*(?:\r?\n)+[^\S\r\n]*[-－—–](?:[^\S\r\n]?[-－—–]){4,}[^\S\r\n]*(?:\r?\n|$)/g
/** WeChat allows 32 characters in a nickname; puppets put remarks and group names beside it. */
const LONGEST_NAME = 64

/**
 * Takes a quotation apart, as WeChat delivers it in one text: `「name：quoted text」`, a line of dashes, the reply.
 * Undefined where the text is not of that form. Anybody can type the form by hand, so what comes out may serve
 * convenience and never a right.
 */
export function parseQuotation(text: string): QuotedReply | undefined {
  const start = text.search(/\S/)
  if (text[start] !== '「') return undefined
  const end = endOfQuote(text, start)
  if (!end) return undefined
  const inside = text.slice(start + 1, end.from)
  return { ...splitAuthor(inside), reply: text.slice(end.to) }
}

/**
 * Where the quoted text ends. The quoted text may itself hold brackets, even a quotation with its own line of dashes:
 * the end whose brackets pair up is taken; where none does (a lone 」 in the quoted text), the first one.
 */
function endOfQuote(text: string, start: number): { from: number; to: number } | undefined {
  const ends = [...text.matchAll(END_OF_QUOTE)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }))
  let depth = 0
  let at = start
  for (const end of ends) {
    for (; at <= end.from; at++) {
      if (text[at] === '「') depth++
      else if (text[at] === '」') depth--
    }
    if (depth === 0) return end
  }
  return ends[0]
}

function splitAuthor(inside: string): { author: string; quoted: string } {
  const [colon] = /[：:]/.exec(inside.slice(0, LONGEST_NAME + 1).split('\n', 1)[0] ?? '') ?? []
  if (!colon) return { author: '', quoted: inside }
  const at = inside.indexOf(colon)
  return { author: inside.slice(0, at).trim(), quoted: inside.slice(at + 1).replace(/^[^\S\r\n]+/, '') }
}
