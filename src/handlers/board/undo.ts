import { nameOf, postOf } from '../../board/post.ts'
import { withdrawPost } from '../../board/withdraw.ts'
import type { Call } from '../../chat/call.ts'
import { Refusal } from '../../refusal.ts'
import { takeBackCopies, takenBackText } from '../../telling/board/take-back-copies.ts'

/** Takes a posting back, as its author would with 留言 删; once somebody has answered it or wishes it too, only that does. */
export async function takeBackPost(call: Call, postId: number): Promise<void> {
  const { tx, person, now, message } = call
  const row = await tx.post.findUniqueOrThrow({
    where: { id: postId },
    include: { _count: { select: { supports: true } } },
  })
  const { _count, ...rest } = row
  const post = postOf(rest)
  if (post.state === 'WITHDRAWN') throw new Refusal('这条留言已经不在了，不用撤销。')
  if (_count.supports > 0 || post.answeredAt !== null) {
    throw new Refusal(`${nameOf(post)} 后面已经有人附议或答复了。想删掉，发 /留言 删 ${post.number}。`)
  }
  await withdrawPost(tx, post, { author: person, now, messageId: message.id })
  const name = message.chat.kind === 'group' && post.signature === null ? '您的留言' : nameOf(post)
  await call.reply(`${name} 已撤销，内容不再保留。${takenBackText(await takeBackCopies(tx, post, now))}`)
}
