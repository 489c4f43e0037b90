import { type Database, isUniqueViolation } from '../database/database.ts'
import type { JobRun } from '../database/types.ts'
import type { Clock } from '../time/clock.ts'
import { AtOnce } from './at-once.ts'
import type { Known } from './due.ts'
import type { Job } from './job.ts'
import { addEntries, type Ending, type Entry, finishSlots, newestSlots, slotsSince, unfinishedRuns } from './ledger.ts'

/**
 * How long the end of a run waits for those of other jobs, to be written down with them. Should the process die in this time, what
 * was done is done again, which must do no harm.
 */
const ENDS_WAIT_MS = 50

/**
 * The ledger as all jobs of a heart use it. At a beat they ask it the same things in the same moment, a dozen and more of them, and
 * most then have nothing to do: asked one by one, the ledger took longer than the work. What several ask or write at a time is
 * one question, or one transaction.
 */
export class SharedLedger {
  readonly #database: Database
  readonly #unfinished: AtOnce<string, readonly JobRun[]>
  readonly #newest: AtOnce<string, Known | undefined>
  readonly #added: AtOnce<() => readonly Entry[], readonly number[] | undefined>
  readonly #finished: AtOnce<Ending, void>
  /** the runs that were begun or taken up again and have not ended */
  #underWay = 0
  #allEnded: (() => void) | undefined
  /** the newest slot of each job when it was last asked for: no older one can be the newest now */
  readonly #seen = new Map<string, Date>()

  /** @param attempts what was begun so often and failed is given up */
  constructor({
    database,
    jobs,
    clock,
    attempts,
  }: { readonly database: Database; readonly jobs: readonly Job[]; readonly clock: Clock; readonly attempts: number }) {
    this.#database = database
    this.#unfinished = new AtOnce(async (take) => {
      const names = take()
      const now = clock.now()
      const since = new Date(now.getTime() - Math.max(...jobs.map(({ graceMs }) => graceMs)))
      const runs = await unfinishedRuns(database.client, { since, now, attempts })
      return names.map((name) => runs.filter(({ job }) => job === name))
    })
    this.#newest = new AtOnce(async (take) => await this.#newestOf(take()))
    this.#added = new AtOnce(async (take) => await this.#addAll(take()))
    this.#finished = new AtOnce(async (take) => {
      await this.#otherEnds()
      return database.transaction(async (tx) => {
        // Who has ended while the transaction waited for its turn is still taken along.
        const endings = take()
        await finishSlots(tx, endings)
        return endings.map(() => undefined)
      })
    })
  }

  /** What was begun of a job and not done, oldest first: see `unfinishedRuns`. */
  unfinished(job: string): Promise<readonly JobRun[]> {
    return this.#unfinished.ask(job)
  }

  /** The newest slot of a job; undefined where it has none. */
  newest(job: string): Promise<Known | undefined> {
    return this.#newest.ask(job)
  }

  /**
   * Adds rows of one job, all or none, and resolves with their numbers; undefined when another process has written one of the slots
   * first.
   *
   * @param entries called when the transaction has its turn, and again where it is tried again
   */
  add(entries: () => readonly Entry[]): Promise<readonly number[] | undefined> {
    return this.#added.ask(entries)
  }

  /** A run begins, of which `finish` will be told. */
  begin(): void {
    this.#underWay += 1
  }

  /** Writes down how a run ended, unless its slot was taken from it in the meantime. */
  finish(ending: Ending): Promise<void> {
    this.#underWay -= 1
    if (this.#underWay === 0) this.#allEnded?.()
    return this.#finished.ask(ending)
  }

  /** Resolves when no run is under way, or when the others take long. */
  async #otherEnds(): Promise<void> {
    if (this.#underWay === 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ENDS_WAIT_MS)
      this.#allEnded = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async #newestOf(names: readonly string[]): Promise<(Known | undefined)[]> {
    const { client } = this.#database
    const unknown = names.filter((name) => !this.#seen.has(name))
    if (unknown.length > 0) for (const { job, slot } of await newestSlots(client, unknown)) this.#seen.set(job, slot)
    const since = names.flatMap((job) => {
      const slot = this.#seen.get(job)
      return slot ? [{ job, slot }] : []
    })
    const rows = await slotsSince(client, since)
    return names.map((name) => {
      const newest = rows.findLast(({ job }) => job === name)
      // A ledger that was emptied begins anew.
      if (newest) this.#seen.set(name, newest.slot)
      else this.#seen.delete(name)
      return newest
    })
  }

  async #addAll(asked: readonly (() => readonly Entry[])[]): Promise<(readonly number[] | undefined)[]> {
    try {
      return await this.#database.transaction(async (tx) => {
        const entries = asked.map((make) => make())
        const ids = await addEntries(tx, entries.flat())
        let given = 0
        return entries.map(({ length }) => {
          given += length
          return ids.slice(given - length, given)
        })
      })
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      if (asked.length === 1) return [undefined]
      // Whichever it was that another process has written, the others do not suffer for it.
      const each: (readonly number[] | undefined)[] = []
      for (const one of asked) each.push(...(await this.#addAll([one])))
      return each
    }
  }
}
