import type { Job } from './job.ts'

/**
 * The clock was put back if the ledger is ahead of it by more than this. Less is the difference between the clocks of
 * two machines.
 */
const AHEAD_MS = 5 * 60_000

/** A slot of the ledger; `id` tells which was written first. */
export interface Known {
  readonly id: number
  readonly slot: Date
}

/** Slots that are not worked on: after a year they are half a million, so only what is told of them. */
export interface Missed {
  readonly count: number
  readonly first: Date
  readonly last: Date
}

export interface Due {
  /** too late to be worked on */
  readonly missed: Missed | undefined
  /** to be worked on now, oldest first */
  readonly slots: readonly Date[]
}

/**
 * Which slots of a job are due at `now` and not in the ledger yet. `last` is the newest of the ledger that is not later
 * than `now`, `newest` the newest of all.
 *
 * A ledger whose newest slot lies in the future is that of a clock that was put back. Slots that were worked on are not
 * worked on again; but a job that looks at how things are now (`latest`) must not stop until the old time is reached
 * again: where its slot was worked on the first time round, the second time is a slot of its own, a millisecond later.
 */
export function dueAt(
  { schedule, graceMs, missed }: Pick<Job, 'schedule' | 'graceMs' | 'missed'>,
  { last, newest }: { readonly last: Known; readonly newest: Known },
  now: Date,
): Due {
  const tooLate = (slot: Date) => now.getTime() - slot.getTime() > graceMs
  if (missed === 'each') {
    const inTime = new Date(Math.max(last.slot.getTime(), now.getTime() - graceMs - 1))
    return { missed: missedBetween(schedule, last.slot, inTime), slots: schedule.between(inTime, now) }
  }
  const slot = schedule.latest(now)
  if (slot > last.slot) {
    return tooLate(slot)
      ? { missed: missedBetween(schedule, last.slot, slot), slots: [] }
      : { missed: missedBetween(schedule, last.slot, new Date(slot.getTime() - 1)), slots: [slot] }
  }
  // At the very moment of the slot the millisecond has not passed yet.
  const secondTime = last.slot < now && newest.slot.getTime() - now.getTime() > AHEAD_MS && last.id < newest.id
  return secondTime && !tooLate(slot)
    ? { missed: undefined, slots: [new Date(last.slot.getTime() + 1)] }
    : { missed: undefined, slots: [] }
}

function missedBetween(schedule: Job['schedule'], after: Date, until: Date): Missed | undefined {
  const count = schedule.count(after, until)
  return count > 0 ? { count, first: schedule.next(after), last: schedule.latest(until) } : undefined
}
