/** Those who ask in the same moment are answered together: many small questions to the database become one. */
export class AtOnce<Asked, Answer> {
  readonly #answer: (take: () => readonly Asked[]) => Promise<readonly Answer[]>
  #open: { readonly asked: Asked[]; readonly answers: Promise<readonly Answer[]> } | undefined

  /**
   * @param answer calls `take` for what was asked until then, and resolves with an answer to each, in the same order. Who asks
   *   later is answered by another round; `take` called again hands out the same.
   */
  constructor(answer: (take: () => readonly Asked[]) => Promise<readonly Answer[]>) {
    this.#answer = answer
  }

  /** @throws what `answer` throws, which all who asked with this one hear too */
  async ask(one: Asked): Promise<Answer> {
    const round = this.#open ?? this.#begin()
    const place = round.asked.push(one) - 1
    // As many answers as were asked for.
    return (await round.answers)[place] as Answer
  }

  #begin() {
    const asked: Asked[] = []
    const close = () => {
      if (this.#open?.asked === asked) this.#open = undefined
    }
    const take = () => {
      close()
      return asked
    }
    // Not at once: the others are about to ask.
    const answers = Promise.resolve()
      .then(() => this.#answer(take))
      .finally(close)
    this.#open = { asked, answers }
    return this.#open
  }
}
