import { setImmediate as giveWay } from 'node:timers/promises'
import type { EntryBook } from './entry-book.ts'
import type { Entry } from './source.ts'

/**
 * Takes entries apart before anybody asks, one after the other with room between them for whatever else is to be done: the
 * first question after a start would otherwise wait for all of them (300 long notices: 0.9 s). Stops when `isOver` says so.
 */
export async function takeApart(entries: readonly Entry[], book: EntryBook, isOver: () => boolean): Promise<void> {
  for (const entry of entries) {
    if (isOver()) return
    book.read(entry).takeApart()
    await giveWay()
  }
}
