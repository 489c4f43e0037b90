import type { Tx } from '../database/database.ts'
import { categoryOf } from './categories.ts'
import { clockStart } from './clock-start.ts'
import { dateOf, dueFrom, type Timing } from './clocks.ts'
import { type PlacedIssue, placedIssues } from './issue.ts'
import { LOST, recordMove } from './record.ts'
import type { Done } from './result.ts'
import { newRound } from './round.ts'

/** Whose main limit can still be set. */
export const UNSETTLED = ['REPORTED', 'ACCEPTED', 'ESCALATED', 'DISPATCHED', 'IN_PROGRESS'] as const

/**
 * Sets the main limits that could not be told while a year had no calendar and now can, counted from when the clock
 * began, without the pauses. Done again, it finds nothing more to do.
 */
export async function settleLimits(tx: Tx, timing: Timing, round = newRound()): Promise<Done[]> {
  const issues = await placedIssues(tx, {
    where: {
      state: { in: [...UNSETTLED] },
      dueAt: null,
      id: { notIn: [...round.except] },
    },
    orderBy: { id: 'asc' },
  })
  const settled: Done[] = []
  for (const issue of issues) {
    round.at = issue.id
    const done = await settle(tx, issue, timing)
    if (done) settled.push(done)
  }
  return settled
}

async function settle(tx: Tx, issue: PlacedIssue, { calendar, now }: Timing): Promise<Done | undefined> {
  const { limit } = categoryOf(issue.category)
  if (!limit) return undefined
  const { start, paused } = await clockStart(tx, issue, now)
  const due = dueFrom(new Date(start.getTime() + paused), limit, calendar)
  if (due.kind !== 'at') return undefined
  const by = '小格'
  const recorded = await recordMove(
    tx,
    issue,
    { dueAt: dateOf(due) },
    {
      action: 'settle-limit',
      hat: 'bot',
      now,
      data: { by, dueAt: due.at.toISOString() },
    },
  )
  return recorded === LOST ? undefined : { ...recorded, before: issue, facts: { hat: 'bot', by, due } }
}
