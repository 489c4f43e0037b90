import { randomUUID } from 'node:crypto'

/** A request to become friends, or the news that two have. */
export interface StoredFriendship<Type> {
  readonly id: string
  readonly contactId: string
  readonly hello: string
  readonly timestamp: number
  readonly type: Type
  readonly ticket: string
}

/** So many are kept for the bot to ask about. */
const KEPT = 1000

/** The friendships an account was told of. */
export class FriendshipBook<Type> {
  readonly #kept = new Map<string, StoredFriendship<Type>>()

  /** Returns the id under which it can be asked for. */
  add(friendship: Omit<StoredFriendship<Type>, 'id' | 'ticket'>): string {
    const id = randomUUID()
    if (this.#kept.size >= KEPT) this.#kept.clear()
    this.#kept.set(id, { ...friendship, id, ticket: id })
    return id
  }

  /** @throws when there is no such friendship */
  find(id: string): StoredFriendship<Type> {
    const friendship = this.#kept.get(id)
    if (!friendship) throw new Error(`no friendship ${id}`)
    return friendship
  }
}
