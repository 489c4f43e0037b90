import { normalise } from '../chat/normalise.ts'
import { findPersonal } from './find-personal.ts'
import { findNames } from './names.ts'
import { LABELS, type PersonalKind } from './personal.ts'

/** What stands behind each mark: 〔电话1〕 → 138 0013 8000. It never leaves the house. */
export type Marks = ReadonlyMap<string, string>

export interface Marked {
  readonly text: string
  readonly marks: Marks
}

/** Never a mark of ours, but a text that could be taken for one. */
const MARK = /〔[^〔〕]{1,8}〕/g

/**
 * A text fit to leave the house: what `findPersonal` finds, and people's names as far as they can be told, are replaced
 * by numbered marks, 〔人1〕〔电话1〕. The same value gets the same mark, however it is written; `known` are the marks of
 * texts that go out together with it. `unmark` puts the values back.
 */
export function mark(text: string, known: Marks = new Map()): Marked {
  const marks = new Map(known)
  const marksOf = new Map<string, string>()
  for (const [sign, value] of known) marksOf.set(plainValue(sign.replace(/\d+〕$/, ''), value), sign)
  // A mark that somebody has typed stays theirs: none of ours is called so.
  const typed = new Set(text.match(MARK))
  let next = new Map<string, number>()
  let made = ''
  let done = 0
  for (const { kind, from, to } of allSpans(text)) {
    const value = text.slice(from, to)
    const label = `〔${LABELS[kind]}`
    const key = plainValue(label, value)
    let sign = marksOf.get(key)
    if (sign === undefined) {
      let number = next.get(label) ?? 1
      while (marks.has(`${label}${number}〕`) || typed.has(`${label}${number}〕`)) number += 1
      next = next.set(label, number + 1)
      sign = `${label}${number}〕`
      marks.set(sign, value)
      marksOf.set(key, sign)
    }
    made += text.slice(done, from) + sign
    done = to
  }
  return { text: made + text.slice(done), marks }
}

/** Puts back what marks stand for; a mark that is not known stays as it is. */
export function unmark(text: string, marks: Marks): string {
  return text.replace(MARK, (sign) => marks.get(sign) ?? sign)
}

type Span = { readonly kind: PersonalKind | 'name'; readonly from: number; readonly to: number }

function allSpans(text: string): Span[] {
  const personal: readonly Span[] = findPersonal(text)
  const names = findNames(text)
    .map(({ from, to }): Span => ({ kind: 'name', from, to }))
    .filter(({ from, to }) => personal.every((span) => span.to <= from || to <= span.from))
  return [...personal, ...names].sort((a, b) => a.from - b.from)
}

/** 138-0013 8000 and １３８００１３８０００ are the same value. */
function plainValue(label: string, value: string): string {
  return `${label}${normalise(value)
    .replace(/[\s·.•・_:()+-]/g, '')
    .replace(/^(?:00)?86(?=1\d{10}$)/, '')
    .toLowerCase()}`
}
