import type { Tx } from '../database/database.ts'
import type { Holding } from '../personal/holding.ts'
import { formatDay } from '../time/format.ts'
import { emptyPosts } from './forget.ts'
import { STATE_LABELS } from './lifecycle.ts'
import { KIND_LABELS, nameOf } from './post.ts'

/** What somebody wrote on the board and wishes with others, and what they answered at work. */
export const heldAboutPosts: Holding = {
  area: '留言和心愿',
  models: ['Post', 'PostEvent', 'PostSupport', 'PostCopy'],

  async tell(tx, { person }, now) {
    const posts = await tx.post.findMany({ where: { authorId: person }, orderBy: { id: 'asc' } })
    const supports = await tx.postSupport.findMany({
      where: { personId: person },
      orderBy: { at: 'asc' },
      include: { post: { select: { number: true, kind: true } } },
    })
    const acts = await tx.postEvent.count({ where: { personId: person, post: { authorId: { not: person } } } })
    if (posts.length + supports.length + acts === 0) return undefined
    const atWork = acts > 0 ? `；工作中办过 ${acts} 步` : ''
    return {
      summary: `写过 ${posts.length} 条，附议过 ${supports.length} 个心愿${atWork}`,
      lines: [
        ...posts.map((post) => {
          const { kind, state, words, signature, at } = post
          const who = signature === null ? '匿名' : `署名${signature}`
          const head = `${nameOf(post)} ${formatDay(at, now)}${KIND_LABELS[kind]}，${STATE_LABELS[state]}`
          return words === '' ? head : `${head}，${who}：${words}`
        }),
        ...supports.map(({ post, at }) => `附议${nameOf(post)}，${formatDay(at, now)}`),
        ...(acts > 0 ? [`工作中办过 ${acts} 步（通过、答复等）`] : []),
      ],
    }
  },

  async forget(tx, { person }) {
    const posts = await tx.post.findMany({ where: { authorId: person }, select: { id: true } })
    await emptyPosts(
      tx,
      posts.map(({ id }) => id),
    )
    const supports = await tx.postSupport.deleteMany({ where: { personId: person } })
    const acts = await forgetActs(tx, person)
    return posts.length + supports.count + acts
  },
}

/** What they did for others at work stays done, by nobody. */
async function forgetActs(tx: Tx, person: number): Promise<number> {
  const { count } = await tx.postEvent.updateMany({ where: { personId: person }, data: { personId: null } })
  await tx.post.updateMany({ where: { answeredById: person }, data: { answeredById: null } })
  return count
}
