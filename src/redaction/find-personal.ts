import { normaliseWithAlignment } from '../chat/normalise.ts'
import { findDoors } from './doors.ts'
import { findHandles } from './handles.ts'
import { findNumbers } from './numbers.ts'
import type { PersonalSpan } from './personal.ts'

/**
 * Finds what tells who or where somebody is: all telephone, identity, bank card and other long numbers, number plates,
 * numbers of homes, e-mail addresses and WeChat ids, also in disguise (full width, blanks, Chinese numerals). What is
 * public stays: 110, 12345, 95588, 400 numbers, #128, dates, prices, numbers of buildings. In the order of the text,
 * without overlaps; positions are those of `text`. Linear; never throws.
 */
export function findPersonal(text: string): PersonalSpan[] {
  const { text: plain, starts, ends } = normaliseWithAlignment(text)
  const found = [...findHandles(plain), ...findNumbers(plain)]
  found.push(...findDoors(covered(plain, found)))
  return apart(found).map(({ kind, from, to }) => ({ kind, from: starts[from] ?? 0, to: ends[to - 1] ?? text.length }))
}

/** What has been found is not found again as something else. The sign is in no normalised text. */
function covered(text: string, spans: readonly PersonalSpan[]): string {
  const parts: string[] = []
  let done = 0
  for (const { from, to } of apart(spans)) {
    parts.push(text.slice(done, from), '\u0002'.repeat(to - from))
    done = to
  }
  return parts.join('') + text.slice(done)
}

/** In order, and what overlaps made one, of the kind that begins first. */
function apart(spans: readonly PersonalSpan[]): PersonalSpan[] {
  const made: PersonalSpan[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = made.at(-1)
    if (!last || span.from >= last.to) made.push(span)
    else if (span.to > last.to) made[made.length - 1] = { ...last, to: span.to }
  }
  return made
}
