import type { Burst, Weight } from './burst.ts'

/** What somebody has said that is not read yet, or not all of it. */
export interface OpenBurst extends Burst {
  /** when its author will have been quiet long enough */
  quietAt: Date
  /** as it was weighed with its last part; undefined where that is not known */
  weight?: Weight | undefined
  /** as it stands in the database */
  kept: boolean
  attempts: number
  /** it is being read */
  reading: boolean
  /** what it became is written, or just being written */
  settled?: boolean
}

/** Whose burst it is: one person's, in one chat. */
export type Speaker = Pick<Burst, 'account' | 'chat' | 'sender'>

/** As a key: what is said by others, or elsewhere, has another. */
export const keyOf = ({ account, chat, sender }: Speaker) => `${account} ${chat.id} ${sender.id}`

/** The bursts that are still to be read: one that grows for each person in a chat, and those that nothing is added to. */
export class OpenBursts {
  readonly #growing = new Map<string, OpenBurst>()
  readonly #ended = new Set<OpenBurst>()

  /** What this person says next is added to. */
  growing(speaker: Speaker): OpenBurst | undefined {
    return this.#growing.get(keyOf(speaker))
  }

  /** From now on what its author says is added to this one, in the place of the one before. */
  grow(open: OpenBurst): void {
    this.#growing.set(keyOf(open), open)
  }

  /** All that this person has said in this chat and that is not read yet. */
  of(speaker: Speaker): OpenBurst[] {
    const key = keyOf(speaker)
    const growing = this.#growing.get(key)
    return [...(growing ? [growing] : []), ...[...this.#ended].filter((open) => keyOf(open) === key)]
  }

  all(): OpenBurst[] {
    return [...this.#ended, ...this.#growing.values()]
  }

  /**
   * When one begins that is heard now. Two of one person in a chat never begin at the same moment: by that they are told
   * apart.
   */
  beginning(speaker: Speaker, now: Date): Date {
    const taken = new Set(this.of(speaker).map(({ since }) => since.getTime()))
    let at = now.getTime()
    while (taken.has(at)) at += 1
    return new Date(at)
  }

  /** Whether nothing has been added to it, and it is still to be read. */
  stands(open: OpenBurst): boolean {
    return this.isGrowing(open) || this.#ended.has(open)
  }

  isGrowing(open: OpenBurst): boolean {
    return this.growing(open) === open
  }

  /** Whether it is still to be read, and nothing is added to it any more. */
  isEnded(open: OpenBurst): boolean {
    return this.#ended.has(open)
  }

  /** Nothing is added to it any more: its author begins another. */
  end(open: OpenBurst): void {
    if (this.isGrowing(open)) this.#growing.delete(keyOf(open))
    this.#ended.add(open)
  }

  /** What it became was not written: its author goes on with it after all. */
  growAgain(open: OpenBurst): void {
    if (this.#ended.delete(open)) this.grow(open)
  }

  /** It is read, or given up. */
  drop(open: OpenBurst): void {
    if (this.isGrowing(open)) this.#growing.delete(keyOf(open))
    this.#ended.delete(open)
  }
}
