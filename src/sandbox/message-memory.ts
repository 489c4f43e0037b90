import type { Said } from './puppet-options.ts'

interface Kept<Payload> {
  readonly said: Said
  /** the message as its puppet describes it */
  readonly payload: Payload
}

/** The last messages of an account, for as long as the bot may still ask for them: bounded in number and in bytes. */
export class MessageMemory<Payload> {
  readonly #messages: number
  readonly #pictureBytes: number
  readonly #kept = new Map<string, Kept<Payload>>()
  #bytes = 0

  constructor(messages: number, pictureBytes: number) {
    this.#messages = messages
    this.#pictureBytes = pictureBytes
  }

  /** @throws when there is no such message, or it was too long ago */
  find(id: string): Kept<Payload> {
    const kept = this.#kept.get(id)
    if (!kept) throw new Error(`no such message, or too long ago: ${id}`)
    return kept
  }

  keep(said: Said, payload: Payload): void {
    this.#kept.set(said.id, { said, payload })
    this.#bytes += said.picture?.bytes.length ?? 0
    this.#dropOldest()
  }

  /** Maps keep insertion order, so the first is the oldest. Too many bytes cost old messages their pictures only. */
  #dropOldest(): void {
    for (const [id, { said, payload }] of this.#kept) {
      const tooMany = this.#kept.size > this.#messages
      if (!tooMany && this.#bytes <= this.#pictureBytes) return
      if (tooMany) this.#kept.delete(id)
      else if (said.picture) this.#kept.set(id, { said: { ...said, picture: undefined }, payload })
      this.#bytes -= said.picture?.bytes.length ?? 0
    }
  }
}
