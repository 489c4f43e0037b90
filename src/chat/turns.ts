/** Does one piece of work after the other, in the order in which they were asked for. One that fails holds up nobody. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()
  #open = 0

  /** Whether nothing is being done or waits for its turn. */
  get free(): boolean {
    return this.#open === 0
  }

  /** Resolves, or rejects, with what `work` made of its turn. */
  run<T>(work: () => Promise<T>): Promise<T> {
    this.#open += 1
    const done = this.#last.then(work).finally(() => {
      this.#open -= 1
    })
    this.#last = done.catch(() => undefined)
    return done
  }

  /** Resolves when everything asked for until now is done. */
  async done(): Promise<void> {
    await this.#last
  }
}
