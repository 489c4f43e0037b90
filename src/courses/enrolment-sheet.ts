import type { CourseRun, Enrolment, EnrolmentState } from '../database/types.ts'
import type { MessageId } from '../ids.ts'
import type { EnrolmentAction, EnrolmentChange, EnrolRequest, Standing } from './enrolment-standing.ts'

/** A row on the sheet, and whether it has to be written. */
export interface Entry {
  readonly row: { -readonly [K in keyof Standing]: Standing[K] }
  changed: boolean
}

/** What became of an entry, in the order in which it was decided. */
export interface SheetEvent {
  readonly entry: Entry
  readonly seq: number
  readonly action: EnrolmentAction
  readonly from: EnrolmentState | null
  readonly to: EnrolmentState
  readonly party: number
  readonly at: Date
  readonly arrivedAt: Date | null
  readonly messageId: MessageId | null
}

/** When the next lesson of a term begins; none, or over: there were lessons, and all have begun. */
export interface NextLesson {
  readonly at: Date | undefined
  readonly over: boolean
}

/**
 * What is known of one term's list, in memory, and what is being decided about it: its counter, the rows of those who were
 * asked about, the steps taken. It knows no database: rows are put on it (`learn`), and what was decided is read off it.
 * What is needed and was never put on it is an error, not an empty list.
 */
export class EnrolmentSheet {
  readonly run: { -readonly [K in keyof CourseRun]: CourseRun[K] }
  readonly events: SheetEvent[] = []
  /** the same steps, for whoever tells people */
  readonly changes: EnrolmentChange[] = []
  /** the moment at which all of it is decided */
  readonly now: Date
  /** how many wait, those included that do not fit */
  waiting: number
  readonly #entries = new Map<number, Entry>()
  readonly #asked = new Set<number>()
  readonly #comeLast = new Map<number, boolean>()
  #lesson: NextLesson | undefined

  constructor(run: CourseRun, waiting: number, now: Date) {
    this.run = { ...run }
    this.waiting = waiting
    this.now = now
  }

  get free(): number {
    return this.run.capacity - this.run.enrolled
  }

  get isOn(): boolean {
    return this.run.state === 'PUBLISHED' || this.run.state === 'RUNNING'
  }

  /** The draw is still to come: nobody has a place before it. */
  get isUndrawn(): boolean {
    return this.run.mode === 'DRAW' && this.run.drawnAt === null
  }

  /** Puts on what the table says. What has been decided about meanwhile is newer than what was read. */
  learn(rows: readonly Enrolment[]): void {
    for (const row of rows) {
      if (!this.#entries.has(row.personId)) this.#entries.set(row.personId, { row: { ...row }, changed: false })
    }
  }

  /** The rows of these people are on the sheet, or they have none. */
  learnPeople(personIds: readonly number[], rows: readonly Enrolment[]): void {
    this.learn(rows)
    for (const id of personIds) this.#asked.add(id)
  }

  /** Everybody who is on the list is on the sheet, and what an offer depends on. */
  learnLine(lesson: NextLesson, rows: readonly Enrolment[]): void {
    this.learn(rows)
    this.#lesson = lesson
  }

  /** Who of these people comes after all others; what was learned of the others stays. */
  learnPriority(personIds: readonly number[], last: ReadonlySet<number>): void {
    for (const id of personIds) this.#comeLast.set(id, last.has(id))
  }

  knowsPerson(personId: number): boolean {
    return this.#asked.has(personId)
  }

  get knowsLine(): boolean {
    return this.#lesson !== undefined
  }

  knowsPriority(personId: number): boolean {
    return this.#comeLast.has(personId)
  }

  get lesson(): NextLesson {
    if (!this.#lesson) throw new Error('the line was not read')
    return this.#lesson
  }

  /** Whose row it is, also one that was cancelled. */
  entryOf(personId: number): Entry | undefined {
    if (!this.#asked.has(personId)) throw new Error(`the row of person ${personId} was not read`)
    return this.#entries.get(personId)
  }

  /** The same, if it stands for something. */
  activeOf(personId: number): Entry | undefined {
    const entry = this.entryOf(personId)
    return entry?.row.state === 'CANCELLED' ? undefined : entry
  }

  get changed(): Entry[] {
    return [...this.#entries.values()].filter((entry) => entry.changed)
  }

  /** All who stand so, the first in line first. */
  inOrder(state: EnrolmentState): Entry[] {
    if (!this.knowsLine) throw new Error('the line was not read')
    return [...this.#entries.values()].filter(({ row }) => row.state === state).sort((a, b) => a.row.seq - b.row.seq)
  }

  /** The same order, but whoever stayed away from two lessons last term without a word comes after all others. */
  othersFirst(entries: readonly Entry[]): Entry[] {
    if (entries.length < 2) return [...entries]
    const comesLast = ({ row: { personId } }: Entry) => {
      const last = this.#comeLast.get(personId)
      if (last === undefined) throw new Error(`whether person ${personId} comes last was not read`)
      return last
    }
    return [...entries.filter((entry) => !comesLast(entry)), ...entries.filter(comesLast)]
  }

  /** Puts somebody at the end: a new row, or an old one taken up again. */
  take(request: EnrolRequest, state: 'CONFIRMED' | 'WAITING'): Entry {
    const { personId, party, account, chatKind, chatId, contactId, messageId, arrivedAt, child, consentId } = request
    const before = this.entryOf(personId)
    const from = before?.row.state ?? null
    const row = {
      id: before?.row.id,
      runId: this.run.id,
      personId,
      party,
      state,
      seq: this.run.seq + 1,
      child: child ?? null,
      consentId: consentId ?? null,
      offerUntil: null,
      ...{ account, chatKind, chatId, contactId, messageId },
      at: arrivedAt,
      private: before?.row.private ?? false,
    }
    // The same entry: it may have been cancelled a moment ago, and be written yet.
    const entry = before ?? { row, changed: true }
    Object.assign(entry.row, row)
    entry.changed = true
    this.#entries.set(personId, entry)
    if (state === 'WAITING') this.waiting += 1
    this.note(entry, { action: 'enrol', from, arrivedAt, messageId })
    return entry
  }

  move(entry: Entry, to: EnrolmentState, action: EnrolmentAction, messageId?: MessageId): void {
    const from = entry.row.state
    if (from !== to) this.waiting += (to === 'WAITING' ? 1 : 0) - (from === 'WAITING' ? 1 : 0)
    entry.row.state = to
    entry.changed = true
    this.note(entry, { action, from, messageId })
  }

  /** Writes down a step, under the next number of the term. */
  note(
    entry: Entry,
    step: {
      readonly action: EnrolmentAction
      readonly from: EnrolmentState | null
      readonly arrivedAt?: Date
      readonly messageId?: MessageId | undefined
    },
  ): void {
    const { action, from, arrivedAt = null, messageId = null } = step
    const { state: to, party } = entry.row
    this.run.seq += 1
    this.events.push({ entry, seq: this.run.seq, action, from, to, party, at: this.now, arrivedAt, messageId })
    this.changes.push({ action, from, to, row: entry.row })
  }
}
