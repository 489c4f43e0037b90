/** The first rest, and the longest: each is twice the one before it. Ours; a gateway that hangs seldom does so for hours. */
const FIRST_REST_MS = 30_000
const LONGEST_REST_MS = 10 * 60_000
/** One message without an answer happens to every gateway, and nobody else's waits because of it. */
const FROM = 2

/**
 * Lets an account rest while the chat answers nothing. Each message handed over meanwhile would be of unknown fate, for
 * staff to settle; so after the second in a row one is tried now and then, until there is an answer or an echo.
 */
export class Unanswered {
  #inARow = 0
  #until = 0
  #length = 0

  /** Nobody knows what became of a message. Returns the how many-th in a row it is. */
  another(now: Date): number {
    this.#inARow += 1
    if (this.#inARow >= FROM) {
      this.#length = Math.min(FIRST_REST_MS * 2 ** (this.#inARow - FROM), LONGEST_REST_MS)
      this.#until = now.getTime() + this.#length
    }
    return this.#inARow
  }

  /** Something was certainly said. */
  answered(): void {
    this.#inARow = 0
    this.#until = 0
  }

  /** The connection is another one: it is tried at once, and the next rest is longer if that was no better. */
  tryAgain(): void {
    this.#until = 0
  }

  /** For how many milliseconds nothing is to be said; 0 where something may be. */
  rest(now: Date): number {
    // A clock that was moved back must not make it longer.
    return Math.max(0, Math.min(this.#until - now.getTime(), this.#length))
  }
}
