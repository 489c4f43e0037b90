/**
 * The pieces of one run that do not hang on one another: where one fails the others are done all the same, and at the end
 * the run counts as failed, so that the ledger and /状态 know.
 */
export class Apart {
  readonly #failed: unknown[] = []

  /** What `work` resolves with; undefined where it fails. */
  async do<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      this.#failed.push(error)
      return undefined
    }
  }

  /** How the run went, for the record. @throws AggregateError with everything that failed */
  outcome(done: string): string {
    if (this.#failed.length === 0) return done
    throw new AggregateError(this.#failed, `${done}; ${this.#failed.length} failed`)
  }
}
