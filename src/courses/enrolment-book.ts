import type { Tx } from '../database/database.ts'
import type { CourseRun } from '../database/types.ts'
import type { MessageId } from '../ids.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import { readLine, readPeople, writeSheet } from './enrolment-rows.ts'
import { EnrolmentRules } from './enrolment-rules.ts'
import { EnrolmentSheet } from './enrolment-sheet.ts'
import type { Acceptance, Decision, EnrolmentChange, EnrolRequest, Leaving, Standing } from './enrolment-standing.ts'

export interface BookOptions {
  readonly now: Date
  /** while the bot may not speak nobody's time to answer runs */
  readonly quietHours: QuietHours | undefined
}

/**
 * The list of one term while its transaction has it. Opening it writes first: the counter's row is touched, and nobody else
 * decides about this term until the transaction is over (PostgreSQL locks the row, or calls off who came second, who then
 * begins anew; SQLite has one writer). Requests are decided one after the other in the order in which they are put to it
 * (`EnrolmentRules`), many in one transaction where many came at once; what a decision needs is read before it, and only
 * then; `close` writes what was decided.
 */
export class EnrolmentBook {
  readonly #tx: Tx
  readonly #before: CourseRun
  readonly #sheet: EnrolmentSheet
  readonly #rules: EnrolmentRules

  private constructor(tx: Tx, before: CourseRun, sheet: EnrolmentSheet, quietHours: QuietHours | undefined) {
    this.#tx = tx
    this.#before = before
    this.#sheet = sheet
    this.#rules = new EnrolmentRules(sheet, quietHours)
  }

  /** Takes the list of a term. Two terms in one transaction are taken in the order of their ids, so that nobody waits in a ring. */
  static async open(tx: Tx, runId: number, { now, quietHours }: BookOptions): Promise<EnrolmentBook> {
    const run = await tx.courseRun.update({ where: { id: runId }, data: { seq: { increment: 1 } } })
    const waiting = await tx.enrolment.count({ where: { runId, state: 'WAITING' } })
    return new EnrolmentBook(tx, run, new EnrolmentSheet(run, waiting, now), quietHours)
  }

  /** As it stands now. */
  get run(): Readonly<CourseRun> {
    return this.#sheet.run
  }

  get changes(): readonly EnrolmentChange[] {
    return this.#sheet.changes
  }

  /** How many wait now, those included that do not fit. */
  waiting(): number {
    return this.#sheet.waiting
  }

  /** Reads the rows of these people, in one query for all. Whoever is asked about later without it is read alone. */
  async know(personIds: readonly number[]): Promise<void> {
    await readPeople(this.#tx, this.#sheet, personIds)
  }

  /** Whose row it is, if it stands for something. */
  async activeOf(personId: number): Promise<Standing | undefined> {
    await this.know([personId])
    return this.#sheet.activeOf(personId)?.row
  }

  /** Gives a place, or a place in line, or an answer as it stands to who is on the list already. */
  async enrol(request: EnrolRequest): Promise<Decision> {
    await this.know([request.personId])
    if (!this.#rules.enrolsAlone(request)) await this.#knowLine()
    return this.#rules.enrol(request)
  }

  /** Takes somebody off the list; what was theirs goes to whoever is next. False where they were not on it. */
  async leave(personId: number, action: Leaving, messageId?: MessageId): Promise<boolean> {
    await this.#knowLineAnd(personId)
    return this.#rules.leave(personId, action, messageId)
  }

  /** Takes what was offered. `late`: the offer was over; `nothing`: none was made, or not any more. */
  async accept(personId: number, messageId?: MessageId): Promise<Acceptance> {
    await this.#knowLineAnd(personId)
    return this.#rules.accept(personId, messageId)
  }

  /** Makes a party larger or smaller. False where there is no room for more; then nothing is changed. */
  async resize(personId: number, party: number, messageId?: MessageId): Promise<boolean> {
    await this.#knowLineAnd(personId)
    return this.#rules.resize(personId, party, messageId)
  }

  /** More places, or fewer. False where more than that are taken or offered; then nothing is changed. */
  async setCapacity(capacity: number): Promise<boolean> {
    await this.#knowLine()
    return this.#rules.setCapacity(capacity)
  }

  /** Offers that nobody has answered in time go to whoever is next. */
  async expire(): Promise<void> {
    await this.#knowLine()
    this.#rules.expire()
  }

  /** Draws lots among those who enrolled within the window: they are put in that order, and whoever fits has a place. */
  async draw(): Promise<void> {
    await this.#knowLine()
    this.#rules.draw()
  }

  /** Writes what was decided; nothing of it stands before. */
  async close(): Promise<void> {
    await writeSheet(this.#tx, this.#sheet, this.#before)
  }

  async #knowLine(): Promise<void> {
    await readLine(this.#tx, this.#sheet)
  }

  async #knowLineAnd(personId: number): Promise<void> {
    await this.know([personId])
    // Where nobody waits there is nobody whom it could concern.
    if (this.#sheet.waiting > 0) await this.#knowLine()
  }
}
