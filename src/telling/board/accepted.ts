import type { Verdict } from '../../board/judge.ts'
import { type KnownPost, nameOf } from '../../board/post.ts'

export interface Acceptance {
  readonly inGroup: boolean
  readonly edited: boolean
  /** a sentence about the wall of an occasion on which it will be; empty where there is none */
  readonly wall?: string
}

/**
 * What an author hears after the yes. In a group the reasons stay unsaid (privacy 16), and of an anonymous post the number
 * too: with it everybody there could tell whose it is.
 */
export function acceptedText(post: KnownPost, verdict: Verdict, { inGroup, edited, wall = '' }: Acceptance): string {
  const name = nameOf(post)
  if (inGroup && post.signature === null) {
    const rest = verdict.held ? '工作人员看过就贴上墙' : '已经贴上留言墙'
    return `好的，收下了，${rest}，不写名字。${wall}想删掉，发 /留言 删。`
  }
  const head = edited ? `${name} 改好了` : `${name} 收下了`
  const change = `想改发 /留言 改 ${post.number} 新的话，想删发 /留言 删 ${post.number}。`
  if (!verdict.held) return `${head}，已经贴上留言墙。${wall}${change}`
  const why = inGroup || verdict.reasons.length === 0 ? '' : `（${verdict.reasons.join('、')}）`
  return `${head}。贴出来以前，请社区工作人员先看一下${why}，24小时内告诉您。${wall}${change}`
}
