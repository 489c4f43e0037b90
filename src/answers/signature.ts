import { parseMoment } from '../time/parse-moment.ts'
import { type DayKey, dayKey } from '../time/shanghai.ts'

/** A day of the calendar in figures, and not 明天 or 周三. */
const IN_FIGURES = /[月/.-]/

/**
 * The day with which a notice is signed: its last line, where nothing else stands in it and it is not after `now`. It
 * tells when the notice was given out, and ends nothing.
 */
export function signatureOf(text: string, now: Date): { readonly day: DayKey; readonly before: string } | undefined {
  const whole = text.trimEnd()
  const start = whole.lastIndexOf('\n')
  if (start < 0) return undefined
  const moment = parseMoment(whole.slice(start + 1), now)
  if (!moment || moment.hasTime || moment.rest.trim() !== '' || !IN_FIGURES.test(moment.read)) return undefined
  return moment.at <= now ? { day: dayKey(moment.at), before: whole.slice(0, start) } : undefined
}
