import type { Tx } from '../database/database.ts'
import type { IssueEvent } from '../database/types.ts'
import { Refusal } from '../refusal.ts'
import { eventLabel } from './event-labels.ts'
import type { PlacedIssue } from './issue.ts'
import {
  type Action,
  type Hat,
  type IssueState,
  MOVES,
  OUTCOME_LABELS,
  possibleActions,
  STATE_LABELS,
} from './lifecycle.ts'
import type { Actor } from './scene.ts'

/** How long ago somebody's move still counts as just now, for telling the second of two who it was. */
const JUST_NOW_MS = 10 * 60_000

/** Whoever has asked a resident something would else not know what it is that they wait for. */
const AWAITS_ANSWER = '在等报事人回话：回了就接着办，48小时没回也接着办。'

/** So many events are looked through for it: within ten minutes there are hardly more. */
const LOOK_BACK = 20

/** Where an issue is, as people call it: 处置中, 已结案(已答复). */
export function whereItIs(issue: Pick<PlacedIssue, 'state' | 'outcome'>): string {
  const state = STATE_LABELS[issue.state]
  return issue.outcome ? `${state}(${OUTCOME_LABELS[issue.outcome]})` : state
}

/** The last event that moved the issue to another state. */
async function lastMove(tx: Tx, issueId: number): Promise<IssueEvent | undefined> {
  const events = await tx.issueEvent.findMany({ where: { issueId }, orderBy: { seq: 'desc' }, take: LOOK_BACK })
  return events.find((event) => event.from !== null && event.from !== event.to)
}

function doneBy(event: IssueEvent): string {
  // Every event's data has `by`, the public name of whoever did it.
  return (event.data as { by?: string }).by ?? '小格'
}

/** Why the table does not allow the action where the issue is now: who was faster, or what is possible instead. */
export async function wrongState(
  tx: Tx,
  issue: PlacedIssue,
  action: Action,
  actor: Actor,
  hats: readonly Hat[],
  now: Date,
): Promise<Refusal> {
  const label = MOVES[action].label
  const here = `现在是“${whereItIs(issue)}”`
  const last = await lastMove(tx, issue.id)
  // Only who could have done it a moment ago was beaten to it.
  const inTime = last?.from != null && MOVES[action].from.includes(last.from)
  if (last && inTime && now.getTime() - last.at.getTime() <= JUST_NOW_MS) {
    const mine = actor !== 'bot' && last.personId === actor.personId
    if (!mine) return new Refusal(`#${issue.number} 刚才已由${doneBy(last)}${eventLabel(last.action)}，${here}。`)
    if (last.action === action) return new Refusal(`#${issue.number} 您刚才已经${label}了，${here}。`)
  }
  const instead = open(issue.state, hats).map((possible) => MOVES[possible].label)
  const hint = instead.length > 0 ? `您现在可以：${instead.join('、')}。` : ''
  const waits = issue.state === 'NEED_INFO' && hats.some(isAtWork) ? AWAITS_ANSWER : ''
  return new Refusal(`#${issue.number} ${here}，这一步不能${label}。${waits}${hint}`)
}

const isAtWork = (hat: Hat) => hat !== 'reporter' && hat !== 'supporter'

/** What can be done by a command: residents take back what they said, and have none to void it. */
function open(state: IssueState, hats: readonly Hat[]): readonly Action[] {
  return possibleActions(state, hats).filter((action) => action !== 'void' || hats.some(isAtWork))
}

/** Both read the same version and this one wrote second. */
export async function overtaken(tx: Tx, issue: PlacedIssue): Promise<Refusal> {
  const last = await tx.issueEvent.findFirst({ where: { issueId: issue.id }, orderBy: { seq: 'desc' } })
  if (!last) return new Refusal(`#${issue.number} 已被别人处理，请再看一下进度。`)
  return new Refusal(`#${issue.number} 已被${doneBy(last)}处理(${eventLabel(last.action)})，请再看一下进度。`)
}
