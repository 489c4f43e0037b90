import type { Said } from './puppet-options.ts'

interface Kept<Payload> {
  readonly said: Said
  /** the message as its puppet describes it */
  readonly payload: Payload
}

/** The last messages of an account, for as long as the bot may still ask for them: bounded in number and in bytes. */
export class MessageMemory<Payload> {
  readonly #messages: number
  readonly #fileBytes: number
  readonly #kept = new Map<string, Kept<Payload>>()
  #bytes = 0

  constructor(messages: number, fileBytes: number) {
    this.#messages = messages
    this.#fileBytes = fileBytes
  }

  /** @throws when there is no such message, or it was too long ago */
  find(id: string): Kept<Payload> {
    const kept = this.#kept.get(id)
    if (!kept) throw new Error(`no such message, or too long ago: ${id}`)
    return kept
  }

  keep(said: Said, payload: Payload): void {
    this.#kept.set(said.id, { said, payload })
    this.#bytes += bytesOf(said)
    this.#dropOldest()
  }

  /** Maps keep insertion order, so the first is the oldest. Too many bytes cost old messages their pictures and files only. */
  #dropOldest(): void {
    for (const [id, { said, payload }] of this.#kept) {
      const tooMany = this.#kept.size > this.#messages
      if (!tooMany && this.#bytes <= this.#fileBytes) return
      if (tooMany) this.#kept.delete(id)
      else if (bytesOf(said) > 0)
        this.#kept.set(id, { said: { ...said, picture: undefined, file: undefined }, payload })
      this.#bytes -= bytesOf(said)
    }
  }
}

function bytesOf({ picture, file }: Said): number {
  return (picture ?? file)?.bytes.length ?? 0
}
