import type { Tx } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { isQuiet, type QuietHours } from '../time/quiet-hours.ts'
import type { Waiting } from './hold.ts'
import { waitingPosts } from './queue.ts'

const HOUR = 60 * 60_000
/** So long before it is late those who decide are reminded, so that they still can. */
const BEFORE_MS = 4 * HOUR
/** Late, they are told again each day, and the secretary with them. */
const AGAIN_MS = 24 * HOUR
const SOON = 2
const LATE = 3

/** What is to be said of a post that waits, and how often that has been said. */
export interface DueHold extends Waiting {
  readonly stage: number
}

/** Who waits longer than was promised. */
export const isLate = ({ stage }: DueHold) => stage >= LATE

/** Of which stage a reminder is due: 1 that it is there, 2 late soon or late before the night is over, 3 and more late. */
export function stageOf({ hold }: Waiting, now: Date, quietHours: QuietHours | undefined): number {
  const left = hold.decideBy.getTime() - now.getTime()
  if (left <= 0) return LATE + Math.floor(-left / AGAIN_MS)
  if (left <= BEFORE_MS) return SOON
  // The last hours before it is late are a night's: then the evening before is the time.
  const beforeIt = new Date(hold.decideBy.getTime() - BEFORE_MS)
  const tonight = quietHours && isQuiet(quietHours, beforeIt) && left <= BEFORE_MS + 12 * HOUR
  return tonight ? SOON : 1
}

/** What those who decide have not been told of as it stands now. Nothing in quiet hours: nobody would look. */
export async function dueHolds(
  tx: Tx,
  communityId: CommunityId,
  now: Date,
  quietHours: QuietHours | undefined,
): Promise<DueHold[]> {
  if (quietHours && isQuiet(quietHours, now)) return []
  return (await waitingPosts(tx, communityId, now)).flatMap((waiting) => {
    const stage = stageOf(waiting, now, quietHours)
    return stage > waiting.hold.reminded ? [{ ...waiting, stage }] : []
  })
}

/** Notes, in the transaction in which it is said, that they were told. */
export async function noteTold(tx: Tx, due: readonly DueHold[]): Promise<void> {
  for (const { hold, stage } of due) await tx.postHold.update({ where: { id: hold.id }, data: { reminded: stage } })
}
