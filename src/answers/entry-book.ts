import { foldText } from '../time/folded-text.ts'
import type { DayKey } from '../time/shanghai.ts'
import { type DaySpan, daysOf } from './expiry.ts'
import { type Candidate, candidateOf } from './fit.ts'
import type { Entry } from './source.ts'

/** Of more characters than this, all entries together, those that were not asked for longest are let go. */
const MOST_CHARACTERS = 1_500_000

/** Where in somebody's words the name of a compound stands: the first one, if any. */
export type FindCompound = (words: string) => { readonly from: number; readonly to: number } | undefined

/** A text that names more compounds is a list of all there are. */
const MOST_NAMES = 20

/** An entry taken apart; what is not asked for is not read. */
class ReadEntry {
  readonly #entry: Entry
  readonly #findCompound: FindCompound
  #compounds: ReadonlySet<string> | undefined
  #candidate: Candidate | undefined
  #days: { readonly span: DaySpan | undefined } | undefined

  constructor(entry: Entry, findCompound: FindCompound) {
    this.#entry = entry
    this.#findCompound = findCompound
  }

  get candidate(): Candidate {
    this.#candidate ??= candidateOf(this.#entry)
    return this.#candidate
  }

  /** the compounds it names */
  get compounds(): ReadonlySet<string> {
    const { question, answer } = this.#entry
    this.#compounds ??= compoundsIn(`${question}\n${answer}`, this.#findCompound)
    return this.#compounds
  }

  /** the days it is about; undefined where it names none */
  get days(): DaySpan | undefined {
    const { question, answer, origin } = this.#entry
    this.#days ??= { span: daysOf(`${question}\n${answer}`, origin.at) }
    return this.#days.span
  }

  get isTakenApart(): boolean {
    return this.#candidate !== undefined && this.#compounds !== undefined && this.#days !== undefined
  }

  /** Reads all of it now. */
  takeApart(): void {
    void [this.candidate, this.compounds, this.days]
  }

  /** Whether all the days it is about have gone by. */
  isOver(today: DayKey): boolean {
    const last = this.days?.last
    return last !== undefined && last < today
  }
}

/** Keeps entries taken apart for the next question. They are found by their very words and day, so none is ever stale. */
export class EntryBook {
  readonly #read = new Map<string, ReadEntry>()
  readonly #findCompound: FindCompound
  #characters = 0

  constructor(findCompound: FindCompound) {
    this.#findCompound = findCompound
  }

  /** The compounds that words name, as far as their names look like it: 向阳 for 向阳小区, 新桥家园. */
  compoundsIn(words: string): ReadonlySet<string> {
    return compoundsIn(words, this.#findCompound)
  }

  read(entry: Entry): ReadEntry {
    const key = `${entry.origin.at.getTime()}\n${entry.question}\n${entry.answer}`
    const known = this.#read.get(key)
    const read = known ?? new ReadEntry(entry, this.#findCompound)
    // What was asked for last stands last.
    if (known) this.#read.delete(key)
    else this.#characters += key.length
    this.#read.set(key, read)
    for (const oldest of this.#read.keys()) {
      if (this.#characters <= MOST_CHARACTERS) break
      this.#read.delete(oldest)
      this.#characters -= oldest.length
    }
    return read
  }
}

function compoundsIn(words: string, find: FindCompound): ReadonlySet<string> {
  const names = new Set<string>()
  let rest = foldText(words.normalize('NFKC')).replace(/\s+/g, '')
  for (let found = 0; found < MOST_NAMES; found++) {
    const name = find(rest)
    if (!name) break
    names.add(rest.slice(name.from, name.to).replace(/小区$/, ''))
    rest = rest.slice(name.to)
  }
  return names
}
