import type { Prisma } from '../database/types.ts'
import {
  type ClockChanges,
  closedClocks,
  freshClocks,
  pausedClocks,
  resolvedClocks,
  resumedClocks,
  reworkClocks,
} from './clocks.ts'
import { type Effect, ownEffect } from './effects.ts'
import type { Doing } from './inputs.ts'
import { type Action, destination, type IssueState, MOVES } from './lifecycle.ts'
import type { Changes } from './record.ts'
import type { Scene } from './scene.ts'

/** Everything an action changes: what its row in the table says, the clocks, and what is its own. */
export async function effectOf(scene: Scene, doing: Doing): Promise<Effect> {
  const { action } = doing
  const own = await ownEffect(scene, doing)
  const to = own.changes.state ?? destination(action, scene.issue.state, scene.issue.stateBefore)
  const clocks = clocksOf(scene, action, to)
  const response = responseTo(scene, action)
  return {
    ...own,
    changes: {
      ...placeOf(scene, to),
      ...endOf(scene, action, to),
      ...clocks.changes,
      ...response.changes,
      ...wordOf(scene, to),
      state: to,
      ...own.changes,
    },
    data: { ...own.data, ...response.data, ...resolutionData(scene, to) },
    facts: { ...clocks.facts, ...own.facts },
  }
}

/** With whom it is: the unit is off when it goes back to the community or begins anew; a request for time ends with the work. */
function placeOf({ issue }: Scene, to: IssueState): Changes {
  const withUnit = to !== 'ESCALATED' && !(issue.state === 'CLOSED' && to === 'ACCEPTED')
  const atWork = to === 'DISPATCHED' || to === 'IN_PROGRESS' || to === 'NEED_INFO'
  return { ...(withUnit ? {} : { unitId: null }), ...(atWork ? {} : { extendAsked: null }) }
}

function endOf({ issue, now, personId }: Scene, action: Action, to: IssueState): Changes {
  if (to === issue.state) return {}
  if (to === 'RESOLVED') return { resolvedAt: now, resolvedById: personId ?? null }
  if (to !== 'CLOSED') return {}
  const { outcome } = MOVES[action]
  return { closedAt: now, ...(outcome ? { outcome } : {}) }
}

function clocksOf(scene: Scene, action: Action, to: IssueState): { changes: ClockChanges; facts: Effect['facts'] } {
  const { issue } = scene
  const from = issue.state
  if (to === from || action === 'confirm') return { changes: {}, facts: {} }
  if (to === 'CLOSED') return { changes: closedClocks(), facts: {} }
  if (to === 'RESOLVED') return { changes: resolvedClocks(issue, scene), facts: {} }
  if (to === 'NEED_INFO' || to === 'ON_HOLD') return { changes: pausedClocks(issue, scene), facts: {} }
  if (from === 'CLOSED') return withDue(freshClocks(scene.category, scene))
  if (from === 'RESOLVED') return withDue(reworkClocks(issue, scene))
  if (from === 'NEED_INFO' || from === 'ON_HOLD') return withDue(resumedClocks(issue, scene))
  return { changes: from === 'DISPATCHED' ? { arrivalDueAt: null } : {}, facts: {} }
}

function withDue({ changes, due }: ReturnType<typeof freshClocks>): { changes: ClockChanges; facts: Effect['facts'] } {
  return { changes, facts: { due } }
}

/** The first word of a person at work stops the response clock. A yes to a guess is no answer yet. */
function responseTo(scene: Scene, action: Action): { changes: ClockChanges; data: Prisma.InputJsonObject } {
  const { issue, now } = scene
  if (!atWork(scene) || issue.state === 'DRAFT') return { changes: {}, data: {} }
  const reopened = action === 'reopen'
  if (issue.respondedAt !== null && !reopened) return { changes: {}, data: {} }
  const inTime = issue.responseDueAt === null ? null : now <= issue.responseDueAt
  return {
    changes: { respondedAt: now, responseDueAt: null, reminded: 0 },
    data: reopened ? {} : { response: { dueAt: issue.responseDueAt?.toISOString() ?? null, inTime } },
  }
}

/** Whether it was resolved or answered within the limit, for the figures. */
function resolutionData({ issue, now }: Scene, to: IssueState): Prisma.InputJsonObject {
  const stops = (to === 'RESOLVED' || to === 'CLOSED') && issue.state !== 'RESOLVED' && issue.state !== 'CLOSED'
  if (!stops) return {}
  const late = issue.dueAt === null ? (issue.dueLeft ?? 0) < 0 : now > issue.dueAt
  const known = issue.dueAt !== null || issue.dueLeft !== null
  return { limit: { dueAt: issue.dueAt?.toISOString() ?? null, inTime: known ? !late : null } }
}

/** Whoever is at work had a word on it; after a pause the three days of silence begin anew. */
function wordOf(scene: Scene, to: IssueState): Changes {
  const { state } = scene.issue
  const goesOn = (state === 'NEED_INFO' || state === 'ON_HOLD') && to !== state
  return atWork(scene) || goesOn ? { lastWordAt: scene.now } : {}
}

function atWork({ hat }: Scene): boolean {
  return hat === 'worker' || hat === 'unit' || hat === 'staff' || hat === 'secretary'
}
