import { UNKNOWN_CATEGORY } from '../issues/categories.ts'
import { type Fingerprint, fingerprint, fitsAlso, LIKELY, likeness } from '../issues/likeness.ts'
import type { Reader } from './reader.ts'
import type { Kind } from './reading.ts'
import { type BadLine, type MessageId, messageOf } from './understand-lines.ts'

/** Kinds of which two can speak of the same trouble; all others are talk, and talk is alike only by chance. */
const TROUBLE_KINDS: ReadonlySet<Kind> = new Set(['报事', '求助', '投诉', '建议', '咨询'])

/** What was taken for talk with no more confidence than this, and names what troubles are about, may be none. */
const SURE_OF_TALK = 0.65
/** What may be talk has to be more alike. */
const LIKELY_UNSURE = 0.75
/** Nobody in a group may be as unlike as this, however like the others are: that is how a chain would grow. */
const LEAST = 0.3
/** 我家也是 speaks of what was reported at most so many lines before. */
const ALSO_WITHIN = 12
/** So many of a group are compared: the first, that it is about, and the last. */
const COMPARED_FIRST = 4
const COMPARED_LAST = 8
/** Of the groups that share a thing or a category with a line, so many of the newest are looked at. */
const LOOKED_AT = 200

/**
 * Reads JSON lines `{"id","text"}` of one compound and gives, for each in its order, a JSON line `{"id","group"}`: the id
 * of the first line that tells of the same trouble, its own where there is none. Talk stays by itself. Of a line that is
 * not such an object `bad` is told, and the rest goes on.
 */
export async function* pairLines(
  lines: AsyncIterable<string | undefined>,
  reader: Reader,
  bad: (line: BadLine) => void,
): AsyncGenerator<string> {
  const groups = new TroubleGroups<MessageId>(reader)
  let number = 0
  for await (const written of lines) {
    number += 1
    if (written?.trim() === '') continue
    const message = messageOf(written)
    if (typeof message === 'string') bad({ number, why: message })
    else yield `${JSON.stringify({ id: message.id, group: groups.add(message.id, message.text) })}\n`
  }
}

export type TroubleReader = Pick<Reader, 'read' | 'category'>

interface Group<Id> {
  readonly id: Id
  readonly members: Fingerprint[]
  /** under which it is found */
  readonly keys: Set<string>
  lastLine: number
}

/**
 * Puts messages of one compound that tell of the same trouble together, one after the other. A message joins the group
 * to whose members it is most alike on average (average link), if that is likely and it is not unlike any of them: so
 * a chain of neighbours, each like the next, does not become one group. What it may be like is found by the things it
 * names and its category, so the work for one message hardly grows with their number.
 */
export class TroubleGroups<Id> {
  readonly #reader: TroubleReader
  readonly #groups: Group<Id>[] = []
  /** by `keysOf` a member, the numbers of the groups, as they came to it */
  readonly #about = new Map<string, number[]>()
  readonly #recent: number[] = []
  #line = 0

  constructor(reader: TroubleReader) {
    this.#reader = reader
  }

  /** Takes a message and returns the id of the group's first. */
  add(id: Id, text: string): Id {
    this.#line += 1
    const { kind, category, confidence } = this.#reader.read(text)
    const unsure = kind === '闲聊' && confidence < SURE_OF_TALK
    if (!TROUBLE_KINDS.has(kind) && kind !== '+1' && !unsure) return id
    const print = fingerprint({ words: text, category: category ?? this.#reader.category(text).code })
    const told = kind === '+1' ? this.#spokenOfBefore(print) : undefined
    if (told) return told.id
    // Of what names nothing that troubles are about, only a report is one.
    if (!TROUBLE_KINDS.has(kind) && print.things.length === 0) return id
    const at = this.#bestFor(print, unsure ? LIKELY_UNSURE : LIKELY)
    return this.#join(at ?? this.#open(id), print).id
  }

  #bestFor(print: Fingerprint, enough: number): number | undefined {
    let best: number | undefined
    let most = enough
    for (const at of this.#candidates(print)) {
      const average = averageLink(print, this.#groups[at]?.members ?? [])
      if (average < most) continue
      best = at
      most = average
    }
    return best
  }

  #candidates(print: Fingerprint): ReadonlySet<number> {
    const found = new Set<number>()
    for (const key of keysToLookFor(print)) {
      for (const at of this.#about.get(key)?.slice(-LOOKED_AT) ?? []) found.add(at)
    }
    return found
  }

  #open(id: Id): number {
    this.#groups.push({ id, members: [], keys: new Set(), lastLine: this.#line })
    return this.#groups.length - 1
  }

  #join(at: number, print: Fingerprint): Group<Id> {
    const group = this.#groups[at]
    if (!group) throw new RangeError(`no group ${at}`)
    group.members.push(print)
    group.lastLine = this.#line
    for (const key of keysOf(print)) {
      if (group.keys.has(key)) continue
      group.keys.add(key)
      const known = this.#about.get(key)
      if (known) known.push(at)
      else this.#about.set(key, [at])
    }
    const before = this.#recent.indexOf(at)
    if (before >= 0) this.#recent.splice(before, 1)
    this.#recent.push(at)
    if (this.#recent.length > ALSO_WITHIN) this.#recent.shift()
    return group
  }

  /** What 我家也是 speaks of: the last trouble that was told a moment ago and that it does not contradict. */
  #spokenOfBefore(print: Fingerprint): Group<Id> | undefined {
    const told = this.#recent
      .map((at) => this.#groups[at])
      .filter((group) => group !== undefined && this.#line - group.lastLine <= ALSO_WITHIN)
      .reverse()
    return told.find((group) => group && fitsAlso(print, group.members))
  }
}

/** The mean likeness to the members that are compared; 0 as soon as one of them is too unlike. */
function averageLink(print: Fingerprint, members: readonly Fingerprint[]): number {
  const few = members.length > COMPARED_FIRST + COMPARED_LAST
  const compared = few ? [...members.slice(0, COMPARED_FIRST), ...members.slice(-COMPARED_LAST)] : members
  let sum = 0
  for (const member of compared) {
    const alike = likeness(print, member)
    if (alike < LEAST) return 0
    sum += alike
  }
  return sum / compared.length
}

/** Its things, its category and its houses; for what names no thing, that nothing more than its category is known. */
function keysOf({ things, category, where }: Fingerprint): string[] {
  const only = things.length === 0 ? [`${category} only`] : []
  const houses = where.buildings.flatMap((number) => [`house ${number}`, `${category} in ${number}`])
  return [...things.map(String), category, ...only, ...houses]
}

/**
 * What names things is like what names one of them, or none, or is of the same category in the same house; what names
 * none may be like all of its category, and what has no category like all of its house.
 */
function keysToLookFor({ things, category, near, where }: Fingerprint): string[] {
  const categories = [...near, UNKNOWN_CATEGORY]
  if (things.length > 0 && category !== UNKNOWN_CATEGORY) {
    const here = where.buildings.map((number) => `${category} in ${number}`)
    return [...things.map(String), ...categories.map((code) => `${code} only`), ...here]
  }
  return [...things.map(String), ...categories, ...where.buildings.map((number) => `house ${number}`)]
}
