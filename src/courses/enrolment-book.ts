import type { Tx } from '../database/database.ts'
import type { CourseRun, Enrolment, EnrolmentState } from '../database/types.ts'
import type { AccountId, ChatId, CommunityId, ContactId, MessageId, PersonId } from '../ids.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import { lowPriority } from './attendance.ts'
import { DRAW_WINDOW_MS, drawn } from './enrolment-draw.ts'
import { offerTerm } from './enrolment-offer.ts'

/** Together people may come as so many; a party is enrolled whole or not at all. */
export const LARGEST_PARTY = 3

/** What was done to an enrolment. */
export type EnrolmentAction =
  | 'enrol'
  | 'cancel'
  /** somebody behind was let past, because this party did not fit */
  | 'skip'
  | 'offer'
  /** a place is there for the first who answers */
  | 'call'
  | 'accept'
  | 'refuse'
  | 'expire'
  | 'resize'
  | 'draw'
  | 'no consent'

/** An enrolment while it is being decided; `id` is there once the book is closed. */
export type Standing = Omit<Enrolment, 'id'> & { readonly id: number | undefined }

/** Somebody who wants a place. */
export interface EnrolRequest {
  readonly personId: PersonId
  readonly party: number
  readonly account: AccountId
  readonly chatKind: 'GROUP' | 'PRIVATE'
  readonly chatId: ChatId
  readonly contactId: ContactId
  readonly messageId: MessageId
  /** when it came in, by the bot's clock: what came before the opening does not count, however late it is decided */
  readonly arrivedAt: Date
  readonly child?: string | undefined
  readonly consentId?: number | undefined
}

/** What became of a request. `early`, `closed`: nothing was written. `ticket`: it is in the draw. */
export type Decision =
  | { readonly kind: 'confirmed' | 'waiting' | 'already' | 'ticket'; readonly row: Standing }
  | { readonly kind: 'early' | 'closed' }

/** One step of one enrolment, for whoever tells people. */
export interface EnrolmentChange {
  readonly action: EnrolmentAction
  readonly from: EnrolmentState | null
  readonly to: EnrolmentState
  readonly row: Standing
}

interface Entry {
  readonly row: { -readonly [K in keyof Standing]: Standing[K] }
  changed: boolean
}

interface PendingEvent {
  readonly entry: Entry
  readonly data: {
    seq: number
    action: EnrolmentAction
    from?: EnrolmentState
    to: EnrolmentState
    party: number
    at: Date
    arrivedAt?: Date
    messageId?: string
  }
}

/** So many rows are written in one statement: both databases bound how many values it may hold. */
const ROWS_AT_ONCE = 500
const ACTIVE: readonly EnrolmentState[] = ['CONFIRMED', 'WAITING', 'OFFERED']

/**
 * The list of one term while its transaction has it. Opening it writes first: the counter's row is touched, and nobody else
 * decides about this term until the transaction is over (PostgreSQL locks the row, or calls off who came second, who then
 * begins anew; SQLite has one writer). Requests are decided one after the other in the order in which they are put to it,
 * many in one transaction where many came at once; `close` writes what was decided.
 *
 * What holds after each decision: heads with a place or an offer are `enrolled`, never more than `capacity`; places go by
 * `seq`, a party that does not fit is passed over visibly and keeps its place in line; nobody who would fit waits beside
 * a free place without having been offered it.
 */
export class EnrolmentBook {
  readonly changes: EnrolmentChange[] = []
  readonly #tx: Tx
  readonly #now: Date
  readonly #quietHours: QuietHours | undefined
  readonly #before: CourseRun
  readonly #run: { -readonly [K in keyof CourseRun]: CourseRun[K] }
  readonly #entries = new Map<number, Entry>()
  readonly #asked = new Set<number>()
  readonly #events: PendingEvent[] = []
  #waiting: number | undefined
  #whole = false
  #lesson: { readonly at: Date | undefined; readonly over: boolean } | undefined

  private constructor(tx: Tx, run: CourseRun, options: BookOptions) {
    this.#tx = tx
    this.#before = run
    this.#run = { ...run }
    this.#now = options.now
    this.#quietHours = options.quietHours
  }

