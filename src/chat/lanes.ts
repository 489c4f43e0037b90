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

  /** Resolves when every task added so far, and every task those added, is done: in all lanes, or in one. */
  async idle(lane?: string): Promise<void> {
    const tails = () => [...this.#tails].flatMap(([name, tail]) => (lane === undefined || name === lane ? [tail] : []))
    for (let left = tails(); left.length > 0; left = tails()) await Promise.all(left)
  }
}
