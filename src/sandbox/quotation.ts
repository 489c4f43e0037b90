/** The line WeChat puts between what is quoted and the reply (dependencies.md). */
const RULE = '- - - - - - - - - - - - - - -'

/** The blank that ends an @ in WeChat: U+2005, four-per-em space. */
export const AT_END = '\u2005'

/** A reply with its quotation, in the one text in which WeChat delivers both. */
export function quoting(author: string, quoted: string, reply: string): string {
  return `「${author}：${quoted}」\n${RULE}\n${reply}`
}

/**
 * Takes such a text apart again, for showing it: undefined where it is not a quotation. The quoted text may hold 」 and
 * line breaks of its own; the last bracket before the rule ends it.
 */
export function splitQuotation(text: string): { author: string; quoted: string; reply: string } | undefined {
  if (!text.startsWith('「')) return undefined
  const end = text.indexOf(`」\n${RULE}\n`)
  const colon = text.indexOf('：')
  if (end < 0 || colon < 0 || colon > end) return undefined
  return {
    author: text.slice(1, colon),
    quoted: text.slice(colon + 1, end),
    reply: text.slice(end + RULE.length + 3),
  }
}
