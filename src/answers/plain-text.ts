import { foldText } from '../time/folded-text.ts'

/** A text for comparing: half width, small letters, no blanks or punctuation, nothing invisible. */
export function plainText(text: string): string {
  return foldText(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[\p{P}\p{S}\p{Z}\p{C}]+/gu, '')
}
