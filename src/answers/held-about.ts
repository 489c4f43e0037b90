import { nobody } from '../community/nobody.ts'
import type { Holding } from '../personal/holding.ts'

/** Which of the community's questions and answers somebody wrote, at work. */
export const heldAboutFaq: Holding = {
  area: '问答',
  models: ['Faq'],

  async tell(tx, { person }) {
    const written = await tx.faq.findMany({ where: { personId: person }, orderBy: { id: 'asc' } })
    if (written.length === 0) return undefined
    return { summary: `写过 ${written.length} 条`, lines: written.map(({ question }) => `您写的问答：${question}`) }
  },

  async stays(tx, { person }) {
    const written = await tx.faq.count({ where: { personId: person } })
    return written > 0 ? ['您写的问答大家还要看，会留着，没有您的名字。'] : []
  },

  async forget(tx, { person }, now) {
    const none = await nobody(tx, now)
    return (await tx.faq.updateMany({ where: { personId: person }, data: { personId: none } })).count
  },
}
