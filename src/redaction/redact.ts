import { findPersonal } from './find-personal.ts'
import { findResidents } from './names.ts'
import { LABELS, type PersonalKind, type PersonalSpan } from './personal.ts'

/** Of what somebody at work writes a landline and the number of a file may be read by everybody: an office's are public. */
export const OFFICE: readonly PersonalKind[] = ['landline', 'number']

/** A resident's name, as far as it can be told. */
const SOMEBODY = '〔某人〕'

/**
 * A text fit to be read by others: what is personal in it is replaced by a mark, 〔电话〕; everything else stays as it
 * was written. Kinds in `keep` stay too. With `names` residents are not named either: 老王家 becomes 〔某人〕家, but
 * 李书记 stays. A second time changes nothing.
 */
export function redact(text: string, keep: readonly PersonalKind[] = [], { names = false } = {}): string {
  const made = covered(
    text,
    findPersonal(text).filter(({ kind }) => !keep.includes(kind)),
    label,
  )
  return names ? covered(made, findResidents(made), () => SOMEBODY) : made
}

const label = ({ kind }: PersonalSpan) => `〔${LABELS[kind]}〕`

function covered<T extends { readonly from: number; readonly to: number }>(
  text: string,
  spans: readonly T[],
  sign: (span: T) => string,
): string {
  let made = ''
  let done = 0
  for (const span of spans) {
    made += text.slice(done, span.from) + sign(span)
    done = span.to
  }
  return made + text.slice(done)
}
