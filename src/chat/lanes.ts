/**
 * Runs tasks one after the other within a lane, and lanes side by side. Messages of one chat share a lane, so they are
 * handled in the order in which they arrived.
 */
export class Lanes {
  readonly #tails = new Map<string, Promise<void>>()

  /** Adds a task to the end of its lane. A task must not reject; one that does is swallowed so that the lane goes on. */
  run(lane: string, task: () => Promise<void>): Promise<void> {
    const before = this.#tails.get(lane) ?? Promise.resolve()
    const done = before.then(task).catch(() => undefined)
    this.#tails.set(lane, done)
    void done.then(() => {
      if (this.#tails.get(lane) === done) this.#tails.delete(lane)
    })
    return done
  }

  /** Resolves when every task added so far, and every task those added, is done. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values())
  }
}
