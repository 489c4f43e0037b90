import type { Database, Tx } from '../database/database.ts'

/** What still may be said with a picture. */
const TO_BE_SAID = ['PENDING', 'SENDING', 'FAILED'] as const

/** Pictures to which no issue points any more, at most `limit`. */
export async function loosePictures(db: Pick<Tx, 'attachment'>, limit: number): Promise<string[]> {
  const rows = await db.attachment.findMany({ where: { issues: { none: {} } }, select: { sha256: true }, take: limit })
  return rows.map(({ sha256 }) => sha256)
}

/**
 * Lets go of the row of a picture, so that its file may go. False when an issue points to it after all, or it is still to
 * be said somewhere.
 */
export async function letGoOfPicture(database: Database, sha256: string): Promise<boolean> {
  return database.transaction(async (tx) => {
    const waiting = await tx.outboxMessage.count({ where: { sha256, state: { in: [...TO_BE_SAID] } } })
    if (waiting > 0) return false
    const { count } = await tx.attachment.deleteMany({ where: { sha256, issues: { none: {} } } })
    return count > 0
  })
}

/** Those of the pictures that have a row, or are still to be said. */
export async function picturesKept(
  db: Pick<Tx, 'attachment' | 'outboxMessage'>,
  sha256s: readonly string[],
): Promise<Set<string>> {
  const among = { sha256: { in: [...sha256s] } }
  const rows = await db.attachment.findMany({ where: among, select: { sha256: true } })
  const said = await db.outboxMessage.findMany({
    where: { ...among, state: { in: [...TO_BE_SAID] } },
    select: { sha256: true },
  })
  return new Set([...rows, ...said].flatMap(({ sha256 }) => sha256 ?? []))
}
