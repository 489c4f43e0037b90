import { isIn, type Rarity } from './fit.ts'
import { tells } from './tells.ts'
import { type Terms, termsOf } from './terms.ts'

/** A notice up to this many characters is quoted whole; more than that of it never is, however its lines are. */
const SHORT = 60
const LONGEST_QUOTE = 320
/** A line longer than this is taken apart at its full stops. */
const LONG_LINE = 90

const HEADING = /[：:]\s*$/
const LIST_LINE =
  /^\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[①-⑳]|[(（][\d一二三四五六七八九十]{1,2}[)）]|[-•·])\s*[、.．)）:：]?/

/**
 * The one or two lines of a notice that answer what is asked, unchanged, in their order; a heading with the list under
 * it counts as one. Undefined where no line does.
 */
export function quoteFor(asked: Terms, notice: string, rarity: Rarity): string | undefined {
  const whole = notice.trim()
  if ([...whole].length <= SHORT) return whole
  const lines = linesOf(whole)
  const scores = lines.map((line) => scoreOf(asked, line, rarity))
  const best = bestOf(scores, () => true)
  if (best === undefined) return undefined
  const chosen = new Set(withList(lines, best))
  const left = [...asked.asked].filter((each) => ![...chosen].some((at) => scores[at]?.tells.has(each)))
  const second = left.length > 0 ? bestOf(scores, (at) => left.some((each) => scores[at]?.tells.has(each))) : undefined
  if (left.length === asked.asked.size && left.length > 0 && second === undefined) return undefined
  for (const at of second === undefined ? [] : withList(lines, second)) chosen.add(at)
  const quote = [...chosen]
    .sort((a, b) => a - b)
    .map((at) => lines[at])
    .join('\n')
  return [...quote].length <= LONGEST_QUOTE ? quote : undefined
}

interface LineScore {
  readonly score: number
  readonly tells: ReadonlySet<string>
}

/** That it tells what is asked counts as much as two characters of its name. */
const TELLS = 2

function scoreOf(asked: Terms, line: string, rarity: Rarity): LineScore {
  const { keys } = termsOf(line)
  const told = new Set<string>(tells(line))
  let score = [...asked.asked].some((each) => told.has(each)) ? TELLS : 0
  for (const piece of asked.pieces) {
    if (isIn(piece, keys)) score += piece.weight * Math.min(1, ...piece.keys.map(rarity))
  }
  return { score, tells: told }
}

function bestOf(scores: readonly LineScore[], may: (at: number) => boolean): number | undefined {
  let best: number | undefined
  for (const [at, { score }] of scores.entries()) {
    if (score > 0 && may(at) && score > (scores[best ?? -1]?.score ?? 0)) best = at
  }
  return best
}

/** 所需材料： says nothing without what stands under it. */
function withList(lines: readonly string[], at: number): number[] {
  if (!HEADING.test(lines[at] ?? '')) return [at]
  const taken = [at]
  for (let next = at + 1; next < lines.length && LIST_LINE.test(lines[next] ?? ''); next++) taken.push(next)
  return taken.length > 1 ? taken : [at, ...(at + 1 < lines.length ? [at + 1] : [])]
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .flatMap((line) => ([...line].length > LONG_LINE ? line.split(/(?<=[。；;！？!?])/) : [line]))
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
