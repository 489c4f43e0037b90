import type { Db } from '../database/database.ts'
import type { Occasion, Prisma } from '../database/types.ts'
import type { CommunityId } from '../ids.ts'
import { type KnownPost, postOf } from './post.ts'
import { supportCounts } from './support.ts'

/** A post as it is published, with how many wish the same. */
export interface WallPost extends KnownPost {
  readonly supporters: number
}

/** More are no wall but a book, of some hundred pictures: what was said first is on it. */
const MOST_ON_A_WALL = 500
/** Media that everybody in the groups has read; one who looks at the board by himself is not everybody. */
const TO_ALL = ['festival', 'selection'] as const
const WEEK_MS = 7 * 24 * 60 * 60_000
const MOST_LOOKED_AT = 500
/** What fits into one message that is read on a telephone. */
export const MOST_IN_A_SELECTION = 12
export const LONGEST_SELECTION = 900

/** What hangs on the wall of an occasion: only what was passed, the first said first. */
export async function wallPosts(db: Db, occasion: Pick<Occasion, 'communityId' | 'key'>): Promise<WallPost[]> {
  const { communityId, key } = occasion
  return read(db, { communityId, occasion: key }, MOST_ON_A_WALL)
}

/** These posts as far as they may be published, in this order. */
export async function postsInOrder(db: Db, communityId: CommunityId, ids: readonly number[]): Promise<WallPost[]> {
  const rows = await read(db, { communityId, id: { in: [...ids] } }, ids.length)
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])
}

/**
 * What may be chosen from for the week's selection: passed in the last seven days, not said to the groups yet, and not
 * waiting for a wall of their own. What most wish comes first; no more than one message holds.
 */
export async function selectable(db: Db, communityId: CommunityId, now: Date): Promise<WallPost[]> {
  const waiting = await db.occasion.findMany({ where: { communityId, state: 'OPEN' }, select: { key: true } })
  const rows = await read(
    db,
    {
      communityId,
      kind: { not: 'PROBLEM' },
      passedAt: { gt: new Date(now.getTime() - WEEK_MS) },
      authorId: { not: null },
      copies: { none: { goneAt: null, medium: { in: [...TO_ALL] } } },
      OR: [{ occasion: null }, { occasion: { notIn: waiting.map(({ key }) => key) } }],
    },
    MOST_LOOKED_AT,
  )
  let length = 0
  return rows
    .sort((one, other) => other.supporters - one.supporters || one.id - other.id)
    .slice(0, MOST_IN_A_SELECTION)
    .filter(({ words }) => {
      length += words.length + 20
      return length <= LONGEST_SELECTION
    })
}

async function read(db: Db, where: Prisma.PostWhereInput, most: number): Promise<WallPost[]> {
  const rows = await db.post.findMany({
    where: { ...where, state: 'PASSED' },
    orderBy: [{ passedAt: 'asc' }, { id: 'asc' }],
    take: most,
  })
  const posts = rows.map(postOf)
  const counts = await supportCounts(db, posts)
  return posts.map((post) => ({ ...post, supporters: counts.get(post.id) ?? 0 }))
}
