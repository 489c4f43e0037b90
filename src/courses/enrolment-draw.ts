import { createHash, createHmac, randomBytes } from 'node:crypto'

/** For slow typists: whoever enrols within so long after the opening is in the draw, first or last. */
export const DRAW_WINDOW_MS = 10 * 60_000

/** A new draw: the hash is published before it opens, the seed after it, so that nobody can have chosen who wins. */
export function newDraw(): { readonly seed: string; readonly seedHash: string } {
  const seed = randomBytes(16).toString('hex')
  return { seed, seedHash: hashOf(seed) }
}

/** What is published of a seed beforehand: its SHA-256, in hex. */
export function hashOf(seed: string): string {
  return createHash('sha256').update(seed).digest('hex')
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
