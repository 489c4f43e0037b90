/**
 * Asks for texts that begin so, as a stretch of them in their order: LIKE with an argument reads them all in SQLite, as it may
 * begin with anything. For a column that is sorted by its bytes in both databases, which `OutboxMessage.key` is.
 *
 * @param begin ends in a sign of ASCII
 */
export function beginningWith(begin: string): { readonly gte: string; readonly lt: string } {
  const last = begin.charCodeAt(begin.length - 1)
  if (!(last < 0x7f)) throw new RangeError(`${begin} does not end in a sign of ASCII`)
  return { gte: begin, lt: begin.slice(0, -1) + String.fromCharCode(last + 1) }
}
