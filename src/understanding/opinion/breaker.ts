/** How somebody may pass: as usual, or as the one who tries whether it works again. */
export type Pass = 'usual' | 'trial'

export interface BreakerTimes {
  /** so many failures in a row open it */
  readonly failures: number
  /** how long it stays open at first, in milliseconds; it doubles with each trial that fails */
  readonly firstPauseMs: number
  readonly longestPauseMs: number
}

export const BREAKER_TIMES: BreakerTimes = { failures: 3, firstPauseMs: 30_000, longestPauseMs: 3_600_000 }

/**
 * Keeps away for a while from what has failed several times in a row. After the pause one is let through to try; if that
 * fails too, the next pause is twice as long.
 */
export class Breaker {
  readonly #times: BreakerTimes
  #failures = 0
  #openUntil: number | undefined
  #pauseMs = 0
  #trying = false

  constructor(times: BreakerTimes = BREAKER_TIMES) {
    this.#times = times
  }

  /** Undefined while it is open. Whoever got a pass says afterwards how it went. */
  enter(now: Date): Pass | undefined {
    if (this.#openUntil === undefined) return 'usual'
    const leftMs = this.#openUntil - now.getTime()
    // No pause is that long: the clock was put back.
    const closed = leftMs > 0 && leftMs <= this.#times.longestPauseMs
    if (closed || this.#trying) return undefined
    this.#trying = true
    return 'trial'
  }

  /** Says whether it was open before. */
  succeeded(pass: Pass): boolean {
    const wasOpen = this.#openUntil !== undefined
    // An answer to who had entered before it opened says nothing about now.
    if (wasOpen && pass === 'usual') return false
    this.#failures = 0
    this.#openUntil = undefined
    this.#pauseMs = 0
    this.#trying = false
    return wasOpen
  }

  /** Nothing was tried after all. */
  abandoned(pass: Pass): void {
    if (pass === 'trial') this.#trying = false
  }

  /**
   * @param atLeastMs a pause that was asked for; with it, it opens at once
   * @returns how long it is open from now on, in milliseconds; undefined while it is not, or had been before
   */
  failed(pass: Pass, now: Date, atLeastMs?: number): number | undefined {
    if (pass === 'trial') this.#trying = false
    else if (this.#openUntil !== undefined) return undefined
    this.#failures++
    if (pass === 'usual' && atLeastMs === undefined && this.#failures < this.#times.failures) return undefined
    const { firstPauseMs, longestPauseMs } = this.#times
    this.#pauseMs = Math.min(Math.max(this.#pauseMs * 2, firstPauseMs, atLeastMs ?? 0), longestPauseMs)
    this.#openUntil = now.getTime() + this.#pauseMs
    return this.#pauseMs
  }
}
