/**
 * Lets a fixed number of pieces of work run at a time. Whoever came first goes first, however long it has to wait: a
 * piece of work that wants several places holds back those behind it until it has them.
 */
export class Queue {
  readonly places: number
  #free: number
  #waiting: { readonly wants: number; readonly start: () => void }[] = []

  constructor(places: number) {
    this.places = places
    this.#free = places
  }

  /** Runs `work` when its turn comes. `wants` is how many of the places it takes; all of them means it runs alone. */
  async run<T>(work: () => Promise<T>, wants = 1): Promise<T> {
    await new Promise<void>((start) => {
      this.#waiting.push({ wants: Math.min(wants, this.places), start })
      this.#admit()
    })
    try {
      return await work()
    } finally {
      this.#free += Math.min(wants, this.places)
      this.#admit()
    }
  }

  #admit(): void {
    let admitted = 0
    for (const next of this.#waiting) {
      if (next.wants > this.#free) break
      this.#free -= next.wants
      admitted++
      next.start()
    }
    if (admitted > 0) this.#waiting.splice(0, admitted)
  }
}
