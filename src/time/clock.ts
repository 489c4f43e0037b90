/** Tells the time. Nothing else in the program asks the machine for it (design rule 7). */
export interface Clock {
  now(): Date
}

/** The machine's own time. */
export const systemClock: Clock = { now: () => new Date() }

/** A clock that can be moved: it runs on from where it was put. For the sandbox and for tests. */
export class MovableClock implements Clock {
  #offset = 0
  readonly #base: Clock
  #frozenAt: Date | undefined

  constructor(base: Clock = systemClock) {
    this.#base = base
  }

  now(): Date {
    return this.#frozenAt ?? new Date(this.#base.now().getTime() + this.#offset)
  }

  /** Puts the clock at `instant`. It runs on from there, or stands there when it was frozen. */
  moveTo(instant: Date): void {
    if (this.#frozenAt) this.#frozenAt = instant
    this.#offset = instant.getTime() - this.#base.now().getTime()
  }

  moveBy(milliseconds: number): void {
    this.moveTo(new Date(this.now().getTime() + milliseconds))
  }

  /** Makes the clock stand still at `instant` until it is moved. */
  static frozen(instant: Date): MovableClock {
    const clock = new MovableClock()
    clock.#frozenAt = instant
    return clock
  }
}