  /** Takes the list of a term. Two terms in one transaction are taken in the order of their ids, so that nobody waits in a ring. */
  static async open(tx: Tx, runId: number, options: BookOptions): Promise<EnrolmentBook> {
    const run = await tx.courseRun.update({ where: { id: runId }, data: { seq: { increment: 1 } } })
    return new EnrolmentBook(tx, run, options)
  }

  /** As it stands now. */
  get run(): Readonly<CourseRun> {
    return this.#run
  }

  get free(): number {
    return this.#run.capacity - this.#run.enrolled
  }

  /** Reads the rows of these people, in one query for all. Whoever is asked about later without it is read alone. */
  async know(personIds: readonly number[]): Promise<void> {
    const unknown = [...new Set(personIds)].filter((id) => !this.#asked.has(id))
    for (let first = 0; first < unknown.length; first += ROWS_AT_ONCE) {
      const some = unknown.slice(first, first + ROWS_AT_ONCE)
      this.#keep(await this.#tx.enrolment.findMany({ where: { runId: this.#run.id, personId: { in: some } } }))
      for (const id of some) this.#asked.add(id)
    }
  }

  /** Whose row it is, if it stands for something. */
  async activeOf(personId: number): Promise<Standing | undefined> {
    return (await this.#activeOf(personId))?.row
  }

  /** How many wait now, those before them included that do not fit. */
  async waiting(): Promise<number> {
    this.#waiting ??= await this.#tx.enrolment.count({ where: { runId: this.#run.id, state: 'WAITING' } })
    return this.#waiting
  }

  /** Gives a place, or a place in line, or an answer as it stands to who is on the list already. */
  async enrol(request: EnrolRequest): Promise<Decision> {
    const known = await this.#activeOf(request.personId)
    if (known) return { kind: 'already', row: known.row }
    const { opensAt, closesAt } = this.#run
    if (!this.#isOn || (closesAt && request.arrivedAt >= closesAt)) return { kind: 'closed' }
    if (!opensAt || request.arrivedAt < opensAt) return { kind: 'early' }
    if (!Number.isInteger(request.party) || request.party < 1 || request.party > LARGEST_PARTY) {
      throw new RangeError(`a party of ${request.party}`)
    }
    const undrawn = this.#isUndrawn
    const fits = !undrawn && request.party <= this.free
    const inLine = await this.waiting()
    const entry = this.#take(request, fits ? 'CONFIRMED' : 'WAITING')
    if (!fits) return { kind: undrawn ? 'ticket' : 'waiting', row: entry.row }
    this.#run.enrolled += request.party
    if (inLine > 0) {
      await this.#passOver(entry)
      await this.fill()
    }
    return { kind: 'confirmed', row: entry.row }
  }

  /** Takes somebody off the list; what was theirs goes to whoever is next. False where they were not on it. */
  async leave(
    personId: number,
    action: 'cancel' | 'refuse' | 'expire' | 'no consent',
    messageId?: MessageId,
  ): Promise<boolean> {
    const entry = await this.#activeOf(personId)
    if (!entry) return false
    const { state, party } = entry.row
    if (state !== 'WAITING') this.#run.enrolled -= party
    entry.row.offerUntil = null
    await this.#move(entry, 'CANCELLED', action, messageId)
    await this.fill()
    return true
  }

  /**
   * Takes what was offered. `gone`: it was for the first who answers, and somebody was first; `late`: the offer was over;
   * `nothing`: none was made.
   */
  async accept(personId: number, messageId?: MessageId): Promise<'accepted' | 'gone' | 'late' | 'nothing'> {
    const entry = await this.#activeOf(personId)
    if (!entry?.row.offerUntil) return 'nothing'
    const { state, party, offerUntil } = entry.row
    if (offerUntil <= this.#now) {
      if (state === 'OFFERED') await this.leave(personId, 'expire')
      return 'late'
    }
    if (state === 'WAITING') {
      if (party > this.free) return 'gone'
      this.#run.enrolled += party
    }
    entry.row.offerUntil = null
    await this.#move(entry, 'CONFIRMED', 'accept', messageId)
    await this.fill()
    return 'accepted'
  }

  /** Makes a party larger or smaller. False where there is no room for more; then nothing is changed. */
  async resize(personId: number, party: number, messageId?: MessageId): Promise<boolean> {
    const entry = await this.#activeOf(personId)
    if (!entry) return false
    const more = party - entry.row.party
    if (more === 0) return true
    const { state } = entry.row
    if (state !== 'WAITING') {
      if (more > this.free || (state === 'OFFERED' && more > 0)) return false
      this.#run.enrolled += more
    }
    entry.row.party = party
    await this.#move(entry, state, 'resize', messageId)
    await this.fill()
    return true
  }

  /** More places, or fewer. False where more than that are taken or offered; then nothing is changed. */
  async setCapacity(capacity: number): Promise<boolean> {
    if (!Number.isInteger(capacity) || capacity < 0) throw new RangeError(`a capacity of ${capacity}`)
    if (capacity < this.#run.enrolled) return false
    this.#run.capacity = capacity
    await this.fill()
    return true
  }

  /** Offers that nobody has answered in time go to whoever is next. */
  async expire(): Promise<void> {
    await this.#readWhole()
    const over = ({ row }: Entry) => row.offerUntil !== null && row.offerUntil <= this.#now
    for (const entry of this.#inOrder(['OFFERED'])) {
      if (over(entry)) await this.leave(entry.row.personId, 'expire')
    }
    await this.fill()
  }

  /** Draws lots among those who enrolled within the window: they are put in that order, and whoever fits has a place. */
  async draw(): Promise<void> {
    const { opensAt, seed } = this.#run
    if (!this.#isUndrawn || !opensAt || seed === null) return
    await this.#readWhole()
    const until = opensAt.getTime() + DRAW_WINDOW_MS
    const [late, inDraw] = [[] as Entry[], new Map<number, Entry>()]
    for (const entry of this.#inOrder(['WAITING'])) {
      if (entry.row.at.getTime() < until) inDraw.set(entry.row.seq, entry)
      else late.push(entry)
    }
    this.#run.drawnAt = this.#now
    const tickets = drawn(seed, [...inDraw.keys()]).flatMap((ticket) => inDraw.get(ticket) ?? [])
    for (const entry of await this.#othersFirst(tickets)) await this.#settle(entry)
    for (const entry of late) await this.#settle(entry)
  }

  /** Offers what is free to whoever is next and fits. Called by whatever frees a place. */
  async fill(): Promise<void> {
    if (!this.#isOn || this.#isUndrawn) return
    await this.#endCalls()
    while (this.free > 0 && (await this.waiting()) > 0) {
      if (!(await this.#offerNext())) break
    }
    await this.#endCalls()
  }

  /** False where nobody more can be offered anything. */
  async #offerNext(): Promise<boolean> {
    const lesson = await this.#nextLesson()
    if (lesson.over) return false
    await this.#readWhole()
    const term = offerTerm(this.#now, lesson.at, this.#quietHours)
    const line = this.#inOrder(['WAITING']).filter(({ row }) => row.party <= this.free)
    const fitting = await this.#othersFirst(line)
    if (term.to === 'all') {
      for (const entry of fitting) {
        if (entry.row.offerUntil) continue
        entry.row.offerUntil = term.until
        await this.#move(entry, 'WAITING', 'call')
      }
      return false
    }
    const [next] = fitting
    if (!next) return false
    await this.#passOver(next)
    this.#run.enrolled += next.row.party
    next.row.offerUntil = term.until
    await this.#move(next, 'OFFERED', 'offer')
    return true
  }

  /**
   * Writes what was decided: first the counter, on the condition that it is what it was and that it fits (the table's own
   * CHECK stands behind it), then enrolments and what became of them. After it rows have ids.
   */
  async close(): Promise<void> {
    const { id, seq, enrolled, capacity } = this.#before
    const change = this.#run.enrolled - enrolled
    const { count } = await this.#tx.courseRun.updateMany({
      where: { id, seq, capacity, enrolled: { gte: -change, lte: this.#run.capacity - change } },
      data: {
        enrolled: { increment: change },
        seq: this.#run.seq,
        capacity: this.#run.capacity,
        drawnAt: this.#run.drawnAt,
      },
    })
    if (count !== 1) throw new Error(`the counter of term ${id} is not what it was`)
    await this.#writeEntries()
    for (let first = 0; first < this.#events.length; first += ROWS_AT_ONCE) {
      const some = this.#events.slice(first, first + ROWS_AT_ONCE)
      const data = some.map((event) => ({ enrolmentId: idOf(event.entry), ...event.data }))
      await this.#tx.enrolmentEvent.createMany({ data })
    }
  }

  get #isOn(): boolean {
    return this.#run.state === 'PUBLISHED' || this.#run.state === 'RUNNING'
  }

  get #isUndrawn(): boolean {
    return this.#run.mode === 'DRAW' && this.#run.drawnAt === null
  }

  async #activeOf(personId: number): Promise<Entry | undefined> {
    await this.know([personId])
    const entry = this.#entries.get(personId)
    return entry && isActive(entry) ? entry : undefined
  }

  /** A new row, or an old one taken up again at the end. */
  #take(request: EnrolRequest, state: 'CONFIRMED' | 'WAITING'): Entry {
    const { personId, party, account, chatKind, chatId, contactId, messageId, arrivedAt, child, consentId } = request
    const before = this.#entries.get(personId)
    const seq = this.#run.seq + 1
    const row = {
      id: before?.row.id,
      runId: this.#run.id,
      personId,
      party,
      state,
      seq,
      child: child ?? null,
      consentId: consentId ?? null,
      offerUntil: null,
      ...{ account, chatKind, chatId, contactId, messageId },
      at: arrivedAt,
      private: before?.row.private ?? false,
    }
    const from = before?.row.state ?? null
    // The same entry: it may have been cancelled a moment ago, and be written yet.
    const entry = before ?? { row, changed: true }
    Object.assign(entry.row, row)
    entry.changed = true
    this.#entries.set(personId, entry)
    if (state === 'WAITING' && this.#waiting !== undefined) this.#waiting += 1
    this.#note(entry, { action: 'enrol', from, arrivedAt, messageId })
    return entry
  }

  async #move(entry: Entry, to: EnrolmentState, action: EnrolmentAction, messageId?: MessageId): Promise<void> {
    const from = entry.row.state
    if (from !== to) {
      const inLine = await this.waiting()
      this.#waiting = inLine + (to === 'WAITING' ? 1 : 0) - (from === 'WAITING' ? 1 : 0)
    }
    entry.row.state = to
    entry.changed = true
    this.#note(entry, { action, from, messageId })
  }

  #note(
    entry: Entry,
    step: {
      action: EnrolmentAction
      from: EnrolmentState | null
      arrivedAt?: Date
      messageId?: MessageId | undefined
    },
  ): void {
    const { action, from, arrivedAt, messageId } = step
    this.#run.seq += 1
    this.#events.push({
      entry,
      data: {
        seq: this.#run.seq,
        action,
        to: entry.row.state,
        party: entry.row.party,
        at: this.#now,
        ...(from ? { from } : {}),
        ...(arrivedAt ? { arrivedAt } : {}),
        ...(messageId ? { messageId } : {}),
      },
    })
    this.changes.push({ action, from, to: entry.row.state, row: entry.row })
  }

  /** Gives a drawn party its place, or its place in line. */
  async #settle(entry: Entry): Promise<void> {
    entry.row.seq = this.#run.seq + 1
    const fits = entry.row.party <= this.free
    if (fits) this.#run.enrolled += entry.row.party
    await this.#move(entry, fits ? 'CONFIRMED' : 'WAITING', 'draw')
  }

  /** Writes down for those before `next` who do not fit that they were passed over; they keep their place. */
  async #passOver(next: Entry): Promise<void> {
    await this.#readWhole()
    for (const entry of this.#inOrder(['WAITING'])) {
      if (entry.row.seq >= next.row.seq) return
      // Who was called may still answer; nobody has passed them.
      if (!entry.row.offerUntil) this.#note(entry, { action: 'skip', from: 'WAITING' })
    }
  }

