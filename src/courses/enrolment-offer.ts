import { endOfQuiet, type QuietHours } from '../time/quiet-hours.ts'

const HOUR = 3_600_000
/** From so far before the lesson on there is time to think; nearer, less; under the last nobody can be waited for. */
const LONG_BEFORE_MS = 48 * HOUR
const SHORT_BEFORE_MS = 3 * HOUR
const LONG_OFFER_MS = 12 * HOUR
const SHORT_OFFER_MS = 2 * HOUR

/** How a freed place is offered: to one person until a moment, or to all who wait, to whoever answers first. */
export interface OfferTerm {
  readonly to: 'one' | 'all'
  readonly until: Date
}

/**
 * For how long a place that is free at `now` is offered: 12 hours from 48 hours before the next lesson on, else 2 hours, and
 * under 3 hours before it to the first who answers. Nobody's time runs while the bot may not speak; every offer ends with the
 * beginning of the lesson. Without a lesson in sight there is time enough.
 */
export function offerTerm(now: Date, lessonAt: Date | undefined, quietHours: QuietHours | undefined): OfferTerm {
  const from = (quietHours ? endOfQuiet(quietHours, now) : now).getTime()
  if (!lessonAt) return { to: 'one', until: new Date(from + LONG_OFFER_MS) }
  const left = lessonAt.getTime() - now.getTime()
  if (left < SHORT_BEFORE_MS) return { to: 'all', until: lessonAt }
  const length = left >= LONG_BEFORE_MS ? LONG_OFFER_MS : SHORT_OFFER_MS
  return { to: 'one', until: new Date(Math.min(from + length, lessonAt.getTime())) }
}
