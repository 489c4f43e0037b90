import { randomUUID } from 'node:crypto'
import type { Clock } from '../time/clock.ts'
import { MessageMemory } from './message-memory.ts'
import type { Said } from './puppet-options.ts'

/** As WeChat lets one. */
const RECALLED_WITHIN_MS = 2 * 60_000

export interface ConversationOptions<Payload> {
  readonly clock: Clock
  /** how many messages are kept, and how many bytes of pictures and files */
  readonly keepMessages: number
  readonly keepFileBytes: number
  /** the message as its puppet describes it, at the moment in which it is said */
  readonly describe: (said: Said) => Payload
}

/**
 * What is said in all chats, people's words and the bot's: told to those who listen, and kept for as long as the bot may
 * still ask for it.
 */
export class Conversation<Payload> {
  readonly #clock: Clock
  readonly #describe: (said: Said) => Payload
  readonly #messages: MessageMemory<Payload>
  readonly #saidListeners = new Set<(said: Said) => void>()
  readonly #recalledListeners = new Set<(said: Said) => void>()
  readonly #recalled = new Set<string>()

  constructor({ clock, keepMessages, keepFileBytes, describe }: ConversationOptions<Payload>) {
    this.#clock = clock
    this.#describe = describe
    this.#messages = new MessageMemory(keepMessages, keepFileBytes)
  }

  /** What was said under this id. @throws when there is no such message, or it was too long ago */
  find(id: string): { readonly said: Said; readonly payload: Payload } {
    return this.#messages.find(id)
  }

  add(words: Omit<Said, 'id' | 'at'>): Said {
    const said: Said = { ...words, id: randomUUID(), at: this.#clock.now() }
    this.#messages.keep(said, this.#describe(said))
    for (const heard of this.#saidListeners) heard(said)
    return said
  }

  /** Takes back what `speaker` said. False where that is somebody else's, too long ago, or taken back already. */
  takeBack(id: string, speaker: string): boolean {
    const { said } = this.#messages.find(id)
    const now = this.#clock.now()
    const tooLate = now.getTime() - said.at.getTime() > RECALLED_WITHIN_MS
    if (said.from !== speaker || tooLate || this.#recalled.has(id)) return false
    this.#recalled.add(id)
    for (const heard of this.#recalledListeners) heard({ ...said, at: now })
    return true
  }

  /** Hears everything that is said. Returns how to stop. */
  onSaid(listener: (said: Said) => void): () => void {
    this.#saidListeners.add(listener)
    return () => this.#saidListeners.delete(listener)
  }

  /** Hears what is taken back, `at` being the moment of that. Returns how to stop. */
  onRecalled(listener: (said: Said) => void): () => void {
    this.#recalledListeners.add(listener)
    return () => this.#recalledListeners.delete(listener)
  }
}
