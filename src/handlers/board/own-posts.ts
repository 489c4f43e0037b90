import { STATE_LABELS } from '../../board/lifecycle.ts'
import { ownPost, postsOf } from '../../board/own-posts.ts'
import { KIND_LABELS, type KnownPost, nameOf } from '../../board/post.ts'
import { withdrawPost } from '../../board/withdraw.ts'
import { checkUnsupported } from '../../board/write.ts'
import type { Call, TakenPhoto } from '../../chat/call.ts'
import { Refusal } from '../../refusal.ts'
import { tellSupportersGone } from '../../telling/board/answered.ts'
import { takeBackCopies, takenBackText } from '../../telling/board/take-back-copies.ts'
import { cut } from '../../telling/summary.ts'
import { communityFor } from '../issue-act.ts'
import { draftOf, showDraft } from './draft.ts'

/** What fits on a phone's screen. */
const SHOWN = 8

/** 留言 without words: one's own, with numbers and states and how to change them. In private: a group is not told whose they are. */
export async function showOwnPosts(call: Call): Promise<void> {
  if (call.message.chat.kind === 'group') {
    throw new Refusal('想留言，发 /留言 加上要说的话，比如：/留言 祝大家中秋快乐。看自己的留言，请私聊小格发 /留言。')
  }
  const posts = await postsOf(call.tx, communityFor(call), call.person, SHOWN)
  if (posts.length === 0) {
    return call.reply(
      '您还没有留言。祝福、心愿、点子、问题、感谢都可以，比如：/留言 祝大家中秋快乐。看大家的发 /留言墙。',
    )
  }
  const lines = posts.map((post) => {
    const { kind, state, words } = post
    return `${nameOf(post)} ${KIND_LABELS[kind]}，${STATE_LABELS[state]}：${cut(words, 20)}`
  })
  const [first] = posts
  await call.reply(
    ['您的留言：', ...lines, `改：/留言 改 ${first?.number} 新的话；删：/留言 删 ${first?.number}`].join('\n'),
  )
}

/** 留言 改 12 …: the new words are shown and confirmed like the first ones. Kind, name and picture stay. */
export async function changePost(call: Call, number: number | undefined, own: string): Promise<void> {
  const post = await ownPost(call.tx, communityFor(call), call.person, number)
  await checkUnsupported(call.tx, post)
  const draft = draftOf(call, own, post.kind, post.signature)
  const picture = draft.picture ?? (await pictureOf(call, post))
  await showDraft(call, { ...draft, picture, editing: { number: post.number, name: nameOf(post) } })
}

async function pictureOf({ tx, message }: Call, { sha256 }: KnownPost): Promise<TakenPhoto | null> {
  const row = sha256 === null ? null : await tx.attachment.findUnique({ where: { sha256 } })
  return (
    row && { sha256: row.sha256, mime: row.mime, bytes: row.bytes, account: message.account, messageId: message.id }
  )
}

/** 留言 删 12: gone at once, with its copies as far as they can be reached. */
export async function deletePost(call: Call, number: number | undefined): Promise<void> {
  const { tx, now, message, person } = call
  const post = await ownPost(tx, communityFor(call), person, number)
  await withdrawPost(tx, post, { author: person, now, messageId: message.id })
  await tellSupportersGone(tx, post, { now, cause: message.id })
  const back = takenBackText(await takeBackCopies(tx, post, now))
  const anonymousHere = message.chat.kind === 'group' && post.signature === null && number === undefined
  await call.reply(`${anonymousHere ? '您的留言' : nameOf(post)} 已经删掉，内容不再保留。${back}`)
}
