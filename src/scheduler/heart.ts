import cron, { type ScheduledTask } from 'node-cron'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { storable } from '../database/storable.ts'
import type { JobRun } from '../database/types.ts'
import type { Clock } from '../time/clock.ts'
import { dueAt, type Known, type Missed } from './due.ts'
import type { Job } from './job.ts'
import { abandonSlot, type Claim, claimed, type Entry, lastSlot, renewLease, retakeSlot, skipped } from './ledger.ts'
import { SharedLedger } from './shared-ledger.ts'
import { Turn } from './turn.ts'

const MINUTE = 60_000
/** How long a slot that failed waits before it is worked on again; after the last it is given up. */
const RETRY_AFTER_MS = [MINUTE, 10 * MINUTE, 60 * MINUTE]
const MOST_ATTEMPTS = RETRY_AFTER_MS.length + 1

export interface HeartOptions {
  readonly jobs: readonly Job[]
  readonly database: Database
  /** names this process: the slots it works on are claimed in this name */
  readonly owner: string
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Looks once a minute which slots of which jobs are due and works on them, each once whichever process gets to it first.
 * What is due is told by the ledger (JobRun) and the clock alone: it does not matter whether the program was away, the
 * machine slept, or the sandbox's clock was moved.
 *
 * Each job has its own turn, so that one that takes long or hangs holds up nobody else.
 */
export class Heart {
  readonly #options: HeartOptions
  readonly #turns: readonly Turn[]
  readonly #ledger: SharedLedger
  /** when this program began: a job that is new is due from then on, never for the past */
  readonly #born: Date
  /** what runs in this process, also what has had its time: nothing else of the same job is begun meanwhile */
  readonly #running = new Set<Job>()
  #task: ScheduledTask | undefined
  #stopping = false

  constructor(options: HeartOptions) {
    this.#options = options
    this.#ledger = new SharedLedger({ ...options, attempts: MOST_ATTEMPTS })
    this.#born = options.clock.now()
    this.#turns = options.jobs.map((job) => new Turn(() => this.#safely(job)))
  }

  get jobs(): readonly Job[] {
    return this.#options.jobs
  }

