import { postOfIssue } from '../board/of-issue.ts'
import type { Call } from '../chat/call.ts'
import type { IssueEvent } from '../database/types.ts'
import { categoryOf } from '../issues/categories.ts'
import { hatsOn } from '../issues/choose-hat.ts'
import { eventLabel } from '../issues/event-labels.ts'
import { issueByNumber, type PlacedIssue, unknownNumber } from '../issues/issue.ts'
import { OUTCOME_LABELS, STATE_LABELS } from '../issues/lifecycle.ts'
import { historyOf, isPublicIn, openOfGroup, openOfReporter, todo } from '../issues/queries.ts'
import { Refusal } from '../refusal.ts'
import { nextSteps } from '../telling/card.ts'
import { cut, summary } from '../telling/summary.ts'
import { formatMoment } from '../time/format.ts'
import { isPrivateMatter } from '../understanding/private-words.ts'
import { communityFor } from './issue-act.ts'

/** What fits on a phone's screen. */
const STEPS_SHOWN = 6
const ISSUES_SHOWN = 8

/** 进度 with a number: where the issue is, what happened, until when. Private ones only for those on them, in private. */
export async function showIssue(call: Call, number: number): Promise<void> {
  const communityId = communityFor(call)
  const issue = await issueByNumber(call.tx, communityId, number)
  if (!issue) throw unknownNumber(number)
  const hats = await hatsOn(call.tx, issue, { personId: call.person, roles: call.roles })
  const inGroup = call.message.chat.kind === 'group'
  if (hats.length === 0 && !isPublicIn(issue, communityId)) throw unknownNumber(number)
  if (inGroup && issue.isPrivate) throw new Refusal(`#${number} 不方便在群里说，请在私聊里发 /进度 ${number}。`)

  const history = await historyOf(call.tx, issue.id)
  const concerned = !inGroup && hats.length > 0
  const words = concerned ? cut(issue.words, 200) : summary(issue.words, inGroup ? 24 : 80)
  const said = words === '' ? (issue.guess === null ? [] : ['（说的话没有保留）']) : [`「${words}」`]
  const atWork = !inGroup && hats.some((hat) => hat !== 'reporter' && hat !== 'supporter')
  // What somebody added of a private matter is for those at work, and for whoever said it.
  const tells = ({ personId, note }: IssueEvent) =>
    atWork || (!inGroup && personId === call.person) || note === null || !isPrivateMatter(note)
  const post = await postOfIssue(call.tx, issue.id, { person: call.person, inGroup })
  const lines = [headline(issue), ...(post ? [`来自${post}`] : []), ...said, ...recent(history, call.now, tells)]
  const due = dueLine(issue, call.now)
  if (due) lines.push(due)
  const steps = nextSteps(number, issue.state, hats)
  if (steps) lines.push(`可以：${steps}`)
  await call.reply(lines.join('\n'))
}

/** 进度 without a number: one's own open issues in private, the group's in a group. */
export async function showOpenIssues(call: Call): Promise<void> {
  const { account, chat } = call.message
  const inGroup = chat.kind === 'group'
  const issues = inGroup ? await openOfGroup(call.tx, account, chat.id) : await openOfReporter(call.tx, call.person)
  if (issues.length === 0) {
    return call.reply(inGroup ? '这个群里没有正在办的事。' : '您没有正在办的事。要反映事情，发 /报事 加上地点和情况。')
  }
  await call.reply(list(`正在办的 ${issues.length} 件：`, issues))
}

/** Several of somebody's own issues, a line each. */
export async function showTheirs(call: Call, issues: readonly PlacedIssue[]): Promise<void> {
  await call.reply(list(`您报的、正在办的 ${issues.length} 件：`, issues))
}

/** 待办: what waits for this person, the most urgent first. */
export async function showTodo(call: Call): Promise<void> {
  const issues = await todo(call.tx, call.roles)
  if (issues.length === 0) return call.reply('现在没有等您办的事。')
  const inGroup = call.message.chat.kind === 'group'
  const lines = issues.slice(0, ISSUES_SHOWN).map((issue) => {
    const due = dueLine(issue, call.now)
    return `${oneLine(issue, inGroup)}${due ? `\n  ${due}` : ''}`
  })
  if (issues.length > ISSUES_SHOWN) lines.push(`还有 ${issues.length - ISSUES_SHOWN} 件`)
  await call.reply([`等您办的 ${issues.length} 件：`, ...lines].join('\n'))
}

function headline(issue: PlacedIssue): string {
  const where = [issue.grid ? `${issue.grid.number}号网格` : undefined, issue.place].filter(Boolean).join(' ')
  const state = issue.outcome
    ? `${STATE_LABELS[issue.state]}·${OUTCOME_LABELS[issue.outcome]}`
    : STATE_LABELS[issue.state]
  return [`#${issue.number} ${state}`, categoryOf(issue.category).kind, where].filter(Boolean).join(' · ')
}

/** What happened lately, a line each, without anybody's name; `tells`: what was said then may be read. */
function recent(history: readonly IssueEvent[], now: Date, tells: (event: IssueEvent) => boolean): string[] {
  const told = history.filter(({ action }) => action !== 'remind' && action !== 'progress-due')
  const shown = told.slice(-STEPS_SHOWN).map((event) => {
    const { at, action, data, note } = event
    const { by, saidAt } = data as { by?: string; saidAt?: string }
    const late = saidAt ? `（${formatMoment(new Date(saidAt), now)} 说的）` : ''
    const words = note && action !== 'report' ? `：${tells(event) ? summary(note, 30) : '不便公开'}` : ''
    const who = action === 'report' && by === '报事人' ? '居民' : by
    return `${formatMoment(at, now)} ${who ?? ''}${eventLabel(action)}${late}${words}`
  })
  return told.length > STEPS_SHOWN ? [`（前面还有 ${told.length - STEPS_SHOWN} 步）`, ...shown] : shown
}

function dueLine({ state, responseDueAt, arrivalDueAt, dueAt, holdUntil }: PlacedIssue, now: Date): string | undefined {
  const [label, due] =
    state === 'ON_HOLD'
      ? (['挂账到', holdUntil] as const)
      : state === 'REPORTED'
        ? (['答复期限', responseDueAt] as const)
        : state === 'DISPATCHED'
          ? (['到场期限', arrivalDueAt] as const)
          : (['办结期限', dueAt] as const)
  if (!due) return undefined
  const late = label !== '挂账到' && due < now ? '（已超过）' : ''
  return `${label} ${formatMoment(due, now)}${late}`
}

function list(head: string, issues: readonly PlacedIssue[]): string {
  const lines = issues.slice(0, ISSUES_SHOWN).map((issue) => oneLine(issue, false))
  if (issues.length > ISSUES_SHOWN) lines.push(`还有 ${issues.length - ISSUES_SHOWN} 件，发 /进度 号 看一件`)
  return [head, ...lines].join('\n')
}

function oneLine(issue: PlacedIssue, discreet: boolean): string {
  const words = discreet && issue.isPrivate ? '不便在群里说' : summary(issue.words, 18)
  return `#${issue.number} ${STATE_LABELS[issue.state]} ${words}`
}
