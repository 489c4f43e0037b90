import { CAN_BE_RECALLED_MS, takeBackSaid } from '../../chat/recalls.ts'
import type { Tx } from '../../database/database.ts'
import { publishedKey, rowsOf } from './published-groups.ts'

/**
 * Takes walls or selections back on their way to the groups: what waits is not said, what was said in the last two minutes is
 * recalled. Says for the staff what became of it.
 */
export async function takeBackProofs(tx: Tx, proofIds: readonly number[], now: Date): Promise<string> {
  if (proofIds.length === 0) return ''
  const rows = { OR: proofIds.map(rowsOf) }
  const waiting = await takeBackSaid(tx, { AND: [rows, { state: { in: ['PENDING', 'FAILED'] } }] }, now)
  const since = new Date(now.getTime() - CAN_BE_RECALLED_MS)
  const { asked } = await takeBackSaid(
    tx,
    { AND: [rows, { OR: [{ state: 'SENDING' }, { sentAt: { gt: since } }] }] },
    now,
  )
  const standing = await tx.outboxMessage.findMany({
    where: { AND: [rows, { recall: null, state: { in: ['SENT', 'ECHOED', 'UNKNOWN'] } }] },
    distinct: ['chatId'],
    select: { chatId: true },
  })
  if (standing.length === 0) {
    const keys = proofIds.map(publishedKey)
    await tx.postCopy.updateMany({ where: { outboxKey: { in: keys }, goneAt: null }, data: { goneAt: now } })
  }
  return [
    waiting.cancelled > 0 ? '还没发的不发了。' : '',
    asked > 0 ? '刚发出去的正在收回。' : '',
    standing.length > 0 ? `已经发到${standing.length}个群的收不回来：微信只能收回两分钟内的。` : '',
  ].join('')
}
