import type { PuppetFaults } from './puppet-options.ts'

/** A message held back for being overtaken goes out after this time if none follows, in milliseconds. */
const OVERTAKEN_WITHIN_MS = 1000

export interface DeliveriesOptions {
  readonly faults: PuppetFaults
  /** whether anybody hears what is delivered now */
  readonly heard: () => boolean
  readonly deliver: (id: string) => void
  /** how many ids are kept for a replay */
  readonly keep: number
}

/** The way of what was said to the bot: at once and once, or as the faults have it. */
export class Deliveries {
  readonly #options: DeliveriesOptions
  readonly #delivered = new Set<string>()
  readonly #missed: string[] = []
  #held: { readonly id: string; readonly timer: NodeJS.Timeout } | undefined

  constructor(options: DeliveriesOptions) {
    this.#options = options
  }

  /** Something was said that the bot should hear. A bot that is not there misses it, as on WeChat. */
  add(id: string): void {
    const { faults, heard, keep } = this.#options
    if (!heard()) {
      this.#missed.push(id)
      if (this.#missed.length > keep) this.#missed.shift()
      return
    }
    const held = this.#held
    if (held) {
      this.#held = undefined
      clearTimeout(held.timer)
    } else if (faults.reordered) {
      this.#held = { id, timer: setTimeout(() => this.#release(), OVERTAKEN_WITHIN_MS).unref() }
      return
    }
    this.#hand(id)
    if (held) this.#hand(held.id)
  }

  /**
   * Delivers in one burst what was missed, after the last `again` messages that were not. Returns how many there were.
   */
  replay(again: number): number {
    const before = again > 0 ? [...this.#delivered].slice(-again) : []
    const burst = [...before, ...this.#missed.splice(0)]
    for (const id of burst) this.#hand(id)
    return burst.length
  }

  #release(): void {
    const held = this.#held
    this.#held = undefined
    if (held) this.#hand(held.id)
  }

  #hand(id: string): void {
    const { faults, deliver, keep } = this.#options
    this.#delivered.add(id)
    const [oldest] = this.#delivered
    if (this.#delivered.size > keep && oldest !== undefined) this.#delivered.delete(oldest)
    deliver(id)
    if (faults.duplicateDelivery) deliver(id)
  }
}
