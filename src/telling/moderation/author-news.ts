import { type KnownPost, nameOf } from '../../board/post.ts'
import type { Tx } from '../../database/database.ts'
import type { MessageId } from '../../ids.ts'
import type { Decided } from '../../moderation/decide-held.ts'
import { tellAuthor } from '../board/tell-author.ts'

interface Told {
  readonly now: Date
  readonly cause?: MessageId | undefined
}

/**
 * Tells the author what became of a post that waited. Why it was refused is said in private alone; in a group neither the
 * reason nor the words, and of an anonymous post not even its number (privacy 13, 16). False: they cannot be reached.
 */
export function tellDecided(tx: Tx, { post, why, onAppeal }: Decided, { now, cause }: Told): Promise<boolean> {
  const texts = post.state === 'PASSED' ? passed(post, onAppeal) : refused(post, why, onAppeal)
  return tellAuthor(tx, post, { ...texts, now, cause })
}

function passed(post: KnownPost, onAppeal: boolean) {
  const name = nameOf(post)
  return {
    alone: `📮 ${name} ${onAppeal ? '又请同事看了一遍，' : ''}已经贴上留言墙了。${onAppeal ? '让您久等了。' : ''}发 /留言墙 可以看。`,
    inGroup: `📮 ${post.signature === null ? '一条匿名留言' : name} 已经贴上留言墙，发 /留言墙 可以看。`,
  }
}

function refused(post: KnownPost, why: string, onAppeal: boolean) {
  const { number } = post
  const name = nameOf(post)
  const change = `想改，发 /留言 改 ${number} 新的话`
  return {
    alone: onAppeal
      ? `📮 ${name} 请别的同事又看了一遍，还是没有贴出来，因为：${why}。${change}；还有不明白的，欢迎到社区当面说。`
      : `📮 ${name} 这次没有贴出来，因为：${why}。${change}；不同意，回「申诉 ${name} 您的理由」，请别的同事再看一次，24小时内告诉您。`,
    inGroup:
      post.signature === null
        ? '📮 有一条匿名留言没有贴出来。是您写的，可以私聊小格发「申诉」看原因。'
        : '📮 您有一条留言没有贴出来。私聊小格发「申诉」看原因，也可以到社区问。',
  }
}

/** Tells the author that the promised day has passed and that it is not forgotten. */
export function tellLate(tx: Tx, post: KnownPost, { now }: Told): Promise<boolean> {
  return tellAuthor(tx, post, {
    alone: `📮 ${nameOf(post)} 还没有看完，让您久等了，已经催社区尽快定。`,
    now,
    key: `moderation:late:${post.id}:${post.version}`,
  })
}
