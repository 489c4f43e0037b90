import { withinTime } from './time-limit.ts'

/**
 * Hands things on in the order in which they arrived, although each is first read by calls of different length. One
 * that cannot be read in time does not hold up the others; it is handed on when it comes.
 */
export class ArrivalOrder {
  readonly #patienceMs: number
  #tail: Promise<void> = Promise.resolve()

  constructor(patienceMs = 10_000) {
    this.#patienceMs = patienceMs
  }

  /** `hand` is called once with what `reading` brings, never when it rejects; `hand` must not throw. */
  add<T>(reading: Promise<T>, hand: (thing: T) => void): void {
    const inTime = withinTime(reading, this.#patienceMs, 'reading').then(
      (thing) => () => hand(thing),
      () => () => void reading.then(hand, () => {}),
    )
    const ahead = this.#tail
    this.#tail = (async () => {
      const handOn = await inTime
      await ahead
      handOn()
    })()
  }

  /** Resolves when everything that arrived so far was handed on or given up waiting for. */
  settled(): Promise<void> {
    return this.#tail
  }
}
