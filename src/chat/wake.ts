/** Lets one part of the program nudge another that waits: something new may be there. */
export class Wake {
  #waiting: (() => void) | undefined
  #called = false
  #calls = 0

  /** How often it was called so far: what was read before the last call may be out of date. */
  get calls(): number {
    return this.#calls
  }

  /** Ends the present wait, or the next one if nobody waits now. */
  call(): void {
    this.#called = true
    this.#calls += 1
    this.#waiting?.()
  }

  /** Waits for a call, at most `milliseconds`. Tells whether there was one. */
  async wait(milliseconds: number): Promise<boolean> {
    if (!this.#called) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        this.#waiting = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    const called = this.#called
    this.#waiting = undefined
    this.#called = false
    return called
  }
}
