import { findPersonal } from './find-personal.ts'
import { LABELS, type PersonalKind } from './personal.ts'

/** Of what somebody at work writes a landline and the number of a file may be read by everybody: an office's are public. */
export const OFFICE: readonly PersonalKind[] = ['landline', 'number']

/**
 * A text fit to be read by others: what is personal in it is replaced by a mark, 〔电话〕; everything else stays as it
 * was written. Kinds in `keep` stay too. A second time changes nothing.
 */
export function redact(text: string, keep: readonly PersonalKind[] = []): string {
  let fit = ''
  let done = 0
  for (const { kind, from, to } of findPersonal(text)) {
    if (keep.includes(kind)) continue
    fit += `${text.slice(done, from)}〔${LABELS[kind]}〕`
    done = to
  }
  return fit + text.slice(done)
}
