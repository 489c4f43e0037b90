import { noteCopies } from '../../board/copies.ts'
import type { Owed } from '../../board/due.ts'
import { type KnownPost, nameOf } from '../../board/post.ts'
import { put } from '../../chat/outbox.ts'
import { presentAccount } from '../../community/seats.ts'
import type { Tx } from '../../database/database.ts'
import type { AccountId, CommunityId } from '../../ids.ts'
import { formatMoment } from '../../time/format.ts'
import { spotsOfStaff } from '../recipients.ts'

/** So many signs of posts fit one message; the others are told by their numbers. */
const MOST_SIGNS = 350

/** Reminds the staff of answers that are owed: one message a community. */
export async function remindOfAnswers(tx: Tx, owed: readonly Owed[], now: Date): Promise<void> {
  const [first] = owed
  if (!first) return
  const late = owed.filter(({ stage }) => stage > 1).length
  const head = `📮 有${owed.length}条留言等答复${late > 0 ? `，${late}条已经过了两个工作日` : ''}：`
  const line = ({ post }: Owed) => {
    const due = post.answerDueAt
    const until = due === null ? '' : due <= now ? '（已超过）' : `（${formatMoment(due, now)} 前）`
    return `${nameOf(post)}：${post.words}${until}`
  }
  const foot = `答复发 /答复 ${nameOf(first.post)} 要说的话。`
  await tellStaff(tx, { head, posts: owed.map((one) => ({ post: one.post, line: line(one) })), foot }, now)
}

/** Asks the staff for the yearly word on wishes that are still open. */
export async function askYearlyWord(
  tx: Tx,
  wishes: readonly { readonly post: KnownPost; readonly supporters: number }[],
  now: Date,
): Promise<void> {
  const [first] = wishes
  if (!first) return
  const name = nameOf(first.post)
  await tellStaff(
    tx,
    {
      head: '📮 这些心愿满一年没有新消息了，请给大家说一句，小格转告写的人和附议的人：',
      posts: wishes.map(({ post, supporters }) => ({
        post,
        line: `${nameOf(post)}：${post.words}${supporters > 0 ? `（${supporters}人附议）` : ''}`,
      })),
      foot: `发 /答复 ${name} 正在办 要说的话；实现了写 已实现，办不了写 办不了 和原因。`,
    },
    now,
  )
}

interface Sheet {
  readonly head: string
  readonly posts: readonly { readonly post: KnownPost; readonly line: string }[]
  readonly foot: string
}

async function tellStaff(tx: Tx, { head, posts, foot }: Sheet, now: Date): Promise<void> {
  const [first] = posts
  if (!first) return
  const lines: string[] = []
  const shown: KnownPost[] = []
  let signs = 0
  for (const { post, line } of posts) {
    signs += [...line].length
    if (shown.length > 0 && signs > MOST_SIGNS) break
    lines.push(line)
    shown.push(post)
  }
  const rest = posts.slice(shown.length).map(({ post }) => nameOf(post))
  const more = rest.length > 0 ? [`还有 ${rest.slice(0, 20).join('、')}${rest.length > 20 ? ' 等' : ''}`] : []
  const { communityId } = first.post
  const key = `board:${communityId}:staff:${now.getTime()}`
  const account = await accountOf(tx, communityId)
  if (account === undefined) return
  const text = [head, ...lines, ...more, foot].join('\n')
  const spots = await spotsOfStaff(tx, communityId, account)
  for (const spot of spots) await put(tx, { ...spot, text, priority: 'news', key: `${key}:${spot.chat.id}` }, now)
  if (spots.length > 0) await noteCopies(tx, shown, { medium: 'staff', outboxKey: key }, now)
}

/** The account on which a community is at work: of its staff's group, else of any of its groups. Undefined: nowhere yet. */
export async function accountOf(tx: Tx, communityId: CommunityId): Promise<AccountId | undefined> {
  const groups = await tx.chatGroup.findMany({
    where: { communityId, unboundAt: null },
    select: { account: true, purpose: true },
    orderBy: { id: 'desc' },
  })
  const group = groups.find(({ purpose }) => purpose === 'STAFF') ?? groups[0]
  return group ? presentAccount(tx, group.account as AccountId) : undefined
}
