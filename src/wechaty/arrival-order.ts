import { withinTime } from './time-limit.ts'

/**
 * Hands things on in the order in which they arrived, although each is first read by calls of different length. One
 * that cannot be read in time does not hold up the others; it is handed on when it comes.
 */
export class ArrivalOrder {
  readonly #patienceMs: number
  readonly #turnMs: number
  #tail: Promise<void> = Promise.resolve()

  /** how long a reading may take, and how much longer once everything before it was handed on, in milliseconds */
  constructor(patienceMs = 10_000, turnMs = 2_000) {
    this.#patienceMs = patienceMs
    this.#turnMs = turnMs
  }

  /** `hand` is called once with what `reading` brings, never when it rejects; `hand` must not throw. */
  add<T>(reading: Promise<T>, hand: (thing: T) => void): void {
    const early = withinTime(reading, this.#patienceMs, 'reading').then(
      (thing) => ({ thing }),
      () => undefined,
    )
    const ahead = this.#tail
    this.#tail = (async () => {
      const [read] = await Promise.all([early, ahead])
      if (read) return hand(read.thing)
      // In a large burst all are read side by side and slowly: its turn has come, so it gets a little longer.
      await withinTime(reading, this.#turnMs, 'reading').then(hand, () => void reading.then(hand, () => {}))
    })()
  }

  /** Resolves when everything that arrived so far was handed on or given up waiting for. */
  settled(): Promise<void> {
    return this.#tail
  }
}
