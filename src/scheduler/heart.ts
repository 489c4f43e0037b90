import cron, { type ScheduledTask } from 'node-cron'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { isUniqueViolation } from '../database/database.ts'
import type { Clock } from '../time/clock.ts'

/** Work that comes round again. It must do no harm when it is done twice or late. */
export interface Job {
  readonly name: string
  /** The moment of the slot that `now` lies in; a slot is worked on once, by whichever process gets to it first. */
  readonly slot: (now: Date) => Date
  /** Does the work and says in a few words what was done, for the record. */
  readonly run: (now: Date) => Promise<string>
}

export interface HeartOptions {
  readonly jobs: readonly Job[]
  readonly database: Database
  /** names this process: the slots it works on are claimed in this name */
  readonly owner: string
  readonly clock: Clock
  readonly log: Logger
}

/** Once a minute looks which jobs have a slot that nobody has worked on yet, and does them. */
export class Heart {
  readonly #options: HeartOptions
  #task: ScheduledTask | undefined
  #beating: Promise<void> = Promise.resolve()

  constructor(options: HeartOptions) {
    this.#options = options
  }

  start(): void {
    this.#task = cron.schedule('* * * * *', () => void this.beat(), { timezone: 'Asia/Shanghai' })
    void this.beat()
  }

  /** Finishes the job that is being done and does no more. */
  async stop(): Promise<void> {
    await this.#task?.destroy()
    await this.#beating
  }

  /** Does what is due now. Beats never overlap; also called when the sandbox's clock was moved. */
  beat(): Promise<void> {
    this.#beating = this.#beating.then(() => this.#beat())
    return this.#beating
  }

  async #beat(): Promise<void> {
    const { jobs, log } = this.#options
    for (const job of jobs) {
      try {
        await this.#work(job)
      } catch (error) {
        log.error({ err: error, job: job.name }, 'a job failed; its next slot will try again')
      }
    }
  }

  async #work(job: Job): Promise<void> {
    const { database } = this.#options
    const now = this.#options.clock.now()
    const slot = job.slot(now)
    const where = { job_slot: { job: job.name, slot } }
    if (await database.client.jobRun.findUnique({ where, select: { id: true } })) return
    try {
      await database.transaction((tx) =>
        tx.jobRun.create({
          data: { job: job.name, slot, state: 'RUNNING', claimedBy: this.#options.owner, startedAt: now },
        }),
      )
    } catch (error) {
      if (isUniqueViolation(error)) return
      throw error
    }
    const outcome = await job.run(now)
    const finishedAt = this.#options.clock.now()
    await database.transaction((tx) => tx.jobRun.update({ where, data: { state: 'DONE', finishedAt, outcome } }))
  }
}
