/** Chance that comes out the same for the same seed, so that a run that found something can be played again. */
export class SeededRandom {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1
    // The first numbers of neighbouring seeds resemble each other.
    for (let turn = 0; turn < 16; turn++) this.next()
  }

  /** At least 0, less than 1. */
  next(): number {
    // Marsaglia's xorshift with 32 bits: any number but 0 leads through all others.
    this.#state ^= this.#state << 13
    this.#state ^= this.#state >>> 17
    this.#state ^= this.#state << 5
    this.#state >>>= 0
    return this.#state / 2 ** 32
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  chance(share: number): boolean {
    return this.next() < share
  }
}
