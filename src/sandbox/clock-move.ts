const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Shanghai has had no summer time since 1991, so its days begin at 16:00 UTC all year. */
const SHANGHAI = 8 * HOUR

/** A way the sandbox's clock can be moved: to the next 09:00, to the next 09:00 of a working day, or by days, hours or minutes. */
export type ClockMove = 'next-09:00' | 'next-working-09:00' | `+${number}d` | `+${number}h` | `+${number}m`

const UNITS: Readonly<Record<string, number>> = { d: DAY, h: HOUR, m: MINUTE }
const BY = /^\+(\d{1,3})([dhm])$/

export function isClockMove(text: string): text is ClockMove {
  return text === 'next-09:00' || text === 'next-working-09:00' || BY.test(text)
}

/**
 * The instants to stop at on the way to where a move leads, the last one being the goal. A move over several days stops
 * once a day, so that whatever happens daily does so.
 *
 * @param isWorkday tells whether people work on the Shanghai day of an instant
 */
export function stopsOf(move: ClockMove, now: Date, isWorkday: (day: Date) => boolean): Date[] {
  const goal = goalOf(move, now, isWorkday).getTime()
  const stops: Date[] = []
  for (let at = now.getTime() + DAY; at < goal; at += DAY) stops.push(new Date(at))
  return [...stops, new Date(goal)]
}

function goalOf(move: ClockMove, now: Date, isWorkday: (day: Date) => boolean): Date {
  const by = BY.exec(move)
  if (by) return new Date(now.getTime() + Number(by[1]) * (UNITS[by[2] ?? ''] ?? 0))
  const midnight = Math.floor((now.getTime() + SHANGHAI) / DAY) * DAY - SHANGHAI
  let nine = midnight + 9 * HOUR
  if (nine <= now.getTime()) nine += DAY
  if (move === 'next-working-09:00') {
    // The longest official holiday is 9 days; more than 31 days without work would be a broken calendar.
    for (let tries = 0; tries < 31 && !isWorkday(new Date(nine)); tries++) nine += DAY
  }
  return new Date(nine)
}

/** Monday to Friday: what is left where nobody hands in a calendar. */
export function isWeekday(day: Date): boolean {
  const weekday = new Date(day.getTime() + SHANGHAI).getUTCDay()
  return weekday !== 0 && weekday !== 6
}
