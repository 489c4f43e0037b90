import { dayKey } from '../time/shanghai.ts'
import type { Answer } from './answer.ts'
import type { EntryBook } from './entry-book.ts'
import { daysAsked, lastDayOf } from './expiry.ts'
import { isIn, rarityAmong } from './fit.ts'
import { quoteFor } from './quote.ts'
import type { Entry } from './source.ts'
import { tells } from './tells.ts'
import { type Terms, termsOf } from './terms.ts'

/** Of what somebody names so much has to be spoken of in the text; more where only yes or no is asked. */
const NAMED_SHARE = 0.6
const UNASKED_SHARE = 0.8
/** So much of it shows that a text is meant, whether it answers or not. */
const ABOUT_SHARE = 0.5
/** A single loose character in common shows nothing. */
const ABOUT_WEIGHT = 2
const LONGEST_QUESTION = 300

/**
 * The line of one text that answers what somebody asks who has shown that they mean that text, by quoting it: what they
 * leave out (几点到几点) is what it is about. Undefined where no line does, where it speaks of other buildings or another
 * day, or where that line is over: then a person answers.
 */
export function answerWithin(entry: Entry, text: string, now: Date, book: EntryBook): Answer | undefined {
  const question = text.slice(0, LONGEST_QUESTION)
  const asked = termsOf(question)
  const read = book.read(entry)
  const { candidate, days } = read
  if (read.isOver(dayKey(now)) || !sameBuildings(asked, candidate.answer.buildings)) return undefined
  const isAnotherDay = days && daysAsked(question, now).some((day) => day < days.first || day > (days.last ?? day))
  if (isAnotherDay) return undefined
  const { weight, share } = named(asked, candidate)
  if (asked.asked.size === 0 && weight === 0) return undefined
  if (weight > 0 && share < (asked.asked.size === 0 ? UNASKED_SHARE : NAMED_SHARE)) return undefined
  const rarity = rarityAmong([candidate])
  const words = quoteFor(asked, entry.answer, rarity)
  if (words === undefined) return undefined
  const told = new Set(tells(words))
  if (![...asked.asked].every((each) => told.has(each))) return undefined
  const last = lastDayOf(words, entry.origin.at)
  return last !== undefined && last < dayKey(now) ? undefined : { words, origin: entry.origin }
}

/** Which of these texts somebody's words are about, answered there or not; undefined where it is none, or unclear which. */
export function meantBy<T>(
  texts: readonly T[],
  entryOf: (text: T) => Entry,
  words: string,
  book: EntryBook,
): T | undefined {
  const asked = termsOf(words.slice(0, LONGEST_QUESTION))
  const found = texts
    .map((text) => {
      const { candidate } = book.read(entryOf(text))
      return { text, ...named(asked, candidate), fits: sameBuildings(asked, candidate.answer.buildings) }
    })
    .filter(({ weight, share, fits }) => fits && weight * share >= ABOUT_WEIGHT && share >= ABOUT_SHARE)
    .sort((a, b) => b.share - a.share)
  const [best, next] = found
  return best && (!next || next.share < best.share) ? best.text : undefined
}

/** How much the words name, and what share of that the text speaks of. */
function named(
  { pieces }: Terms,
  { question, answer }: { readonly question: Pick<Terms, 'keys'>; readonly answer: Pick<Terms, 'keys'> },
): { readonly weight: number; readonly share: number } {
  const all = pieces.reduce((sum, { weight }) => sum + weight, 0)
  const there = pieces.filter((piece) => isIn(piece, question.keys) || isIn(piece, answer.keys))
  const found = there.reduce((sum, { weight }) => sum + weight, 0)
  return { weight: all, share: all === 0 ? 0 : found / all }
}

function sameBuildings({ buildings }: Terms, there: ReadonlySet<number>): boolean {
  return buildings.size === 0 || there.size === 0 || [...buildings].some((number) => there.has(number))
}
