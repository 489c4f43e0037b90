import { withinTime } from './time-limit.ts'

export interface PulseOptions {
  /** how long the other side may be silent before it is asked, in milliseconds */
  readonly everyMs: number
  /** how long an answer may take, in milliseconds */
  readonly withinMs: number
  /** Asks for a sign of life. Resolves when the other side answered, whatever it said; rejects when it did not. */
  readonly ask: () => Promise<void>
  /** Called once, when nothing was heard in spite of asking twice. */
  readonly dead: (reason: string) => void
  readonly now: () => Date
}

/** Both a reply that was dropped on the way and a program that was busy for a moment look like death once. */
const MISSES = 2

/**
 * Notices that the other side is gone although nobody closed the connection: a cut cable, a machine that was switched
 * off, a gateway that hangs. As long as anything comes in nothing is asked.
 *
 * Where the answer has once come by the stream of events too, it is expected there every time: a stream that has dried up
 * beside calls that are still answered would otherwise leave the bot deaf.
 */
export class Pulse {
  readonly #options: PulseOptions
  #timer: NodeJS.Timeout | undefined
  #aliveAt: Date
  #heard = 0
  #answers = 0
  #asking = false
  #answersByStream = false

  constructor(options: PulseOptions) {
    this.#options = options
    this.#aliveAt = options.now()
  }

  /** The last moment at which the other side was certainly there. */
  get aliveAt(): Date {
    return this.#aliveAt
  }

  start(): void {
    let before = this.#heard
    this.#timer ??= setInterval(() => {
      const silent = this.#heard === before
      before = this.#heard
      if (silent && !this.#asking) void this.#ask()
    }, this.#options.everyMs).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** Something came in by the stream of events. */
  heard(): void {
    this.#heard++
    this.#aliveAt = this.#options.now()
  }

  /** The answer to a question came in by the stream of events. */
  answered(): void {
    this.#answers++
  }

  async #ask(): Promise<void> {
    const { withinMs, dead } = this.#options
    this.#asking = true
    try {
      for (let miss = 1; this.#timer; miss++) {
        const reason = await this.#miss()
        if (reason === undefined) return
        if (miss >= MISSES && this.#timer) {
          this.stop()
          return dead(`the gateway gave no sign of life for ${MISSES} × ${withinMs} ms (${reason})`)
        }
      }
    } finally {
      this.#asking = false
    }
  }

  /** Asks once; undefined when there was a sign of life, otherwise what was missed. */
  async #miss(): Promise<string | undefined> {
    const { ask, withinMs, now } = this.#options
    const heard = this.#heard
    const answers = this.#answers
    try {
      await withinTime(ask(), withinMs, 'an answer')
    } catch (error) {
      return this.#heard > heard ? undefined : error instanceof Error ? error.message : String(error)
    }
    if (await this.#answeredAfter(answers)) this.#answersByStream = true
    else if (this.#answersByStream && this.#heard === heard) return 'calls are answered, but no events come'
    this.#aliveAt = now()
    return undefined
  }

  /** Whether an answer comes by the stream in time; one that has not decided yet whether it does that gets it too. */
  async #answeredAfter(answers: number): Promise<boolean> {
    const STEPS = 20
    for (let step = 0; step < STEPS && this.#answers === answers && this.#timer; step++) {
      await new Promise((resolve) => setTimeout(resolve, this.#options.withinMs / STEPS).unref())
    }
    return this.#answers > answers
  }
}