  start(): void {
    // A minute that node-cron missed needs no warning: the ledger knows.
    this.#task = cron.schedule('* * * * *', () => void this.beat(), {
      timezone: 'Asia/Shanghai',
      suppressMissedWarning: true,
    })
    void this.beat()
  }

  /** Finishes what is being worked on and begins nothing more. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#task?.destroy()
    await Promise.all(this.#turns.map((turn) => turn.idle()))
  }

  /**
   * Works on what is due now and resolves when that is done, or has taken too long. In one process a job never runs twice
   * at a time, nor does one slot in two; also called when the sandbox's clock was moved.
   */
  async beat(): Promise<void> {
    await Promise.all(this.#turns.map((turn) => turn.take()))
  }

  async #safely(job: Job): Promise<void> {
    try {
      await this.#work(job)
    } catch (error) {
      this.#options.log.error({ err: error, job: job.name }, 'the ledger could not be read or written; trying again')
    }
  }

  async #work(job: Job): Promise<void> {
    if (this.#stopping || this.#running.has(job)) return
    const now = this.#options.clock.now()
    await this.#again(job, now)
    const { missed, slots } = dueAt(job, await this.#known(job, now), now)
    const [first, ...others] = slots
    await this.#begin(job, first, missed, now)
    for (const slot of others) await this.#begin(job, slot, undefined, now)
  }

  /** Where the job stands. A job the ledger does not know begins with the program. */
  async #known(job: Job, now: Date): Promise<{ last: Known; newest: Known }> {
    const newest = await this.#ledger.newest(job.name)
    const isPast = newest !== undefined && newest.slot <= now
    const last = isPast ? newest : newest && (await lastSlot(this.#options.database.client, job.name, now))
    if (newest && last) return { newest, last }
    const born = this.#born < now ? this.#born : now
    const [id] = (await this.#ledger.add(() => [skipped(job.name, born, { outcome: null, now })])) ?? []
    if (id === undefined) return this.#known(job, now)
    const mark = { id, slot: born }
    return { newest: newest ?? mark, last: mark }
  }

  /** Works on a slot, where there is one, and writes down what was missed before it. */
  async #begin(job: Job, slot: Date | undefined, missed: Missed | undefined, now: Date): Promise<void> {
    if (this.#stopping || this.#running.has(job)) return
    const before = this.#missed(job, missed, now)
    if (!slot) {
      if (before.length > 0) await this.#ledger.add(() => before)
      return
    }
    // As late as it is written: the lease of one that waited long for its transaction would be over as soon as it is there.
    const taken = () => claimed(job.name, slot, this.#taking(job))
    let added = await this.#ledger.add(() => [...before, taken()])
    // Another process has written the slot, or only what was missed.
    if (!added && before.length > 0) added = await this.#ledger.add(() => [taken()])
    const id = added?.at(-1)
    if (id !== undefined) await this.#run(job, { id, slot, attempts: 1 })
  }

  #missed(job: Job, missed: Missed | undefined, now: Date): Entry[] {
    if (!missed) return []
    const { count, first, last } = missed
    this.#options.log.warn({ job: job.name, slots: count, since: first }, 'slots were missed and are skipped')
    return [skipped(job.name, last, { outcome: `${count} missed since ${first.toISOString()}`, now })]
  }

  /** What was begun and not done: by a process that died, or with an error. */
  async #again(job: Job, now: Date): Promise<void> {
    const { database } = this.#options
    const since = new Date(now.getTime() - job.graceMs)
    const newest = job.missed === 'latest' ? job.schedule.latest(now) : since
    const superseded = ({ slot }: JobRun) => slot < newest
    const unfinished = await this.#ledger.unfinished(job.name)
    for (const run of unfinished.filter(({ state }) => state === 'RUNNING')) {
      if (superseded(run) || run.slot < since || run.attempts >= MOST_ATTEMPTS)
        await database.transaction((tx) => abandonSlot(tx, run, now))
      else await this.#retake(job, run)
    }
    for (const run of unfinished.filter(({ state, slot }) => state === 'FAILED' && slot >= since)) {
      const wait = RETRY_AFTER_MS[run.attempts - 1] ?? 0
      if (!superseded(run) && (run.finishedAt ?? run.slot).getTime() + wait <= now.getTime())
        await this.#retake(job, run)
    }
  }

  async #retake(job: Job, run: JobRun): Promise<void> {
    if (this.#stopping || this.#running.has(job)) return
    const claim = await this.#options.database.transaction((tx) => retakeSlot(tx, run, this.#taking(job)))
    if (claim) await this.#run(job, claim)
  }

  /** Resolves when the run has ended and that is written down, or when it has had its time. */
  async #run(job: Job, claim: Claim): Promise<void> {
    const { log } = this.#options
    let timer: NodeJS.Timeout | undefined
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        log.error({ job: job.name, slot: claim.slot, limitMs: job.limitMs }, 'a job hangs; going on without it')
        resolve()
      }, job.limitMs)
    })
    // Should it end later after all, that is written down unless somebody has taken up the slot since.
    await Promise.race([this.#runAndFinish(job, claim), tooLong])
    clearTimeout(timer)
  }

  async #runAndFinish(job: Job, claim: Claim): Promise<void> {
    const { clock, log } = this.#options
    this.#running.add(job)
    this.#ledger.begin()
    const renewing = this.#renewing(job, claim)
    let state: 'DONE' | 'FAILED' = 'DONE'
    let outcome: string
    try {
      outcome = await job.run(claim.slot, clock.now())
    } catch (error) {
      state = 'FAILED'
      outcome = firstLine(error)
      log.error({ err: error, job: job.name, slot: claim.slot, attempt: claim.attempts }, 'a job failed')
    } finally {
      clearInterval(renewing)
    }
    try {
      await this.#ledger.finish({ claim, state, outcome, at: clock.now() })
    } catch (error) {
      log.error({ err: error, job: job.name, slot: claim.slot }, 'how a job ended could not be written down')
    } finally {
      this.#running.delete(job)
    }
  }

  /** As long as a run lives, however long, no other process takes it for dead. */
  #renewing(job: Job, claim: Claim): NodeJS.Timeout {
    const { database, log } = this.#options
    let asking = false
    const renew = async () => {
      // One after the other, or an older lease might be written last.
      if (this.#stopping || asking) return
      asking = true
      try {
        const { leaseUntil } = this.#taking(job)
        const still = await database.transaction((tx) => renewLease(tx, claim, leaseUntil))
        if (!still) log.debug({ job: job.name, slot: claim.slot }, 'the slot of a job is not its own any more')
      } catch (error) {
        log.warn({ err: error, job: job.name }, 'the lease of a job could not be renewed')
      } finally {
        asking = false
      }
    }
    return setInterval(() => void renew(), job.limitMs / 3).unref()
  }

  #taking({ limitMs }: Job): { owner: string; now: Date; leaseUntil: Date } {
    const now = this.#options.clock.now()
    return { owner: this.#options.owner, now, leaseUntil: new Date(now.getTime() + limitMs) }
  }
}

/** The first line of what went wrong, as long as the ledger's reader cares for. */
function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n')
  return storable(line.slice(0, 200)) || 'failed without a word'
}
