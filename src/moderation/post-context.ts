import type { ToJudge } from '../board/judge.ts'
import type { Tx } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import type { Context } from './reason.ts'

/** What somebody posted a week ago is not repeated. */
const LATELY_MS = 7 * 24 * 60 * 60_000
/** More than this many are not compared with. */
const MOST_OWN = 20
const MOST_OTHERS = 100
const MOST_SIGNATURES = 300

/** What the judge should know besides the words of a post. */
export async function contextOf(tx: Tx, text: ToJudge): Promise<Context> {
  const { communityId, authorId, postId, now, hasPicture } = text
  const lately = {
    communityId,
    at: { gte: new Date(now.getTime() - LATELY_MS) },
    words: { not: '' },
    ...(postId === undefined ? {} : { id: { not: postId } }),
  }
  const order = { orderBy: { id: 'desc' }, select: { words: true } } as const
  const own = await tx.post.findMany({ where: { ...lately, authorId }, ...order, take: MOST_OWN })
  const others = await tx.post.findMany({
    where: { ...lately, NOT: { authorId } },
    ...order,
    take: MOST_OTHERS,
  })
  return {
    own: own.map(({ words }) => words),
    others: others.map(({ words }) => words),
    names: await knownNames(tx, communityId),
    picture: hasPicture,
  }
}

/** By what people are known here: those who hold a role, and those who have signed a post. */
async function knownNames(tx: Tx, communityId: CommunityId): Promise<string[]> {
  const roles = await tx.role.findMany({
    where: { communityId, until: null },
    select: { person: { select: { name: true } } },
  })
  const signed = await tx.post.findMany({
    where: { communityId, state: 'PASSED', signature: { not: null }, authorId: { not: null } },
    distinct: ['signature'],
    orderBy: { id: 'desc' },
    take: MOST_SIGNATURES,
    select: { signature: true },
  })
  return [...roles.map(({ person }) => person.name), ...signed.flatMap(({ signature }) => signature ?? [])]
}
