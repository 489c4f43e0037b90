import { redact } from '../redaction/redact.ts'

const SHORT = 24

/** The beginning of somebody's words on one line, fit to be repeated before others. */
export function summary(words: string, length = SHORT): string {
  return cut(redact(words, [], { names: true }).replace(/\s+/g, ' '), length)
}

/** The beginning of somebody's words as they stand, for those who have to do with it. */
export function cut(words: string, length: number): string {
  const letters = [...words.trim()]
  return letters.length <= length ? letters.join('') : `${letters.slice(0, length).join('')}…`
}
