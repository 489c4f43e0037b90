import type { Row } from '../database/tables.ts'

export interface Since {
  /** when the back-up was made */
  readonly madeAt: string
  readonly now: Date
  /** whether the bot has certainly not run since then */
  readonly moved: boolean
}

/**
 * A row of the outbox as it is restored. What was waiting when the back-up was made has probably been said since, by the
 * bot that ran on; saying it again would be a guess (design rule 2). So it becomes UNKNOWN, for staff to settle, unless its
 * time has not come even now, or the bot has not run since.
 */
export function settled(row: Row, { madeAt, now, moved }: Since): Row {
  if (!mayHaveBeenSaid(row, now, moved)) return row
  return {
    ...row,
    state: 'UNKNOWN',
    sentAt: row['sentAt'] ?? madeAt,
    lastError: 'restored from a back-up: it may have been said after that was made',
  }
}

function mayHaveBeenSaid(row: Row, now: Date, moved: boolean): boolean {
  // Of what was just being said nobody knows, wherever the bot has been since.
  if (row['state'] === 'SENDING') return true
  const stillTried = row['state'] === 'PENDING' || (row['state'] === 'FAILED' && row['givenUpAt'] === null)
  return stillTried && !moved && new Date(String(row['notBefore'])) <= now
}
