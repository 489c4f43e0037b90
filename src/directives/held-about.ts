import { NOBODYS_NAME, nobody } from '../community/nobody.ts'
import type { Tx } from '../database/database.ts'
import type { PersonId } from '../ids.ts'
import type { Holding, Whose } from '../personal/holding.ts'
import { formatDay } from '../time/format.ts'
import { nameOf, STEP_LABELS } from './directive.ts'

/** A single sign stands in every other name. */
const SHORTEST_NAME = 2

/** What somebody asked about orders and notices, and what they ordered and acknowledged at work. */
export const heldAboutOrders: Holding = {
  area: '任务和通知',
  models: ['Directive', 'DirectiveQuestion', 'DirectiveReceipt', 'ReceiptPhoto'],

  async tell(tx, { person }, now) {
    const order = { select: { kind: true, number: true } } as const
    const asked = await tx.directiveQuestion.findMany({
      where: { personId: person },
      orderBy: { id: 'asc' },
      include: { directive: order },
    })
    const receipts = await tx.directiveReceipt.findMany({
      where: { personId: person },
      orderBy: { id: 'asc' },
      include: { directive: order, _count: { select: { photos: true } } },
    })
    const written = await tx.directive.findMany({
      where: { OR: [{ authorId: person }, { confirmedById: person }] },
      orderBy: { id: 'asc' },
      select: { kind: true, number: true, createdAt: true },
    })
    if (asked.length + receipts.length + written.length === 0) return undefined
    return {
      summary: `问过 ${asked.length} 次；工作中发过 ${written.length} 条，回执 ${receipts.length} 次`,
      lines: [
        ...asked.map(({ directive, at, words }) => `${formatDay(at, now)}问${nameOf(directive)}：${words}`),
        ...written.map(({ createdAt, ...one }) => `${formatDay(createdAt, now)}发的${nameOf(one)}`),
        ...receipts.map(({ directive, at, step, note, _count }) => {
          const photos = _count.photos > 0 ? `，照片 ${_count.photos} 张` : ''
          return `${formatDay(at, now)}${nameOf(directive)}回执：${STEP_LABELS[step]}${note ? `，${note}` : ''}${photos}`
        }),
      ],
    }
  },

  async stays(tx, { person }) {
    const written = await tx.directive.count({ where: { OR: [{ authorId: person }, { confirmedById: person }] } })
    const receipts = await tx.directiveReceipt.count({ where: { personId: person } })
    if (written + receipts === 0) return []
    return ['您工作中发的通知、任务和回执是社区的工作记录，会留着，写“哪个网格、什么职务”，没有您的名字。']
  },

  async forget(tx, whose, now) {
    const { person } = whose
    const none = await nobody(tx, now)
    const asked = await tx.directiveQuestion.deleteMany({ where: { personId: person } })
    const receipts = await tx.directiveReceipt.updateMany({ where: { personId: person }, data: { personId: none } })
    return asked.count + receipts.count + (await forgetWritten(tx, whose, none))
  },
}

async function forgetWritten(tx: Tx, { person, identities, names }: Whose, none: PersonId): Promise<number> {
  // Nobody else was shown its preview.
  const drafts = await tx.directive.updateMany({
    where: { authorId: person, state: 'DRAFT' },
    data: { state: 'CANCELLED', text: '', version: { increment: 1 } },
  })
  for (const { account, contactId } of identities) {
    await tx.directive.updateMany({ where: { account, chatKind: 'PRIVATE', chatId: contactId }, data: { chatId: '' } })
  }
  const written = await tx.directive.updateMany({ where: { authorId: person }, data: { authorId: none } })
  const confirmed = await tx.directive.updateMany({ where: { confirmedById: person }, data: { confirmedById: none } })
  for (const name of names.filter(({ length }) => length >= SHORTEST_NAME)) {
    await tx.directive.updateMany({ where: { approvedBy: { contains: name } }, data: { approvedBy: NOBODYS_NAME } })
  }
  return drafts.count + written.count + confirmed.count
}
