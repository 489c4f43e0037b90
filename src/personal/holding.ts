import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import type { AccountId, ContactId, PersonId } from '../ids.ts'

/** Whose data it is: one person, by all the contact ids and names under which they are known. */
export interface Whose {
  readonly person: PersonId
  readonly identities: readonly Identity[]
  /** every name the bot has for them, each once */
  readonly names: readonly string[]
}

/** A person on one account. */
export interface Identity {
  readonly account: AccountId
  readonly contactId: ContactId
}

/** What one area holds about somebody, in Chinese, for them to read. */
export interface Told {
  /** one short line: how much of what */
  readonly summary: string
  /** all of it, one thing a line */
  readonly lines: readonly string[]
}

/**
 * What one area of the program holds about people: how it tells it, what of it stays when somebody wants to be forgotten, and
 * how it forgets. Every area has its own and enters it in the one list (`src/handlers/personal/holdings.ts`); a test fails
 * where a model is in none of them.
 */
export interface Holding {
  /** what people call it: 报事, 课程 */
  readonly area: string
  /** the models it answers for */
  readonly models: readonly Prisma.ModelName[]
  /** Everything that is held about this person, as it stands; undefined where that is nothing. Reads only. */
  tell(tx: Tx, whose: Whose, now: Date): Promise<Told | undefined>
  /** What will be left after `forget`, and why, as they are told before they say yes. */
  stays?(tx: Tx, whose: Whose, now: Date): Promise<readonly string[]>
  /** Why it cannot be done now and what they can do about it, in Chinese; undefined: it can. */
  hindrance?(tx: Tx, whose: Whose, now: Date): Promise<string | undefined>
  /**
   * Removes what is held about this person, or makes it nobody's. Other people's rows stay as they are. It may not count on
   * any other area having forgotten, or not yet. Resolves with how many rows were removed or emptied.
   */
  forget(tx: Tx, whose: Whose, now: Date): Promise<number>
}
