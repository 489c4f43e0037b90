import type { Tx } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import type { Adviser } from './opinion/adviser.ts'
import { combine } from './opinion/combine.ts'
import { mayLeave } from './opinion/leaving.ts'
import type { Reader } from './reader.ts'
import type { Reading } from './reading.ts'
import type { LessonBook } from './taught.ts'

export interface UnderstandingOptions {
  readonly reader: Reader
  readonly lessons: LessonBook
  readonly adviser: Adviser
}

type Lessons = Pick<Tx, 'lesson' | 'community'>

/** What the bot makes of people's words: its own reading, what the community has taught, and a second opinion. */
export class Understanding {
  readonly #options: UnderstandingOptions

  constructor(options: UnderstandingOptions) {
    this.#options = options
  }

  /** At a glance: without the community's lessons, asking nobody. */
  glance(text: string): Reading {
    return this.#options.reader.read(text)
  }

  /**
   * With what the community has taught and, where the words are unclear and a model is set up, its opinion: that can take
   * seconds, so never inside a transaction. Never rejects because of the model.
   */
  async read(db: Lessons, community: CommunityId | undefined, text: string): Promise<Reading> {
    const { reader, lessons, adviser } = this.#options
    const taught = community === undefined ? undefined : await lessons.of(db, community)
    const reading = reader.read(text, taught)
    return mayLeave('message', text) ? combine(reading, await adviser.ask(text, reading)) : reading
  }

  /** The code of the category of what is an issue in any case; `K99` when none is likely. */
  async category(db: Lessons, community: CommunityId, text: string, lessonsVersion?: number): Promise<string> {
    const { reader, lessons } = this.#options
    return reader.category(text, await lessons.of(db, community, lessonsVersion)).code
  }
}
