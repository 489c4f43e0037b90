/**
 * Since when this process has been listening, and of when the latest picture is that it kept in mind. Enough to know, for
 * nearly every report, that there is no picture to look for in the database.
 */
export class PicturesHeard {
  readonly #since: Date
  #latest: Date | undefined

  constructor(since: Date) {
    this.#since = since
  }

  /** A picture said at this time was kept in mind. */
  note(at: Date): void {
    if (!this.#latest || at > this.#latest) this.#latest = at
  }

  /** Whether there is certainly none said at this time or later. */
  noneSince(from: Date): boolean {
    return from > this.#since && (this.#latest === undefined || this.#latest < from)
  }
}
