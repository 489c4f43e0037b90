import { createHash, createHmac, randomBytes } from 'node:crypto'

/** For slow typists: whoever enrols within so long after the opening is in the draw, first or last. */
export const DRAW_WINDOW_MS = 10 * 60_000

/** A new draw: the hash is published before it opens, the seed after it, so that nobody can have chosen who wins. */
export function newDraw(): { readonly seed: string; readonly seedHash: string } {
  const seed = lettered(randomBytes(16).toString('hex'))
  return { seed, seedHash: hashOf(seed) }
}

/** What is published of a seed beforehand: its SHA-256, with the letters a to p for the hexadecimal digits 0 to f. */
export function hashOf(seed: string): string {
  return lettered(createHash('sha256').update(seed).digest('hex'))
}

/** Digits in a row would be taken for a telephone number, and read out one by one. */
function lettered(hex: string): string {
  return [...hex].map((digit) => String.fromCharCode('a'.charCodeAt(0) + Number.parseInt(digit, 16))).join('')
}

/**
 * The tickets in the order in which they are drawn: by the HMAC-SHA256 of each ticket's number under the seed. Whoever has
 * the seed and the numbers comes to the same order.
 */
export function drawn(seed: string, tickets: readonly number[]): number[] {
  const lot = (ticket: number) => createHmac('sha256', seed).update(String(ticket)).digest('hex')
  return tickets
    .map((ticket) => ({ ticket, lot: lot(ticket) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : a.ticket - b.ticket))
    .map(({ ticket }) => ticket)
}
