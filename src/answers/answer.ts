import type { Tx } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { formatDay } from '../time/format.ts'
import { type DayKey, dayKey } from '../time/shanghai.ts'
import type { EntryBook } from './entry-book.ts'
import { type DaySpan, daysAsked, lastDayOf } from './expiry.ts'
import { faqSource } from './faq-source.ts'
import { ENOUGH, fitOf, rarityAmong, subjectsOf } from './fit.ts'
import { plainText } from './plain-text.ts'
import { quoteFor } from './quote.ts'
import type { Entry, Origin, Source } from './source.ts'
import { termsOf } from './terms.ts'

/** An answer from what the community has written down. */
export interface Answer {
  /** words of the entry, unchanged */
  readonly words: string
  readonly origin: Origin
}

export interface Query {
  readonly communityId: CommunityId
  readonly text: string
  readonly now: Date
  /** where entries taken apart are kept */
  readonly book: EntryBook
}

/** Nobody asks in more characters; of what is longer the beginning is read. */
const LONGEST_QUERY = 300
/** Two entries so near to each other that say different things are a guess, and nothing is answered on a guess. */
const TOO_NEAR = 0.08
/** The same where only a thing is named and nothing asked about it. */
const TOO_NEAR_UNASKED = 0.3
/** After this an answer is given with the warning that it may have changed. */
const OLD_MS = 90 * 24 * 60 * 60_000

/**
 * What the community's own writing answers to a question. Undefined, so that a person answers, where nothing fits well,
 * where two entries fit alike and say different things, and where what fits is over: see `lastDayOf`. It never makes up
 * a word.
 */
export async function answerTo(
  tx: Tx,
  query: Query,
  sources: readonly Source[] = [faqSource],
): Promise<Answer | undefined> {
  const { communityId, text, now, book } = query
  const asked = termsOf(text.slice(0, LONGEST_QUERY))
  if (asked.pieces.length === 0) return undefined
  const found = await Promise.all(sources.map((source) => source.entries(tx, communityId)))
  return bestAnswer(found.flat(), text.slice(0, LONGEST_QUERY), now, book)
}

/** The same among these entries. */
export function bestAnswer(all: readonly Entry[], text: string, now: Date, book: EntryBook): Answer | undefined {
  const asked = termsOf(text)
  const days = daysAsked(text, now)
  const compounds = book.compoundsIn(text)
  const today = dayKey(now)
  const entries = all.map((entry) => ({ entry, read: book.read(entry) })).filter(({ read }) => !read.isOver(today))
  const candidates = entries.map(({ read }) => read.candidate)
  const rarity = rarityAmong(candidates)
  const subjects = subjectsOf(candidates)
  const ranked = entries
    .filter(({ read }) => isAbout(days, read.days))
    .filter(({ read }) => compounds.size === 0 || mayBeIn(compounds, read.compounds))
    .map(({ entry, read }) => ({ entry, score: fitOf(asked, read.candidate, rarity, subjects) }))
    .filter(({ score }) => score >= ENOUGH)
    .sort((a, b) => b.score - a.score || b.entry.origin.at.getTime() - a.entry.origin.at.getTime())
  const [best, ...others] = ranked
  if (!best) return undefined
  const said = plainText(best.entry.answer)
  const near = asked.asked.size === 0 ? TOO_NEAR_UNASKED : TOO_NEAR
  const doubtful = others.some(({ entry, score }) => best.score - score < near && plainText(entry.answer) !== said)
  if (doubtful) return undefined
  const { origin, answer } = best.entry
  const words = origin.kind === 'list' ? answer : quoteFor(asked, answer, rarity)
  // A line of a notice may be over before the notice is.
  return words === undefined || isOver(words, origin.at, now) ? undefined : { words, origin }
}

/** What is said in chat: the words, and under them where they stand. */
export function answerReply({ words, origin }: Answer, now: Date): string {
  const day = formatDay(origin.at, now)
  const where = origin.kind === 'list' ? `社区问答，${day} 更新` : `${day} ${origin.title}`
  const old = now.getTime() - origin.at.getTime() > OLD_MS ? '，可能有变化，以社区为准' : ''
  return `${words}\n（来自：${where}${old}）`
}

/** Who asks about a day is not told of another. */
function isAbout(asked: readonly DayKey[], days: DaySpan | undefined): boolean {
  if (asked.length === 0 || days === undefined) return true
  const { first, last } = days
  return asked.some((day) => first <= day && (last === undefined || day <= last))
}

/** Where both name compounds, one of them has to be the same. */
function mayBeIn(asked: ReadonlySet<string>, named: ReadonlySet<string>): boolean {
  if (named.size === 0) return true
  return [...named].some((name) => [...asked].some((each) => each.includes(name) || name.includes(each)))
}

function isOver(text: string, written: Date, now: Date): boolean {
  const last = lastDayOf(text, written)
  return last !== undefined && last < dayKey(now)
}
