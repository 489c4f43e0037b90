import { OperatorError } from '../operator-error.ts'
import { minutesIntoDay, nextTimeOfDay, parseTimeOfDay } from './shanghai.ts'

/** The stretch of every day (Shanghai) in which the bot holds its tongue, in minutes since midnight (0–1439). */
export type QuietHours = { readonly from: number; readonly to: number }

/**
 * Reads the setting: `21:30-07:30`, over midnight or not. Empty text is undefined, no quiet hours at all. Anything else
 * is an `OperatorError`, so that a slip is never taken for "none".
 */
export function parseQuietHours(text: string): QuietHours | undefined {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  if (plain === '') return undefined
  const [from = '', to = '', ...more] = plain.split(/[-–—~]/)
  const begin = parseTimeOfDay(from)
  const end = parseTimeOfDay(to)
  if (more.length > 0 || begin === undefined || end === undefined || begin % 1440 === end % 1440) {
    throw new OperatorError(`QUIET_HOURS=${text}: must look like 21:30-07:30, or be empty for none`)
  }
  return { from: begin % 1440, to: end % 1440 }
}

/** Whether the instant is in quiet hours. Their first minute is quiet, the minute they end with is not. */
export function isQuiet({ from, to }: QuietHours, at: Date): boolean {
  const minute = minutesIntoDay(at)
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}

/** The first instant at or after `at` that is not quiet: `at` itself when it is not in quiet hours. */
export function endOfQuiet(quietHours: QuietHours, at: Date): Date {
  return isQuiet(quietHours, at) ? nextTimeOfDay(at, quietHours.to) : at
}

/**
 * The instant at which so many minutes have passed since `from`, those in quiet hours not counted; never itself a quiet one.
 * Without quiet hours it is simply so many minutes later.
 */
export function awakeAfter(quietHours: QuietHours | undefined, from: Date, minutes: number): Date {
  if (!quietHours) return new Date(from.getTime() + minutes * 60_000)
  let at = endOfQuiet(quietHours, from)
  for (let left = minutes * 60_000; ; ) {
    const quiet = nextTimeOfDay(at, quietHours.from)
    if (at.getTime() + left < quiet.getTime()) return new Date(at.getTime() + left)
    left -= quiet.getTime() - at.getTime()
    at = endOfQuiet(quietHours, quiet)
  }
}
