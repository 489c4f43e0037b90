import type { Tx } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'

/** Where the words of an answer stand, so that whoever reads them can judge them. */
export type Origin =
  /** the 问答 list; `at` is when the entry was last written */
  | { readonly kind: 'list'; readonly at: Date }
  /** a notice; `title` is how it is named to people, `at` the day it was given out */
  | {
      readonly kind: 'notice'
      readonly at: Date
      readonly title: string
      /** the order that was relayed with these words; left out for a notice that was taken up from a chat */
      readonly directiveId?: number
    }

/** Something written down that may answer a question. */
export interface Entry {
  /** what it is about: the question as the staff put it, or the heading of a notice */
  readonly question: string
  readonly answer: string
  readonly origin: Origin
}

/** Where answers are looked up: the 问答 list, the community's notices. */
export interface Source {
  entries(tx: Tx, communityId: CommunityId): Promise<readonly Entry[]>
}
