import { type DayKey, dayKey } from '../../time/shanghai.ts'

/** What was set aside for one question. */
export interface Reservation {
  readonly day: DayKey
  readonly tokens: number
}

/**
 * How many tokens may be used in a day (Shanghai). Counted by this process since its start: what an endpoint charges is
 * limited here, not accounted for.
 */
export class TokenBudget {
  readonly #perDay: number
  #day: DayKey | undefined
  #used = 0

  constructor(perDay: number) {
    this.#perDay = perDay
  }

  /** Sets `tokens` aside; undefined when the day has not as many left. */
  reserve(tokens: number, now: Date): Reservation | undefined {
    const day = dayKey(now)
    if (day !== this.#day) {
      this.#day = day
      this.#used = 0
    }
    if (this.#used + tokens > this.#perDay) return undefined
    this.#used += tokens
    return { day, tokens }
  }

  /** Puts what was really used in the place of what was set aside. Too late for a day that is over. */
  settle(reservation: Reservation, tokens: number): void {
    if (reservation.day === this.#day) this.#used += tokens - reservation.tokens
  }

  /** The tokens used and set aside on the day it last heard of. */
  get used(): number {
    return this.#used
  }
}
