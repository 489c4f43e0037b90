import { noteCopies } from '../../board/copies.ts'
import { issueOfPost } from '../../board/of-issue.ts'
import { findPost, KIND_LABELS, type KnownPost, unknownPost } from '../../board/post.ts'
import { publishable } from '../../board/publishable.ts'
import { supportCounts } from '../../board/support.ts'
import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import { wordingOf } from '../../chat/wording.ts'
import type { PostKind } from '../../database/types.ts'
import { OFFICE, redact } from '../../redaction/redact.ts'
import { Refusal } from '../../refusal.ts'
import { postLine } from '../../telling/board/post-words.ts'
import { communityFor } from '../issue-act.ts'
import { prepareWallCommand, wallOffice } from './wall-command.ts'
import type { WallDesk } from './wall-desk.ts'
import type { ReadyWall } from './wall-make.ts'

/** One screen of a telephone. */
const MOST_POSTS = 8
const MOST_SIGNS = 400

const KINDS = new Map(Object.entries(KIND_LABELS).map(([kind, label]) => [label, kind as PostKind]))

/** 留言墙: the last posts that were passed, or those of one kind, or one by its number with what the staff answered. */
export function wallCommand(desk: WallDesk) {
  return command({
    name: '留言墙',
    aliases: ['wall', 'lyq'],
    what: '看大家的留言和心愿',
    example: '/留言墙 心愿',
    usage: '/留言墙 [心愿]',
    section: 'everybody',
    who: ['everybody'],
    where: 'both',
    args: { what: optionalWords('心愿') },
    prepare: (message: IncomingMessage, { what }, now: Date) => prepareWallCommand(desk, message, what, now),
    run: async (call: Call, { what }, prepared) => {
      if (await wallOffice(call, what, prepared as ReadyWall | undefined)) return
      const { text } = wordingOf(what ?? '')
      const number = /^(?:留言|心愿|#|第)?\s?(\d{1,7})号?$/.exec(text)?.[1]
      if (number !== undefined) return showPost(call, Number(number))
      const kind = KINDS.get(text)
      if (text !== '' && !kind) throw new Refusal(`可以看 ${[...KINDS.keys()].join('、')}，比如：/留言墙 心愿`)
      await showWall(call, kind)
    },
  })
}

async function showWall(call: Call, kind: PostKind | undefined): Promise<void> {
  const communityId = communityFor(call)
  const posts = await publishable(call.tx, communityId, { most: MOST_POSTS, ...(kind ? { kinds: [kind] } : {}) })
  const counts = await supportCounts(call.tx, posts)
  const lines: string[] = []
  const shown: KnownPost[] = []
  let signs = 0
  for (const post of posts) {
    const line = postLine(post, counts.get(post.id))
    signs += [...line].length
    if (shown.length > 0 && signs > MOST_SIGNS) break
    lines.push(line)
    shown.push(post)
  }
  if (shown.length === 0) {
    return call.reply(`${kind ? `墙上还没有${KIND_LABELS[kind]}` : '留言墙还空着'}。想说一句，发 /留言 加上要说的话。`)
  }
  const wish = shown.find((post) => post.kind === 'WISH' && post.fate !== 'DONE')
  const support = wish ? `；一起盼，发 /附议 心愿${wish.number}` : ''
  await publish(call, shown, [
    `📮 留言墙${kind ? `·${KIND_LABELS[kind]}` : ''}：`,
    ...lines,
    `想说一句，发 /留言${support}。`,
  ])
}

async function showPost(call: Call, number: number): Promise<void> {
  const post = await findPost(call.tx, communityFor(call), number)
  if (post?.state !== 'PASSED') throw unknownPost(number)
  const counts = await supportCounts(call.tx, [post])
  const answer = post.answer === null ? [] : [`社区答复：${redact(post.answer, OFFICE)}`]
  const asking = { person: call.person, inGroup: call.message.chat.kind === 'group' }
  const issue = await issueOfPost(call.tx, post, asking)
  const registered = issue === undefined ? [] : [`已经登记成事项 #${issue}，发 /进度 ${issue} 看办到哪一步。`]
  await publish(call, [post], [postLine(post, counts.get(post.id)), ...answer, ...registered])
}

/** The words go out under a name of their own, by which they are found again should an author take theirs back. */
async function publish(call: Call, posts: readonly KnownPost[], lines: readonly string[]): Promise<void> {
  const { message, tx, now } = call
  const key = `wall:${message.account}:${message.id}`
  await noteCopies(tx, posts, { medium: 'wall', outboxKey: key }, now)
  await call.say({
    chat: message.chat,
    text: lines.join('\n'),
    mentions: message.chat.kind === 'group' ? [message.sender.id] : [],
    priority: 'reply',
    key,
  })
}
