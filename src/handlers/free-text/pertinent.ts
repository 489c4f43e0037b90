import type { BurstPart } from '../../chat/burst.ts'
import { type Reading, type Register, TALK } from '../../understanding/reading.ts'

/** As sure as this that a part is talk, it can be left out. */
const SURE = 0.7
const WEIGHT: Readonly<Record<Register, number>> = { no: 0, ask: 1, yes: 2 }

/** Who takes back, corrects or places elsewhere what they have just said. It looks like talk, and turns the whole over. */
const TAKES_BACK =
  /算了|没事|不用(?:了|管|来|报)|别(?:管|报|来)了?|当我没说|撤回|好了|亮了|通了|[有来]了|(?:修|弄|搞|换|清|处理|解决|恢复).{0,3}(?:好|完|了)|已经|[搞弄看说发记]错|发错|误会|误报|不是(?:我们|咱|这|说)|我?(?:说|讲|指)的是|(?:开|说)(?:个)?玩笑|逗你|骗你|老家|单位|公司|别的小区|人家小区|我妈(?:家|那)|以前|去年|那年|视频|新闻|网上|转发|电视|梦/

/**
 * The parts of what somebody said that have to do with one another. Who laughs at a joke and then tells that the lamp is
 * broken reports the lamp; the joke is nobody's business. What comes after the lamp most likely belongs to it, and stays
 * unless the report is drowned in it; what takes it back always stays. All parts where every one of them is talk.
 *
 * `glance` reads a text, `glanceAt` one part.
 */
export function pertinent(
  parts: readonly BurstPart[],
  glance: (text: string) => Reading,
  glanceAt: (part: BurstPart) => Reading = ({ text }) => glance(text),
): readonly BurstPart[] {
  if (parts.filter(({ text }) => text.trim() !== '').length < 2) return parts
  const read = parts.map((part) => ({ part, reading: part.text.trim() === '' ? undefined : glanceAt(part) }))
  const isTalk = ({ part, reading }: (typeof read)[number]) =>
    reading !== undefined && part.attachment === undefined && isSurelyTalk(reading)
  const first = read.findIndex((each) => each.reading && !isTalk(each))
  if (first < 0) return parts
  const from = read.filter((each, at) => at >= first || !isTalk(each))
  const strongest = Math.max(...from.map(({ reading }) => (reading ? WEIGHT[reading.register] : 0)))
  const together = glance(from.map(({ part }) => part.text).join('\n'))
  const drowned = WEIGHT[together.register] < strongest
  const kept = drowned ? from.filter((each) => !isTalk(each) || TAKES_BACK.test(each.part.text)) : from
  return kept.map(({ part }) => part)
}

/** Nothing but talk, as far as words can be. */
export function isSurelyTalk({ register, place, confidence, kind }: Reading): boolean {
  return register === 'no' && place === undefined && confidence >= SURE && TALK.has(kind)
}
