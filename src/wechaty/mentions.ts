/** An @ ends with U+2005 from a phone and with a plain blank from a computer; people also type punctuation. */
const AFTER_MENTION = String.raw`(?:[\u2005\s]|(?=[,，.。:：;；!！?？、/／])|$)`

export interface WithoutMentions {
  readonly text: string
  /** whether one of the names was mentioned */
  readonly found: boolean
}

/**
 * Takes every `@name` of the given names off a text, wherever it stands. The rest stays as it was written, except that
 * blanks left over at both ends go with the @.
 *
 * @param certain the chat itself says that one of them was mentioned: then `@小格报事` counts too, which otherwise could
 *   be somebody called 小格报事
 */
export function withoutMentions(text: string, names: readonly string[], certain: boolean): WithoutMentions {
  const longestFirst = [...new Set(names)].filter(Boolean).sort((a, b) => b.length - a.length)
  if (longestFirst.length === 0 || !/[@＠]/.test(text)) return { text, found: false }
  const name = longestFirst.map(escaped).join('|')
  const strict = text.replace(new RegExp(`[@＠](?:${name})${AFTER_MENTION}`, 'g'), '')
  const left = certain && strict === text ? text.replace(new RegExp(`[@＠](?:${name})`), '') : strict
  return left === text ? { text, found: false } : { text: left.trim(), found: true }
}

/** The names after an @ that a client closed with U+2005, in order: what a puppet that gives no ids leaves us. */
export function namesMentioned(text: string): string[] {
  return [...text.matchAll(/@([^@\u2005\n]{1,64})\u2005/g)].map((match) => match[1] ?? '').filter(Boolean)
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
}
