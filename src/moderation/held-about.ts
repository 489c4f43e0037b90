import { nameOf, postOf } from '../board/post.ts'
import type { Holding } from '../personal/holding.ts'
import { formatDay } from '../time/format.ts'
import { reasonsOf } from './hold.ts'

/** What was held of somebody's posts and why, and what they decided about those of others. */
export const heldAboutModeration: Holding = {
  area: '留言审核',
  models: ['PostHold'],

  async tell(tx, { person }, now) {
    const holds = await tx.postHold.findMany({
      where: { post: { authorId: person } },
      orderBy: { id: 'asc' },
      include: { post: true },
    })
    const decided = await tx.postHold.count({ where: { decidedById: person } })
    if (holds.length + decided === 0) return undefined
    return {
      summary: `您的留言请人看过 ${holds.length} 次${decided > 0 ? `；工作中审过 ${decided} 条` : ''}`,
      lines: [
        ...holds.map(({ post, ...hold }) => {
          const why = reasonsOf(hold).join('、')
          const note = hold.note === null ? '' : `，没有贴，因为${hold.note}`
          const words = hold.appeal === null ? '' : `，您说：${hold.appeal}`
          return `${nameOf(postOf(post))} ${formatDay(hold.at, now)}请人看${why === '' ? '' : `（${why}）`}${words}${note}`
        }),
        ...(decided > 0 ? [`工作中审过留言 ${decided} 条`] : []),
      ],
    }
  },

  async forget(tx, { person }) {
    const holds = await tx.postHold.deleteMany({ where: { post: { authorId: person } } })
    const decided = await tx.postHold.updateMany({ where: { decidedById: person }, data: { decidedById: null } })
    const refused = await tx.postHold.updateMany({ where: { refusedById: person }, data: { refusedById: null } })
    return holds.count + decided.count + refused.count
  },
}
