import type { Category } from '../issues/categories.ts'
import type { PlacedIssue } from '../issues/issue.ts'
import { type Hat, type IssueState, MOVES, possibleActions, STATE_LABELS } from '../issues/lifecycle.ts'
import { formatMoment } from '../time/format.ts'
import { cut, summary } from './summary.ts'

/** What may be done next, the usual things first; the rest is found in the help. */
const USUAL: readonly string[] = [
  '受理',
  '接单',
  '处置',
  '派单',
  '上报',
  '办结',
  '核查',
  '见证',
  '追问',
  '进展',
  '退回',
  '返工',
  '延期',
  '恢复',
]
/** What follows the number in the commands that want more than a number. */
const MORE: Readonly<Record<string, string>> = {
  派单: ' 单位 到场时间',
  上报: ' 原因',
  办结: ' 处理情况',
  见证: ' 时间',
  追问: ' 问题',
  进展: ' 一句话',
  退回: ' 原因',
  返工: ' 问题',
  延期: ' 日期 原因',
}
const SHOWN = 3

/** `/受理 1 · /追问 1 问题 · /上报 1 原因`: what somebody with these hats would usually do now. */
export function nextSteps(
  number: number,
  state: IssueState,
  hats: readonly Hat[],
  /** what this person in particular may not do: 核查 of one's own work */
  except: readonly string[] = [],
): string {
  const labels = new Set(possibleActions(state, hats).map((action) => MOVES[action].label))
  const usual = USUAL.filter((label) => labels.has(label) && !except.includes(label))
  // A unit that is done could still say a word, but nothing is expected of it.
  if (state === 'RESOLVED' && usual.every((label) => label === '进展')) return ''
  return usual
    .slice(0, SHOWN)
    .map((label) => `/${label} ${number}${MORE[label] ?? ''}`)
    .join(' · ')
}

export interface CardParts {
  readonly issue: PlacedIssue
  readonly category: Category
  /** whose eyes it is for; decides which steps are offered */
  readonly hats: readonly Hat[]
  readonly now: Date
  /** the resident's words may be read here (not for private matters in a group) */
  readonly open: boolean
  /** it is read by one person in private, who may see a phone number in the words */
  readonly alone: boolean
  /** what residents added last: who comes later to the issue has not heard it */
  readonly added?: string | undefined
}

/** An issue on a few lines, for those who work on it. The first line carries the number, so quoting it is enough. */
export function issueCard({ issue, category, hats, now, open, alone, added }: CardParts): string {
  const lines = [`#${issue.number} ${STATE_LABELS[issue.state]} · ${open ? category.kind : '不公开的事'}`]
  const where = [issue.grid ? `${issue.grid.number}号网格` : '还不知道哪个网格', open ? issue.place : null]
  lines.push(where.filter(Boolean).join(' '))
  const words = alone ? cut(issue.words, 200) : summary(issue.words, 60)
  lines.push(open ? `「${words}」` : `内容不便在群里说，私聊小格发 /进度 ${issue.number} 查看`)
  if (open && added) lines.push(`补充：${alone ? cut(added, 100) : summary(added, 40)}`)
  const due = issue.state === 'REPORTED' ? issue.responseDueAt : (issue.arrivalDueAt ?? issue.dueAt)
  if (due)
    lines.push(
      `${issue.state === 'REPORTED' ? '答复' : issue.arrivalDueAt ? '到场' : '办结'}期限 ${formatMoment(due, now)}${due < now ? '（已超过）' : ''}`,
    )
  const steps = nextSteps(issue.number, issue.state, hats)
  if (issue.state === 'DRAFT') lines.push(`知道在哪里的网格员，发 /确认 ${issue.number} 加小区和楼号。`)
  else if (steps) lines.push(`可以：${steps}`)
  return lines.join('\n')
}
