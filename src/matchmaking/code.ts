import { randomInt } from 'node:crypto'

/** Nothing that is read for something else: no 0 O 1 I L. A letter, a digit, a letter, a digit: no word of any language. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ'
const DIGITS = '23456789'
const FORM = [LETTERS, DIGITS, LETTERS, DIGITS]
const WRITTEN = new RegExp(`(?<![A-Z0-9])${FORM.map((signs) => `[${signs}]`).join('')}(?![A-Z0-9])`)

/** A code for a card, as K7M2. It tells nothing; whether it is taken is for the caller to see. */
export function newCode(): string {
  return FORM.map((signs) => signs[randomInt(signs.length)]).join('')
}

/** A code as people write it, anywhere in normalised text: K7M2, k7m2. Undefined where there is none. */
export function readCode(text: string): { readonly code: string; readonly at: number } | undefined {
  const found = WRITTEN.exec(text.toUpperCase())
  return found ? { code: found[0], at: found.index } : undefined
}
