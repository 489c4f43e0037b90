import { tells } from './tells.ts'
import { type Piece, type Terms, termsOf } from './terms.ts'
import type { Asked } from './words.ts'

/**
 * How likely a question is answered by an entry, 0–1. The figures were set on the table of test/answers/answer.test.ts:
 * rather no answer than a wrong one.
 */
export const ENOUGH = 0.62
/** Of the entry's own question so much has to be in what somebody asks, and of what they ask so much in the entry. */
const ENTRY_SHARE = 0.55
const ASKED_SHARE = 0.4
/** What somebody asks that stands in the answer but not in the question counts so much. */
const IN_ANSWER = 0.8
/** A word that others of the list are about speaks against this one; a word the list has never seen mostly is just talk. */
const KNOWN_ELSEWHERE = 1.5
const UNKNOWN = 0.5
const MOST_UNKNOWN = 3
/** A thing only named, or asked about with yes or no: then every word of it counts. */
const UNASKED = { unknown: 1, askedShare: 0.7 } as const
/** That it asks about the thing what the entry's question asks about it (when, where …). */
const SAME_ASKED = 0.1
/** That the entry's question asks something else, though its answer may tell this too. */
const OTHER_ASKED = 0.25
/** That something else is to be done with the thing. */
const OTHER_ACT = 0.35
/** For what somebody asks in the very words of the answer, though the entry is about more. */
const IN_WORDS = { askedShare: 0.85, matched: 4, score: 0.64 } as const

/** An entry as the comparison needs it. */
export interface Candidate {
  readonly question: Terms
  readonly answer: Pick<Terms, 'keys' | 'buildings'>
  /** what the entry can tell of its thing: when, where … */
  readonly tells: ReadonlySet<Asked>
}

export function candidateOf({ question, answer }: { readonly question: string; readonly answer: string }): Candidate {
  const about = termsOf(question)
  const { keys, buildings } = termsOf(answer)
  return { question: about, answer: { keys, buildings }, tells: new Set([...about.asked, ...tells(answer)]) }
}

/** How much a word says, by how few of the entries have it. */
export type Rarity = (key: string) => number

/** Entries that are always supposed to be there beside the list, so that in a list of three a word is not common. */
const SMOOTHING = 6
const COMMONEST = 0.3

export function rarityAmong(candidates: readonly Candidate[]): Rarity {
  const known = new Map<string, number>()
  const all = Math.log(candidates.length + SMOOTHING + 1)
  // Few of the words of long notices are ever asked for, so they are counted when they are.
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    let count = 0
    for (const { question, answer } of candidates) if (question.keys.has(key) || answer.keys.has(key)) count++
    const seen = Math.log((candidates.length + SMOOTHING + 1) / (count + 1))
    const rarity = COMMONEST + (1 - COMMONEST) * (seen / all)
    known.set(key, rarity)
    return rarity
  }
}

/** What the questions of the list are about, all together. */
export function subjectsOf(candidates: readonly Candidate[]): ReadonlySet<string> {
  return new Set(candidates.flatMap(({ question }) => [...question.keys]))
}

/** How well an entry answers what is asked; 0 where it cannot. */
export function fitOf(asked: Terms, entry: Candidate, rarity: Rarity, subjects: ReadonlySet<string>): number {
  if (!mayTell(asked.asked, entry) || !sameBuildings(asked, entry)) return 0
  if (isAnother(asked, entry)) return 0
  const named = asked.asked.size === 0
  let inQuestion = 0
  let aboutIt = false
  let inAnswer = 0
  let missed = 0
  let unknown = 0
  for (const piece of asked.pieces) {
    const weight = piece.weight * rarityOf(piece, rarity)
    if (isIn(piece, entry.question.keys)) {
      inQuestion += weight
      aboutIt ||= !piece.act
    } else if (isIn(piece, entry.answer.keys)) inAnswer += weight * IN_ANSWER
    else if (isIn(piece, subjects)) missed += weight * KNOWN_ELSEWHERE
    else unknown += weight * (named ? UNASKED.unknown : UNKNOWN)
  }
  const matched = inQuestion + inAnswer
  if (matched === 0) return 0
  const askedShare = matched / (matched + missed + Math.min(unknown, MOST_UNKNOWN))
  const entryShare = shareOf(entry.question.pieces, asked.keys, rarity)
  const otherAct = hasOtherAct(asked, entry.question) || hasOtherAct(entry.question, asked) ? OTHER_ACT : 0
  const same = sameAsked(asked.asked, entry.question.asked) - otherAct
  if (entryShare >= ENTRY_SHARE && askedShare >= (named ? UNASKED.askedShare : ASKED_SHARE) && aboutIt) {
    return 0.55 * entryShare + 0.45 * askedShare + same
  }
  const inWords = askedShare >= IN_WORDS.askedShare && matched >= IN_WORDS.matched
  return inWords ? IN_WORDS.score + Math.min(0, same) : 0
}

/** It asks which one, or what to do with it, and nothing there speaks of that. */
function isAnother(asked: Terms, { question, answer }: Candidate): boolean {
  return asked.pieces.some(
    (piece) => (piece.which || piece.act) && !isIn(piece, question.keys) && !isIn(piece, answer.keys),
  )
}

function hasOtherAct(one: Terms, other: Terms): boolean {
  return one.pieces.some((piece) => piece.act && !isIn(piece, other.keys))
}

function sameAsked(asked: ReadonlySet<Asked>, entry: ReadonlySet<Asked>): number {
  if ([...asked].some((each) => entry.has(each))) return SAME_ASKED
  return asked.size === 0 || entry.size === 0 || entry.has('how') || asked.has('how') ? 0 : -OTHER_ASKED
}

/** Of the words in `pieces` by weight, the share that has one of the keys. */
function shareOf(pieces: readonly Piece[], keys: ReadonlySet<string>, rarity: Rarity): number {
  let all = 0
  let found = 0
  for (const piece of pieces) {
    const weight = piece.weight * rarityOf(piece, rarity)
    all += weight
    if (isIn(piece, keys)) found += weight
  }
  return all === 0 ? 0 : found / all
}

export function isIn({ keys }: Piece, others: ReadonlySet<string>): boolean {
  return keys.some((key) => others.has(key))
}

/** The commonest of its keys is the word it belongs to; the rarest is where two words happen to meet. */
function rarityOf({ keys }: Piece, rarity: Rarity): number {
  return Math.min(1, ...keys.map(rarity))
}

/** Who asks when is not told where. How to do something may be answered by where to go or whom to call. */
function mayTell(asked: ReadonlySet<Asked>, { tells, question }: Candidate): boolean {
  if (asked.size === 0) return true
  return [...asked].some((each) => tells.has(each) || (each === 'how' && question.asked.size === 0))
}

/** Both name buildings, and none of them is the same: then it is about somewhere else. */
function sameBuildings(asked: Terms, { question, answer }: Candidate): boolean {
  const named = [...question.buildings, ...answer.buildings]
  if (asked.buildings.size === 0 || named.length === 0) return true
  return named.some((number) => asked.buildings.has(number))
}
