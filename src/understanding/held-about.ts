import type { Holding } from '../personal/holding.ts'

/** What somebody taught the bot at work. The words are not kept, only hashes of their pieces. */
export const heldAboutLessons: Holding = {
  area: '教过小格',
  models: ['Lesson'],

  async tell(tx, { person }) {
    const taught = await tx.lesson.count({ where: { personId: person } })
    return taught === 0 ? undefined : { summary: `${taught} 次，不记原话`, lines: [`教过小格 ${taught} 次，不记原话`] }
  },

  async forget(tx, { person }) {
    return (await tx.lesson.updateMany({ where: { personId: person }, data: { personId: null } })).count
  },
}
