import type { MessageId } from '../ids.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import { DRAW_WINDOW_MS, drawn } from './enrolment-draw.ts'
import { offerTerm } from './enrolment-offer.ts'
import type { EnrolmentSheet, Entry } from './enrolment-sheet.ts'
import { type Acceptance, type Decision, type EnrolRequest, LARGEST_PARTY, type Leaving } from './enrolment-standing.ts'

/**
 * Who gets a place: decided on the sheet, one request after the other, asking nobody.
 *
 * What holds after each decision: heads with a place or an offer are `enrolled`, never more than `capacity`; places go by
 * `seq`, a party that does not fit is passed over visibly and keeps its place in line; nobody who would fit waits beside
 * a free place without having been offered it.
 */
export class EnrolmentRules {
  readonly #sheet: EnrolmentSheet
  readonly #quietHours: QuietHours | undefined

  /** @param quietHours while the bot may not speak nobody's time to answer runs */
  constructor(sheet: EnrolmentSheet, quietHours: QuietHours | undefined) {
    this.#sheet = sheet
    this.#quietHours = quietHours
  }

  /** Whether this request is decided without anybody else's row: nobody can be passed over, nothing is left to offer. */
  enrolsAlone({ party }: Pick<EnrolRequest, 'party'>): boolean {
    const { isOn, isUndrawn, waiting, free } = this.#sheet
    return !isOn || isUndrawn || waiting === 0 || party > free
  }

  /** Gives a place, or a place in line, or an answer as it stands to who is on the list already. */
  enrol(request: EnrolRequest): Decision {
    const sheet = this.#sheet
    const known = sheet.activeOf(request.personId)
    if (known) return { kind: 'already', row: known.row }
    const { opensAt, closesAt } = sheet.run
    if (!sheet.isOn || (closesAt && request.arrivedAt >= closesAt)) return { kind: 'closed' }
    if (!opensAt || request.arrivedAt < opensAt) return { kind: 'early' }
    const { party } = request
    if (!Number.isInteger(party) || party < 1 || party > LARGEST_PARTY) throw new RangeError(`a party of ${party}`)
    if (sheet.isUndrawn) return { kind: 'ticket', row: sheet.take(request, 'WAITING').row }
    if (party > sheet.free) return { kind: 'waiting', row: sheet.take(request, 'WAITING').row }
    const othersWait = sheet.waiting > 0
    const entry = sheet.take(request, 'CONFIRMED')
    sheet.run.enrolled += party
    if (othersWait) {
      this.#passOver(entry)
      this.#fill()
    }
    return { kind: 'confirmed', row: entry.row }
  }

  /** Takes somebody off the list; what was theirs goes to whoever is next. False where they were not on it. */
  leave(personId: number, action: Leaving, messageId?: MessageId): boolean {
    const entry = this.#sheet.activeOf(personId)
    if (entry) this.#remove(entry, action, messageId)
    return entry !== undefined
  }

  /** Takes what was offered. `late`: the offer was over; `nothing`: none was made, or not any more. */
  accept(personId: number, messageId?: MessageId): Acceptance {
    const sheet = this.#sheet
    const entry = sheet.activeOf(personId)
    if (!entry?.row.offerUntil) return 'nothing'
    const { state, party, offerUntil } = entry.row
    if (offerUntil <= sheet.now) {
      if (state === 'OFFERED') this.#remove(entry, 'expire')
      return 'late'
    }
    // Who is called fits, or is called no longer.
    if (state === 'WAITING') sheet.run.enrolled += party
    entry.row.offerUntil = null
    sheet.move(entry, 'CONFIRMED', 'accept', messageId)
    this.#fill()
    return 'accepted'
  }

  /** Makes a party larger or smaller. False where there is no room for more; then nothing is changed. */
  resize(personId: number, party: number, messageId?: MessageId): boolean {
    const sheet = this.#sheet
    const entry = sheet.activeOf(personId)
    if (!entry) return false
    const more = party - entry.row.party
    if (more === 0) return true
    const { state } = entry.row
    if (state !== 'WAITING') {
      if (more > sheet.free || (state === 'OFFERED' && more > 0)) return false
      sheet.run.enrolled += more
    }
    entry.row.party = party
    sheet.move(entry, state, 'resize', messageId)
    this.#fill()
    return true
  }

