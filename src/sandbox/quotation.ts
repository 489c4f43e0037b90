/** The line WeChat puts between what is quoted and the reply (dependencies.md). */
const RULE = '- - - - - - - - - - - - - - -'

/** The blank that ends an @ in WeChat: U+2005, four-per-em space. */
export const AT_END = '\u2005'

/** A reply with its quotation, in the one text in which WeChat delivers both. */
export function quoting(author: string, quoted: string, reply: string): string {
  return `「${author}：${quoted}」\n${RULE}\n${reply}`
}
