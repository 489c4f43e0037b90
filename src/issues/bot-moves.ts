import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import { Refusal } from '../refusal.ts'
import { actOn } from './act.ts'
import type { Timing } from './clocks.ts'
import { SILENCE_MS, SUPPLY_WAIT_MS } from './guards.ts'
import type { Doing } from './inputs.ts'
import { placedIssues } from './issue.ts'
import type { Done } from './result.ts'
import { newRound, type Round } from './round.ts'

/**
 * What the bot does by itself when the time has come. Each looks for what is due, does it by the table, and resolves with
 * what was done so that people can be told. Run again, they find nothing more to do.
 */

/** Closes what was resolved 72 hours ago and nobody said a word about. A day on which people are invited to look is awaited. */
export async function closeSilent(tx: Tx, timing: Timing, round = newRound()): Promise<Done[]> {
  const { now } = timing
  return each(
    tx,
    timing,
    { action: 'silence', input: {} },
    {
      state: 'RESOLVED',
      resolvedAt: { lte: new Date(now.getTime() - SILENCE_MS) },
      AND: [
        { OR: [{ rating: null }, { rating: { not: 'UNSATISFIED' } }] },
        { OR: [{ witnessAt: null }, { witnessAt: { lte: now } }] },
      ],
    },
    round,
  )
}

/** Goes on with what has waited 48 hours for a resident's answer. */
export async function supplyOverdue(tx: Tx, timing: Timing, round = newRound()): Promise<Done[]> {
  return each(
    tx,
    timing,
    { action: 'supply', input: {} },
    {
      state: 'NEED_INFO',
      pausedAt: { lte: new Date(timing.now.getTime() - SUPPLY_WAIT_MS) },
    },
    round,
  )
}

/** Takes up again what was put off until now. */
export async function resumeHeld(tx: Tx, timing: Timing, round = newRound()): Promise<Done[]> {
  return each(tx, timing, { action: 'resume', input: {} }, { state: 'ON_HOLD', holdUntil: { lte: timing.now } }, round)
}

async function each(
  tx: Tx,
  { now, calendar }: Timing,
  doing: Doing,
  where: Prisma.IssueWhereInput,
  round: Round,
): Promise<Done[]> {
  const issues = await placedIssues(tx, {
    where: { ...where, id: { notIn: [...round.except] } },
    orderBy: { id: 'asc' },
  })
  const done: Done[] = []
  for (const issue of issues) {
    round.at = issue.id
    try {
      done.push(await actOn(tx, issue, { ...doing, actor: 'bot', now, calendar }))
    } catch (error) {
      // Somebody was faster, or a condition does not hold after all. A refusal has written nothing, so the others go on.
      if (!(error instanceof Refusal)) throw error
    }
  }
  return done
}
