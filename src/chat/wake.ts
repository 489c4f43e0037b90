/** Lets one part of the program nudge another that waits: something new may be there. */
export class Wake {
  #waiting: (() => void) | undefined
  #called = false

  /** Ends the present wait, or the next one if nobody waits now. */
  call(): void {
    this.#called = true
    this.#waiting?.()
  }

  /** Waits for a call, at most `milliseconds`. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#called) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        this.#waiting = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#waiting = undefined
    this.#called = false
  }
}
