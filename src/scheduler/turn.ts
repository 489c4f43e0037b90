/** Does one piece of work at a time. Asked while it is being done, it is done once more afterwards, however often asked. */
export class Turn {
  readonly #work: () => Promise<void>
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

  /** @param work must not reject */
  constructor(work: () => Promise<void>) {
    this.#work = work
  }

  /** Resolves when the work has been done from beginning to end after this call. */
  take(): Promise<void> {
    if (this.#running) {
      this.#next ??= this.#running.then(() => {
        this.#next = undefined
        return this.take()
      })
      return this.#next
    }
    this.#running = this.#work().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Resolves when nothing is being done. */
  async idle(): Promise<void> {
    await (this.#next ?? this.#running)
  }
}
