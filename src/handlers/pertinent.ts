import type { BurstPart } from '../chat/bursts.ts'
import { type Reading, type Register, TALK } from '../understanding/reading.ts'

/** As sure as this that a part is talk, it can be left out. */
const SURE = 0.7
const WEIGHT: Readonly<Record<Register, number>> = { no: 0, ask: 1, yes: 2 }

/**
 * The parts of what somebody said that have to do with one another. Who laughs at a joke and then tells that the lamp is
 * broken reports the lamp; the joke is nobody's business. What comes after the lamp most likely belongs to it, and stays
 * unless the report is drowned in it. All parts where every one of them is talk.
 */
export function pertinent(parts: readonly BurstPart[], glance: (text: string) => Reading): readonly BurstPart[] {
  const read = parts.map((part) => ({ part, reading: part.text.trim() === '' ? undefined : glance(part.text) }))
  if (read.filter(({ reading }) => reading).length < 2) return parts
  const isTalk = ({ part, reading }: (typeof read)[number]) =>
    reading !== undefined &&
    part.attachment === undefined &&
    reading.register === 'no' &&
    reading.place === undefined &&
    reading.confidence >= SURE &&
    TALK.has(reading.kind)
  const first = read.findIndex((each) => each.reading && !isTalk(each))
  if (first < 0) return parts
  const from = read.filter((each, at) => at >= first || !isTalk(each))
  const strongest = Math.max(...from.map(({ reading }) => (reading ? WEIGHT[reading.register] : 0)))
  const together = glance(from.map(({ part }) => part.text).join('\n'))
  const kept = WEIGHT[together.register] < strongest ? from.filter((each) => !isTalk(each)) : from
  return kept.map(({ part }) => part)
}
