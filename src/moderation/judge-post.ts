import type { ToJudge, Verdict } from '../board/judge.ts'
import type { Tx } from '../database/database.ts'
import { judge } from './judge.ts'
import { contextOf } from './post-context.ts'
import type { Category } from './reason.ts'
import { CHANGED_AFTER_REFUSAL, REASON_WORDS, REFUSED_LATELY, SOUNDS_URGENT, toldReasons } from './reason-words.ts'

/** What is masked before it is published is no reason to hold it; what it stands for may be one together with others. */
const MASKED: ReadonlySet<Category> = new Set(['personal'])

/**
 * Judges what would be published and the author's own writing of it: who was asked to be written to under a masked number is
 * selling all the same. What a person has refused is not passed in other words without a person, and what its author writes
 * next is not either: rules find little of what is only meant, but who sells mostly sells again.
 *
 * @param soundsUrgent whether words tell of danger here and now
 */
export async function judgePost(tx: Tx, text: ToJudge, soundsUrgent: (words: string) => boolean): Promise<Verdict> {
  const context = await contextOf(tx, text)
  const published = judge([text.words, text.signature ?? ''].join('\n'), context)
  const own = judge(text.own, context)
  const reasons = new Set(published.held ? toldReasons(published.reasons) : [])
  if (own.held)
    for (const told of toldReasons(own.reasons.filter(({ category }) => !MASKED.has(category)))) reasons.add(told)
  if (text.postId !== undefined && (await wasRefused(tx, text.postId))) reasons.add(CHANGED_AFTER_REFUSAL)
  else if (await hadRefused(tx, text)) reasons.add(REFUSED_LATELY)
  if (soundsUrgent(text.own)) reasons.add(SOUNDS_URGENT)
  return reasons.size === 0 ? { held: false } : { held: true, reasons: [...reasons] }
}

/** Whether the reasons are of such a kind that somebody should look at once. */
export function isUrgent(reasons: readonly string[]): boolean {
  return reasons.includes(REASON_WORDS.distress) || reasons.includes(SOUNDS_URGENT)
}

/** So long what somebody writes is looked at by a person who had something refused. */
const LATELY_MS = 30 * 24 * 60 * 60_000

async function hadRefused(tx: Tx, { authorId, communityId, now }: ToJudge): Promise<boolean> {
  const decidedAt = { gte: new Date(now.getTime() - LATELY_MS) }
  const refused = { state: 'REFUSED', decidedAt, post: { authorId, communityId, state: 'REFUSED' } } as const
  return (await tx.postHold.count({ where: refused })) > 0
}

async function wasRefused(tx: Tx, postId: number): Promise<boolean> {
  return (await tx.postHold.count({ where: { postId, state: 'REFUSED' } })) > 0
}
