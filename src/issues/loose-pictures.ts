import { setImmediate as giveWay } from 'node:timers/promises'
import { POINTS_TO_FILE } from '../attachments/said-files.ts'
import type { Database, Tx } from '../database/database.ts'

/** Nothing points to it: no issue, no directive, no receipt, no course, no post, no wall to be shown. */
const UNUSED = {
  issues: { none: {} },
  directives: { none: {} },
  receipts: { none: {} },
  courses: { none: {} },
  posts: { none: {} },
  proofs: { none: {} },
}

/** So many pictures are looked at in one go: a few milliseconds, in which nothing else is done. */
const PAGE = 1000

/** Pictures to which nothing points any more, at most `limit`. All there are are looked at, page by page. */
export async function loosePictures(db: Pick<Tx, 'attachment'>, limit: number): Promise<string[]> {
  const loose: string[] = []
  for (let after = ''; loose.length < limit; await giveWay()) {
    const page = await db.attachment.findMany({
      where: { sha256: { gt: after } },
      orderBy: { sha256: 'asc' },
      select: { sha256: true },
      skip: PAGE - 1,
      take: 1,
    })
    const last = page.at(0)?.sha256
    const rows = await db.attachment.findMany({
      where: { sha256: { gt: after, ...(last === undefined ? {} : { lte: last }) }, ...UNUSED },
      orderBy: { sha256: 'asc' },
      select: { sha256: true },
      take: limit - loose.length,
    })
    loose.push(...rows.map(({ sha256 }) => sha256))
    if (last === undefined) break
    after = last
  }
  return loose
}

/**
 * Lets go of the row of a picture, so that its file may go. False when something points to it after all, or a row
 * of the outbox.
 */
export async function letGoOfPicture(database: Database, sha256: string): Promise<boolean> {
  return database.transaction(async (tx) => {
    const waiting = await tx.outboxMessage.count({ where: { sha256, ...POINTS_TO_FILE } })
    if (waiting > 0) return false
    const { count } = await tx.attachment.deleteMany({ where: { sha256, ...UNUSED } })
    return count > 0
  })
}

/** Those of the files that have a row, or that a row of the outbox points to. */
export async function picturesKept(
  db: Pick<Tx, 'attachment' | 'outboxMessage'>,
  sha256s: readonly string[],
): Promise<Set<string>> {
  const among = { sha256: { in: [...sha256s] } }
  const rows = await db.attachment.findMany({ where: among, select: { sha256: true } })
  const said = await db.outboxMessage.findMany({
    where: { ...among, ...POINTS_TO_FILE },
    select: { sha256: true },
  })
  return new Set([...rows, ...said].flatMap(({ sha256 }) => sha256 ?? []))
}
