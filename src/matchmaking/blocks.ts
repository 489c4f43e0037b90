import type { Db, Tx } from '../database/database.ts'
import type { Tag } from './tag.ts'

/**
 * These two are not introduced to each other any more, whichever of them wished it, for good (privacy 12). What is under way
 * between them is for the caller.
 */
export async function block(tx: Tx, byTag: Tag, aboutTag: Tag, now: Date): Promise<void> {
  await tx.matchBlock.upsert({
    where: { byTag_aboutTag: { byTag, aboutTag } },
    create: { byTag, aboutTag, at: now },
    update: {},
  })
}

/** Everybody who is not to be introduced to somebody, by either's wish. */
export async function blockedFor(tx: Db, tag: Tag): Promise<ReadonlySet<Tag>> {
  const rows = await tx.matchBlock.findMany({ where: { OR: [{ byTag: tag }, { aboutTag: tag }] } })
  return new Set(rows.map(({ byTag, aboutTag }) => (byTag === tag ? aboutTag : byTag)))
}
