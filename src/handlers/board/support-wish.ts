import { findPost, nameOf, postNumbered, postOf } from '../../board/post.ts'
import { dropSupport, supportWish } from '../../board/support.ts'
import type { Call } from '../../chat/call.ts'
import { wordingOf } from '../../chat/wording.ts'
import { Refusal } from '../../refusal.ts'
import { communityFor } from '../issue-act.ts'
import { quotedPosts } from './post-number.ts'

const TAKE_BACK = /^(?:取消|撤回|不附议|收回|算了)(?:了|吧|附议)?[。.]*$/
/** Said to the line of a wish without a command: as for an issue, and what one says of a wish. */
const ME_TOO =
  /^(?:我们?也(?:有|是|想|要|盼|希望|这么想|支持)|我们?家.{0,6}也(?:有|是|想|盼)|\+1|附议|支持|同意|同盼|我也)(?![个点些话事问意见吗么])/

/** 附议 心愿12, and 附议 心愿12 取消. */
export async function supportByNumber(call: Call, number: number, words: string | undefined): Promise<void> {
  const post = await postNumbered(call.tx, communityFor(call), number)
  if (words !== undefined && TAKE_BACK.test(wordingOf(words).text)) {
    const left = await dropSupport(call.tx, post, call.person)
    return call.reply(`${nameOf(post)} 的附议收回了，现在有${left}位一起盼。`)
  }
  const { account, chat, sender } = call.message
  const count = await supportWish(call.tx, post, {
    personId: call.person,
    account,
    chatKind: chat.kind === 'group' ? 'GROUP' : 'PRIVATE',
    chatId: chat.id,
    contactId: sender.id,
    now: call.now,
  })
  call.undoable({ kind: 'post-support', postId: post.id })
  await call.reply(`${nameOf(post)} 附议好了，现在有${count}位一起盼。有消息就告诉您。`)
}

/** What is said to 附议 12 where there is no issue of that number but a wish: undefined where there is an issue, or neither. */
export async function wishInstead(call: Call, number: number): Promise<Refusal | undefined> {
  const communityId = communityFor(call)
  if (
    await call.tx.issue.findUnique({ where: { communityId_number: { communityId, number } }, select: { id: true } })
  ) {
    return undefined
  }
  const post = await findPost(call.tx, communityId, number)
  if (post?.state !== 'PASSED' || post.kind !== 'WISH') return undefined
  return new Refusal(`没有 #${number} 这件事。说的是心愿${number}吗？请发 /附议 心愿${number}`)
}

/** 我也想, +1, as a reply to a line of the bot that tells of one wish. False: it is none. */
export async function answerWish(call: Call): Promise<boolean> {
  const [number, second] = quotedPosts(call.message.quotation)
  if (number === undefined || !ME_TOO.test(wordingOf(call.message.text).text)) return false
  if (second !== undefined) throw new Refusal(`引用的那条里有好几个，请写明是哪一个，比如：/附议 心愿${number}。`)
  await supportByNumber(call, number, undefined)
  return true
}

/** 撤销 after an 附议. */
export async function takeBackSupport(call: Call, postId: number): Promise<void> {
  const post = postOf(await call.tx.post.findUniqueOrThrow({ where: { id: postId } }))
  await dropSupport(call.tx, post, call.person)
  await call.reply(`${nameOf(post)} 的附议已撤销。`)
}