  /** Whoever was called and does not fit any more, or not in time, is called no longer. */
  async #endCalls(): Promise<void> {
    if ((await this.waiting()) === 0) return
    await this.#readWhole()
    for (const entry of this.#inOrder(['WAITING'])) {
      const { offerUntil, party } = entry.row
      if (!offerUntil || (party <= this.free && offerUntil > this.#now)) continue
      entry.row.offerUntil = null
      entry.changed = true
    }
  }

  /** The same order, but whoever stayed away from two lessons last term without a word comes after all others. */
  async #othersFirst(entries: readonly Entry[]): Promise<Entry[]> {
    const people = entries.map(({ row }) => row.personId as PersonId)
    if (people.length < 2) return [...entries]
    const { courseId } = this.#run
    const { communityId } = await this.#tx.course.findUniqueOrThrow({
      where: { id: courseId },
      select: { communityId: true },
    })
    const last = await lowPriority(this.#tx, communityId as CommunityId, people)
    const comesLast = ({ row }: Entry) => last.has(row.personId as PersonId)
    return [...entries.filter((entry) => !comesLast(entry)), ...entries.filter(comesLast)]
  }

  #inOrder(states: readonly EnrolmentState[]): Entry[] {
    return [...this.#entries.values()]
      .filter(({ row }) => states.includes(row.state))
      .sort((a, b) => a.row.seq - b.row.seq)
  }

  /** Everybody on the list; read once, and only where somebody has to be found on it. */
  async #readWhole(): Promise<void> {
    if (this.#whole) return
    this.#keep(await this.#tx.enrolment.findMany({ where: { runId: this.#run.id, state: { in: [...ACTIVE] } } }))
    this.#whole = true
  }

  #keep(rows: readonly Enrolment[]): void {
    // What has been decided about since it was opened is newer than what is read.
    for (const row of rows) {
      if (!this.#entries.has(row.personId)) this.#entries.set(row.personId, { row: { ...row }, changed: false })
    }
  }

  async #nextLesson(): Promise<{ readonly at: Date | undefined; readonly over: boolean }> {
    if (this.#lesson) return this.#lesson
    const where = { runId: this.#run.id, state: { in: ['PLANNED' as const, 'HELD' as const] } }
    const next = await this.#tx.courseSession.findFirst({
      where: { ...where, state: 'PLANNED', startsAt: { gt: this.#now } },
      orderBy: { startsAt: 'asc' },
      select: { startsAt: true },
    })
    const over = !next && (await this.#tx.courseSession.count({ where })) > 0
    this.#lesson = { at: next?.startsAt, over }
    return this.#lesson
  }

  async #writeEntries(): Promise<void> {
    const changed = [...this.#entries.values()].filter((entry) => entry.changed)
    const fresh = changed.filter(({ row }) => row.id === undefined)
    const known = changed.filter(({ row }) => row.id !== undefined)
    for (let first = 0; first < fresh.length; first += ROWS_AT_ONCE) {
      const data = fresh.slice(first, first + ROWS_AT_ONCE).map(({ row }) => stated(row))
      const made = await this.#tx.enrolment.createManyAndReturn({ data, select: { id: true, personId: true } })
      for (const { id, personId } of made) {
        const entry = this.#entries.get(personId)
        if (entry) entry.row.id = id
      }
    }
    for (const { row } of known) {
      const { id, ...data } = row
      await this.#tx.enrolment.update({ where: { id: id as number }, data, select: { id: true } })
    }
    for (const entry of changed) entry.changed = false
  }
}

export interface BookOptions {
  readonly now: Date
  /** while the bot may not speak nobody's time to answer runs */
  readonly quietHours: QuietHours | undefined
}

/** A new row as it is written. What is as the table would have it is left out: every value of many rows costs time. */
function stated({ id: _, child, consentId, offerUntil, private: alone, ...row }: Standing) {
  return {
    ...row,
    ...(child === null ? {} : { child }),
    ...(consentId === null ? {} : { consentId }),
    ...(offerUntil === null ? {} : { offerUntil }),
    ...(alone ? { private: alone } : {}),
  }
}

function isActive({ row }: Entry): boolean {
  return row.state !== 'CANCELLED'
}

function idOf({ row }: Entry): number {
  if (row.id === undefined) throw new Error('an enrolment was not written')
  return row.id
}
