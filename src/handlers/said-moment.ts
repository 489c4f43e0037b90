import type { SaidMoment } from '../chat/arguments.ts'
import { endOfDay } from '../time/working-time.ts'

/** What somebody means by a day without an hour when it is a limit: the end of that day's work, 18:00. */
export function deadlineOf({ at, hasTime }: SaidMoment): Date {
  return hasTime ? at : endOfDay(at)
}
