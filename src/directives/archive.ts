import type { Db } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { foldText } from '../time/folded-text.ts'
import { type Order, orderOf, WITH_FILES } from './directive.ts'

/** So many are read at a time while a word is looked for, and in all: two years of five a day. */
const BATCH = 500
const MOST_READ = 4_000
/** Of each so much is looked through. */
const MOST_CHARACTERS = 50_000

export interface Listed {
  /** the newest first */
  readonly orders: readonly Order[]
  /** how many there are beside those */
  readonly more: number
}

/** The orders of a community, of a period or of all time, that somebody confirmed or that wait; no drafts of long ago. */
export async function listOrders(
  db: Db,
  communityId: CommunityId,
  { period, most }: { readonly period?: { readonly from: Date; readonly to: Date } | undefined; readonly most: number },
): Promise<Listed> {
  const where = { communityId, ...(period ? { createdAt: { gte: period.from, lt: period.to } } : {}) }
  const rows = await db.directive.findMany({ where, include: WITH_FILES, orderBy: { number: 'desc' }, take: most })
  const all = await db.directive.count({ where })
  return { orders: rows.map(orderOf), more: all - rows.length }
}

/**
 * The orders whose text has a word, the newest first: in half or full width, capital or small. Looked for here and
 * not by the database, for which signs such as % and _ mean more than themselves.
 *
 * @returns at most `most`, with how many more have it among those that were read, and whether older ones were not read
 */
export async function findOrders(
  db: Db,
  communityId: CommunityId,
  word: string,
  most: number,
): Promise<Listed & { readonly olderUnread: boolean }> {
  const wanted = searchable(word)
  const found: Order[] = []
  let more = 0
  let before: number | undefined
  for (let read = 0; read < MOST_READ; read += BATCH) {
    const rows = await db.directive.findMany({
      where: { communityId, ...(before === undefined ? {} : { number: { lt: before } }) },
      include: WITH_FILES,
      orderBy: { number: 'desc' },
      take: BATCH,
    })
    for (const row of rows) {
      if (!searchable(`${row.scope}\n${row.text}`).includes(wanted)) continue
      if (found.length < most) found.push(orderOf(row))
      else more += 1
    }
    before = rows.at(-1)?.number
    if (rows.length < BATCH) return { orders: found, more, olderUnread: false }
  }
  return { orders: found, more, olderUnread: true }
}

function searchable(text: string): string {
  return foldText(text.slice(0, MOST_CHARACTERS).normalize('NFKC')).toLowerCase().replace(/\s+/g, '')
}
