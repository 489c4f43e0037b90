import type { IncomingMessage } from '../../chat/incoming.ts'
import type { ContactId } from '../../ids.ts'

type Where = Pick<IncomingMessage, 'account' | 'chat'>

/**
 * When each person last said something in a group, other than +1, in memory and without a word of it: who says +1 after
 * others have gone on to something else need not mean what the bot spoke of. It is gone with the process.
 */
export class SaidLately {
  readonly #keepMs: number
  /** by chat, then by who said it, the moment */
  readonly #chats = new Map<string, Map<ContactId, number>>()

  /** What was said longer before than this, in milliseconds, is forgotten. */
  constructor(keepMs: number) {
    this.#keepMs = keepMs
  }

  /** Somebody has said something. The same once more changes nothing. */
  note(where: Where, who: ContactId, at: Date): void {
    const key = keyOf(where)
    const chat = this.#chats.get(key) ?? new Map<ContactId, number>()
    this.#chats.set(key, chat)
    const moment = Math.max(at.getTime(), chat.get(who) ?? 0)
    // Whoever spoke last is the last in the map, so that a look at the first tells whether any is to be forgotten.
    chat.delete(who)
    chat.set(who, moment)
    for (const [each, before] of chat) {
      if (at.getTime() - before <= this.#keepMs) break
      chat.delete(each)
    }
  }

  /** What was said there so far was about what the bot speaks of: all of it, or what this person said. */
  settle(where: Where, who?: ContactId): void {
    if (who === undefined) this.#chats.delete(keyOf(where))
    else this.#chats.get(keyOf(where))?.delete(who)
  }

  /** Whether anybody but this person has said something there since. */
  byOthersSince(where: Where, who: ContactId, since: Date): boolean {
    for (const [each, at] of this.#chats.get(keyOf(where)) ?? []) if (each !== who && at > since.getTime()) return true
    return false
  }
}

const keyOf = ({ account, chat }: Where) => `${account} ${chat.id}`
