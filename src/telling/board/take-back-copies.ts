import { copiesGone, copiesOf } from '../../board/copies.ts'
import { saidWith } from '../../board/copies-said.ts'
import type { KnownPost } from '../../board/post.ts'
import { spoilProofs } from '../../board/proofs.ts'
import { CAN_BE_RECALLED_MS, takeBackSaid } from '../../chat/recalls.ts'
import type { Tx } from '../../database/database.ts'
import type { Prisma } from '../../database/types.ts'
import { followProofs } from './follow-proofs.ts'

/** What became of the copies of a post that is taken back: in how many chats. */
export interface CopiesTakenBack {
  /** said a moment ago, now being recalled */
  readonly recalling: number
  /** said too long ago: they stay where they are */
  readonly standing: number
}

/**
 * Takes back every copy of a post that the bot can reach, in the transaction of its edit or deletion: what waits is not said,
 * what was said in the last two minutes is recalled, the rest is counted, so that its author is told honestly.
 */
export async function takeBackCopies(tx: Tx, post: Pick<KnownPost, 'id'>, now: Date): Promise<CopiesTakenBack> {
  await spoilProofs(tx, [post.id])
  const copies = await copiesOf(tx, post)
  if (copies.length === 0) return { recalling: 0, standing: 0 }
  const since = new Date(now.getTime() - CAN_BE_RECALLED_MS)
  let recalling = 0
  for (const rows of await saidWith(tx, copies)) {
    await takeBackSaid(tx, { AND: [rows, { state: { in: ['PENDING', 'FAILED'] } }] }, now)
    const { asked } = await takeBackSaid(
      tx,
      { AND: [rows, { OR: [{ state: 'SENDING' }, { sentAt: { gt: since } }] }] },
      now,
    )
    recalling += asked
  }
  // What only the staff were shown is nothing that was published.
  const published = copies.filter(({ medium }) => medium !== 'staff')
  const standing = await standingChats(tx, await saidWith(tx, published))
  await copiesGone(
    tx,
    copies.map(({ id }) => id),
    now,
  )
  await followProofs(tx, copies, now)
  return { recalling, standing }
}

async function standingChats(tx: Tx, portions: readonly Prisma.OutboxMessageWhereInput[]): Promise<number> {
  const chats = new Set<string>()
  for (const rows of portions) {
    const standing = await tx.outboxMessage.findMany({
      where: { AND: [rows, { recall: null, state: { in: ['SENT', 'ECHOED', 'UNKNOWN'] } }] },
      distinct: ['chatId'],
      select: { chatId: true },
    })
    for (const { chatId } of standing) chats.add(chatId)
  }
  return chats.size
}

/** What the author is told of it; empty where there is nothing to tell. */
export function takenBackText({ recalling, standing }: CopiesTakenBack): string {
  const back = recalling > 0 ? '刚发出去的正在收回。' : ''
  const left = standing > 0 ? `以前发到${standing}个聊天里的，微信收不回来，以后的留言墙都不会再有。` : ''
  return back + left
}
