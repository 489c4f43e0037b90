import type { Tx } from '../database/database.ts'
import { type PlacedIssue, placedIssues } from './issue.ts'
import { LOST, recordMove } from './record.ts'
import { newRound } from './round.ts'

/** How long a resident who reported in private is given to say where it is. */
export const PLACE_WAIT_MS = 30 * 60_000

/**
 * Reports that have waited half an hour for somebody to say where it is, each once: nothing a resident said is lost only
 * because nobody answered the bot's question.
 */
export async function placelessDrafts(tx: Tx, now: Date, round = newRound()): Promise<PlacedIssue[]> {
  const drafts = await placedIssues(tx, {
    where: {
      state: 'DRAFT',
      gridId: null,
      reportedAt: { lte: new Date(now.getTime() - PLACE_WAIT_MS) },
      events: { none: { action: 'remind' } },
      id: { notIn: [...round.except] },
    },
    orderBy: { id: 'asc' },
  })
  const told: PlacedIssue[] = []
  for (const draft of drafts) {
    round.at = draft.id
    const recorded = await recordMove(tx, draft, {}, { action: 'remind', hat: 'bot', now, data: { by: '小格' } })
    if (recorded !== LOST) told.push(recorded.issue)
  }
  return told
}