  /** More places, or fewer. False where more than that are taken or offered; then nothing is changed. */
  setCapacity(capacity: number): boolean {
    if (!Number.isInteger(capacity) || capacity < 0) throw new RangeError(`a capacity of ${capacity}`)
    const { run } = this.#sheet
    if (capacity < run.enrolled) return false
    run.capacity = capacity
    this.#fill()
    return true
  }

  /** Offers that nobody has answered in time go to whoever is next. */
  expire(): void {
    const { now } = this.#sheet
    for (const entry of this.#sheet.inOrder('OFFERED')) {
      const { offerUntil } = entry.row
      if (offerUntil !== null && offerUntil <= now) this.#remove(entry, 'expire')
    }
    this.#fill()
  }

  /** Draws lots among those who enrolled within the window: they are put in that order, and whoever fits has a place. */
  draw(): void {
    const sheet = this.#sheet
    const { opensAt, seed } = sheet.run
    if (!sheet.isUndrawn || !opensAt || seed === null) return
    const until = opensAt.getTime() + DRAW_WINDOW_MS
    const [late, inDraw] = [[] as Entry[], new Map<number, Entry>()]
    for (const entry of sheet.inOrder('WAITING')) {
      if (entry.row.at.getTime() < until) inDraw.set(entry.row.seq, entry)
      else late.push(entry)
    }
    sheet.run.drawnAt = sheet.now
    const tickets = drawn(seed, [...inDraw.keys()]).flatMap((ticket) => inDraw.get(ticket) ?? [])
    for (const entry of [...sheet.othersFirst(tickets), ...late]) this.#settle(entry)
  }

  /** Gives a drawn party its place, or its place in line. */
  #settle(entry: Entry): void {
    const sheet = this.#sheet
    entry.row.seq = sheet.run.seq + 1
    const fits = entry.row.party <= sheet.free
    if (fits) sheet.run.enrolled += entry.row.party
    sheet.move(entry, fits ? 'CONFIRMED' : 'WAITING', 'draw')
  }

  #remove(entry: Entry, action: Leaving, messageId?: MessageId): void {
    const { state, party } = entry.row
    if (state !== 'WAITING') this.#sheet.run.enrolled -= party
    entry.row.offerUntil = null
    this.#sheet.move(entry, 'CANCELLED', action, messageId)
    this.#fill()
  }

  /** Offers what is free to whoever is next and fits. */
  #fill(): void {
    const sheet = this.#sheet
    if (!sheet.isOn || sheet.isUndrawn) return
    this.#endCalls()
    while (sheet.free > 0 && sheet.waiting > 0) {
      if (!this.#offerNext()) break
    }
    this.#endCalls()
  }

  /** False where nobody more can be offered anything. */
  #offerNext(): boolean {
    const sheet = this.#sheet
    const { lesson } = sheet
    if (lesson.over) return false
    const term = offerTerm(sheet.now, lesson.at, this.#quietHours)
    const fitting = sheet.othersFirst(sheet.inOrder('WAITING').filter(({ row }) => row.party <= sheet.free))
    if (term.to === 'all') {
      for (const entry of fitting) {
        if (entry.row.offerUntil) continue
        entry.row.offerUntil = term.until
        sheet.move(entry, 'WAITING', 'call')
      }
      return false
    }
    const [next] = fitting
    if (!next) return false
    this.#passOver(next)
    sheet.run.enrolled += next.row.party
    next.row.offerUntil = term.until
    sheet.move(next, 'OFFERED', 'offer')
    return true
  }

  /** Writes down for those before `next` who do not fit that they were passed over; they keep their place. */
  #passOver(next: Entry): void {
    for (const entry of this.#sheet.inOrder('WAITING')) {
      if (entry.row.seq >= next.row.seq) return
      // Who was called may still answer; nobody has passed them.
      if (!entry.row.offerUntil) this.#sheet.note(entry, { action: 'skip', from: 'WAITING' })
    }
  }

  /** Whoever was called and does not fit any more, or not in time, is called no longer. */
  #endCalls(): void {
    const sheet = this.#sheet
    if (sheet.waiting === 0) return
    for (const entry of sheet.inOrder('WAITING')) {
      const { offerUntil, party } = entry.row
      if (!offerUntil || (party <= sheet.free && offerUntil > sheet.now)) continue
      entry.row.offerUntil = null
      entry.changed = true
    }
  }
}
