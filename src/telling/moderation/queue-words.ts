import { KIND_LABELS, nameOf } from '../../board/post.ts'
import { type Hold, reasonsOf, type Waiting } from '../../moderation/hold.ts'
import { judge } from '../../moderation/judge.ts'
import { REASON_WORDS } from '../../moderation/reason-words.ts'
import { formatMoment } from '../../time/format.ts'

/** One post that waits, as somebody sees who decides. Who wrote an anonymous one is not told. */
export function waitingText(
  { post, hold }: Waiting,
  { left, now }: { readonly left: number; readonly now: Date },
): string {
  const until = hold.decideBy <= now ? '已经过了24小时' : `${formatMoment(hold.decideBy, now)} 前要定`
  return [
    `📝 等着看的有${left}条，这条${until}：`,
    `${nameOf(post)}【${KIND_LABELS[post.kind]}】${post.words}`,
    `署名：${post.signature ?? '匿名'}${post.sha256 === null ? '' : '，带一张照片'}`,
    ...why(post.words, hold),
    ...appealLines(hold),
    '回 通过、退回（可以加理由）、下一条；不看了回 结束。',
  ].join('\n')
}

/** The reasons, each with the place in the words where there is one. */
function why(words: string, hold: Hold): string[] {
  const judgement = judge(words)
  const found = new Map(
    judgement.held
      ? judgement.reasons.map(({ category, found: place }) => [REASON_WORDS[category], place] as const)
      : [],
  )
  const reasons = reasonsOf(hold).map((reason) => {
    const place = found.get(reason)
    return place ? `${reason}（“${place}”）` : reason
  })
  return reasons.length === 0 ? [] : [`先看的原因：${reasons.join('、')}`]
}

function appealLines({ stage, appeal }: Hold): string[] {
  return stage === 'APPEAL' ? [`上次没有通过，作者申诉：${appeal ?? '（没有写理由）'}`] : []
}

/** How much waits, in one line, where the posts themselves are not shown. */
export function countLine(waiting: readonly Waiting[], now: Date): string {
  const [first] = [...waiting].sort((a, b) => a.hold.decideBy.getTime() - b.hold.decideBy.getTime())
  if (!first) return '现在没有等着看的留言。'
  const late = first.hold.decideBy <= now
  const until = late ? '最早的一条已经过了24小时' : `最早的一条 ${formatMoment(first.hold.decideBy, now)} 前要定`
  return `有${waiting.length}条留言等着看，${until}。请私聊小格发 /审核。`
}
