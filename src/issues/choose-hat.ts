import { isOutOfReach } from '../community/seats.ts'
import type { Tx } from '../database/database.ts'
import type { PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { isGuess } from './guess.ts'
import { HAT_LABELS, hatsOf } from './hats.ts'
import { type PlacedIssue, unknownNumber } from './issue.ts'
import { type Action, type Hat, MOVES } from './lifecycle.ts'
import type { Actor } from './scene.ts'

/** All capacities in which the actor may touch the issue. */
export async function hatsOn(tx: Tx, issue: PlacedIssue, actor: Actor): Promise<Hat[]> {
  if (actor === 'bot') return ['bot']
  const { personId, roles } = actor
  const supports = await tx.supporter.count({ where: { issueId: issue.id, personId } })
  return hatsOf(issue, personId, roles, supports > 0)
}

/** Those of the hats that a row of the table names, in the row's order. A secretary acts as secretary, not as staff. */
export function fitting(who: readonly Hat[], hats: readonly Hat[]): Hat[] {
  return who
    .filter((hat) => hats.includes(hat))
    .map((hat) => (hat === 'staff' && hats.includes('secretary') ? 'secretary' : hat))
}

/**
 * Why somebody without a fitting hat may not. A private issue is nobody's business but that of the people on it: to
 * everybody else its number does not exist.
 */
export function wrongHat(
  issue: PlacedIssue,
  actor: Actor,
  hats: readonly Hat[],
  who: readonly Hat[],
  label: string,
): Refusal {
  const roles = actor === 'bot' ? [] : actor.roles.filter((role) => role.communityId === issue.communityId)
  const elsewhere = hats.length === 0
  if (elsewhere && (issue.isPrivate || isGuess(issue))) return unknownNumber(issue.number)
  if (elsewhere && who.includes('worker') && roles.some((role) => role.kind === 'GRID_WORKER')) {
    return new Refusal(
      issue.grid
        ? `#${issue.number} 属于${issue.grid.number}号网格，由那里的网格员办理。`
        : `#${issue.number} 还没有定在哪个网格，先由社区工作人员办理。`,
    )
  }
  if (elsewhere && who.includes('unit') && roles.some((role) => role.kind === 'UNIT_CONTACT')) {
    return new Refusal(
      issue.unit
        ? `#${issue.number} 派给的是${issue.unit.name}，由他们办理。`
        : `#${issue.number} 没有派给您单位，不能${label}。`,
    )
  }
  const people = who.filter((hat) => hat !== 'bot').map((hat) => HAT_LABELS[hat])
  return new Refusal(people.length > 0 ? `${label}要由${people.join('或')}来做。` : `${label}由小格到时候自动做。`)
}

/**
 * What to say to somebody without any hat who wants to do what is the reporter's, after a login with new ids: it may well
 * be the reporter. Undefined where it cannot be, or the issue is nobody's business.
 */
export async function unrecognised(
  tx: Tx,
  issue: PlacedIssue,
  hats: readonly Hat[],
  action: Action,
): Promise<Refusal | undefined> {
  if (hats.length > 0 || issue.isPrivate || isGuess(issue) || !MOVES[action].who.includes('reporter')) return undefined
  if (!(await isOutOfReach(tx, issue.reporterId as PersonId))) return undefined
  const help = action === 'withdraw' ? '请网格员帮您撤回' : '请直接找网格员'
  return new Refusal(`小格重新登录后认不出是不是您报的，${help}。`)
}
