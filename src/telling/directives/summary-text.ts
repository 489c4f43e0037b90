import type { Db } from '../../database/database.ts'
import { nameOf, type Order, POST_LABELS, STEP_LABELS } from '../../directives/directive.ts'
import { followedUp } from '../../directives/follow-up.ts'
import { deliveriesOf, progressOf } from '../../directives/ledger.ts'
import { questionsAbout } from '../../directives/questions.ts'
import { type GridStanding, standingOf } from '../../directives/standing.ts'
import { STATE_LABELS } from '../../issues/lifecycle.ts'
import { formatDay } from '../../time/format.ts'
import { openQuestions, questionsCount } from './questions-text.ts'

/** So many grids are named; the rest is counted. */
const MOST_GRIDS = 12
const MOST_ISSUES = 6

/**
 * What is left of an order the day after: how many grids have done it, what is left where, what was asked, how its issues
 * stand. By grid and post and in the order of the grids' numbers, never by name. Undefined where there is nothing to say:
 * a notice that arrived everywhere and that nobody asked about.
 */
export async function summaryText(db: Db, order: Order, now: Date): Promise<string | undefined> {
  const lines = [
    ...arrivalLines(progressOf(await deliveriesOf(db, order))),
    ...(order.asks.length > 0 ? doneLines(await standingOf(db, order)) : []),
    ...(await questionLines(db, order)),
    ...(await issueLines(db, order)),
  ]
  if (lines.length === 0) return undefined
  return [
    `${nameOf(order)}（${formatDay(order.relayedAt ?? order.createdAt, now)}，${order.scope}）小结`,
    ...lines,
  ].join('\n')
}

function arrivalLines({ all, arrived }: ReturnType<typeof progressOf>): string[] {
  return arrived < all ? [`发到 ${arrived}/${all} 个群。`] : []
}

function doneLines(standing: readonly GridStanding[]): string[] {
  const done = standing.filter(({ doneAt }) => doneAt !== undefined)
  const left = standing.filter(({ doneAt }) => doneAt === undefined)
  if (left.length === 0) return [`${done.length} 个网格都办好了。`]
  const named = left.slice(0, MOST_GRIDS).map((grid) => `${grid.number}号网格：${leftIn(grid)}`)
  return [
    `办好 ${done.length}/${standing.length} 个网格，还差：`,
    ...named,
    ...(left.length > MOST_GRIDS ? [`还有 ${left.length - MOST_GRIDS} 个网格没办好。`] : []),
  ]
}

/** Of each post that somebody holds, how far it is. */
function leftIn({ posts, saidAt }: GridStanding): string {
  if (saidAt === undefined) return '没有发到'
  const held = posts.filter(({ holders, step }) => holders.length > 0 || step !== undefined)
  const open = held.filter(({ step }) => step !== 'DONE')
  if (held.length === 0) return '还没有人负责'
  return open
    .map(({ post, step }) => `${POST_LABELS[post]}${step ? `到「${STEP_LABELS[step]}」` : '还没回'}`)
    .join('、')
}

async function questionLines(db: Db, order: Order): Promise<string[]> {
  const told = await questionsAbout(db, order)
  if (told.all === 0) return []
  const open = openQuestions(told)
  const waiting = open.length > 0 ? `，在网格员手里：${some(open)}` : ''
  return [`${questionsCount(told)}${waiting}。看全部发 /转发 问题 ${order.number}。`]
}

async function issueLines(db: Db, order: Order): Promise<string[]> {
  const issues = await followedUp(db, order)
  if (issues.length === 0) return []
  const counts = new Map<string, number>()
  for (const { state } of issues) counts.set(STATE_LABELS[state], (counts.get(STATE_LABELS[state]) ?? 0) + 1)
  return [`立项 ${issues.length} 件：${[...counts].map(([label, count]) => `${label} ${count}`).join('、')}。`]
}

function some(numbers: readonly string[]): string {
  return numbers.length <= MOST_ISSUES ? numbers.join('、') : `${numbers.slice(0, MOST_ISSUES).join('、')}等`
}
