import type { Tx } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { Lessons, lessonOf } from './lessons.ts'
import type { Adviser } from './opinion/adviser.ts'
import { combine } from './opinion/combine.ts'
import { mayLeave } from './opinion/leaving.ts'
import { isIssue, type Reader } from './reader.ts'
import { KINDS, type Kind, type Reading } from './reading.ts'
import { type LessonBook, lessonsMark, newestLessons } from './taught.ts'

export interface UnderstandingOptions {
  readonly reader: Reader
  readonly lessons: LessonBook
  readonly adviser: Adviser
}

type Tables = Pick<Tx, 'lesson' | 'community'>

/** What the bot makes of people's words: its own reading, what the community has taught, and a second opinion. */
export class Understanding {
  readonly #options: UnderstandingOptions
  /** what any community has taught to be an issue, so that it is not passed over at a glance */
  #lookedFor = new Lessons()
  /** `lessonsMark` of what is looked for; undefined when something was added that may not have been kept */
  #mark: string | undefined

  constructor(options: UnderstandingOptions) {
    this.#options = options
  }

  /**
   * Whether it is certainly talk of which a glance would make nothing either: known for a tenth of what a glance costs. What
   * people anywhere have taught to be an issue is none.
   */
  isJustTalk(text: string): boolean {
    return this.#options.reader.isJustTalk(text) && this.#lookedFor.about(text) === undefined
  }

  /**
   * At a glance, asking nobody. What the community has taught is not asked for; only what people anywhere have taught to
   * be an issue is not taken for talk.
   */
  glance(text: string): Reading {
    const { reader } = this.#options
    const reading = reader.read(text)
    return reading.register === 'no' && this.#lookedFor.about(text) ? reader.read(text, this.#lookedFor) : reading
  }

  /** What has just been taught: the next glance heeds it, and the next `refresh` lets go of it should it not be kept. */
  lookOutFor(words: string, kind: Kind, category: string | undefined): void {
    if (!isIssue(kind)) return
    this.#lookedFor.add(lessonOf(words, { kind, category }))
    this.#mark = undefined
  }

  /**
   * Takes up what has been taught and taken back since, here and by other processes. To be called when the program begins
   * and a few times a minute; it reads the lessons only where there are others.
   */
  async refresh(db: Tables): Promise<void> {
    const mark = await lessonsMark(db)
    if (mark === this.#mark) return
    // Set before the lessons are read: what is taught meanwhile takes it away again.
    this.#mark = mark
    try {
      this.#lookedFor = new Lessons(await newestLessons(db, KINDS.filter(isIssue)))
    } catch (error) {
      this.#mark = undefined
      throw error
    }
  }

  /**
   * With what the community has taught and, where the words are unclear and a model is set up, its opinion: that can take
   * seconds, so never inside a transaction. Never rejects because of the model.
   */
  async read(db: Tables, community: CommunityId | undefined, text: string): Promise<Reading> {
    const { reader, lessons, adviser } = this.#options
    const taught = community === undefined ? undefined : await lessons.of(db, community)
    const reading = reader.read(text, taught)
    return mayLeave('message', text) ? combine(reading, await adviser.ask(text, reading)) : reading
  }

  /** The code of the category of what is an issue in any case; `K99` when none is likely. */
  async category(db: Tables, community: CommunityId, text: string, lessonsVersion?: number): Promise<string> {
    const { reader, lessons } = this.#options
    return reader.category(text, await lessons.of(db, community, lessonsVersion)).code
  }
}
