import type { WireRelay } from './page/wire.ts'

/** Looked for so often while something may have changed, in milliseconds of real time. */
const SOON_MS = 250
/** After the last change it is looked a few times more: the message is said before its row says so. */
const LOOKS = 6

/** Tells the windows how the relays stand, shortly after anything was said; only when it has changed. */
export class RelayFeed {
  readonly #read: () => Promise<readonly WireRelay[]>
  readonly #changed: (relays: readonly WireRelay[]) => void
  #relays: readonly WireRelay[] = []
  #timer: NodeJS.Timeout | undefined
  #looks = 0
  #closed = false

  constructor(read: () => Promise<readonly WireRelay[]>, changed: (relays: readonly WireRelay[]) => void) {
    this.#read = read
    this.#changed = changed
  }

  get relays(): readonly WireRelay[] {
    return this.#relays
  }

  /** Something was said, or the clock was moved. */
  stir(): void {
    this.#looks = LOOKS
    this.#timer ??= this.#later()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #later(): NodeJS.Timeout {
    return setTimeout(() => void this.#look(), SOON_MS).unref()
  }

  async #look(): Promise<void> {
    // While the database is away there is nothing to show, and whoever needs to know is told elsewhere.
    const relays = await this.#read().catch(() => this.#relays)
    if (this.#closed) return
    if (JSON.stringify(relays) !== JSON.stringify(this.#relays)) {
      this.#relays = relays
      this.#changed(relays)
    }
    this.#looks -= 1
    this.#timer = this.#looks > 0 ? this.#later() : undefined
  }
}
