/** Remembers the latest answers, as many as it was made for; an answer used again counts as late. */
export class RecentAnswers<Answer> {
  readonly #most: number
  readonly #answers = new Map<string, Answer>()

  constructor(most: number) {
    this.#most = most
  }

  /** The answer in a box, for "there is nothing to say" is an answer too. */
  find(key: string): { readonly answer: Answer } | undefined {
    if (!this.#answers.has(key)) return undefined
    const answer = this.#answers.get(key) as Answer
    this.#answers.delete(key)
    this.#answers.set(key, answer)
    return { answer }
  }

  keep(key: string, answer: Answer): void {
    this.#answers.delete(key)
    this.#answers.set(key, answer)
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.#most) return
      this.#answers.delete(oldest)
    }
  }
}
